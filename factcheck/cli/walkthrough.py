"""The demo: the bundled example worked through with the real commands, each printed before it runs."""

from __future__ import annotations

import shlex
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from rich.text import Text

from factcheck.cli import failures, settings
from factcheck.cli.terminal import console
from factcheck.cli.text import inline, printable
from factcheck.errors import FactcheckError, StorageError

if TYPE_CHECKING:
    from factcheck.demo import Step
    from factcheck.desk import Desk

DB = "demo.db"
REPORT = "report.html"


def walk(folder: Path) -> int:
    """Work through the example in `folder`; return 0 if every command ended as it should.

    What an earlier demo left in the folder is replaced.
    """
    from factcheck.demo import article_path, serve, steps

    started = time.monotonic()
    settings.show_next = False
    _make_room(folder)
    db = folder / DB
    with serve() as base:
        plan = steps(base, folder)
        short = {str(folder / REPORT): REPORT, str(article_path()): article_path().name}
        for step in plan:
            status = _take(step, db, short)
            if status != step.exit_status:
                failures.tell(f"this command ended with {status}, not {step.exit_status}; the demo stops here")
                return 1
    page = console()
    page.print()
    page.print(Text(f"Done: {len(plan)} commands in {time.monotonic() - started:.0f} s. The pages are gone,"))
    page.print(Text("what they said is in the file. Look at"))
    page.print(Text(f"  {folder / REPORT}", style="bold"))
    page.print(Text(f"  factcheck --db {shlex.quote(str(db))} claims"))
    page.print(Text(f"  factcheck --db {shlex.quote(str(db))} serve --open"))
    return 0


def _make_room(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in (DB, f"{DB}-wal", f"{DB}-shm", f"{DB}.lock", REPORT):
            (folder / name).unlink(missing_ok=True)
    except OSError as error:
        raise StorageError(f"{folder} cannot be used: {error.strerror}", hint="name another folder") from error


def _take(step: Step, db: Path, short: dict[str, str]) -> int:
    """Print one command and run it; return its exit status."""
    from factcheck.cli.root import app
    from factcheck.demo import fill

    page = console()
    if step.comment:
        page.print()
        page.print(Text(f"# {printable(step.comment)}", style="bold cyan"))
    try:
        words = fill(step.argv, _finder(db, _claim), _finder(db, _sentence))
    except FactcheckError as error:
        failures.tell(error.message, error.hint)
        return error.exit_code
    shown = shlex.join(short.get(word, word) for word in words)
    page.print(Text(f"$ factcheck --db {DB} {printable(shown)}", style="bold"))
    sys.stdout.flush()
    actor = settings.actor() or "demo"
    status = failures.status_of(
        lambda: app(["--db", str(db), "--by", actor, *words], prog_name="factcheck", standalone_mode=False)
    )
    sys.stdout.flush()
    sys.stderr.flush()
    return status


def _finder(db: Path, find: Callable[[Desk, str], int | None]) -> Callable[[str], int]:
    """Return a function that finds the number of what has the given words."""
    from factcheck.desk import Desk

    def number(words: str) -> int:
        with Desk.open(db, readonly=True) as desk:
            found = find(desk, words)
        if found is None:
            raise FactcheckError(f"the example should hold these words, and does not: {words}")
        return found

    return number


def _claim(desk: Desk, words: str) -> int | None:
    return _first(((claim.id, claim.text) for claim in desk.claims()), words)


def _sentence(desk: Desk, words: str) -> int | None:
    return _first(((item.id, item.text) for item in desk.sentences(open_only=True)), words)


def _first(items: Iterable[tuple[int, str]], words: str) -> int | None:
    return next((number for number, text in items if words in inline(text)), None)
