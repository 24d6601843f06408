"""The log in the file: adds sealed events to the chain and reads them back."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from factcheck.ledger import chain
from factcheck.model import Article, Claim, Event

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """Return the wall clock's time in UTC."""
    return datetime.now(UTC)


def timestamp(moment: datetime) -> str:
    """Return a time as the log writes it: ISO 8601, UTC, microseconds."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")[:26] + "Z"


def head(conn: sqlite3.Connection) -> tuple[int, str]:
    """Return the last event's number and hash; of an empty log, 0 and the genesis hash."""
    row = conn.execute("SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1").fetchone()
    return (row[0], row[1]) if row else (0, chain.GENESIS)


def append(conn: sqlite3.Connection, *, at: str, actor: str, action: str, data: dict[str, Any]) -> Event:
    """Seal the event that follows the last one and write it; the caller holds the transaction."""
    seq, prev = head(conn)
    event = chain.seal(seq=seq + 1, at=at, actor=actor, action=action, data=data, prev=prev)
    conn.execute("INSERT INTO events (seq, line, hash) VALUES (?, ?, ?)", (event.seq, event.line, event.hash))
    return event


def _event(row: sqlite3.Row) -> Event:
    """Return the event of a row; of one that was merged in, the event it carries."""
    return chain.unwrap(chain.parse(row[0], row[1]))


def append_many(conn: sqlite3.Connection, entries: Iterable[tuple[str, str, str, dict[str, Any]]]) -> list[Event]:
    """Append many events of (at, actor, action, data) at once; the caller holds the transaction."""
    seq, prev = head(conn)
    events = []
    for number, (moment, actor, action, data) in enumerate(entries, seq + 1):
        event = chain.seal(seq=number, at=moment, actor=actor, action=action, data=data, prev=prev)
        prev = event.hash
        events.append(event)
    conn.executemany(
        "INSERT INTO events (seq, line, hash) VALUES (?, ?, ?)",
        [(event.seq, event.line, event.hash) for event in events],
    )
    return events


def read(conn: sqlite3.Connection, *, after: int = 0) -> Iterator[Event]:
    """Yield the events after number `after`, in order, as they were written in this file."""
    for row in conn.execute("SELECT line, hash FROM events WHERE seq > ? ORDER BY seq", (after,)):
        yield chain.parse(row[0], row[1])


def at(conn: sqlite3.Connection, seq: int) -> Event:
    """Return the event with this number (of one that was merged in, the event it carries)."""
    return _event(conn.execute("SELECT line, hash FROM events WHERE seq = ?", (seq,)).fetchone())


def read_back(conn: sqlite3.Connection, actor: str | None = None) -> Iterator[Event]:
    """Yield the events (of one actor) from the last to the first."""
    if actor is None:
        rows = conn.execute("SELECT line, hash FROM events ORDER BY seq DESC")
    else:
        rows = conn.execute("SELECT line, hash FROM events WHERE actor = ? ORDER BY seq DESC", (actor,))
    for row in rows:
        yield _event(row)


def newest(
    conn: sqlite3.Connection, *, about: Claim | Article | None, actor: str | None, limit: int | None
) -> list[Event]:
    """Return the last events (`about` a claim or an article as a whole, of one actor), the newest first."""
    if about is None:
        return list(islice(read_back(conn, actor), limit))
    found = of_claim(conn, about.uid) if isinstance(about, Claim) else of_article(conn, about.uid)
    return [event for event in reversed(found) if actor in (None, event.actor)][:limit]


def find(conn: sqlite3.Connection, digest: str) -> Event | None:
    """Return the event with this hash."""
    row = conn.execute("SELECT line, hash FROM events WHERE hash = ? OR wrapped = ?", (digest, digest)).fetchone()
    return _event(row) if row else None


def of_claim(conn: sqlite3.Connection, uid: str) -> list[Event]:
    """Return the events about a claim, oldest first, the one that recorded it among them."""
    return _about(conn, "claim", uid)


def of_article(conn: sqlite3.Connection, uid: str) -> list[Event]:
    """Return the events about an article as a whole, oldest first."""
    return _about(conn, "article", uid)


def that_made(conn: sqlite3.Connection, uid: str) -> Event | None:
    """Return the event that created the thing of this name."""
    low, high = _hash_range(uid)
    row = conn.execute(
        "SELECT line, hash FROM events WHERE hash BETWEEN ? AND ? OR wrapped BETWEEN ? AND ?", (low, high, low, high)
    ).fetchone()
    return _event(row) if row else None


def _about(conn: sqlite3.Connection, column: str, uid: str) -> list[Event]:
    first = that_made(conn, uid)
    rows = conn.execute(f"SELECT line, hash FROM events WHERE {column} = ? ORDER BY seq", (uid,)).fetchall()
    found = ([first] if first else []) + [_event(row) for row in rows]
    return sorted({event.seq: event for event in found}.values(), key=lambda event: event.seq)


def _hash_range(uid: str) -> tuple[str, str]:
    start = uid.split(".")[0]
    return start + "0" * (64 - len(start)), start + "f" * (64 - len(start))
