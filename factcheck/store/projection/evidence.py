"""What bears on a claim: passages of captures, logged contacts, and the findings of automatic checks."""

from __future__ import annotations

import sqlite3

from factcheck.ledger.canonical import encode
from factcheck.model import Event
from factcheck.store.projection import verdicts
from factcheck.store.projection.rows import insert, row_id, touch, update


def _add(conn: sqlite3.Connection, event: Event) -> None:
    data = event.data
    claim = row_id(conn, "claims", data["claim"])
    insert(
        conn,
        "evidence",
        uid=event.uid(),
        claim_id=claim,
        capture_id=row_id(conn, "captures", data["capture"]),
        stance=data["stance"],
        directness=data["directness"],
        exact=data["exact"],
        prefix=data["prefix"],
        suffix=data["suffix"],
        start_pos=data["start"],
        end_pos=data["end"],
        page=data.get("page"),
        text_sha256=data["text_sha256"],
        note=data.get("note"),
        added_at=event.at,
        added_by=event.actor,
        seq=event.seq,
    )
    touch(conn, claim, event.seq)


def _add_undone(conn: sqlite3.Connection, event: Event) -> None:
    conn.execute("DELETE FROM evidence WHERE uid = ?", (event.uid(),))


def _restate(conn: sqlite3.Connection, event: Event) -> None:
    """A recheck or a person says where a passage stands now."""
    data = event.data
    update(conn, "evidence", row_id(conn, "evidence", data["evidence"]), **data["set"], seq=event.seq)
    touch(conn, row_id(conn, "claims", data["claim"]), event.seq)
    verdicts.record_consequences(conn, event)


def _restate_undone(conn: sqlite3.Connection, event: Event) -> None:
    verdicts.take_back_consequences(conn, event)
    update(conn, "evidence", row_id(conn, "evidence", event.data["evidence"]), **event.data["was"])


def _contact(conn: sqlite3.Connection, event: Event) -> None:
    data = event.data
    claim = row_id(conn, "claims", data["claim"])
    insert(
        conn,
        "contacts",
        uid=event.uid(),
        claim_id=claim,
        who=data["who"],
        how=data["how"],
        said=data["said"],
        stance=data["stance"],
        protected=int(data.get("protected", False)),
        added_at=event.at,
        added_by=event.actor,
        seq=event.seq,
    )
    touch(conn, claim, event.seq)


def _contact_undone(conn: sqlite3.Connection, event: Event) -> None:
    conn.execute("DELETE FROM contacts WHERE uid = ?", (event.uid(),))


def _finding(conn: sqlite3.Connection, event: Event) -> None:
    data = event.data
    claim = row_id(conn, "claims", data["claim"]) if data.get("claim") else None
    capture = row_id(conn, "captures", data["capture"]) if data.get("capture") else None
    # "= ?" where there is a number: the indexes leave rows without one out, so "IS ?" would walk the table.
    same_claim, same_capture = ("IS ?" if number is None else "= ?" for number in (claim, capture))
    said = data.get("data", {})
    # Words inside a claim are compared for themselves: what is found of others stands.
    same_words = " AND (json_extract(data, '$.part') IS NULL OR json_extract(data, '$.printed') = ?)"
    part, words = (same_words, [said["printed"]]) if said.get("part") else ("", [])
    conn.execute(
        "UPDATE findings SET current = 0 WHERE current = 1 AND kind = ?"
        f" AND claim_id {same_claim} AND capture_id {same_capture}{part}",
        (data["kind"], claim, capture, *words),
    )
    insert(
        conn,
        "findings",
        uid=event.uid(),
        kind=data["kind"],
        claim_id=claim,
        capture_id=capture,
        label=data["label"],
        severity=data["severity"],
        detail=data.get("detail", ""),
        data=encode(data.get("data", {})),
        found_at=event.at,
        found_by=event.actor,
    )


APPLY = {
    "evidence.add": _add,
    "evidence.restate": _restate,
    "contact.add": _contact,
    "finding.add": _finding,
}
REVERT = {
    "evidence.add": _add_undone,
    "evidence.restate": _restate_undone,
    "contact.add": _contact_undone,
}
