"""Every table and column is described, and everything described is there."""

from __future__ import annotations

import sqlite3

import pytest

from factcheck.store import datasette
from factcheck.store.tables import TableWords, described_tables


def columns(conn: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in conn.execute(f"PRAGMA table_xinfo({table})")]


def test_every_table_is_described_or_hidden(empty: sqlite3.Connection) -> None:
    there = {row[0] for row in empty.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    there.add("_sqlite_migrations")  # the migration machinery's own, which the empty schema is made without
    assert there == {table.name for table in described_tables()} | set(datasette.HIDDEN)


@pytest.mark.parametrize("table", described_tables(), ids=lambda table: table.name)
def test_every_column_is_described(empty: sqlite3.Connection, table: TableWords) -> None:
    assert sorted(columns(empty, table.name)) == sorted(table.columns)


@pytest.mark.parametrize("table", described_tables(), ids=lambda table: table.name)
def test_what_is_shown_is_a_column(empty: sqlite3.Connection, table: TableWords) -> None:
    shown = {table.label, *table.facets, table.sort, table.sort_desc} - {None}
    assert shown <= set(columns(empty, table.name))
