"""`claim add|edit|split|merge|cut`: putting right what the extractor found, or did not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from factcheck.cli import settings
from factcheck.cli.options import By, ClaimArgument, TheArticle, number_of, one_of, say
from factcheck.cli.text import inline, shorten
from factcheck.errors import UsageError
from factcheck.model import ClaimKind

if TYPE_CHECKING:
    from factcheck.desk import Desk
    from factcheck.model import Claim

app = typer.Typer(
    name="claim", help="Add, edit, split, merge or cut a claim.", rich_markup_mode=None, no_args_is_help=True
)

Kind = Annotated[str | None, typer.Option("--kind", "-k", metavar="KIND", help="quote, paraphrase or statement.")]
Source = Annotated[
    str | None, typer.Option("--source", metavar="NAME", help="Who says it: a name or number; a new name is added.")
]
Parent = Annotated[
    str | None, typer.Option("--parent", metavar="CLAIM", help="The claim that it is part of: the quote that says it.")
]


def describe(claim: Claim) -> str:
    """Return a claim in one line."""
    who = f", {inline(claim.source)}" if claim.source else ""
    return f"claim {claim.id} ({claim.kind}{who}): {shorten(claim.text, 90)}"


@app.command()
def add(
    article: TheArticle,
    words: Annotated[str | None, typer.Argument(metavar="TEXT", help="Its words, as the article has them.")] = None,
    text: Annotated[str | None, typer.Option("--text", metavar="TEXT", help="The same, as an option.")] = None,
    start: Annotated[
        int | None,
        typer.Option(
            "--start", metavar="N", min=0, help="Take the words that stand at character N, or first after it."
        ),
    ] = None,
    end: Annotated[
        int | None, typer.Option("--end", metavar="N", min=0, help="Where it ends, instead of its words.")
    ] = None,
    kind: Kind = None,
    source: Source = None,
    parent: Parent = None,
    by: By = None,
) -> None:
    """Add a claim: words of the article, or a statement inside a quote.

    White space, case and the kind of quotation marks may differ from the article's; the marks round a
    quote are left out. Words that stand in the article more than once are taken where they stand first;
    it is told where they stand next, for --start.

    \b
    Examples:
      factcheck claim add aleppo "three hospitals were hit" --source "Samantha Power" --kind paraphrase
      factcheck claim add aleppo "400 people died" --parent 4
      factcheck claim add aleppo "he said" --start 1200
    """
    if words is not None and text is not None:
        raise UsageError("TEXT and --text cannot be had together", hint="give its words once")
    if end is not None and (words or text):
        raise UsageError("TEXT and --end cannot be had together", hint="the words say themselves where they end")
    with settings.writing(by) as desk:
        before = desk.log(limit=1)
        claim = desk.add_claim(
            article,
            text=text if words is None else words,
            start=start,
            end=end,
            kind=one_of(kind, tuple(ClaimKind), "kind of claim") if kind else "statement",
            source=source,
            parent=number_of(parent) if parent else None,
        )
        elsewhere = _also_at(desk, claim) if start is None else []
    if before and claim.seq <= before[0].seq:
        print(f"There is such a claim already; nothing was added: {describe(claim)}")
    else:
        print(f"Added {describe(claim)}")
    if elsewhere:
        times = f"These words stand {len(elsewhere) + 1} times in the article"
        say(f"{times}; this is at {claim.start}. For another: --start {elsewhere[0]}")


def _also_at(desk: Desk, claim: Claim) -> list[int]:
    """Where else in the article a claim's words stand, the next place first."""
    from factcheck.text.selectors import places

    if claim.start is None:
        return []
    starts = [start for start, _ in places(desk.revision(claim.article).text, claim.text)]
    return [start for start in starts if start > claim.start] + [start for start in starts if start < claim.start]


@app.command()
def edit(
    claim: ClaimArgument,
    text: Annotated[str | None, typer.Option("--text", metavar="TEXT", help="Its words.")] = None,
    kind: Kind = None,
    source: Source = None,
    parent: Parent = None,
    by: By = None,
) -> None:
    """Change a claim's words, kind, source or parent.

    A claim that was decided is put back on the worklist when its words change.

    \b
    Examples:
      factcheck claim edit 7 --source "Zeid Ra'ad al-Hussein"
      factcheck claim edit 7 --text "the words, as the article has them"
    """
    with settings.writing(by) as desk:
        changed = desk.edit_claim(
            number_of(claim),
            text=text,
            kind=one_of(kind, tuple(ClaimKind), "kind of claim") if kind else None,
            source=source,
            parent=number_of(parent) if parent else None,
        )
    print(f"Changed {describe(changed)}")


@app.command()
def split(
    claim: ClaimArgument,
    at: Annotated[str, typer.Option("--at", metavar="WORDS", help="The words with which the second part begins.")],
    by: By = None,
) -> None:
    """Make two claims of one.

    \b
    Example:
      factcheck claim split 7 --at "and that two"
    """
    with settings.writing(by) as desk:
        first, second = desk.split_claim(number_of(claim), at)
    print(f"Now  {describe(first)}")
    print(f"and  {describe(second)}")


@app.command()
def merge(
    claim: ClaimArgument,
    other: Annotated[str, typer.Argument(metavar="OTHER", help="The claim that goes into it.")],
    by: By = None,
) -> None:
    """Make one claim of two; the evidence of both goes along.

    \b
    Example:
      factcheck claim merge 7 8
    """
    with settings.writing(by) as desk:
        merged = desk.merge_claims(number_of(claim), number_of(other))
    print(f"Merged into {describe(merged)}")


@app.command()
def cut(
    claim: ClaimArgument,
    reason: Annotated[str, typer.Option("--reason", "-r", metavar="TEXT", help="Why it is withdrawn.")],
    by: By = None,
) -> None:
    """Withdraw a claim; it stays on record, and its sentence is open again.

    \b
    Example:
      factcheck claim cut 7 --reason "a caption, not the article"
    """
    number = number_of(claim)
    with settings.writing(by) as desk:
        desk.cut_claim(number, reason)
        was = desk.claim(number)
    print(f"Cut {describe(was)}")
