"""Reads evidence, contacts and findings."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from factcheck.model import Contact, Evidence, Finding

_EVIDENCE = (
    "SELECT id, uid, claim_id, capture_id, stance, directness, exact, prefix, suffix, start_pos, end_pos, page, note,"
    " state, added_at, added_by FROM evidence"
)
_FINDING = "SELECT id, uid, kind, claim_id, capture_id, label, severity, detail, data, current, found_at FROM findings"


def by_id(conn: sqlite3.Connection, number: int) -> Evidence | None:
    """Return the evidence with this number."""
    row = conn.execute(f"{_EVIDENCE} WHERE id = ?", (number,)).fetchone()
    return Evidence(*row) if row else None


def of_claim(conn: sqlite3.Connection, claim: int) -> list[Evidence]:
    """Return the evidence of a claim, oldest first."""
    return [Evidence(*row) for row in conn.execute(f"{_EVIDENCE} WHERE claim_id = ? ORDER BY id", (claim,))]


def of_capture(conn: sqlite3.Connection, capture: int) -> list[Evidence]:
    """Return the evidence that stands in a capture, oldest first."""
    return [Evidence(*row) for row in conn.execute(f"{_EVIDENCE} WHERE capture_id = ? ORDER BY id", (capture,))]


def of_article(conn: sqlite3.Connection, article: int) -> list[Evidence]:
    """Return the evidence of an article's claims, oldest first."""
    rows = conn.execute(
        f"{_EVIDENCE} WHERE claim_id IN (SELECT id FROM claims WHERE article_id = ?) ORDER BY id", (article,)
    )
    return [Evidence(*row) for row in rows]


def of_reference(conn: sqlite3.Connection, reference: int) -> list[Evidence]:
    """Return the evidence that stands in any capture of a reference."""
    rows = conn.execute(
        f"{_EVIDENCE} WHERE capture_id IN (SELECT id FROM captures WHERE ref_id = ?) ORDER BY id", (reference,)
    )
    return [Evidence(*row) for row in rows]


def contacts(conn: sqlite3.Connection, claim: int) -> list[Contact]:
    """Return the logged contacts about a claim, oldest first."""
    rows = conn.execute(
        "SELECT id, uid, claim_id, who, how, said, stance, protected, added_at, added_by FROM contacts"
        " WHERE claim_id = ? AND state = 'standing' ORDER BY id",
        (claim,),
    )
    return [_contact(row) for row in rows]


def _contact(row: Any) -> Contact:
    fields = list(row)
    fields[7] = bool(fields[7])  # protected
    return Contact(*fields)


def _finding(row: Any) -> Finding:
    fields = list(row)
    fields[8:10] = json.loads(fields[8]), bool(fields[9])  # data, current
    return Finding(*fields)


def findings(conn: sqlite3.Connection, *, claim: int, kind: str | None = None) -> list[Finding]:
    """Return the current findings about a claim, oldest first."""
    rows = conn.execute(f"{_FINDING} WHERE claim_id = ? AND current = 1 ORDER BY id", (claim,))
    return [finding for row in rows if (finding := _finding(row)) and kind in (None, finding.kind)]


def capture_findings(conn: sqlite3.Connection, capture: int) -> list[Finding]:
    """Return the current findings about a capture that are not about one claim."""
    rows = conn.execute(f"{_FINDING} WHERE capture_id = ? AND claim_id IS NULL AND current = 1 ORDER BY id", (capture,))
    return [_finding(row) for row in rows]
