"""The full-text indexes against the texts they were made of.

SQLite checks such an index by a write, which would keep others waiting and cannot be had of a file that is
only read. So index and texts are copied into a temporary file first, and the copy is checked.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from factcheck.desk import postings
from factcheck.desk.results import Problem
from factcheck.store.connection import scratch

INDEXES = {"claims_fts": ("claims", "id", "text"), "captures_fts": ("capture_texts", "capture_id", "title", "text")}
"""Each index, and the table and columns of its texts, the key first."""

_AT_ONCE = 100
"""Rows copied at once."""

_PARTS = ("data", "idx", "docsize", "config")
"""The tables in which SQLite keeps an FTS5 index."""


def check(conn: sqlite3.Connection) -> Iterator[Problem]:
    """Compare each index with its texts, as far as there is room for a copy."""
    with closing(scratch()) as fresh:
        released = {index: _definition(fresh, index) for index in INDEXES}
    for index, (table, key, *columns) in INDEXES.items():
        if _definition(conn, index) != released[index]:  # the schema's own check tells that; it is not carried out here
            continue
        if lacking := _lacking_room(conn):
            yield _not_compared(index, lacking)
            continue
        try:
            with tempfile.TemporaryDirectory(prefix="factcheck-index-") as folder:
                copy = Path(folder, "copy.db")
                _copy(conn, copy, released[index], index, table, (key, *columns))
                error = _odd_settings(conn, index) or _fault(copy, index) or _odd_marks(conn, index)
        except _NoRoomError as full:
            yield _not_compared(index, str(full))
            continue
        if error:
            detail = f"does not agree with the texts ({error}); `factcheck repair` makes it anew"
            yield Problem("index", index, "", detail)


def _definition(conn: sqlite3.Connection, index: str) -> str:
    row = conn.execute("SELECT sql FROM sqlite_master WHERE name = ?", (index,)).fetchone()
    return str(row[0]) if row else ""


def _not_compared(index: str, why: str) -> Problem:
    return Problem("not_compared", index, "", f"was not compared with its texts: {why}", notice=True)


class _NoRoomError(Exception):
    """The copy found no room after all."""


def _lacking_room(conn: sqlite3.Connection) -> str | None:
    """Say what room is lacking for a copy, at most as large as the file; half of what is free stays free."""
    pages, size = (conn.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
    try:
        folder = tempfile.gettempdir()
        free = shutil.disk_usage(folder).free
    except OSError as error:
        return f"there is no folder for temporary files ({error.strerror or error})"
    if pages * size <= free // 2:
        return None
    return f"that takes up to {pages * size:,} bytes in {folder}, where {free:,} are free (TMPDIR names another folder)"


@contextmanager
def _needing_room() -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN):
            raise
        raise _NoRoomError(f"the copy in {tempfile.gettempdir()} cannot be written ({error})") from error


def _copy(
    conn: sqlite3.Connection, path: Path, definition: str, index: str, table: str, columns: tuple[str, ...]
) -> None:
    target = sqlite3.connect(path, isolation_level=None)
    try:
        with _needing_room():
            target.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
            target.execute(f"CREATE TABLE {table} ({columns[0]} INTEGER PRIMARY KEY, {', '.join(columns[1:])})")
            target.execute(definition)
            target.execute("BEGIN")
        _copy_rows(conn, target, table, columns)
        for part in _PARTS:
            name = f"{index}_{part}"
            target.execute(f"DELETE FROM {name}")
            _copy_rows(conn, target, name, tuple(row[1] for row in conn.execute(f"PRAGMA table_info({name})")))
        with _needing_room():
            target.execute("COMMIT")
    finally:
        target.close()


def _copy_rows(conn: sqlite3.Connection, target: sqlite3.Connection, table: str, columns: tuple[str, ...]) -> None:
    rows = conn.execute(f"SELECT {', '.join(columns)} FROM {table}")
    insert = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
    while some := rows.fetchmany(_AT_ONCE):
        with _needing_room():
            target.executemany(insert, map(tuple, some))


def _odd_settings(conn: sqlite3.Connection, index: str) -> str | None:
    """Return what is odd about the one setting that an index has; SQLite's own check passes it by."""
    found = [tuple(row) for row in conn.execute(f"SELECT k, v FROM {index}_config")]
    return None if found == [("version", 4)] else f"its settings are {found}"


def _odd_marks(conn: sqlite3.Connection, index: str) -> str | None:
    if index != "captures_fts":  # a claim is short: an edit may well leave a single word of it
        return None
    found = postings.odd_marks(conn, index)
    return f"one word of text {found[0]} is marked as indexed anew, the others are not" if found else None


def _fault(path: Path, index: str) -> str | None:
    """Return what SQLite says of an index; opened anew, it holds nothing of it in memory."""
    conn = sqlite3.connect(path, isolation_level=None)
    try:
        with _needing_room():
            conn.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)")
    except sqlite3.DatabaseError as error:
        return str(error)
    finally:
        conn.close()
    return None
