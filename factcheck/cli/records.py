"""The values of the model as plain records, for JSON and CSV; every key that a command prints is named here."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from factcheck.cli.claims import claim_record

if TYPE_CHECKING:
    from factcheck.desk import Desk
    from factcheck.model import Capture, Event, Evidence, Reference
    from factcheck.report.dossier import Entry


def reference_record(reference: Reference) -> dict[str, Any]:
    """Return a reference as lists show it."""
    return {
        "id": reference.id,
        "url": reference.url,
        "title": reference.title,
        "kind": reference.kind,
        "captures": reference.captures,
        "last_outcome": reference.last_outcome,
        "last_at": reference.last_at,
        "last_capture": reference.last_capture,
    }


def capture_record(capture: Capture) -> dict[str, Any]:
    """Return a capture with everything known of the fetch but its bytes and text."""
    return asdict(capture)


def evidence_record(evidence: Evidence) -> dict[str, Any]:
    """Return a piece of evidence."""
    return asdict(evidence)


def match_record(match: Any) -> dict[str, Any]:
    """Return how a quote compares with a text, as `factcheck.match_quote` tells it."""
    return {
        "label": str(match.label),
        "severity": str(match.severity),
        "document": match.document,
        "start": match.start,
        "end": match.end,
        "coverage": match.coverage,
        "edits": [asdict(edit) for edit in match.edits],
        "warnings": [str(warning) for warning in match.warnings],
    }


def event_record(event: Event) -> dict[str, Any]:
    """Return an entry of the log."""
    return {
        "seq": event.seq,
        "at": event.at,
        "actor": event.actor,
        "action": event.action,
        "claim": event.data.get("claim"),
        "note": event.data.get("note") or event.data.get("reason"),
        "data": event.data,
        "prev": event.prev,
        "hash": event.hash,
    }


def entry_record(desk: Desk, entry: Entry) -> dict[str, Any]:
    """Return a claim with everything that bears on it, and what the gate still asks for."""
    claim = entry.claim
    return claim_record(claim) | {
        "uid": claim.uid,
        "state": claim.state,
        "origin": claim.origin,
        "status_by": claim.status_by,
        "status_at": claim.status_at,
        "status_note": claim.status_note,
        "overridden": claim.overridden,
        "seq": claim.seq,
        "missing": {status: list(desk.missing(claim, status)) for status in ("verified", "disputed")},
        "attributions": [asdict(item) for item in entry.attributions],
        "evidence": [
            evidence_record(item.evidence)
            | {"url": item.capture.final_url, "fetched_at": item.capture.fetched_at}
            | {"link": item.link, "flaw": item.flaw}
            for item in entry.exhibits
        ],
        "contacts": [asdict(item) for item in entry.contacts],
        "findings": [asdict(item) for item in entry.findings],
        "verdicts": [asdict(item) for item in entry.verdicts],
        "signoffs": [asdict(item) for item in entry.signoffs],
        "history": [event_record(item) for item in entry.history],
    }
