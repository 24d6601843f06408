"""Quoted words inside attributed claims that are no quotes: `called the plan “reckless”`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from factcheck.checking import gate
from factcheck.checking.match_model import RANK
from factcheck.desk import captures as archive
from factcheck.desk import comparing
from factcheck.desk.context import PROGRAM, Context
from factcheck.desk.results import Checked
from factcheck.model import Capture, Claim, ClaimKind, Evidence, Finding, Status
from factcheck.store.records import articles, captures, claims, evidence
from factcheck.store.records.captures import CaptureText

if TYPE_CHECKING:
    from factcheck.checking.match import QuoteMatch

MARKS = ("[\"“”„‟«»＂「」『』｢｣﹁﹂﹃﹄〝〞〟‚‹›'‘’`]", ",,")
"""What may open or close quoted words; read the same as a regular expression and by GLOB."""

_MARKS = re.compile("|".join(MARKS))
_SINGLE = re.compile(r"(?<!\w)(?:‘(?=\w)([^‘’\n]+(?:’\w[^‘’\n]*)*)’|'(?=[^\W\d])([^'\n]{3,}(?:'\w[^'\n]*)*)')(?!\w)")
"""‘reckless’ or 'reckless' within a sentence; an apostrophe has a letter behind it."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """A stretch of a claim's words between quotation marks, and the live quote that is a claim of its own for it."""

    words: str
    quote: Claim | None = None

    @property
    def settled(self) -> bool:
        """Whether its own claim was verified, and through the gate."""
        return self.quote is not None and self.quote.status == Status.VERIFIED and not self.quote.overridden


def stretches(ctx: Context, claim: Claim) -> list[Quoted]:
    """Return the quoted stretches of an attributed claim; a quote and the author's own statements have none."""
    attributed = claim.kind == ClaimKind.PARAPHRASE or (claim.kind != ClaimKind.QUOTE and claim.source_id is not None)
    if not attributed:
        return []
    places = list(_places(claim.text)) if _MARKS.search(claim.text) else []
    places = places or list(_between_marks_around(ctx, claim))
    if not places:
        return []
    quotes = claims.at_place(ctx.conn, claim.article_id, claim.start or 0, claim.end or 0, kind=ClaimKind.QUOTE)
    return [Quoted(claim.text[start:end], _own_claim(claim, start, end, quotes)) for start, end in places]


def unsettled(ctx: Context, claim: Claim) -> tuple[str, ...]:
    """Return the quoted words that the claim's own evidence must hold: those of no verified quote."""
    return tuple(dict.fromkeys(item.words for item in stretches(ctx, claim) if not item.settled))


def _places(text: str) -> Iterator[tuple[int, int]]:
    from factcheck.extraction import marks

    found = [(item.start, item.end) for item in marks.stretches(text)]
    if not found:
        found = [match.span(match.lastindex or 0) for match in _SINGLE.finditer(text)]
    for start, end in found:
        while start < end and not text[start].isalnum() and text[start] not in "[(":
            start += 1
        if any(char.isalnum() for char in text[start:end]):
            yield start, end


def _between_marks_around(ctx: Context, claim: Claim) -> Iterator[tuple[int, int]]:
    """Yield what of a claim stands between marks of the article that are not both in the claim.

    Words from within a longer quote are left to that: somebody's words told in another's, or what a quote states.
    """
    from factcheck.extraction import marks

    if claim.start is None or claim.end is None:
        return
    text = articles.text(ctx.conn, claim.article_id)
    if text[claim.start : claim.end] != claim.text:
        return
    begin = text.rfind("\n", 0, claim.start) + 1
    for item in marks.stretches(text[begin : (text.find("\n", claim.end) + 1 or len(text) + 1) - 1]):
        start, end = begin + item.start, begin + item.end
        low, high = max(start, claim.start), min(end, claim.end)
        within = (low, high) == (claim.start, claim.end)
        longer = any(map(str.isalnum, text[start:low] + text[high:end]))
        if any(map(str.isalnum, text[low:high])) and not (within and longer):
            yield low - claim.start, high - claim.start


def _own_claim(claim: Claim, start: int, end: int, quotes: Sequence[Claim]) -> Claim | None:
    """Return the quote that has all letters of a stretch, at the same place of the article."""
    if claim.start is None or claim.end is None or claim.end - claim.start != len(claim.text):
        return None
    while end > start and not claim.text[end - 1].isalnum():
        end -= 1
    first, last = claim.start + start, claim.start + end
    for quote in quotes:
        if quote.start is not None and quote.end is not None and quote.start <= first and last <= quote.end:
            return quote
    return None


def unsettle(ctx: Context, was: Claim) -> None:
    """After a change of a claim, put in question what was verified because it `was` a verified quote.

    That is what has quoted words which neither that quote nor a passage of its own holds any more.
    """
    for claim in around(ctx, was) if was.status == Status.VERIFIED else ():
        lost = None if claim.overridden else gate.quoted_words(_words_and_evidence(ctx, claim))
        if lost:
            note = f"claim {was.id} is not what it was; this one lacks {lost.what}"
            change = {
                "claim": claim.uid,
                "status": Status.NEEDS_RECHECK.value,
                "was": claim.status,
                "note": note[:2000],
            }
            ctx.record("claim.mark", change, actor=PROGRAM)


def around(ctx: Context, quote: Claim) -> list[Claim]:
    """Return the verified claims that share words of the article with a quote; of another claim, none."""
    if quote.kind != ClaimKind.QUOTE or quote.start is None or quote.end is None:
        return []
    return claims.at_place(ctx.conn, quote.article_id, quote.start, quote.end, status=Status.VERIFIED)


def _words_and_evidence(ctx: Context, claim: Claim) -> gate.Facts:
    pieces, contacts = evidence.of_claim(ctx.conn, claim.id), evidence.contacts(ctx.conn, claim.id)
    return gate.Facts(claim.id, claim.kind, pieces, contacts, (), None, quoted=unsettled(ctx, claim))


# --- comparing


def check(ctx: Context, wanted: Sequence[Claim], *, everywhere: bool) -> list[Checked]:
    """Compare quotes with captures, and quoted words inside attributed claims with the passages cited for them.

    Only quotes are looked for `everywhere` in the archive. Words that are a quote among `wanted` are
    compared as that.
    """
    ids = {claim.id for claim in wanted}
    found: list[Checked] = []
    for claim in wanted:
        if claim.kind == ClaimKind.QUOTE:
            found += comparing.check(ctx, [claim], everywhere=everywhere)
            continue
        parts = [it.words for it in stretches(ctx, claim) if it.quote is None or it.quote.id not in ids]
        found += (_check(ctx, claim, words) for words in dict.fromkeys(parts))
    return found


def every(ctx: Context, article: int | None) -> list[Claim]:
    """Return the live claims (of an article) in which words may be quoted."""
    return claims.quoting(ctx.conn, marks=MARKS, article=article)


def _check(ctx: Context, claim: Claim, words: str) -> Checked:
    """Compare quoted words with what is cited for their claim; return the best comparison."""
    from factcheck.checking.match import match_quote

    piece = replace(claim, text=words)
    pieces = [item for item in evidence.of_claim(ctx.conn, claim.id) if item.state in gate.STANDING]
    compared: list[Checked] = []
    for number in dict.fromkeys(item.capture_id for item in pieces):
        capture = captures.by_id(ctx.conn, number)
        if capture is not None:
            here = [item for item in pieces if item.capture_id == number]
            match, finding = _compare(ctx, piece, capture, archive.text_of(ctx, capture), here)
            compared.append(Checked(claim, capture, match, finding, words))
    if not compared:
        return Checked(claim, None, match_quote(words, ""), None, words)
    return min(compared, key=lambda item: RANK[item.match.label])


def _compare(
    ctx: Context, piece: Claim, capture: Capture, held: CaptureText, passages: Sequence[Evidence]
) -> tuple[QuoteMatch, Finding]:
    """Compare quoted words with the passages cited of a capture; keep the best comparison."""
    from factcheck.checking.match import match_quote

    found = [(match_quote(piece.text, item.exact), item) for item in passages]
    match, item = min(found, key=lambda pair: RANK[pair[0].label])
    text = item.exact
    if held.text[item.start : item.end] == item.exact:
        match, text = _moved(match, item.start), held.text
    return match, comparing.keep(ctx, piece, capture, match, text, part=True)


def _moved(match: QuoteMatch, by: int) -> QuoteMatch:
    """Return a comparison with a passage as one with the text in which the passage begins at `by`."""
    if match.start is None or match.end is None:
        return match
    edits = tuple(
        replace(edit, source_start=edit.source_start + by, source_end=edit.source_end + by) for edit in match.edits
    )
    return replace(match, start=match.start + by, end=match.end + by, edits=edits)


def is_of(claim: Claim, finding: Finding) -> bool:
    """Whether a finding is about the claim as it is now, and not about quoted words that it had before."""
    return not finding.data.get("part") or str(finding.data.get("printed")) in claim.text


def not_in(ctx: Context, claim: Claim, passage: str) -> tuple[str, ...]:
    """Warn of words between quotation marks in a claim that a passage does not have."""
    lacking = [f"“{words}”" for words in unsettled(ctx, claim) if not gate.holds_quote(words, passage)]
    where = "the passage does not have what the claim puts between quotation marks"
    return (f"{where}: {', '.join(lacking)}",) if lacking else ()
