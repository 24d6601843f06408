"""Writes the reference of tables and queries, and Datasette's files, out of `db/`.

`docs/generate.py` calls `files()`; by itself: python docs/generate_schema.py
"""

from __future__ import annotations

import contextlib
import re
import sqlite3
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "docs")]

from schema_picture import Box, Line, draw  # noqa: E402

from factcheck.store import connection, datasette, queries  # noqa: E402
from factcheck.store.tables import TableWords, described_tables  # noqa: E402


@dataclass(frozen=True, slots=True)
class Column:
    """A column as SQLite reports it."""

    name: str
    type: str
    required: bool
    primary: bool
    target: str | None  # the table it points to


def files() -> dict[str, str]:
    """Return every file made here: its path from the project's folder, and its text."""
    with contextlib.closing(connection.scratch()) as conn:
        conn.row_factory = None
        return _files(conn)


def _files(conn: sqlite3.Connection) -> dict[str, str]:
    return {
        "docs/reference/tables.svg": draw([_box(conn, table) for table in described_tables()]),
        "docs/reference/tables.md": tables_page(conn),
        "docs/reference/queries.md": queries_page(conn),
        "db/metadata.yaml": _yaml(datasette.metadata(), "Datasette 0.65: datasette factcheck.db -m metadata.yaml"),
        "db/datasette.yaml": _yaml(
            datasette.config(), "Datasette 1.x: datasette factcheck.db -c datasette.yaml -m metadata.yaml"
        ),
    }


def columns(conn: sqlite3.Connection, table: str) -> list[Column]:
    """Return a table's columns in order."""
    targets = {row[3]: row[2] for row in conn.execute(f"PRAGMA foreign_key_list({table})")}
    found = []
    for _, name, kind, not_null, _, key, hidden in conn.execute(f"PRAGMA table_xinfo({table})"):
        shown = kind.removesuffix(" GENERATED ALWAYS") + (" (computed)" if hidden in (2, 3) else "")
        found.append(Column(name, shown, bool(not_null or key), bool(key), targets.get(name)))
    return found


def _box(conn: sqlite3.Connection, table: TableWords) -> Box:
    """Draw what tells tables apart: keys, the label, and what people filter by."""
    every = columns(conn, table.name)
    telling = {table.label, *table.facets}
    lines = [_line(column) for column in every if column.primary or column.target or column.name in telling]
    return Box(table.name, table.group, lines, len(every) - len(lines))


def _line(column: Column) -> Line:
    if column.target:
        return Line(column.name, f"→ {column.target}", column.target)
    return Line(column.name, column.type.lower(), "primary" if column.primary else "")


def tables_page(conn: sqlite3.Connection) -> str:
    """Return the reference of the tables."""
    parts = [
        "# Tables",
        "One factcheck file is one SQLite database with the tables below. `events` is the truth: every other table"
        " is its projection and can be made again from it, but for `bodies` (captured bytes under their own hash) and"
        " the caches (`capture_texts` and the two full-text indexes).",
        "Offsets count code points, half-open. Times are ISO 8601 in UTC. `id` is the number that people type; `uid`"
        " names the same thing in every copy of the file.",
        "![The tables and how they point to one another](tables.svg)",
        "Read the file with anything that reads SQLite, and change it only with factcheck: a change made past the log"
        " is found by `factcheck audit`.",
    ]
    group = ""
    for table in described_tables():
        if table.group != group:
            group = table.group
            parts.append(f"## {group}")
        parts.append(_table_section(conn, table))
    parts.append(
        "## Full-text search\n\n`claims_fts` indexes `claims.text`; `captures_fts` indexes `capture_texts.title` and"
        " `.text`. Both are FTS5 tables over the content of those tables, kept in step by triggers; accents and case"
        " do not count:\n\n```sql\nSELECT claims.id, claims.text\nFROM claims_fts JOIN claims ON claims.id ="
        " claims_fts.rowid\nWHERE claims_fts MATCH 'bridge AND toll';\n```"
    )
    return _page(parts)


def _table_section(conn: sqlite3.Connection, table: TableWords) -> str:
    lines = [
        f"### {table.name}",
        "",
        table.description,
        "",
        "| column | type | | what it holds |",
        "| --- | --- | --- | --- |",
    ]
    for column in columns(conn, table.name):
        role = "key" if column.primary else "required" if column.required else ""
        target = f" → [{column.target}](#{column.target})" if column.target else ""
        lines.append(f"| `{column.name}` | {column.type} | {role} | {table.columns[column.name]}{target} |")
    return "\n".join([*lines, "", *_indexes(conn, table.name)]).rstrip()


def _indexes(conn: sqlite3.Connection, table: str) -> list[str]:
    rows = conn.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL ORDER BY name",
        (table,),
    ).fetchall()
    told = [f"`{name}` {_index_words(sql)}" for name, sql in rows]
    return [f"Indexes: {'; '.join(told)}."] if told else []


def _index_words(sql: str) -> str:
    found = re.search(r"ON \w+ (\(.*?\))(?:\s+WHERE (.*))?$", " ".join(sql.split()))
    assert found, sql
    return found[1] + (f" where {found[2]}" if found[2] else "")


def queries_page(conn: sqlite3.Connection) -> str:
    """Return the reference of the named queries."""
    every = queries.named_queries()
    parts = [
        "# Named queries",
        "Each is one file of `db/queries/`; the command line, Datasette and the library ask the same SQL.",
        "```text\nfactcheck query worklist article=harbour limit=20\nfactcheck query evidence-trail claim=12 --json\n"
        "factcheck query --sql worklist\n```",
        "An optional parameter that is left out is empty. Every query stays fast on a file of a million claims: it"
        " walks an index and stops at a limit, or looks at one article, or at the newest hundred.",
        "| name | what it tells |\n| --- | --- |\n"
        + "\n".join(f"| [{query.name}](#{query.name}) | {query.description} |" for query in every),
    ]
    parts += [_query_section(conn, query) for query in every]
    parts.append(_OWN_QUERY)
    return _page(parts)


def _query_section(conn: sqlite3.Connection, query: queries.NamedQuery) -> str:
    # Only the names of the columns are wanted, and the file is empty: `queries.run` would miss what is asked about.
    found = conn.execute(query.sql, {parameter.name: "" for parameter in query.parameters})
    columns = [column[0] for column in found.description]
    lines = [f"## {query.name}", "", f"**{query.title}.** {query.description}", ""]
    if query.parameters:
        lines += ["| parameter | |", "| --- | --- |"]
        for parameter in query.parameters:
            required = " (must be given)" if parameter.required else ""
            lines.append(f"| `{parameter.name}` | {parameter.description}{required} |")
        lines.append("")
    lines += [
        f"Columns: {', '.join(f'`{column}`' for column in columns)}.",
        "",
        "<details><summary>SQL</summary>",
        "",
        f"```sql\n{query.sql}\n```",
        "",
        "</details>",
    ]
    return "\n".join(lines)


def _page(parts: list[str]) -> str:
    return "<!-- Made by docs/generate_schema.py from db/; do not edit. -->\n\n" + "\n\n".join(parts) + "\n"


_OWN_QUERY = """## A query of your own

A file `db/queries/NAME.sql` begins with its documentation, in this form; a `!` marks a parameter that must
be given:

```sql
-- title: Claims of one kind
-- description: The newest claims of a kind.
-- :kind!  quote, paraphrase or statement
-- :limit  how many rows; empty for 100
SELECT id, text, status
FROM claims
WHERE kind = :kind
ORDER BY id DESC
LIMIT coalesce(nullif(:limit, ''), 100)
```

`CROSS JOIN` in these files is SQLite's way to fix the order in which tables are joined; it joins as `JOIN`
does. Without a file, any SQL that only reads can be asked: `factcheck query "SELECT ..."`."""


class _Dumper(yaml.SafeDumper):
    """Writes text of several lines as a block."""


def _text(dumper: yaml.SafeDumper, text: str) -> Any:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _text)


def _yaml(value: dict[str, Any], use: str) -> str:
    head = f"# Made by docs/generate_schema.py from tables.toml and queries/; do not edit.\n# {use}\n"
    return head + yaml.dump(value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)


def main() -> None:
    """Write every file anew."""
    for path, text in files().items():
        (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / path).write_text(text, encoding="utf-8")
        print(path)


if __name__ == "__main__":
    main()
