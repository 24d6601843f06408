"""The named queries themselves: documented, complete, and no slower when the file grows."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.scale.generate import generate
from factcheck.store import connection, queries
from factcheck.store.tables import described_tables

QUERIES = queries.named_queries()
LARGE = (
    "anchors aliases articles attributions bodies capture_texts captures claims contacts events evidence findings refs"
    " revisions sentences signoffs sources verdicts"
).split()


def example(query: queries.NamedQuery, **more: object) -> dict[str, object]:
    """Return a value for each parameter that must be given."""
    values = {"claim": 7, "status": "disputed", "reference": 3, "words": "brou la"}
    return {p.name: values[p.name] for p in query.parameters if p.required} | more


def variants(query: queries.NamedQuery) -> list[dict[str, object]]:
    """Return the ways in which a query is asked: of the whole file, and of one article."""
    asked = [example(query)]
    if any(p.name == "article" for p in query.parameters):
        asked.append(example(query, article="story-2"))
    return asked


def test_the_questions_of_the_trade_are_there() -> None:
    names = {query.name for query in QUERIES}
    assert names >= {
        "worklist",
        "claims-by-status",
        "evidence-trail",
        "what-sources-said",
        "references",
        "coverage",
        "quotes-that-differ",
        "single-source-claims",
        "activity",
    }


def test_no_query_has_the_name_of_a_table() -> None:
    """Datasette shows both at one address, and the table wins."""
    assert not {query.name for query in QUERIES} & {table.name for table in described_tables()}


@pytest.mark.parametrize("query", QUERIES, ids=lambda q: q.name)
def test_the_header_names_exactly_the_parameters_of_the_sql(query: queries.NamedQuery) -> None:
    code = re.sub(r"'[^']*'|--[^\n]*", "", query.sql)
    assert {p.name for p in query.parameters} == set(re.findall(r":([a-z_]+)", code))
    assert not query.title.endswith(".")
    assert query.description.endswith(".")


@pytest.mark.parametrize("query", QUERIES, ids=lambda q: q.name)
def test_lists_have_a_limit(query: queries.NamedQuery) -> None:
    assert "LIMIT" in query.sql or query.name in ("evidence-trail", "reference-history")


@pytest.mark.parametrize("query", QUERIES, ids=lambda q: q.name)
def test_columns_have_names_of_their_own(conn: sqlite3.Connection, query: queries.NamedQuery) -> None:
    columns = queries.run(conn, query.name, example(query)).columns
    assert len(set(columns)) == len(columns)
    assert all(re.fullmatch(r"[a-z_0-9]+", column) for column in columns)


@pytest.mark.parametrize("query", QUERIES, ids=lambda q: q.name)
def test_no_plan_walks_a_large_table(empty: sqlite3.Connection, query: queries.NamedQuery) -> None:
    """A scan is fine where it walks an index from one end and stops at a LIMIT."""
    for params in variants(query):
        values = {p.name: "" for p in query.parameters} | params
        plan = [row[3] for row in empty.execute(f"EXPLAIN QUERY PLAN {query.sql}", values)]
        names = {alias: table for table, alias in re.findall(r"(?:FROM|JOIN) (\w+) ([a-z]\w*)", query.sql)}
        for step in plan:
            found = re.match(r"SCAN (\w+)(.*)", step)
            if found and names.get(found[1], found[1]) in LARGE:
                assert stops_early(query.sql, found[1]), f"{step}\n" + "\n".join(plan)


def stops_early(sql: str, name: str) -> bool:
    """Whether the part of the query that walks `name` does so in order, up to a limit."""
    return any(
        re.search(rf"FROM (\w+ )?{name}\b", part) and "ORDER BY" in part and "LIMIT" in part
        for part in re.findall(r"SELECT(?:(?!SELECT).)*?LIMIT", sql, flags=re.DOTALL)
    )


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[sqlite3.Connection]]:
    """Return a file, and one with twice as much of everything; both larger than any query's window."""
    folder: Path = tmp_path_factory.mktemp("growth")
    opened = []
    for factor in (1, 2):
        path = folder / f"{factor}.db"
        generate(path, claims=4_400 * factor, captures=250 * factor, words=80)
        opened.append(connection.open_file(path, readonly=True))
    yield [database.conn for database in opened]
    for database in opened:
        database.close()


@pytest.mark.parametrize("query", [q for q in QUERIES if not q.name.startswith("find-")], ids=lambda q: q.name)
def test_work_does_not_grow_with_the_file(files: list[sqlite3.Connection], query: queries.NamedQuery) -> None:
    for params in variants(query):
        if any(p.name == "limit" for p in query.parameters):
            params["limit"] = 10
        small, large = (steps(conn, query, params) for conn in files)
        assert large <= 1.4 * small + 20, f"{params}: {small} steps of a hundred, then {large}"


def steps(conn: sqlite3.Connection, query: queries.NamedQuery, params: dict[str, object]) -> int:
    """Count the steps of SQLite's virtual machine, in hundreds."""
    count = 0

    def tick() -> int:
        nonlocal count
        count += 1
        return 0

    conn.set_progress_handler(tick, 100)
    queries.run(conn, query.name, params)
    conn.set_progress_handler(None, 0)
    return count


def test_a_file_without_a_description_is_refused() -> None:
    with pytest.raises(ValueError, match="no '-- description"):
        queries.parse_query("x", "-- title: X\nSELECT 1")


def test_a_stray_line_in_a_header_is_refused() -> None:
    with pytest.raises(ValueError, match="not a line of a header: '-- :Claim x'"):
        queries.parse_query("x", "-- title: X\n-- :Claim x\nSELECT 1")
