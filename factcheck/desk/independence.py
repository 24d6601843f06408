"""How many of the references behind a claim do not carry one another's story."""

from __future__ import annotations

from collections.abc import Iterable

from factcheck.checking.independence import Report, independent
from factcheck.desk import captures as archive
from factcheck.desk.context import PROGRAM, Context
from factcheck.errors import FactcheckError
from factcheck.model import Capture, Evidence, Stance
from factcheck.store.records import captures, evidence


def count(ctx: Context, pieces: Iterable[Evidence]) -> int:
    """Count the independent groups among the references whose passages support the claim."""
    reports = _reports(ctx, pieces)
    return len(independent([report for _, report in reports])) if reports else 0


def note(ctx: Context, claim: int, new: Capture) -> None:
    """Record it as a finding where a capture carries the same story as another one cited for the claim."""
    reports = _reports(ctx, evidence.of_claim(ctx.conn, claim))
    for group in independent([report for _, report in reports]):
        held = [reports[number][0] for number in sorted(group.members)]
        others = [capture for capture in held if capture.ref_id != new.ref_id]
        if len(others) == len(held) or not others:
            continue
        detail = f"carries the same story as capture {others[0].id} ({others[0].final_url})"
        if any(item.kind == "same-story" for item in evidence.capture_findings(ctx.conn, new.id)):
            continue
        ctx.record(
            "finding.add",
            {
                "kind": "same-story",
                "capture": new.uid,
                "label": "same-story",
                "severity": "none",
                "detail": detail,
                "data": {"with": [capture.uid for capture in others], "reasons": list(group.reasons)},
            },
            actor=PROGRAM,
        )


def _reports(ctx: Context, pieces: Iterable[Evidence]) -> list[tuple[Capture, Report]]:
    """Return the references whose passages support a claim, each once, with their main text."""
    found: dict[int, tuple[Capture, Report]] = {}
    for item in pieces:
        if item.stance != Stance.SUPPORTS or item.state not in ("standing", "moved"):
            continue
        capture = captures.by_id(ctx.conn, item.capture_id)
        if capture is None or capture.ref_id in found:
            continue
        try:
            words = archive.text_of(ctx, capture)
        except FactcheckError:
            continue  # a body that cannot be read supports nothing
        text = words.text[: words.main_end] or words.text
        found[capture.ref_id] = capture, Report(text, capture.final_url, words.publisher)
    return list(found.values())
