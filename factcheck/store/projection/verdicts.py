"""Decisions: statuses set by people (or by the program, for a recheck), and sign-offs."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Any

from factcheck.model import Event
from factcheck.store.projection.rows import insert, row_id, update

PROGRAM = "factcheck"
"""Who sets a status that follows from another change, not from a decision."""


def record_consequences(conn: sqlite3.Connection, event: Event) -> None:
    """Put the decided claims that an event calls into question back on the worklist."""
    for ordinal, change in enumerate(event.data.get("recheck", [])):
        _record(conn, event, change, uid=f"{event.uid()}.r{ordinal}", by=PROGRAM)


def take_back_consequences(conn: sqlite3.Connection, event: Event) -> None:
    """Undo `record_consequences`."""
    for ordinal, change in enumerate(event.data.get("recheck", [])):
        _take_back(conn, change["claim"], f"{event.uid()}.r{ordinal}")


_VERDICT = (
    "INSERT INTO verdicts (uid, claim_id, status, was, note, override, decided_at, decided_by)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
_STANDING = (
    "UPDATE claims SET status = ?, status_by = ?, status_at = ?, status_note = ?, overridden = ?, seq = ? WHERE id = ?"
)


def _record(conn: sqlite3.Connection, event: Event, change: dict[str, Any], uid: str, by: str) -> None:
    """Write one decision: a row of its own, and the claim's present status."""
    claim = row_id(conn, "claims", change["claim"])
    verdict, standing = _rows(event, change, uid, by, claim)
    conn.execute(_VERDICT, verdict)
    conn.execute(_STANDING, standing)


def _rows(
    event: Event, change: dict[str, Any], uid: str, by: str, claim: int
) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    status, note, override = change["status"], change.get("note"), int(change.get("override", False))
    return (
        (uid, claim, status, change["was"], note, override, event.at, by),
        (status, by, event.at, note, override, event.seq, claim),
    )


def record_many(conn: sqlite3.Connection, marks: Iterable[tuple[Event, int]]) -> None:
    """Apply many `claim.mark` events of (event, claim's row number) at once: what `_mark` does one by one."""
    rows = [_rows(event, event.data, event.uid(), event.actor, claim) for event, claim in marks]
    conn.executemany(_VERDICT, [verdict for verdict, _ in rows])
    conn.executemany(_STANDING, [standing for _, standing in rows])


def replay_marks(conn: sqlite3.Connection, marks: Iterable[Event]) -> None:
    """Apply `claim.mark` events that follow one another: as `_mark` one by one, but a claim's standing once.

    Raises:
        sqlite3.IntegrityError, KeyError, TypeError: one of them does not fit; some may have been applied.
    """
    numbers: dict[str, int] = {}
    rows: list[tuple[Any, ...]] = []
    standing: dict[int, tuple[Any, ...]] = {}
    for event in marks:
        uid = event.data["claim"]
        claim = numbers.get(uid)
        if claim is None:
            claim = numbers[uid] = row_id(conn, "claims", uid)
        row, standing[claim] = _rows(event, event.data, event.uid(), event.actor, claim)
        rows.append(row)
    conn.executemany(_VERDICT, rows)
    conn.executemany(_STANDING, standing.values())


def _take_back(conn: sqlite3.Connection, claim_uid: str, uid: str) -> None:
    """Remove one decision; the claim stands again where the decision before it put it."""
    claim = row_id(conn, "claims", claim_uid)
    conn.execute("DELETE FROM verdicts WHERE uid = ?", (uid,))
    last = conn.execute(
        "SELECT status, decided_by, decided_at, note, override FROM verdicts"
        " WHERE claim_id = ? ORDER BY id DESC LIMIT 1",
        (claim,),
    ).fetchone()
    status, by, at, note, override = last or ("unchecked", None, None, None, 0)
    update(
        conn,
        "claims",
        claim,
        status=status,
        status_by=by,
        status_at=at,
        status_note=note,
        overridden=override,
    )


def _mark(conn: sqlite3.Connection, event: Event) -> None:
    _record(conn, event, event.data, event.uid(), event.actor)


def _mark_undone(conn: sqlite3.Connection, event: Event) -> None:
    _take_back(conn, event.data["claim"], event.uid())


def _sign(conn: sqlite3.Connection, event: Event) -> None:
    data = event.data
    insert(
        conn,
        "signoffs",
        uid=event.uid(),
        article_id=row_id(conn, "articles", data["article"]),
        claim_id=row_id(conn, "claims", data["claim"]) if data.get("claim") else None,
        note=data.get("note"),
        signed_at=event.at,
        signed_by=event.actor,
    )


def _sign_undone(conn: sqlite3.Connection, event: Event) -> None:
    conn.execute("DELETE FROM signoffs WHERE uid = ?", (event.uid(),))


MARK = "claim.mark"

APPLY = {MARK: _mark, "signoff.add": _sign}
REVERT = {MARK: _mark_undone, "signoff.add": _sign_undone}
