"""A new file is made in one go, and yet as the migrations would make it one by one."""

from __future__ import annotations

import sqlite3

from factcheck.store import schema


def made(*, one_by_one: bool) -> sqlite3.Connection:
    conn = sqlite3.connect(":memory:", isolation_level=None)
    if one_by_one:
        conn.execute("CREATE TABLE stranger (id INTEGER)")  # the file is no longer empty: sqlite-utils runs
        schema.migrate(conn)
        conn.execute("DROP TABLE stranger")
    else:
        schema.migrate(conn)
    return conn


def test_a_new_file_has_the_tables_that_the_migrations_make() -> None:
    quick, slow = made(one_by_one=False), made(one_by_one=True)
    for asked in (
        "SELECT type, name, sql FROM sqlite_master ORDER BY type, name",
        "SELECT * FROM _sqlite_migrations",
        "PRAGMA user_version",
        "PRAGMA application_id",
    ):
        assert quick.execute(asked).fetchall() == slow.execute(asked).fetchall()


def test_a_new_file_needs_no_migration_afterwards() -> None:
    conn = made(one_by_one=False)
    before = conn.execute("SELECT count(*), max(rowid) FROM sqlite_master").fetchone()
    schema.migrate(conn)
    assert conn.execute("SELECT count(*), max(rowid) FROM sqlite_master").fetchone() == before
    assert not conn.in_transaction
