"""Every table and column is described, and everything described is there."""

from __future__ import annotations

import pytest

from factcheck.store import connection, datasette
from factcheck.store.tables import TableWords, described_tables

CONN = connection.scratch()


def columns(table: str) -> list[str]:
    return [row[1] for row in CONN.execute(f"PRAGMA table_xinfo({table})")]


def test_every_table_is_described_or_hidden() -> None:
    there = {row[0] for row in CONN.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert there == {table.name for table in described_tables()} | set(datasette.HIDDEN)


@pytest.mark.parametrize("table", described_tables(), ids=lambda table: table.name)
def test_every_column_is_described(table: TableWords) -> None:
    assert sorted(columns(table.name)) == sorted(table.columns)


@pytest.mark.parametrize("table", described_tables(), ids=lambda table: table.name)
def test_what_is_shown_is_a_column(table: TableWords) -> None:
    shown = {table.label, *table.facets, table.sort, table.sort_desc} - {None}
    assert shown <= set(columns(table.name))
