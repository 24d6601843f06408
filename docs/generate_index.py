"""Writes docs/README.md: the list of all documents, by what they are for.

`docs/generate.py` calls `files()`; by itself: python docs/generate_index.py
"""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"

KINDS = {
    "tutorial": ("Tutorial", "To learn it: one article, step by step, with what each command prints."),
    "how-to": ("How to", "To get one thing done."),
    "reference": ("Reference", "To look something up. Generated from the code; a test fails where one is out of date."),
    "explanation": ("Explanation", "To understand why it is as it is, and how well it works."),
}

FIRST = ("design", "commands", "check-a-quote")
"""What stands first in its list; the others follow by their titles."""


def files() -> dict[str, str]:
    """Return every file made here: its path from the project's folder, and its text."""
    parts = ["# Documents", "<!-- Made by docs/generate.py; do not edit. -->"]
    for folder, (title, purpose) in KINDS.items():
        pages = sorted((DOCS / folder).glob("*.md"), key=lambda page: (page.stem not in FIRST, _title(page).lower()))
        links = [f"- [{_title(page)}]({folder}/{page.name})" for page in pages]
        parts += [f"## {title}", purpose, "\n".join(links)]
    return {"docs/README.md": "\n\n".join(parts) + "\n"}


def _title(page: Path) -> str:
    heading = re.search(r"^# (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return re.sub(r"^How to (\w)", lambda m: m[1].upper(), heading[1]) if heading else page.stem


def main() -> None:
    """Write the file anew."""
    for path, text in files().items():
        (ROOT / path).write_text(text, encoding="utf-8")
        print(path)


if __name__ == "__main__":
    main()
