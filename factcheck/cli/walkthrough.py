"""The demo: the bundled example worked through with the real commands, each printed before it runs."""

from __future__ import annotations

import shlex
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from rich.text import Text

from factcheck.cli import failures, settings
from factcheck.cli.demo_folder import DB, REPORT, make_room, note_state, tidy
from factcheck.cli.terminal import console
from factcheck.cli.text import inline, printable
from factcheck.errors import FactcheckError

if TYPE_CHECKING:
    from factcheck.demo import Step


_BY_HAND = "No claim was found in this sentence, so it is recorded by hand"
_BY_HAND_TOO = "The claim found in this sentence leaves a part of it out, so the whole is recorded by hand"


def walk(folder: Path) -> int:
    """Work through the example in `folder`; return 0 if every command ended as it should.

    What an earlier demo left in the folder is replaced, if nobody has touched it since.

    Raises:
        UsageError: the folder holds files by the demo's names that are not an untouched demo's.
    """
    from factcheck.demo import article_path, serve, steps

    started = time.monotonic()
    settings.show_next = False
    make_room(folder)
    db = folder / DB
    with serve() as base:
        plan = steps(base, folder)
        short = {str(folder / REPORT): REPORT, str(article_path()): article_path().name}
        for step in plan:
            status = _take(step, db, short)
            note_state(folder)
            if status != step.exit_status:
                failures.tell(f"this command ended with {status}, not {step.exit_status}; the demo stops here")
                return 1
    tidy(folder)
    page = console()
    page.print()
    page.print(Text(f"Done: {len(plan)} commands in {time.monotonic() - started:.0f} s. The pages are gone,"))
    page.print(Text("what they said is in the file. Look at"))
    page.print(Text(f"  {folder / REPORT}", style="bold"))
    page.print(Text(f"  factcheck --db {shlex.quote(str(db))} claims"))
    page.print(Text(f"  factcheck --db {shlex.quote(str(db))} serve --open"))
    return 0


def _take(step: Step, db: Path, short: dict[str, str]) -> int:
    """Print one command and run it; return its exit status."""
    from factcheck.demo import fill

    if step.comment:
        _remark(step.comment)
    try:
        words = fill(step.argv, lambda words: _claim(db, words), lambda words: _sentence(db, words, open_only=True)[0])
    except FactcheckError as error:
        failures.tell(error.message, error.hint)
        return error.exit_code
    return _run(words, db, short)


def _remark(comment: str) -> None:
    page = console()
    page.print()
    page.print(Text(f"# {printable(comment)}", style="bold cyan"))


def _run(words: list[str], db: Path, short: dict[str, str]) -> int:
    from factcheck.cli.root import app

    shown = shlex.join(short.get(word, word) for word in words)
    console().print(Text(f"$ factcheck --db {DB} {printable(shown)}", style="bold"))
    sys.stdout.flush()
    actor = settings.actor() or "demo"
    status = failures.status_of(
        lambda: app(["--db", str(db), "--by", actor, *words], prog_name="factcheck", standalone_mode=False)
    )
    sys.stdout.flush()
    sys.stderr.flush()
    return status


def _claim(db: Path, words: str) -> int:
    """Return the number of the claim with these words; one that the extractor missed is recorded by hand."""
    from factcheck.desk import Desk

    for _ in range(2):
        with Desk.open(db, readonly=True) as desk:
            found = _closest(((claim.id, claim.text) for claim in desk.claims()), words)
            slug = desk.articles()[0].slug
        if found is not None:
            return found
        number, sentence = _sentence(db, words)
        _remark(_BY_HAND_TOO if _carries(db, number) else _BY_HAND)
        _run(["claim", "add", slug, sentence], db, {})
    raise FactcheckError(f"the example should hold a claim with these words, and does not: {words}")


def _carries(db: Path, number: int) -> bool:
    """Whether a claim stands in a sentence already."""
    from factcheck.desk import Desk

    with Desk.open(db, readonly=True) as desk:
        place = next(item for item in desk.sentences() if item.id == number)
        spans = [(claim.start, claim.end) for claim in desk.claims()]
    return any(
        start is not None and end is not None and start < place.end and place.start < end for start, end in spans
    )


def _sentence(db: Path, words: str, *, open_only: bool = False) -> tuple[int, str]:
    """Return the number and the text of the sentence with these words."""
    from factcheck.desk import Desk

    with Desk.open(db, readonly=True) as desk:
        texts = {item.id: item.text for item in desk.sentences(open_only=open_only)}
    found = _closest(texts.items(), words)
    if found is None:
        raise FactcheckError(f"the example should hold a sentence with these words, and does not: {words}")
    return found, texts[found]


def _closest(items: Iterable[tuple[int, str]], words: str) -> int | None:
    """Return the number of the shortest text with these words: a quote stands inside what was said around it."""
    found = [(len(text), number) for number, text in items if words in inline(text)]
    return min(found)[1] if found else None
