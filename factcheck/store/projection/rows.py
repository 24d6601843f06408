"""Small helpers that the projection's modules share: from uids to row numbers, and row by row writing."""

from __future__ import annotations

import sqlite3
from typing import Any


def row_id(conn: sqlite3.Connection, table: str, uid: str) -> int:
    """Return the number of the row that `uid` names.

    Raises:
        sqlite3.IntegrityError: there is no such row (an event refers to something unknown).
    """
    row = conn.execute(f"SELECT id FROM {table} WHERE uid = ?", (uid,)).fetchone()
    if row is None:
        raise sqlite3.IntegrityError(f"{table}: no row {uid}")
    number: int = row[0]
    return number


def insert(conn: sqlite3.Connection, table: str, **values: Any) -> int:
    """Insert one row and return its number."""
    names = ", ".join(values)
    marks = ", ".join("?" * len(values))
    cursor = conn.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(values.values()))
    return cursor.lastrowid or 0


def update(conn: sqlite3.Connection, table: str, row: int, **values: Any) -> None:
    """Set columns of the row with this number."""
    if values:
        names = ", ".join(f"{name} = ?" for name in values)
        conn.execute(f"UPDATE {table} SET {names} WHERE id = ?", (*values.values(), row))


def touch(conn: sqlite3.Connection, claim: int, seq: int) -> None:
    """Remember the last event that changed a claim's standing."""
    conn.execute("UPDATE claims SET seq = ? WHERE id = ?", (seq, claim))
