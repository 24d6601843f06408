"""Evidence: passages cited, contacts logged, quotes compared with what the captures say."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from factcheck.desk import captures as archive
from factcheck.desk import citing, find, weighing
from factcheck.desk.claims import consequence
from factcheck.desk.context import PROGRAM, Context
from factcheck.desk.results import Checked, Cited
from factcheck.errors import UsageError
from factcheck.ledger.canonical import clean
from factcheck.model import Capture, Claim, ClaimKind, Contact, Directness, Event, Evidence, Finding, Stance
from factcheck.store.records import captures, evidence, sources
from factcheck.store.records.captures import CaptureText

if TYPE_CHECKING:
    from factcheck.archive.options import FetchOptions
    from factcheck.checking.match import QuoteMatch


def cite(
    ctx: Context,
    claim: Claim,
    target: str | Path | None,
    *,
    stance: str,
    passage: str | None,
    directness: str,
    note: str | None,
    refetch: bool,
    capture: int | Capture | None,
    options: FetchOptions | None,
) -> Cited:
    """Archive a reference (unless it is here), find the passage in it, and record it as evidence.

    Raises:
        FetchError: the reference could not be captured whole.
        FactcheckError: the passage does not stand in the capture.
    """
    if capture is not None:
        held = find.capture(ctx, capture)
    elif target is not None:
        held = archive.obtain(ctx, target, options=options, refetch=refetch)
    else:
        raise UsageError("what is cited?", hint="a URL, a file, or --capture NUMBER")
    words = archive.text_of(ctx, held)
    if held.same_as is not None:  # evidence stands in the capture that holds the bytes
        held = find.capture(ctx, held.same_as)
    citing.readable(words, held)
    match = _heard(ctx, claim, _compare(claim, words), words.text) if claim.kind == ClaimKind.QUOTE else None
    place = citing.place_of(claim, words, held, passage, match)
    stance, directness = find.choice(Stance, stance, "stance"), find.choice(Directness, directness, "directness")
    told: list[str] = []
    with ctx.writing():
        if match is not None:
            keep_comparison(ctx, claim, held, match, words.text)
        own = citing.quote_elsewhere(claim, words, place, match) if stance == Stance.SUPPORTS else None
        if own:
            beside, _ = _add(
                ctx, claim, held, _evidence_data(claim, held, words, *place, Stance.CONTEXT, directness, note)
            )
            told.append(
                f"the passage given is not where the quote stands: it is kept as context (evidence {beside.id}),"
                " and the quote's own place is the evidence"
            )
            place = own
        data = _evidence_data(claim, held, words, *place, stance, directness, note)
        found, already = _add(ctx, claim, held, data)
        if found.stance == Stance.SUPPORTS and not already:
            from factcheck.desk import independence

            independence.note(ctx, claim.id, held)
        weight = weighing.held(ctx, find.article(ctx, claim.article_id), held)
        if claim.kind != ClaimKind.QUOTE:
            from factcheck.desk import quoted

            quoted.check(ctx, [claim], everywhere=False)
            if found.stance == Stance.SUPPORTS:
                told += quoted.not_in(ctx, claim, found.exact)
    told += citing.warnings(words, place[0], match, held, weight, stance)
    return Cited(found, held, match, tuple(told), already)


def _add(ctx: Context, claim: Claim, held: Capture, data: dict[str, Any]) -> tuple[Evidence, bool]:
    """Record a piece of evidence, unless it is on record; return it, and whether it was."""
    for item in evidence.of_claim(ctx.conn, claim.id):
        same = (item.capture_id, item.start, item.end) == (held.id, data["start"], data["end"])
        kind = (item.stance, item.directness) == (data["stance"], data["directness"])
        if same and kind and item.state != "withdrawn" and data["note"] in (None, item.note):
            return item, True
    event = ctx.record("evidence.add", data)
    return next(item for item in evidence.of_claim(ctx.conn, claim.id) if item.uid == event.uid()), False


def _evidence_data(
    claim: Claim,
    held: Capture,
    words: CaptureText,
    start: int,
    end: int,
    stance: str,
    directness: str,
    note: str | None,
) -> dict[str, Any]:
    from factcheck.text.selectors import make_passage

    found = make_passage(words.text, start, end)
    page = next((n for n, (first, last) in enumerate(words.pages, 1) if first <= start < last), None)
    return {
        "claim": claim.uid,
        "capture": held.uid,
        "stance": str(stance),
        "directness": str(directness),
        "exact": found.exact,
        "prefix": found.prefix,
        "suffix": found.suffix,
        "start": found.start,
        "end": found.end,
        "page": page,
        "text_sha256": hashlib.sha256(words.text.encode()).hexdigest(),
        "note": note and clean(note),
    }


def withdraw(ctx: Context, item: Evidence, reason: str) -> Event:
    """Take a piece of evidence back; it stays on record, and the claim is checked again if it was decided."""
    claim = find.claim(ctx, item.claim_id)
    if not reason.strip():
        raise UsageError("withdrawn evidence needs a reason", hint='--reason "..."')
    return ctx.record(
        "evidence.restate",
        {
            "claim": claim.uid,
            "evidence": item.uid,
            "set": {"state": "withdrawn", "note": clean(reason.strip())},
            "was": {"state": item.state, "note": item.note},
            "recheck": consequence(claim, f"evidence {item.id} was withdrawn"),
        },
    )


def contact(ctx: Context, claim: Claim, who: str, said: str, *, how: str, stance: str, protected: bool) -> Contact:
    """Log a conversation about a claim.

    Raises:
        UsageError: nobody or nothing is named.
    """
    if not who.strip() or not said.strip():
        raise UsageError("a contact needs a name and what was said", hint='--who "NAME" --said "..."')
    with ctx.writing() as conn:
        event = ctx.record(
            "contact.add",
            {
                "claim": claim.uid,
                "who": clean(who.strip()),
                "how": clean(how.strip() or "interview"),
                "said": clean(said.strip()),
                "stance": find.choice(Stance, stance, "stance"),
                "protected": protected,
                "salt": secrets.token_hex(16),  # so that the hash tells nothing when the line is left out
            },
        )
        return next(item for item in evidence.contacts(conn, claim.id) if item.uid == event.uid())


# --- quotes compared with captures


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
    finding = keep_comparison(ctx, claim, capture, match, words.text)
    return Checked(claim, capture, match, finding)


def _absent(
    ctx: Context, claim: Claim, match: QuoteMatch, pages: Sequence[tuple[Capture, CaptureText]], *, everywhere: bool
) -> Checked:
    """Record that no cited capture holds a quote; where another one of the archive does, that is told as well."""
    from factcheck.checking.match import find_quote

    kept = [keep_comparison(ctx, claim, capture, _compare(claim, words), words.text) for capture, words in pages]
    cited = {capture.id for capture, _ in pages}
    others = [captures.by_id(ctx.conn, number) for number in _candidates(ctx, claim)] if everywhere else []
    held = [(it, archive.text_of(ctx, it)) for it in others if it is not None and it.id not in cited]
    other = find_quote(claim.text, [words.text for _, words in held])
    if other.label == "absent" or other.document is None:
        return Checked(claim, pages[0][0] if pages else None, match, kept[0] if kept else None)
    capture, words = held[other.document]
    other = _heard(ctx, claim, other, words.text)
    return Checked(claim, capture, other, keep_comparison(ctx, claim, capture, other, words.text))


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


def _heard(ctx: Context, claim: Claim, match: QuoteMatch, text: str) -> QuoteMatch:
    """Add a warning where the capture puts the words into somebody else's mouth."""
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
    warning = other_voice(match.start, match.end, names, voices)
    return replace(match, warnings=(*match.warnings, warning)) if warning else match


BEFORE, BEHIND = 1200, 400
"""Characters before and behind a passage that are read for whose words they are."""


def _compare(claim: Claim, words: CaptureText) -> QuoteMatch:
    from factcheck.checking.match import match_quote

    return match_quote(claim.text, words.text)


def keep_comparison(
    ctx: Context, claim: Claim, capture: Capture, match: QuoteMatch, text: str, *, part: bool = False
) -> Finding:
    """Record how a quote (or a `part` of a claim) compares with a capture, unless that is on record already."""
    data = comparison_data(claim, match, text)
    detail = describe(match)
    if part:
        data["part"] = True
        detail = f"“{claim.text}”: {'no passage cited has these words' if match.label == 'absent' else detail}"
    before = evidence.findings(ctx.conn, claim=claim.id, kind="quote-match")
    for finding in before:
        later = part and any(_replaces(other, finding) for other in before)
        if later:
            continue
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


def _replaces(other: Finding, finding: Finding) -> bool:
    """Whether a later comparison is of the same words and capture."""
    same = (other.capture_id, other.data.get("printed")) == (finding.capture_id, finding.data.get("printed"))
    return same and other.id > finding.id


def comparison_data(claim: Claim, match: QuoteMatch, text: str) -> dict[str, Any]:
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


def describe(match: QuoteMatch) -> str:
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


def of(ctx: Context, handles: Iterable[int | str | Claim]) -> list[Claim]:
    """Return the claims that people named."""
    return [find.claim(ctx, handle) for handle in handles]
