"""Asking: by name or in SQL, read-only, with one clear line where the question is wrong."""

from __future__ import annotations

import sqlite3

import pytest

from factcheck.errors import FactcheckError, NotFoundError, UsageError
from factcheck.store import queries


def test_a_query_is_asked_by_name_with_parameters(conn: sqlite3.Connection) -> None:
    answer = queries.run(conn, "worklist", {"article": "story-3", "limit": 5})
    assert answer.columns[:4] == ("claim", "article", "kind", "status")
    assert len(answer.rows) == 5
    assert {row[1] for row in answer.rows} == {"story-3"}


def test_rows_are_also_dicts(conn: sqlite3.Connection) -> None:
    first = queries.run(conn, "worklist", {"limit": 1}).dicts()[0]
    assert first["status"] in ("unchecked", "checking", "needs_recheck")


def test_the_number_of_an_article_serves_as_well_as_its_slug(conn: sqlite3.Connection) -> None:
    assert queries.run(conn, "worklist", {"article": "story-3"}) == queries.run(conn, "worklist", {"article": 3})


def test_hyphens_and_underscores_are_one(conn: sqlite3.Connection) -> None:
    given = {"status": "verified"}
    assert queries.run(conn, "claims_by_status", given) == queries.run(conn, "claims-by-status", given)


def test_values_may_come_as_text_or_numbers(conn: sqlite3.Connection) -> None:
    assert queries.run(conn, "evidence-trail", {"claim": "7"}) == queries.run(conn, "evidence-trail", {"claim": 7})


def test_sql_is_asked_as_it_is(conn: sqlite3.Connection) -> None:
    answer = queries.run(conn, "SELECT count(*) AS claims FROM claims WHERE kind = :kind", {"kind": "quote"})
    assert answer == queries.Rows(("claims",), [(250,)])


def test_a_misspelt_name_gets_the_close_ones(conn: sqlite3.Connection) -> None:
    with pytest.raises(NotFoundError, match="no query is named 'worklst'") as caught:
        queries.run(conn, "worklst")
    assert caught.value.hint == "did you mean worklist?"


def test_a_required_parameter_is_asked_for(conn: sqlite3.Connection) -> None:
    with pytest.raises(UsageError, match="needs the parameter 'claim'") as caught:
        queries.run(conn, "evidence-trail")
    assert caught.value.hint == "claim=1 (number of the claim)"
    with pytest.raises(UsageError, match="needs the parameter 'status'") as caught:
        queries.run(conn, "claims-by-status")
    assert caught.value.hint is not None
    assert "status=verified" in caught.value.hint


@pytest.mark.parametrize(
    ("query", "given", "told"),
    [
        ("worklist", {"article": "nosuch"}, "no article nosuch"),
        ("evidence-trail", {"claim": "99999"}, "no claim 99999"),
        ("reference-history", {"reference": "https://nowhere.example/"}, "no reference https://nowhere.example/"),
        ("what-sources-said", {"source": "Nobody At All"}, "no source Nobody At All"),
        ("claims-by-status", {"status": "verifed"}, "verifed is not a status"),
    ],
)
def test_what_is_not_there_is_told_and_nothing_found_is_not(
    conn: sqlite3.Connection, query: str, given: dict[str, str], told: str
) -> None:
    with pytest.raises(FactcheckError, match=told) as caught:
        queries.run(conn, query, given, strict=True)
    assert (caught.value.exit_code, bool(caught.value.hint)) == (2, True)
    assert queries.run(conn, "overridden-verdicts", {"article": "story-3"}, strict=True) is not None


def test_an_empty_file_answers_with_no_rows(empty: sqlite3.Connection) -> None:
    assert queries.run(empty, "worklist").rows == []
    assert queries.run(empty, "claims-by-status", {"status": "verified"}).rows == []


def test_an_unknown_parameter_is_named(conn: sqlite3.Connection) -> None:
    with pytest.raises(UsageError, match="no parameter 'artcle'") as caught:
        queries.run(conn, "worklist", {"artcle": "x"})
    assert caught.value.hint == "did you mean article?"


def test_a_limit_that_is_no_number_is_told(conn: sqlite3.Connection) -> None:
    with pytest.raises(UsageError, match="not the number that it should be") as caught:
        queries.run(conn, "worklist", {"limit": "many"})
    assert caught.value.hint == "a limit is a whole number"


def test_a_value_that_the_sql_lacks_is_named(conn: sqlite3.Connection) -> None:
    with pytest.raises(UsageError, match="needs a value for :kind"):
        queries.run(conn, "SELECT * FROM claims WHERE kind = :kind")


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM claims",
        "UPDATE claims SET text = 'x'",
        "INSERT INTO aliases VALUES (1, 'x')",
        "WITH x AS (SELECT 1) DELETE FROM claims",
        "DROP TABLE claims",
        "CREATE TABLE mine (id)",
        "CREATE TEMP TABLE mine (id)",
        "ALTER TABLE claims ADD COLUMN mine",
        "ATTACH DATABASE ':memory:' AS other",
        "VACUUM INTO 'copy.db'",
        "PRAGMA user_version = 9",
        "PRAGMA query_only = 0",
        "PRAGMA writable_schema = 1",
        "PRAGMA journal_mode = DELETE",
        "BEGIN IMMEDIATE",
        "UPDATE sqlite_master SET sql = ''",
        "INSERT INTO claims_fts (claims_fts) VALUES ('rebuild')",
        "SELECT load_extension('evil')",
        "REINDEX claims_article",
        "ANALYZE main.claims",
    ],
)
def test_nothing_can_be_changed(empty: sqlite3.Connection, change: str) -> None:
    before = list(empty.iterdump())
    with pytest.raises(UsageError) as caught:
        queries.run(empty, change)
    assert "\n" not in str(caught.value)
    assert not empty.in_transaction
    assert list(empty.iterdump()) == before


def test_a_statement_that_the_program_ran_before_is_refused_all_the_same(empty: sqlite3.Connection) -> None:
    """Prepared statements are kept; the ban must reach those too."""
    conn = empty
    conn.execute("DELETE FROM aliases WHERE name = 'x'")
    with pytest.raises(UsageError, match="only read"):
        queries.run(conn, "DELETE FROM aliases WHERE name = 'x'")
    conn.execute("DELETE FROM aliases WHERE name = 'x'")  # and the program itself may again


@pytest.mark.parametrize(
    "question", ["SELECT 1 AS n", "PRAGMA table_info(claims)", "EXPLAIN QUERY PLAN SELECT 1", "VALUES (1, 2)"]
)
def test_everything_that_only_reads_is_answered(conn: sqlite3.Connection, question: str) -> None:
    assert queries.run(conn, question).rows


def test_full_text_search_reads_only(conn: sqlite3.Connection) -> None:
    word = queries.run(conn, "SELECT text FROM claims WHERE id = 5").rows[0][0].split()[0]
    found = queries.run(conn, "SELECT rowid FROM claims_fts WHERE claims_fts MATCH :word", {"word": word})
    assert (5,) in found.rows


@pytest.mark.parametrize(
    ("wrong", "told", "hint"),
    [
        ("SELECT * FROM claim", "no such table: claim", "claims"),
        ("SELECT txt FROM claims", "no such column: txt", "text"),
        ("SELEC * FROM claims", "syntax error", "tables.md"),
        ("SELECT 1; SELECT 2", "one SQL statement at a time", "after the first"),
        ("-- only words", "no columns", "SELECT"),
    ],
)
def test_wrong_sql_gets_one_line_and_a_hint(conn: sqlite3.Connection, wrong: str, told: str, hint: str) -> None:
    with pytest.raises(UsageError) as caught:
        queries.run(conn, wrong)
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)
    assert hint in (caught.value.hint or "")


def test_a_question_without_end_is_stopped(conn: sqlite3.Connection) -> None:
    endless = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    with pytest.raises(UsageError, match=r"longer than 0\.05 s"):
        queries.run(conn, endless, seconds=0.05)
    assert queries.run(conn, "SELECT 1 AS n").rows == [(1,)]


def test_words_to_search_for_are_never_fts_syntax(conn: sqlite3.Connection) -> None:
    for words in ('"', "don't", "AND", "a*", "-x", "(", "text:x", "  two   words ", "x\ty"):
        queries.run(conn, "find-claims", {"words": words})
        queries.run(conn, "find-captures", {"words": words})
