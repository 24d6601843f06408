"""References and their captures: facts about the world, recorded once and never taken back."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from factcheck.ledger.canonical import encode
from factcheck.model import Event
from factcheck.store.projection.rows import insert, row_id

REFERENCE, CAPTURE = 0, 1
"""Ordinals of what `capture.add` creates."""

_PLAIN = (
    "url",
    "final_url",
    "outcome",
    "error",
    "detail",
    "status",
    "reason",
    "http_version",
    "content_type",
    "body_sha256",
    "decoded_sha256",
    "bytes",
    "remote_address",
    "fetched_at",
    "elapsed_ms",
    "attempts",
    "robots",
    "memento",
    "tool",
)


def _add(conn: sqlite3.Connection, event: Event) -> None:
    data = event.data
    reference = _reference(conn, event)
    insert(
        conn,
        "captures",
        uid=event.uid(CAPTURE),
        ref_id=reference,
        **{name: data[name] for name in _PLAIN if data.get(name) is not None},
        headers=encode(data["headers"]),
        request_headers=encode(data["request_headers"]),
        same_as=row_id(conn, "captures", data["same_as"]) if data.get("same_as") else None,
        hops=encode(data["hops"]),
        tls=encode(data["tls"]) if data.get("tls") else None,
        seq=event.seq,
    )


def _add_reference(conn: sqlite3.Connection, event: Event) -> None:
    """A URL that somebody wants archived and that was not visited yet."""
    _reference(conn, event)


def _reference(conn: sqlite3.Connection, event: Event) -> int:
    """Return the row of the event's reference; the first capture of a URL makes it."""
    row = conn.execute("SELECT id FROM refs WHERE canonical = ?", (event.data["canonical"],)).fetchone()
    if row:
        number: int = row[0]
        return number
    return insert(
        conn,
        "refs",
        uid=event.uid(REFERENCE),
        url=event.data["url"],
        canonical=event.data["canonical"],
        kind=event.data["kind"],
        seq=event.seq,
    )


APPLY = {"capture.add": _add, "ref.add": _add_reference}
REVERT: dict[str, Callable[[sqlite3.Connection, Event], None]] = {}
