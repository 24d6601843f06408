"""Help teaches, and costs nothing."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import typer
from typer.testing import Result

from factcheck.cli.index import COMMANDS, SECTIONS
from factcheck.cli.root import app

Run = Callable[..., Result]


def walk() -> Iterator[tuple[tuple[str, ...], Any]]:
    group = typer.main.get_command(app)
    for name in COMMANDS:
        command = group.commands[name]  # type: ignore[attr-defined]
        yield (name,), command
        for below, sub in getattr(command, "commands", {}).items():
            yield (name, below), sub


ALL = list(walk())
LEAVES = [(path, command) for path, command in ALL if not hasattr(command, "commands")]


def ids(value: Any) -> str | None:
    return " ".join(value) if isinstance(value, tuple) else ""


@pytest.mark.parametrize("name", COMMANDS)
def test_the_line_of_help_is_the_commands_own(name: str) -> None:
    command = dict(ALL)[(name,)]
    assert (command.help or "").split("\n\n")[0].replace("\n", " ").strip() == COMMANDS[name].summary


@pytest.mark.parametrize(("path", "command"), LEAVES, ids=ids)
def test_every_command_has_a_line_and_an_example(path: tuple[str, ...], command: Any) -> None:
    first = command.help.split("\n\n")[0]
    assert first.endswith(".")
    assert "\n" not in first
    assert f"factcheck {' '.join(path)}" in command.help or f"{' '.join(path)}" in command.help
    assert "Example" in command.help


@pytest.mark.parametrize(("path", "command"), LEAVES, ids=ids)
def test_every_option_is_explained(path: tuple[str, ...], command: Any) -> None:
    for parameter in command.params:
        assert parameter.help or getattr(parameter, "hidden", False), f"{path}: {parameter.name}"


@pytest.mark.parametrize("path", [(), *[path for path, _ in ALL]], ids=ids)
def test_help_works_everywhere_and_needs_no_database(run: Run, path: tuple[str, ...]) -> None:
    short, long = run(*path, "-h", db=None), run(*path, "--help", db=None)
    assert short.exit_code == 0
    assert short.stdout == long.stdout
    assert short.stdout.startswith("Usage: factcheck")


def test_the_help_page_lists_every_section(run: Run) -> None:
    page = run("--help", db=None).stdout
    assert [line[:-1] for line in page.splitlines() if line.rstrip(":") in SECTIONS] == list(SECTIONS)


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys\nsys.argv = ['factcheck', '--help']\nfrom factcheck.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "heavy = {'requests', 'bs4', 'lxml', 'trafilatura', 'rapidfuzz', 'numpy', 'jinja2', 'sqlite_utils', 'sqlite3',"
        " 'rich.table', 'pydantic', 'multiprocessing', 'factcheck.desk', 'factcheck.model', 'factcheck.extraction'}\n"
        "print('HEAVY', sorted(heavy & set(sys.modules)), file=sys.stderr)\n"
        "print('OURS', sum(name.startswith('factcheck') for name in sys.modules), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert "HEAVY []" in done.stderr
    assert int(done.stderr.split("OURS ")[1]) <= 8


def test_a_typing_error_is_met_with_the_right_word(run: Run) -> None:
    assert "Did you mean 'claim', 'claims'" in run("claimz").stderr


def test_the_version_is_told(run: Run) -> None:
    assert run("--version", db=None).stdout.startswith("factcheck ")
