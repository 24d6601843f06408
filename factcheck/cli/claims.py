"""`claims` and `show`: the worklist, and one claim with everything that bears on it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from factcheck.cli import settings
from factcheck.cli.options import ArticleArgument, ClaimArgument, Limit, number_of, one_of, say
from factcheck.cli.rows import Column, Format, emit, listed, to_json
from factcheck.cli.terminal import is_terminal, signed, style_of
from factcheck.model import ClaimKind, Status

if TYPE_CHECKING:
    from factcheck.model import Claim

app = typer.Typer(rich_markup_mode=None)

CLAIMS = (
    Column("id", "id", right=True),
    Column("status", "status", style=style_of, show=signed),
    Column("kind", "kind"),
    Column("source", "source"),
    Column("text", "text", grow=True),
)
OVERRIDDEN = Column("overridden", "gate", style=lambda _: "bold yellow", show=lambda past: "OVERRIDDEN" if past else "")
STATES = ("live", "cut", "merged", "all")


SCREENFUL = 500
"""Claims that a terminal shows where no --limit is given."""


def claim_record(claim: Claim) -> dict[str, Any]:
    """Return a claim as lists show it."""
    return {
        "id": claim.id,
        "article": claim.article,
        "kind": claim.kind,
        "text": claim.text,
        "start": claim.start,
        "end": claim.end,
        "status": claim.status,
        "source": claim.source,
        "parent": claim.parent_id,
    }


def columns(found: Sequence[Claim]) -> tuple[Column, ...]:
    """Return what a table of claims shows; what was decided past the gate is shown as such."""
    return (*CLAIMS[:2], OVERRIDDEN, *CLAIMS[2:]) if any(claim.overridden for claim in found) else CLAIMS


def records(found: Sequence[Claim], out: Format) -> list[dict[str, Any]]:
    """Return claims as lists show them; `overridden` is told wherever one of them was decided past the gate.

    A table, which a person reads, has a paraphrase after its cue; the other forms have the exact words.
    """
    past = any(claim.overridden for claim in found)
    return [
        claim_record(claim)
        | ({"overridden": claim.overridden} if past else {})
        | ({"text": claim.told} if out.kind == "table" else {})
        for claim in found
    ]


@app.command()
@listed
def claims(
    article: ArticleArgument = None,
    status: Annotated[
        str | None, typer.Option("--status", "-s", metavar="STATUS", help=f"Only these: {', '.join(Status)}.")
    ] = None,
    kind: Annotated[
        str | None, typer.Option("--kind", "-k", metavar="KIND", help=f"Only these: {', '.join(ClaimKind)}.")
    ] = None,
    source: Annotated[str | None, typer.Option("--source", metavar="NAME", help="Only what this source said.")] = None,
    open_only: Annotated[bool, typer.Option("--open", "-o", help="Only claims that still ask for work.")] = False,
    text: Annotated[str | None, typer.Option("--text", metavar="WORDS", help="Only claims with these words.")] = None,
    state: Annotated[str, typer.Option("--state", metavar="STATE", help="live, cut, merged or all.")] = "live",
    order: Annotated[
        str, typer.Option("--order", metavar="ORDER", help="text, or worth: most worth checking first.")
    ] = "text",
    limit: Limit = None,
    offset: Annotated[int, typer.Option("--offset", metavar="N", min=0, help="Leave out the first N.")] = 0,
    *,
    out: Format,
) -> None:
    """List claims: what can be checked, and where each one stands.

    \b
    Examples:
      factcheck claims aleppo --open
      factcheck claims --status needs-recheck
      factcheck claims aleppo --source "Ban Ki-moon" --kind quote
      factcheck claims --json | jq -r '.[].text'
    """
    state = one_of(state, STATES, "state")
    cut = limit is None and out.kind == "table" and is_terminal(sys.stdout)
    with settings.reading() as desk:
        found = desk.claims(
            article,
            status=one_of(status, tuple(Status), "status") if status else None,
            kind=one_of(kind, tuple(ClaimKind), "kind of claim") if kind else None,
            source=source,
            state=None if state == "all" else state,
            open_only=open_only,
            text=text,
            order=one_of(order, ("text", "worth"), "order"),
            limit=SCREENFUL if cut else limit,
            offset=offset,
        )
    emit(
        records(found, out),
        columns(found),
        out,
        none="no claims" if not (status or text or open_only) else "no such claims",
    )

    if cut and len(found) == SCREENFUL:
        say(f"These are the first {SCREENFUL}; --limit, --offset or --json for more")


@app.command()
def show(
    claim: ClaimArgument,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
) -> None:
    """Show one claim with everything that bears on it.

    Its words in the article, its source, its status, what the gate still asks for and which command
    supplies it, the evidence, how a quote compares with the source's words, contacts, and the history.

    \b
    Example:
      factcheck show 4
    """
    from factcheck.cli.page import print_page
    from factcheck.cli.records import entry_record

    with settings.reading() as desk:
        entry = desk.entry(number_of(claim))
        if as_json:
            print(to_json(entry_record(desk, entry), indent=2))
        else:
            print_page(desk, entry)
