"""Writes the generated reference anew, or (`--check`) says which file is out of date.

Each `docs/generate_*.py` makes some files out of the code and `db/`: its `files()` returns their
paths from the project's folder, and their text.

    python docs/generate.py
    python docs/generate.py --check
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def files() -> dict[str, str]:
    """Return every generated file: its path from the project's folder, and its text."""
    sys.path[:0] = [str(ROOT), str(ROOT / "docs")]
    made: dict[str, str] = {}
    for part in sorted((ROOT / "docs").glob("generate_*.py")):
        made |= importlib.import_module(part.stem).files()
    return made


def out_of_date() -> list[str]:
    """Return the paths of the generated files that are not what they would be if made now."""
    found = []
    for path, text in files().items():
        file = ROOT / path
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            found.append(path)
    return found


def main(arguments: list[str]) -> int:
    """Write the files, or with `--check` return 1 if one is out of date."""
    stale = out_of_date()
    if "--check" in arguments:
        for path in stale:
            print(f"{path} is out of date: make docs", file=sys.stderr)
        return 1 if stale else 0
    made = files()
    for path in stale:
        (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / path).write_text(made[path], encoding="utf-8")
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
