"""The page that `show` prints: one claim, laid out so that the next step is plain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.text import Text

from factcheck.cli.comparison import print_finding
from factcheck.cli.events import summary, taken_back
from factcheck.cli.terminal import console, signed, style_of
from factcheck.cli.text import flat, inline, when
from factcheck.model import OPEN_STATUSES

if TYPE_CHECKING:
    from rich.console import Console

    from factcheck.desk import Desk
    from factcheck.model import Event
    from factcheck.report.dossier import Entry, Exhibit

AROUND = 240
"""Characters of the article shown before and after the claim's words."""


def print_page(desk: Desk, entry: Entry) -> None:
    """Print everything about a claim, the standing first and the history last."""
    page = console()
    _head(page, entry)
    _words(page, desk, entry)
    _attribution(page, entry)
    _missing(page, desk, entry)
    _exhibits(page, entry)
    _comparisons(page, entry)
    _contacts(page, entry)
    _history(page, entry)


def _title(page: Console, text: str) -> None:
    page.print()
    page.print(Text(text, style="bold"))


def _block(page: Console, text: Text, left: int = 2) -> None:
    if page.is_terminal:
        page.print(Padding(text, (0, 0, 0, left)))
    else:  # a pipe gets every line whole
        page.print(Text(" " * left).append_text(text))


def _head(page: Console, entry: Entry) -> None:
    claim = entry.claim
    line = Text(f"Claim {claim.id}", style="bold").append(f"  {claim.kind} in {claim.article}  ", style="not bold")
    line.append(signed(claim.status), style=style_of(claim.status))
    page.print(line)
    if claim.state != "live":
        page.print(f"  {claim.state}: it no longer counts")
    if claim.status_by:
        told = Text(f"by {inline(claim.status_by)}, {when(claim.status_at)}")
        if claim.overridden:
            told.append("  GATE OVERRIDDEN", style="bold yellow")
        if claim.status_note:
            told.append(f"  “{inline(claim.status_note)}”")
        _block(page, told)
    if claim.parent_id:
        _block(page, Text(f"part of claim {claim.parent_id}"))


def _words(page: Console, desk: Desk, entry: Entry) -> None:
    claim = entry.claim
    if claim.start is None or claim.end is None:
        _title(page, "Words")
        _block(page, Text(f"“{inline(claim.text)}”").append(" (not in the current revision)"))
        return
    _title(page, "In the article")
    text = desk.revision(claim.article_id).text
    before, after = text[max(0, claim.start - AROUND) : claim.start], text[claim.end : claim.end + AROUND]
    before = _from_a_word(before) if claim.start > AROUND else before
    after = _to_a_word(after) if claim.end + AROUND < len(text) else after
    _block(page, _in_context(page, before, after, text[claim.start : claim.end]))


def _from_a_word(text: str) -> str:
    """Return text cut from a longer one, beginning with a whole word."""
    return "… " + flat(text).partition(" ")[2]


def _to_a_word(text: str) -> str:
    """Return text cut from a longer one, ending with a whole word."""
    return flat(text).rpartition(" ")[0] + " …"


def _in_context(page: Console, before: str, after: str, words: str) -> Text:
    """Return words between what stands around them; in a pipe, where nothing is bold, between » and «."""
    opening, closing = ("", "") if page.is_terminal else ("»", "«")
    shown = Text().append(flat(before).lstrip(), style="bright_black")
    shown.append(f"{opening}{flat(words)}{closing}", style="bold")
    return shown.append(flat(after).rstrip(), style="bright_black")


def _attribution(page: Console, entry: Entry) -> None:
    for item in entry.attributions:
        line = Text("via " if item.role == "via" else "said by ").append(inline(item.source), style="bold yellow")
        if item.cue:
            line.append(f", cue “{inline(item.cue)}”")
        if item.mention and item.mention != item.source:
            line.append(f", named here “{inline(item.mention)}”")
        _block(page, line)


def _missing(page: Console, desk: Desk, entry: Entry) -> None:
    claim = entry.claim
    if claim.status not in OPEN_STATUSES or claim.state != "live":
        return
    needs = desk.missing(claim, "verified")
    if not needs:
        _title(page, "Ready")
        _block(page, Text(f"factcheck verify {claim.id}"))
        return
    _title(page, "Before it can be verified, it needs")
    for need in needs:
        _block(page, Text("- ").append(inline(need)))
    _block(page, Text(f"or decide otherwise: factcheck dispute {claim.id}, factcheck mark {claim.id} STATUS"))


def _exhibits(page: Console, entry: Entry) -> None:
    if not entry.exhibits:
        return
    _title(page, "Evidence")
    for item in entry.exhibits:
        _exhibit(page, item)


def _exhibit(page: Console, item: Exhibit) -> None:
    evidence, capture = item.evidence, item.capture
    colour = {"supports": "green", "refutes": "red"}.get(evidence.stance, "cyan")
    line = Text(f"{evidence.id}  ").append(evidence.stance, style=colour)
    line.append(f", {evidence.directness}")
    if evidence.state != "standing":
        line.append(f", passage {evidence.state}", style="bold magenta")
    if item.flaw:
        line.append(f", does not count: {inline(item.flaw)}", style="bold magenta")
    if capture.title:
        line.append(f"  {inline(capture.title)}")
    _block(page, line)
    _block(page, _in_context(page, *item.around(), evidence.exact), 5)
    where = f"capture {capture.id}, {when(capture.fetched_at)}, sha256 {(capture.body_sha256 or '')[:12]}"
    _block(page, Text(where + (f", page {evidence.page}" if evidence.page else "")), 5)
    _block(page, Text(inline(capture.final_url)), 5)
    if evidence.note:
        _block(page, Text(f"note: {inline(evidence.note)}"), 5)
    _block(page, Text(f"by {inline(evidence.added_by)}, {when(evidence.added_at)}"), 5)


def _comparisons(page: Console, entry: Entry) -> None:
    quotes = [item for item in entry.findings if item.kind == "quote-match"]
    if quotes:
        what = "quote" if entry.claim.kind == "quote" else "quoted words"
        _title(page, f"The {what} beside the archived words")
    for item in quotes:
        _block(page, Text(f"capture {item.capture_id}:"))
        print_finding(item, indent="    ")
    others = [item for item in entry.findings if item.kind != "quote-match"]
    if others:
        _title(page, "Findings")
    for item in others:
        _block(page, Text(f"{item.kind}: {inline(item.detail or item.label)}"))


def _contacts(page: Console, entry: Entry) -> None:
    if not entry.contacts:
        return
    _title(page, "Contacts")
    for item in entry.contacts:
        who = "protected source" if item.protected else inline(item.who)
        _block(page, Text(f"{item.stance}  {who} ({inline(item.how)}, {when(item.added_at)}): “{inline(item.said)}”"))


def _history(page: Console, entry: Entry) -> None:
    _title(page, "History")
    for item in entry.signoffs:
        note = f": {inline(item.note)}" if item.note else ""
        _block(page, Text(f"signed off by {inline(item.signed_by)}, {when(item.signed_at)}{note}"))
    undone = taken_back(entry.history)
    for event in entry.history:
        _block(page, Text(event_line(event, undone)))


def event_line(event: Event, undone: frozenset[str] = frozenset()) -> str:
    """Return an event of the log in one line."""
    words = [f"{event.seq:>5}", when(event.at), inline(event.actor), event.action, inline(summary(event, undone))]
    return "  ".join(filter(None, words))
