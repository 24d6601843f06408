"""What `extract` shows people: the article with its words coloured, and below it a line for each find."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from factcheck.cli.rows import Column, Format, emit
from factcheck.cli.terminal import display_width
from factcheck.cli.text import inline, printable, shorten

if TYPE_CHECKING:
    from factcheck.cli.extract_given import Given
    from factcheck.extraction import Extraction, Span

COLOURS = {"quote": "green", "paraphrase": "cyan", "statement": ""}
SPEAKER, UNNAMED, CUE = "bold yellow", "yellow", "underline"
MOST_OF_WHO, MOST_OF_CUE = 24, 18  # characters of each in the list

_COLUMNS = (
    Column("kind", "kind", style=lambda kind: COLOURS.get(kind, "")),
    Column(
        "who",
        "who",
        style=lambda who: UNNAMED if who.startswith("(") else SPEAKER,
        show=lambda who: shorten(who, MOST_OF_WHO),
    ),
    Column("cue", "cue", style=lambda _: CUE, show=lambda cue: shorten(cue or "", MOST_OF_CUE)),
    Column("text", "text", grow=True),
)


def _who(span: Span) -> str:
    """Who says it: a name, or in brackets what the article calls a source without one."""
    return span.speaker or (f"({span.entity})" if span.entity else "")


def lines(_file: str, _given: Given, found: Extraction) -> Iterator[str]:
    """Yield a line for each find, as it goes into a pipe."""
    for span in found.spans:
        who = inline(_who(span) or "-")
        blank = " " * (MOST_OF_WHO - display_width(who))
        yield f"{span.kind:10}  {span.start:>6}-{span.end:<6}  {who}{blank}  {inline(span.text)}\n"


def coloured(_file: str, given: Given, found: Extraction) -> Iterator[str]:
    """Print the article in colours and the list of finds; the console does that itself, so nothing is yielded."""
    from rich.text import Text

    from factcheck.cli.terminal import console

    shown = Text()
    start = 0
    # Marks are longer than the characters that they stand for, so the text is built piece by piece.
    for style, letters in groupby(_styles(given.text, found)):
        end = start + sum(1 for _ in letters)
        shown.append(printable(given.text[start:end]), style=style)
        start = end
    shown.rstrip()
    page = console()
    page.print(shown)
    page.print()
    records = [{"kind": span.kind, "who": _who(span), "cue": span.cue, "text": span.text} for span in found.spans]
    emit(records, _COLUMNS, Format())
    yield from ()


def _styles(text: str, found: Extraction) -> list[str]:
    """The style of every character."""
    styles = [""] * len(text)
    for span in sorted(found.spans, key=lambda item: item.kind == "quote"):
        styles[span.start : span.end] = [COLOURS[span.kind]] * (span.end - span.start)
        for start, end, style in (
            (span.via_start, span.via_end, UNNAMED),
            (span.speaker_start, span.speaker_end, SPEAKER),
            (span.cue_start, span.cue_end, CUE),
        ):
            if start is not None and end is not None:
                styles[start:end] = [style] * (end - start)
    return styles
