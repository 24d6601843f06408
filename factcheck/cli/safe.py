"""Keeping safe: `log` and `audit`."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated, Any

import typer

from factcheck.cli import settings
from factcheck.cli.events import summary, taken_back
from factcheck.cli.options import number_of, say
from factcheck.cli.rows import Column, Format, emit, listed, to_json
from factcheck.cli.terminal import Bar, is_terminal
from factcheck.cli.text import count, inline, when
from factcheck.model import Event

app = typer.Typer(rich_markup_mode=None)

LOG = (
    Column("seq", "seq", right=True),
    Column("at", "when", show=when),
    Column("actor", "who"),
    Column("action", "what"),
    Column("summary", "details", grow=True),
)


@app.command()
@listed
def log(
    claim: Annotated[str | None, typer.Option("--claim", "-c", metavar="CLAIM", help="Only about this claim.")] = None,
    article: Annotated[
        str | None, typer.Option("--article", "-a", metavar="ARTICLE", help="Only about this article as a whole.")
    ] = None,
    actor: Annotated[str | None, typer.Option("--actor", metavar="NAME", help="Only what this person did.")] = None,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=0, help="The last N; 0 is all.")] = 50,
    *,
    out: Format,
) -> None:
    """List what was done, by whom and when.

    The last comes first.

    \b
    Examples:
      factcheck log
      factcheck log --claim 4
      factcheck log --actor ana --limit 0 --nl
    """
    with settings.reading() as desk:
        events = desk.log(limit=limit or None, claim=number_of(claim) if claim else None, article=article, actor=actor)
    undone = taken_back(events)
    emit((_event_record(event, undone) for event in events), LOG, out, none="nothing was done yet")


def _event_record(event: Event, undone: frozenset[str]) -> dict[str, Any]:
    from factcheck.cli.records import event_record

    return event_record(event) | {"undone": event.hash in undone, "summary": summary(event, undone)}


@app.command()
def audit(
    checkpoint: Annotated[
        Path | None, typer.Option("--checkpoint", metavar="FILE", help="A checkpoint that was kept elsewhere.")
    ] = None,
    passages: Annotated[
        bool,
        typer.Option("--passages", help="Also read what is cited again from its bytes, and find the passages there."),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Verify the whole file: the chain, the bodies, every table.

    Every table is rebuilt from the log and compared, every archived body is read and its hash compared.

    \b
    Exit status: 0 nothing is wrong; 1 it names what is; 6 the file or a part of it cannot be read.

    \b
    Examples:
      factcheck audit
      factcheck audit --json
      factcheck audit --passages
      factcheck audit --checkpoint /mnt/usb/checkpoints/checkpoint.txt
    """
    with settings.reading() as desk, ExitStack() as screen:
        bar = screen.enter_context(Bar("verifying")) if is_terminal(sys.stderr) else None
        found = desk.audit(checkpoint, bar, passages=passages)
    if as_json:
        print(to_json(found.as_dict()))
    else:
        for kind, items in (("problem", found.problems), ("notice", found.notices)):
            for item in items:
                print(f"{kind}: {inline(' '.join(item.where()))}: {inline(item.detail)}")
        verdict = "ok" if found.ok else count(len(found.problems), "problem")
        print(f"{verdict}: {count(found.events, 'event')}, the last is {found.head_seq} {found.head_hash}")
    if not found.ok:
        say(f"Error: the file does not agree with its log ({count(len(found.problems), 'problem')})")
        if not any(item.code == "damaged" for item in found.problems):
            raise typer.Exit(1)
        say("Hint: `factcheck repair --to NEW.db` saves what can be read; or restore a backup")
        raise typer.Exit(6)
