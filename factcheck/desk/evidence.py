"""Evidence: passages cited and withdrawn, contacts logged."""

from __future__ import annotations

import hashlib
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Any

from factcheck.desk import captures as archive
from factcheck.desk import citing, comparing, find, quoted, weighing
from factcheck.desk.claims import consequence
from factcheck.desk.context import Context
from factcheck.desk.results import Cited
from factcheck.errors import UsageError
from factcheck.ledger.canonical import clean
from factcheck.model import Capture, Claim, ClaimKind, Contact, Directness, Event, Evidence, Stance
from factcheck.store.records import evidence
from factcheck.store.records.captures import CaptureText

if TYPE_CHECKING:
    from factcheck.archive.options import FetchOptions


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
    match = comparing.compare(ctx, claim, words) if claim.kind == ClaimKind.QUOTE else None
    place = citing.place_of(claim, words, held, passage, match)
    stance, directness = find.choice(Stance, stance, "stance"), find.choice(Directness, directness, "directness")
    told: list[str] = []
    with ctx.writing():
        find.live_claim(ctx, claim)  # a fetch takes its time
        if match is not None:
            comparing.keep(ctx, claim, held, match, words.text)
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
    if not reason.strip():
        raise UsageError("withdrawn evidence needs a reason", hint='--reason "..."')
    with ctx.writing():
        item = find.evidence(ctx, item.id)
        claim = find.claim(ctx, item.claim_id)  # as it stands now: somebody may have decided it meanwhile
        event = ctx.record(
            "evidence.restate",
            {
                "claim": claim.uid,
                "evidence": item.uid,
                "set": {"state": "withdrawn", "note": clean(reason.strip())},
                "was": {"state": item.state, "note": item.note},
                "recheck": consequence(claim, f"evidence {item.id} was withdrawn"),
            },
        )
        quoted.unsettle(ctx, claim)
        return event


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
                "claim": find.live_claim(ctx, claim).uid,
                "who": clean(who.strip()),
                "how": clean(how.strip() or "interview"),
                "said": clean(said.strip()),
                "stance": find.choice(Stance, stance, "stance"),
                "protected": protected,
                "salt": secrets.token_hex(16),  # so that the hash tells nothing when the line is left out
            },
        )
        return next(item for item in evidence.contacts(conn, claim.id) if item.uid == event.uid())
