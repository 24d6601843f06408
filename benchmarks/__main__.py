"""Runs the benchmarks, each in a process of its own.

python -m benchmarks             # every one
python -m benchmarks --list      # their names and what they measure
python -m benchmarks scale startup
"""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def known() -> dict[str, str]:
    """Return each benchmark's name and its first line: a module here, or a folder with a `__main__`."""
    files = {path.stem: path for path in HERE.glob("*.py") if not path.stem.startswith("_")}
    files |= {path.parent.name: path for path in HERE.glob("*/__main__.py")}
    return {name: _first_line(files[name]) for name in sorted(files)}


def _first_line(path: Path) -> str:
    words = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return " ".join(words.split("\n\n")[0].split())


def main(wanted: list[str]) -> int:
    """Run what is asked for; return 1 where one of them failed."""
    every = known()
    if "--list" in wanted or "-h" in wanted or "--help" in wanted:
        for name, words in every.items():
            print(f"{name:12} {words}")
        return 0
    if unknown := [name for name in wanted if name not in every]:
        print(f"no benchmark is named {', '.join(unknown)}; there are: {', '.join(every)}", file=sys.stderr)
        return 2
    failed = []
    for name in wanted or every:
        print(f"== {name}: {every[name]}", flush=True)
        if subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], cwd=HERE.parent, check=False).returncode:
            failed.append(name)
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
