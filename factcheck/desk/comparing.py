"""Quotes compared with what the captures say; each comparison is kept as a finding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from factcheck.desk import captures as archive
from factcheck.desk.context import PROGRAM, Context
from factcheck.desk.results import Checked
from factcheck.model import Capture, Claim, ClaimKind, Finding
from factcheck.store.records import captures, evidence, sources
from factcheck.store.records.captures import CaptureText

if TYPE_CHECKING:
    from factcheck.checking.match import QuoteMatch


def check(ctx: Context, wanted: Sequence[Claim], *, everywhere: bool) -> list[Checked]:
    """Compare quotes with the captures cited for them, else (`everywhere`) with the whole archive.

    The comparison of each is kept as a finding, unless the same is on record already.
    """
    return [_check_one(ctx, claim, everywhere=everywhere) for claim in wanted if claim.kind == ClaimKind.QUOTE]


def _check_one(ctx: Context, claim: Claim, *, everywhere: bool) -> Checked:
    from factcheck.checking.match import find_quote

    cited = dict.fromkeys(
        item.capture_id for item in evidence.of_claim(ctx.conn, claim.id) if item.state != "withdrawn"
    )
    numbers = list(cited) or (_candidates(ctx, claim) if everywhere else [])
    held = [captures.by_id(ctx.conn, number) for number in numbers]
    pages = [(capture, archive.text_of(ctx, capture)) for capture in held if capture is not None]
    match = find_quote(claim.text, [words.text for _, words in pages])
    if match.label == "absent" and cited:
        return _absent(ctx, claim, match, pages, everywhere=everywhere)
    if match.label == "absent" or match.document is None:
        return Checked(claim, None, match, None)
    capture, words = pages[match.document]
    match = _heard(ctx, claim, match, words.text)
    finding = keep(ctx, claim, capture, match, words.text)
    return Checked(claim, capture, match, finding)


def _absent(
    ctx: Context, claim: Claim, match: QuoteMatch, pages: Sequence[tuple[Capture, CaptureText]], *, everywhere: bool
) -> Checked:
    """Record that no cited capture holds a quote; where another one of the archive does, that is told as well."""
    from factcheck.checking.match import find_quote

    kept = [keep(ctx, claim, capture, compare(ctx, claim, words), words.text) for capture, words in pages]
    cited = {capture.id for capture, _ in pages}
    others = [captures.by_id(ctx.conn, number) for number in _candidates(ctx, claim)] if everywhere else []
    held = [(it, archive.text_of(ctx, it)) for it in others if it is not None and it.id not in cited]
    other = find_quote(claim.text, [words.text for _, words in held])
    if other.label == "absent" or other.document is None:
        return Checked(claim, pages[0][0] if pages else None, match, kept[0] if kept else None)
    capture, words = held[other.document]
    other = _heard(ctx, claim, other, words.text)
    return Checked(claim, capture, other, keep(ctx, claim, capture, other, words.text))


def _candidates(ctx: Context, claim: Claim, most: int = 25) -> list[int]:
    """Return captures that may hold a quote, by the full-text index: the strictest question that finds any."""
    from factcheck.checking.match_fts import fts_queries

    for query in fts_queries(claim.text):
        rows = ctx.conn.execute(
            "SELECT rowid FROM captures_fts WHERE captures_fts MATCH ? ORDER BY rank LIMIT ?", (query, most)
        ).fetchall()
        if rows:
            return [row[0] for row in rows]
    return []


def compare(ctx: Context, claim: Claim, words: CaptureText) -> QuoteMatch:
    """Compare a quote with the words of one capture."""
    from factcheck.checking.match import match_quote

    return _heard(ctx, claim, match_quote(claim.text, words.text), words.text)


def _heard(ctx: Context, claim: Claim, match: QuoteMatch, text: str) -> QuoteMatch:
    """Add a warning where the capture puts the words into somebody else's mouth; not for who speaks a paragraph on."""
    if claim.source_id is None or match.start is None or match.end is None or match.label == "absent":
        return match
    source = sources.by_id(ctx.conn, claim.source_id)
    if source is None or source.anonymous:
        return match
    from factcheck.checking.speakers import Voice, named_beside, other_voice
    from factcheck.extraction import extract

    names = (source.name, *source.aliases)
    if named_beside(text, match.start, match.end, names):
        return match
    begin = max(0, match.start - BEFORE)
    found = extract(text[begin : match.end + BEHIND])
    voices = [
        Voice(begin + span.start, begin + span.end, span.speaker)
        for span in found.spans
        if span.speaker and span.kind != "statement"
    ]
    voices = [voice for voice in voices if "\n" not in text[min(voice.end, match.end) : max(voice.start, match.start)]]
    warning = other_voice(match.start, match.end, names, voices)
    return replace(match, warnings=(*match.warnings, warning)) if warning else match


BEFORE, BEHIND = 1200, 400
"""Characters before and behind a passage that are read for whose words they are."""


def keep(ctx: Context, claim: Claim, capture: Capture, match: QuoteMatch, text: str, *, part: bool = False) -> Finding:
    """Record how a quote (or a `part` of a claim) compares with a capture, unless that is on record already."""
    data = _data_of(claim, match, text)
    detail = _describe(match)
    if part:
        data["part"] = True
        detail = f"“{claim.text}”: {'no passage cited has these words' if match.label == 'absent' else detail}"
    for finding in evidence.findings(ctx.conn, claim=claim.id, kind="quote-match"):
        if finding.capture_id == capture.id and (finding.label, finding.data) == (match.label, data):
            return finding
    with ctx.writing() as conn:
        event = ctx.record(
            "finding.add",
            {
                "kind": "quote-match",
                "claim": claim.uid,
                "capture": capture.uid,
                "label": str(match.label),
                "severity": str(match.severity),
                "detail": detail,
                "data": data,
            },
            actor=PROGRAM,
        )
        return next(item for item in evidence.findings(conn, claim=claim.id) if item.uid == event.uid())


def _data_of(claim: Claim, match: QuoteMatch, text: str) -> dict[str, Any]:
    """Return a comparison in the form in which an event keeps it."""
    return {
        "printed": claim.text,
        "passage": text[match.start : match.end] if match.start is not None else "",
        "start": match.start,
        "end": match.end,
        "coverage": round(match.coverage * 1000),  # per mille
        "edits": [
            {
                "kind": str(edit.kind),
                "printed": edit.printed,
                "source": edit.source,
                "printed_start": edit.printed_start,
                "printed_end": edit.printed_end,
                "source_start": edit.source_start,
                "source_end": edit.source_end,
            }
            for edit in match.edits
        ],
        "warnings": [str(warning) for warning in match.warnings],
    }


def _describe(match: QuoteMatch) -> str:
    """Say in one line how a quote compares with its source."""
    if match.label == "exact":
        return "the source has the quote word for word"
    if match.label == "absent":
        if "other_language" in match.warnings:
            return "the source is in another language: compare with the original words, or log who translated"
        return "no passage of the source holds the quote"
    kinds = dict.fromkeys(str(edit.kind).replace("_", " ").replace("-", " ") for edit in match.edits)
    said = ", ".join(list(kinds)[:4]) or "differs"
    return (
        f"shortened or filled in, and marked so: {said}"
        if match.label == "elided"
        else f"differs from the source: {said}"
    )
