"""Writes docs/reference/commands.md out of the commands' own help.

`docs/generate.py` calls `files()`; by itself: python docs/generate_commands.py
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import typer
from typer.testing import CliRunner

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT)]

from factcheck.cli.index import COMMANDS, SECTIONS  # noqa: E402
from factcheck.cli.root import app  # noqa: E402

HEAD = """# Commands

<!-- Made by docs/generate.py from the commands' own help; do not edit. -->

    factcheck [-d PATH] [--by NAME] COMMAND ...

`--db` stands before the command. Data goes to standard output; progress and messages go to standard
error. Every list takes `--json`, `--nl`, `--csv` and `--tsv`; without them it is a table. What the exit
statuses mean, and which environment variables are read: [exit status](exit-codes.md).
"""


def files() -> dict[str, str]:
    """Return every file made here: its path from the project's folder, and its text."""
    return {"docs/reference/commands.md": commands_page()}


def commands_page() -> str:
    """Return the reference of every command."""
    parts = [HEAD, *_contents(), "", _page(())]
    for title, entries in SECTIONS.items():
        parts.append(f"## {title}\n")
        for entry in entries:
            parts += [_page(path, "###") for path in _paths(entry.name)]
    return "\n".join(parts)


def _contents() -> Iterator[str]:
    for title, entries in SECTIONS.items():
        links = ", ".join(f"[{entry.name}](#factcheck-{entry.name})" for entry in entries)
        yield f"- {title}: {links}"


def _paths(name: str) -> Iterator[tuple[str, ...]]:
    group = typer.main.get_command(app)
    command = group.commands[COMMANDS[name].name]  # type: ignore[attr-defined]
    yield (name,)
    for below in getattr(command, "commands", {}):
        yield name, below


def _page(path: tuple[str, ...], level: str = "##") -> str:
    # The width of the help must not depend on the terminal it is made on.
    result = CliRunner(env={"COLUMNS": "80", "NO_COLOR": "1"}).invoke(app, [*path, "--help"], prog_name="factcheck")
    if result.exit_code:
        raise RuntimeError(f"{path}: {result.output}")
    heading = " ".join(["factcheck", *path])
    return f"{level} {heading}\n\n```text\n{result.stdout.strip()}\n```\n"


def main() -> None:
    """Write every file anew."""
    for path, text in files().items():
        (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / path).write_text(text, encoding="utf-8")
        print(path)


if __name__ == "__main__":
    os.chdir(ROOT)
    main()
