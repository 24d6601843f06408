"""What an audit says of the file's frame: the schema as released, and nothing beside it that nobody accounts for."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator

from factcheck.desk.results import Problem
from factcheck.store.schema import NO_TIME, VERSION, migrate, migration_files

GUESTS = {
    "table _litestream_seq": "CREATE TABLE _litestream_seq (id INTEGER PRIMARY KEY, seq INTEGER)",
    "table _litestream_lock": "CREATE TABLE _litestream_lock (id INTEGER)",
}
"""Tables of a program that copies the file and needs a place in it: they hold nothing of ours, and nothing refers to
them. Exactly these; a column more and they are told as strange."""

STATISTICS = {"table sqlite_stat1", "table sqlite_stat4"}
"""What ANALYZE makes: it may change how fast a query is, never what it answers."""


def check(conn: sqlite3.Connection) -> Iterator[Problem]:
    """Compare every table, index, view and trigger with what was released, and the notes of what was run."""
    released, present = _released(), _schema(conn)
    for name in sorted(released.keys() | present.keys()):
        if name not in present:
            yield Problem("schema", "sqlite_master", name, "is missing")
        elif name not in released:
            yield _stranger(name, present[name])
        elif released[name] != present[name]:
            yield Problem("schema", "sqlite_master", name, "is not as released")
    rows = [tuple(row) for row in conn.execute("SELECT * FROM _sqlite_migrations ORDER BY id")]
    if rows != [(n, "factcheck", file.stem, NO_TIME) for n, file in enumerate(migration_files(), 1)]:
        yield Problem("schema", "_sqlite_migrations", "", "does not list the migrations of the released schema")
    version = conn.execute("PRAGMA user_version").fetchone()[0]
    if version != VERSION:
        yield Problem("schema", "", "user_version", f"is {version}, of the released schema it is {VERSION}")


def _schema(conn: sqlite3.Connection) -> dict[str, str]:
    rows = conn.execute(
        "SELECT type || ' ' || name, coalesce(sql, '') || coalesce(' on ' || tbl_name, '') FROM sqlite_master"
    )
    return {str(row[0]): str(row[1]) for row in rows}


def _released() -> dict[str, str]:
    fresh = sqlite3.connect("", isolation_level=None)
    try:
        migrate(fresh)
        return _schema(fresh)
    finally:
        fresh.close()


def _stranger(name: str, sql: str) -> Problem:
    if GUESTS.get(name, "") + " on " + name.removeprefix("table ") == sql:
        detail = "is Litestream's, which copies this file elsewhere; what stands in it is not checked"
        return Problem("guest", "sqlite_master", name, detail, notice=True)
    if name in STATISTICS:
        return Problem("guest", "sqlite_master", name, "holds statistics for SQLite (ANALYZE)", notice=True)
    return Problem("schema", "sqlite_master", name, "is not part of the released schema")


_NAMED = re.compile(r'(?:body|file)_sha256\\*":\\*"([0-9a-f]{64})')  # an event that was merged in stands there quoted


def unnamed_bodies(conn: sqlite3.Connection) -> Iterator[Problem]:
    """Archived bytes that no event tells of: somebody put them there behind the log."""
    sql = (
        "SELECT sha256 FROM bodies b WHERE NOT EXISTS (SELECT 1 FROM captures WHERE body_sha256 = b.sha256)"
        " AND NOT EXISTS (SELECT 1 FROM revisions WHERE file_sha256 = b.sha256)"
        " AND NOT EXISTS (SELECT 1 FROM bodies WHERE dictionary = b.sha256)"  # `compact` made it
    )
    left = {row[0] for row in conn.execute(sql)}
    if left:  # an addition that was undone leaves its bytes; only the log remembers it
        for (line,) in conn.execute("SELECT line FROM events"):
            left.difference_update(_NAMED.findall(line))
            if not left:
                return
    for sha256 in sorted(left):
        yield Problem("body", "bodies", str(sha256), "no event tells of it")
