"""The full-text indexes against the texts they were made of.

SQLite checks such an index by a write, which would keep others waiting and cannot be had of a file that is
only read. So index and texts are copied into a temporary file first, and the copy is checked.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

from factcheck.desk.results import Problem

INDEXES = {"claims_fts": ("claims", "id", "text"), "captures_fts": ("capture_texts", "capture_id", "title", "text")}
"""Each index, and the table and columns of its texts, the key first."""

_PARTS = ("data", "idx", "docsize", "config")
"""The tables in which SQLite keeps an FTS5 index."""


def check(conn: sqlite3.Connection) -> Iterator[Problem]:
    """Compare each index with its texts, as far as there is room for a copy."""
    if lacking := _lacking_room(conn):
        for index in INDEXES:
            yield Problem("not_compared", index, "", f"was not compared with its texts: {lacking}", notice=True)
        return
    for index, (table, key, *columns) in INDEXES.items():
        made = conn.execute("SELECT sql FROM sqlite_master WHERE name = ?", (index,)).fetchone()
        if made is None:  # the schema's own check tells that
            continue
        with tempfile.TemporaryDirectory(prefix="factcheck-index-") as folder:
            copy = Path(folder, "copy.db")
            _copy(conn, copy, index, table, (key, *columns))
            error = _odd_settings(conn, index) or _fault(copy, index)
        if error:
            detail = f"does not agree with the texts ({error}); `factcheck repair` makes it anew"
            yield Problem("index", index, "", detail)


def _lacking_room(conn: sqlite3.Connection) -> str | None:
    """Say what room is lacking for the copies, at most as large as the file; half of what is free stays free."""
    pages, size = (conn.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
    folder = tempfile.gettempdir()
    free = shutil.disk_usage(folder).free
    if pages * size <= free // 2:
        return None
    return f"that takes up to {pages * size:,} bytes in {folder}, where {free:,} are free (TMPDIR names another folder)"


def _copy(conn: sqlite3.Connection, path: Path, index: str, table: str, columns: tuple[str, ...]) -> None:
    target = sqlite3.connect(path, isolation_level=None)
    try:
        target.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        target.execute(f"CREATE TABLE {table} ({columns[0]} INTEGER PRIMARY KEY, {', '.join(columns[1:])})")
        target.execute(conn.execute("SELECT sql FROM sqlite_master WHERE name = ?", (index,)).fetchone()[0])
        target.execute("BEGIN")
        _copy_rows(conn, target, table, columns)
        for part in _PARTS:
            name = f"{index}_{part}"
            target.execute(f"DELETE FROM {name}")
            _copy_rows(conn, target, name, tuple(row[1] for row in conn.execute(f"PRAGMA table_info({name})")))
        target.execute("COMMIT")
    finally:
        target.close()


def _copy_rows(conn: sqlite3.Connection, target: sqlite3.Connection, table: str, columns: tuple[str, ...]) -> None:
    rows = conn.execute(f"SELECT {', '.join(columns)} FROM {table}")
    target.executemany(
        f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})", map(tuple, rows)
    )


def _odd_settings(conn: sqlite3.Connection, index: str) -> str | None:
    """Return what is odd about the one setting that an index has; SQLite's own check passes it by."""
    found = [tuple(row) for row in conn.execute(f"SELECT k, v FROM {index}_config")]
    return None if found == [("version", 4)] else f"its settings are {found}"


def _fault(path: Path, index: str) -> str | None:
    """Return what SQLite says of an index; opened anew, it holds nothing of it in memory."""
    conn = sqlite3.connect(path, isolation_level=None)
    try:
        conn.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)")
    except sqlite3.DatabaseError as error:
        return str(error)
    finally:
        conn.close()
    return None
