"""The log followed from its first event, every table made anew from it, and compared row by row."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any

from factcheck.desk.results import Problem
from factcheck.ledger import chain
from factcheck.model import Event
from factcheck.store import log, projection
from factcheck.store.connection import scratch

CLOCK = "clock_backwards"
"""A clock that went back is worth knowing; the order of events is their number all the same."""

_ROWS = 1000
"""Rows compared at once."""


def check(conn: sqlite3.Connection, rows: Iterable[tuple[int, str, str]]) -> Iterator[Problem]:
    """Follow the log's `(seq, line, hash)` rows and compare every table with what they make of it."""
    followed = _Followed(rows)
    fresh = scratch(bare=True)
    try:
        # Bodies stand outside the log: their hashes are enough for what refers to them.
        fresh.executemany(
            "INSERT INTO bodies (sha256, size, codec, data) VALUES (?, ?, 'raw', x'')",
            (tuple(row) for row in conn.execute("SELECT sha256, size FROM bodies")),
        )
        fresh.execute("BEGIN")
        misfits = list(_rebuilt(conn, fresh, followed))
        yield from followed.found
        yield from misfits
        if followed.readable:
            for table in projection.TABLES:
                yield from _differences(conn, fresh, table)
    finally:
        fresh.close()


def _rebuilt(conn: sqlite3.Connection, fresh: sqlite3.Connection, followed: _Followed) -> Iterator[Problem]:
    if projection.is_merged(conn):  # two people's changes may exclude each other
        followed.finish()
        if followed.readable:
            for _ in projection.rebuild(fresh, conn):
                pass
        return
    for event, error in projection.replay(fresh, followed, lambda digest: log.find(conn, digest)):
        yield Problem("replay", "events", str(event.seq), f"{event.action} cannot be redone: {error}")
    followed.finish()


class _Followed:
    """The events of a log, in order; what is wrong or odd about the chain is noted on the way."""

    def __init__(self, rows: Iterable[tuple[int, str, str]]) -> None:
        self._steps = chain.follow(rows)
        self._latest = ""
        self.found: list[Problem] = []
        self.readable = True

    def __iter__(self) -> Iterator[Event]:
        """Yield the events, up to the first line that is none."""
        for event, breaks in self._steps:
            self._note(event, breaks)
            if event is None:
                return
            yield event

    def finish(self) -> None:
        """Follow the rest of the log, whatever is in it."""
        for event, breaks in self._steps:
            self._note(event, breaks)

    def _note(self, event: Event | None, breaks: Iterable[chain.ChainProblem]) -> None:
        for item in breaks:
            self.found.append(Problem(f"chain_{item.code}", "events", str(item.seq), item.detail))
        if event is None:
            self.readable = False
        elif isinstance(event.at, str) and event.at < self._latest:
            self.found.append(Problem(CLOCK, "events", str(event.seq), f"{event.at} comes after {self._latest}", True))
        elif isinstance(event.at, str):
            self._latest = event.at


def _differences(conn: sqlite3.Connection, fresh: sqlite3.Connection, table: str) -> Iterator[Problem]:
    """Compare a table with its rebuild in the order of their keys; walks row by row only where they differ."""
    columns = [row[1] for row in fresh.execute(f"PRAGMA table_info({table})")]
    keys = [row[1] for row in sorted(fresh.execute(f"PRAGMA table_info({table})"), key=lambda r: r[5]) if row[5]]
    sql = f"SELECT {', '.join(columns)} FROM {table} ORDER BY {', '.join(keys)}"
    if _same(conn, fresh, sql):
        return
    at = [columns.index(key) for key in keys]
    ours, theirs = _Rows(conn.execute(sql), at), _Rows(fresh.execute(sql), at)
    while ours.row is not None or theirs.row is not None:
        if theirs.row is None or (ours.row is not None and ours.key < theirs.key):
            yield Problem("projection", table, ours.name, "the log does not tell of this row")
            ours.next()
        elif ours.row is None or theirs.key < ours.key:
            yield Problem("projection", table, theirs.name, "the row is missing")
            theirs.next()
        else:
            if ours.row != theirs.row:
                wrong = [name for name, a, b in zip(columns, ours.row, theirs.row, strict=True) if a != b]
                yield Problem("projection", table, ours.name, f"differs from the log in {', '.join(wrong)}")
            ours.next()
            theirs.next()


def _same(conn: sqlite3.Connection, fresh: sqlite3.Connection, sql: str) -> bool:
    """Whether a query answers the same in both (the tables are STRICT: equal values are of one type)."""
    cursors = conn.cursor(), fresh.cursor()
    for cursor in cursors:
        cursor.row_factory = None  # plain tuples compare fastest
        cursor.execute(sql)
    while True:
        ours, theirs = (cursor.fetchmany(_ROWS) for cursor in cursors)
        if ours != theirs:
            return False
        if not ours:
            return True


class _Rows:
    """A cursor with the key of the row it stands on."""

    def __init__(self, cursor: sqlite3.Cursor, at: list[int]) -> None:
        self._cursor, self._at = cursor, at
        self.row: tuple[Any, ...] | None = None
        self.key: tuple[tuple[str, Any], ...] = ()
        self.next()

    def next(self) -> None:
        """Go to the next row."""
        found = self._cursor.fetchone()
        self.row = None if found is None else tuple(found)
        if self.row is not None:
            # A key that was tampered with may be of another type; types are ordered by name.
            self.key = tuple((type(self.row[i]).__name__, self.row[i]) for i in self._at)

    @property
    def name(self) -> str:
        """The row's key, as people read it."""
        return " ".join(str(value) for _, value in self.key)
