"""Verdicts: `verify`, `dispute`, `mark`, `sign`, `undo`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from factcheck.cli import settings
from factcheck.cli.failures import tell
from factcheck.cli.options import By, ClaimArgument, Note, number_of, one_of, warn
from factcheck.cli.terminal import signed
from factcheck.cli.text import inline
from factcheck.errors import RefusedError, UsageError
from factcheck.model import Status

if TYPE_CHECKING:
    from factcheck.desk import Desk
    from factcheck.model import Event

app = typer.Typer(rich_markup_mode=None)

Override = Annotated[bool, typer.Option("--override", help="Get past the gate; needs --note, and is shown ever after.")]
IfSeq = Annotated[
    int | None, typer.Option("--if-seq", metavar="N", min=0, help="Only if nothing changed since event N.")
]
Ack = Annotated[bool, typer.Option("--ack", help="Print ACK, event and hash once it is on disk.")]

BY_PEOPLE = tuple(status for status in Status if status is not Status.NEEDS_RECHECK)


@app.command()
def verify(
    claim: ClaimArgument, note: Note = None, override: Override = False, if_seq: IfSeq = None, by: By = None
) -> None:
    """Mark a claim verified, as far as the evidence allows.

    It needs a supporting passage that stands in an archived capture, or a logged contact; a quote must
    also agree with the capture's words.

    \b
    Exit status: 0 done; 3 the gate is closed (it says what is missing), or somebody else was first.

    \b
    Examples:
      factcheck verify 4 --note "matches the verbatim record"
      factcheck verify 4 --override --note "heard it myself on the recording"
    """
    with settings.writing(by) as desk:
        event = desk.verify(number_of(claim), note, override=override, if_seq=if_seq)
        _told(desk, claim, event)


@app.command()
def dispute(
    claim: ClaimArgument, note: Note = None, override: Override = False, if_seq: IfSeq = None, by: By = None
) -> None:
    """Mark a claim disputed, with evidence and a note.

    \b
    Exit status: 0 done; 3 the gate is closed, or somebody else was first.

    \b
    Example:
      factcheck dispute 9 --note "the ministry counted 212, not 400"
    """
    with settings.writing(by) as desk:
        event = desk.dispute(number_of(claim), note, override=override, if_seq=if_seq)
        _told(desk, claim, event)


def _told(desk: Desk, handle: str, event: Event) -> None:
    claim = desk.claim(number_of(handle))
    note = " (gate overridden)" if event.data.get("override") else ""
    print(f"Claim {claim.id}: {signed(claim.status)}{note}, by {inline(event.actor)}")
    warn(tuple(event.data.get("despite", ())))


@app.command()
def mark(
    claim: Annotated[str | None, typer.Argument(metavar="CLAIM", help="The claim's number.")] = None,
    status: Annotated[str | None, typer.Argument(metavar="STATUS", help=f"One of {', '.join(BY_PEOPLE)}.")] = None,
    note: Note = None,
    override: Override = False,
    if_seq: IfSeq = None,
    stdin: Annotated[
        bool, typer.Option("--stdin", help="Read lines from standard input: CLAIM STATUS [NAME [NOTE...]].")
    ] = False,
    ack: Ack = False,
    by: By = None,
    reviewer: Annotated[str | None, typer.Option("--reviewer", hidden=True)] = None,
) -> None:
    """Set the status of a claim, or of many from standard input.

    With --stdin each line is decided by itself, and is on disk before the next is read. Lines that are
    refused are told on stderr, and the others go on.

    \b
    Exit status: 0 done; 2 no such claim or status; 3 the gate is closed, or somebody else was first.

    \b
    Examples:
      factcheck mark 12 not-checkable --note "a forecast"
      factcheck mark 12 checking --by ana
      printf '4 verified ana\\n9 checking ben\\n' | factcheck mark --stdin --ack
    """
    by = by or reviewer
    if stdin:
        if claim is not None:
            raise UsageError("--stdin takes claims and statuses from standard input", hint="leave CLAIM and STATUS out")
        raise typer.Exit(_mark_lines(by, note, override=override, ack=ack))
    if claim is None or status is None:
        raise UsageError("which claim, and which status?", hint="factcheck mark CLAIM STATUS, or --stdin")
    wanted = _status(status)
    with settings.writing(by) as desk:
        event = desk.mark(number_of(claim), wanted, note, override=override, if_seq=if_seq)
        if ack:
            print(f"ACK {event.seq} {event.hash}", flush=True)
        else:
            _told(desk, claim, event)


def _mark_lines(by: str | None, note: str | None, *, override: bool, ack: bool) -> int:
    """Decide the lines of standard input one by one, as they come; return the exit status."""
    worst = 0
    with settings.writing(by) as desk:
        for number, line in enumerate(iter(sys.stdin.readline, ""), 1):
            words = line.split(maxsplit=3)
            if not words or words[0].startswith("#"):
                continue
            try:
                event = _mark_line(desk, words, note, override=override)
            except (RefusedError, UsageError) as error:
                tell(f"line {number}: {error.message}", error.hint)
                worst = max(worst, error.exit_code)
                continue
            if ack:
                print(f"ACK {event.seq} {event.hash}", flush=True)
    return worst


def _mark_line(desk: Desk, words: list[str], note: str | None, *, override: bool) -> Event:
    if len(words) < 2:
        raise UsageError("a line needs a claim and a status", hint="CLAIM STATUS [NAME [NOTE...]]")
    claim, status = number_of(words[0]), _status(words[1])
    actor = words[2] if len(words) > 2 else None
    said = words[3].strip() if len(words) > 3 else note
    acting = desk.acting_as(actor) if actor else desk
    return acting.mark(claim, status, said, override=override)


def _status(typed: str) -> str:
    """Return the status that was meant; the one that the program alone sets is known, and refused by the desk."""
    return one_of(typed, tuple(Status) if "recheck" in typed.lower() else BY_PEOPLE, "status")


@app.command()
def sign(
    article: Annotated[str | None, typer.Argument(metavar="ARTICLE", help="Its number or short name.")] = None,
    claim: Annotated[str | None, typer.Option("--claim", "-c", metavar="CLAIM", help="Only this claim.")] = None,
    note: Note = None,
    by: By = None,
) -> None:
    """Sign off an article or a claim as a second person.

    \b
    Exit status: 0 done; 3 these are your own decisions.

    \b
    Examples:
      factcheck sign aleppo --by "Dana Editor"
      factcheck sign --claim 4 --by "Dana Editor"
    """
    with settings.writing(by) as desk:
        if claim is not None:
            if article is not None:
                raise UsageError("an article or a claim, not both", hint="factcheck sign --claim 4")
            number = number_of(claim)
            event = desk.sign(claim=number, note=note)
            print(f"Claim {number} signed off by {inline(event.actor)}")
        else:
            found = desk.article(article)
            event = desk.sign(found, note=note)
            print(f"{found.slug} signed off by {inline(event.actor)}")


@app.command()
def undo(by: By = None) -> None:
    """Take back your last change by recording its reverse.

    Nothing is erased: the log shows both.

    \b
    Exit status: 0 done; 2 there is nothing to undo; 3 something was built on it since.

    \b
    Example:
      factcheck undo
    """
    with settings.writing(by) as desk:
        event = desk.undo()
    from factcheck.report.words import capital, event_words

    print(capital(event_words(event)))
