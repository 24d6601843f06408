"""Asking the file: the named queries of `db/queries`, and any other SQL that only reads.

A named query is one `.sql` file. Its first lines are its documentation, in a form that the command
line, Datasette and the reference all read:

    -- title: Worklist
    -- description: Claims that still ask for work, the most check-worthy first.
    -- :article  slug or number of an article; empty for all
    -- :claim!   number of the claim            (the mark says that it must be given)

An optional parameter that is not given is the empty string, as in Datasette's forms.
"""

from __future__ import annotations

import contextlib
import difflib
import re
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from factcheck._resources import db_folder
from factcheck.errors import NotFoundError, UsageError
from factcheck.model import Status


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a named query can be given; a value that is not `required` may be empty."""

    name: str
    description: str
    required: bool


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A question the file can be asked by name."""

    name: str
    title: str
    description: str
    parameters: tuple[Parameter, ...]
    sql: str  # without the header


@dataclass(frozen=True, slots=True)
class Rows:
    """An answer: the names of its columns and its rows, in order."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]

    def dicts(self) -> list[dict[str, Any]]:
        """Return each row as a dict of its columns."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


_WORDS = re.compile(r"-- (title|description): (\S.*)")
_PARAMETER = re.compile(r"-- :([a-z_]+)(!?)\s+(\S.*)")


def parse_query(name: str, text: str) -> NamedQuery:
    """Read a named query's file.

    Raises:
        ValueError: its header lacks the title or the description, or holds another line.
    """
    words: dict[str, str] = {}
    parameters = []
    lines = text.splitlines()
    while lines and lines[0].startswith("--"):
        line = lines.pop(0).rstrip()
        if found := _WORDS.fullmatch(line):
            words[found[1]] = found[2]
        elif found := _PARAMETER.fullmatch(line):
            parameters.append(Parameter(found[1], found[3], bool(found[2])))
        else:
            raise ValueError(f"{name}.sql: not a line of a header: {line!r}")
    for needed in ("title", "description"):
        if needed not in words:
            raise ValueError(f"{name}.sql: the header has no '-- {needed}: ...'")
    return NamedQuery(name, words["title"], words["description"], tuple(parameters), "\n".join(lines).strip())


@cache
def named_queries(folder: Path | None = None) -> tuple[NamedQuery, ...]:
    """Return the queries of `db/queries` (or of another folder) by name."""
    files = sorted((folder or db_folder() / "queries").glob("*.sql"))
    return tuple(parse_query(file.stem, file.read_text(encoding="utf-8")) for file in files)


def find_query(name: str) -> NamedQuery:
    """Return the named query; hyphens and underscores are one.

    Raises:
        NotFoundError: no query has this name.
    """
    known = {query.name: query for query in named_queries()}
    wanted = name.strip().lower().replace("_", "-")
    if wanted in known:
        return known[wanted]
    raise NotFoundError(
        f"no query is named {name!r}", hint=_close(wanted, known) or "`factcheck query` lists the names; or give SQL"
    )


def run(
    conn: sqlite3.Connection,
    query: str,
    params: Mapping[str, Any] | None = None,
    *,
    seconds: float | None = None,
    strict: bool = False,
) -> Rows:
    """Answer a named query, or one statement of SQL; nothing can be changed by it.

    `seconds` is the longest it may take. `strict`: an article, claim, reference, source or status that a
    named query was given and that does not exist is an error, not an answer without rows. Errors of the disk
    or of a damaged file are left to `connection.translated`.

    Raises:
        NotFoundError: no query has this name, or (`strict`) what it was asked about does not exist.
        UsageError: the SQL is wrong, would change something, or lacks a parameter; or it took too long.
    """
    given = {name.lstrip(":"): "" if value is None else value for name, value in (params or {}).items()}
    if _is_sql(query):
        return _execute(conn, query, given, seconds)
    named = find_query(query)
    arguments = _arguments(named, given)
    answer = _execute(conn, named.sql, arguments, seconds)
    if strict and not answer.rows:
        _see_that_they_are_there(conn, arguments)
    return answer


_EXAMPLES = {"status": "verified", "words": '"bridge closed"', "reference": "1", "claim": "1", "article": "1"}
_THERE = {
    "article": ("SELECT 1 FROM articles WHERE slug = :it OR id = :it", "`factcheck status` lists the articles"),
    "claim": ("SELECT 1 FROM claims WHERE id = :it", "`factcheck claims` lists the claims"),
    "reference": ("SELECT 1 FROM refs WHERE id = :it OR canonical = :it OR url = :it", "`factcheck refs` lists them"),
    "source": (
        "SELECT 1 FROM sources WHERE id = :it OR name = :it COLLATE NOCASE"
        " UNION SELECT 1 FROM aliases WHERE name = :it COLLATE NOCASE",
        "`factcheck source list` lists the sources",
    ),
}


def _see_that_they_are_there(conn: sqlite3.Connection, given: Mapping[str, Any]) -> None:
    """No rows may only mean that nothing is there of what was asked about; what does not exist is told."""
    for name, value in given.items():
        if name in _THERE and str(value).strip() != "":
            sql, hint = _THERE[name]
            if conn.execute(sql, {"it": value}).fetchone() is None:
                raise NotFoundError(f"there is no {name} {value}", hint=hint)
    status = given.get("status")
    if status and str(status) not in tuple(Status):
        raise UsageError(f"{status} is not a status", hint=f"one of: {', '.join(Status)}")


def _is_sql(query: str) -> bool:
    """Tell SQL from a name: SQL is more than one word."""
    return len(query.split()) > 1


def _arguments(query: NamedQuery, given: Mapping[str, Any]) -> dict[str, Any]:
    known = [parameter.name for parameter in query.parameters]
    for name in given:
        if name not in known:
            takes = f"it takes {', '.join(known)}" if known else "it takes none"
            raise UsageError(f"the query {query.name} has no parameter {name!r}", hint=_close(name, known) or takes)
    for parameter in query.parameters:
        if parameter.required and str(given.get(parameter.name, "")).strip() == "":
            raise UsageError(
                f"the query {query.name} needs the parameter {parameter.name!r}",
                hint=f"{parameter.name}={_EXAMPLES.get(parameter.name, 'VALUE')} ({parameter.description})",
            )
    return {name: given.get(name, "") for name in known}


def _execute(conn: sqlite3.Connection, sql: str, params: Mapping[str, Any], seconds: float | None) -> Rows:
    with _reading_only(conn), _time_limit(conn, seconds):
        try:
            cursor = conn.execute(sql, dict(params))
            rows = [tuple(row) for row in cursor.fetchall()]
        except (sqlite3.Error, sqlite3.Warning) as error:
            explained = _explain(conn, error, seconds)
            if explained is None:
                raise
            raise explained from error
    if cursor.description is None:
        raise UsageError("that is not a question: it gives no columns", hint="begin with SELECT")
    return Rows(tuple(column[0] for column in cursor.description), rows)


# SQLite asks an authorizer about each thing a statement would do, while it is prepared. FTS5 reads
# `data_version` for itself; the other pragmas only describe the file.
_READS = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_RECURSIVE})
_PRAGMAS = frozenset(
    {
        "application_id",
        "compile_options",
        "data_version",
        "foreign_key_list",
        "index_info",
        "index_list",
        "index_xinfo",
        "page_count",
        "page_size",
        "table_info",
        "table_list",
        "table_xinfo",
        "user_version",
    }
)
# Only their bare form asks; with a value they would write the file's header.
_BARE_PRAGMAS = frozenset({"application_id", "page_size", "user_version"})


def _authorize(action: int, first: str | None, second: str | None, _database: str | None, _cause: str | None) -> int:
    if action in _READS:
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_FUNCTION:
        return sqlite3.SQLITE_DENY if (second or "").lower() == "load_extension" else sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_UPDATE and first == "sqlite_master":
        return sqlite3.SQLITE_OK  # how FTS5 declares its columns; SQLite itself refuses a real one
    if action == sqlite3.SQLITE_PRAGMA and (first or "").lower() in _PRAGMAS:
        return sqlite3.SQLITE_DENY if second and (first or "").lower() in _BARE_PRAGMAS else sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY


@contextlib.contextmanager
def _reading_only(conn: sqlite3.Connection) -> Iterator[None]:
    conn.set_authorizer(_authorize)
    try:
        yield
    finally:
        conn.set_authorizer(None)


@contextlib.contextmanager
def _time_limit(conn: sqlite3.Connection, seconds: float | None) -> Iterator[None]:
    if seconds is None:
        yield
        return
    deadline = time.monotonic() + seconds
    conn.set_progress_handler(lambda: int(time.monotonic() > deadline), 10_000)
    try:
        yield
    finally:
        conn.set_progress_handler(None, 0)


def _explain(conn: sqlite3.Connection, error: Exception, seconds: float | None) -> UsageError | None:
    """Return what an error says about the question, or None where it is about the file."""
    code = getattr(error, "sqlite_errorcode", None)
    words = " ".join(str(error).split())
    if code == sqlite3.SQLITE_AUTH:
        return UsageError("a query can only read this file", hint="changes go through the commands: factcheck --help")
    if code == sqlite3.SQLITE_INTERRUPT:
        return UsageError(f"the query took longer than {seconds or 0:g} s", hint="ask for less: add a WHERE or a LIMIT")
    if code == sqlite3.SQLITE_MISMATCH:
        return UsageError("a value is not the number that it should be", hint="a limit is a whole number")
    if "one statement" in words:
        return UsageError("give one SQL statement at a time", hint="leave out everything after the first ';'")
    if found := re.search(r"supply a value for binding (?:parameter )?:?(\w+)", words):
        return UsageError(f"the SQL needs a value for :{found[1]}", hint=f"give it as a parameter named {found[1]}")
    if code is not None and code & 0xFF not in (sqlite3.SQLITE_ERROR, sqlite3.SQLITE_RANGE):
        return None
    return UsageError(f"the query does not run: {words}", hint=_schema_hint(conn, words))


def _schema_hint(conn: sqlite3.Connection, words: str) -> str:
    """Say which table or column was meant, where the error names one that is not there."""
    found = re.search(r"no such (table|column): (?:\w+\.)?(\w+)", words)
    if not found:
        return "see the tables and columns in docs/reference/tables.md"
    if found[1] == "table":
        names: Iterable[str] = (row[0] for row in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'"))
    else:
        names = (
            row[0]
            for row in conn.execute(
                "SELECT DISTINCT c.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table'"
            )
        )
    return _close(found[2], names) or "see the tables and columns in docs/reference/tables.md"


def _close(name: str, known: Iterable[str]) -> str | None:
    found = difflib.get_close_matches(name, list(known), n=3, cutoff=0.5)
    return f"did you mean {' or '.join(found)}?" if found else None
