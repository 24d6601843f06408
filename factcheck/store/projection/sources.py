"""Sources and their aliases: recorded with the claims, edited, and merged into one another."""

from __future__ import annotations

import sqlite3
from typing import Any

from factcheck.model import Event
from factcheck.store.projection.rows import insert, row_id, update


def insert_sources(conn: sqlite3.Connection, event: Event, first: int) -> list[int]:
    """Insert the event's new sources, whose uids count from `first`; return their row numbers."""
    rows = []
    for ordinal, entry in enumerate(event.data.get("sources", []), first):
        row = insert(
            conn,
            "sources",
            uid=event.uid(ordinal),
            name=entry["name"],
            kind=entry.get("kind", "unknown"),
            description=entry.get("description"),
            anonymous=int(entry.get("anonymous", False)),
            protected=int(entry.get("protected", False)),
            seq=event.seq,
        )
        add_aliases(conn, row, entry.get("aliases", []))
        rows.append(row)
    for entry in event.data.get("known_as", []):  # new names of sources already there
        add_aliases(conn, row_id(conn, "sources", entry["source"]), entry["aliases"])
    return rows


def add_aliases(conn: sqlite3.Connection, source: int, names: list[str]) -> None:
    """Give a source further names."""
    conn.executemany(
        "INSERT OR IGNORE INTO aliases (source_id, name) VALUES (?, ?)", ((source, name) for name in names)
    )


def _drop_aliases(conn: sqlite3.Connection, source: int, names: list[str]) -> None:
    conn.executemany("DELETE FROM aliases WHERE source_id = ? AND name = ?", ((source, name) for name in names))


def remove_sources(conn: sqlite3.Connection, event: Event, first: int) -> None:
    """Take back the sources that an event created."""
    for ordinal in range(first, first + len(event.data.get("sources", []))):
        row = row_id(conn, "sources", event.uid(ordinal))
        conn.execute("DELETE FROM aliases WHERE source_id = ?", (row,))
        conn.execute("DELETE FROM sources WHERE id = ?", (row,))
    for entry in event.data.get("known_as", []):
        _drop_aliases(conn, row_id(conn, "sources", entry["source"]), entry["aliases"])


def _edit(conn: sqlite3.Connection, event: Event) -> None:
    data = event.data
    row = row_id(conn, "sources", data["source"])
    update(conn, "sources", row, **_columns(data["set"]), seq=event.seq)
    add_aliases(conn, row, data.get("aliases_added", []))
    _drop_aliases(conn, row, data.get("aliases_removed", []))


def _edit_undone(conn: sqlite3.Connection, event: Event) -> None:
    data = event.data
    row = row_id(conn, "sources", data["source"])
    update(conn, "sources", row, **_columns(data["was"]))
    _drop_aliases(conn, row, data.get("aliases_added", []))
    add_aliases(conn, row, data.get("aliases_removed", []))


def _columns(values: dict[str, Any]) -> dict[str, Any]:
    return {name: int(value) if isinstance(value, bool) else value for name, value in values.items()}


def _merge(conn: sqlite3.Connection, event: Event) -> None:
    data = event.data
    kept, gone = row_id(conn, "sources", data["source"]), row_id(conn, "sources", data["from"])
    for uid, role in data["attributions"]:
        _move(conn, uid, role, kept)
    add_aliases(conn, kept, data["aliases"])
    update(conn, "sources", gone, merged_into=kept, seq=event.seq)
    update(conn, "sources", kept, seq=event.seq)


def _merge_undone(conn: sqlite3.Connection, event: Event) -> None:
    data = event.data
    kept, gone = row_id(conn, "sources", data["source"]), row_id(conn, "sources", data["from"])
    for uid, role in data["attributions"]:
        _move(conn, uid, role, gone)
    _drop_aliases(conn, kept, data["aliases"])
    update(conn, "sources", gone, merged_into=None)


def _move(conn: sqlite3.Connection, claim_uid: str, role: str, source: int) -> None:
    conn.execute(
        "UPDATE attributions SET source_id = ? WHERE claim_id = ? AND role = ?",
        (source, row_id(conn, "claims", claim_uid), role),
    )


APPLY = {"source.edit": _edit, "source.merge": _merge}
REVERT = {"source.edit": _edit_undone, "source.merge": _merge_undone}
