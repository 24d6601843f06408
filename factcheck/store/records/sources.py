"""Reads sources with their aliases."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from factcheck.model import Source

_SOURCE = """
SELECT s.id, s.uid, s.name, s.kind, s.description, s.anonymous, s.protected, s.merged_into,
       (SELECT json_group_array(name) FROM aliases a WHERE a.source_id = s.id),
       (SELECT count(*) FROM attributions t JOIN claims c ON c.id = t.claim_id
        WHERE t.source_id = s.id AND c.state = 'live')
FROM sources s
"""


def _source(row: Any) -> Source:
    fields = list(row)
    fields[5:7] = bool(fields[5]), bool(fields[6])  # anonymous, protected
    fields[8] = tuple(json.loads(fields[8]))  # aliases
    return Source(*fields)


def by_id(conn: sqlite3.Connection, number: int) -> Source | None:
    """Return the source with this number."""
    row = conn.execute(f"{_SOURCE} WHERE s.id = ?", (number,)).fetchone()
    return _source(row) if row else None


def named(conn: sqlite3.Connection, name: str) -> list[Source]:
    """Return the sources that bear this name or alias (in any case), merged ones left out."""
    rows = conn.execute(
        f"{_SOURCE} WHERE s.merged_into IS NULL AND (s.name = ? COLLATE NOCASE OR s.id IN"
        " (SELECT source_id FROM aliases WHERE name = ? COLLATE NOCASE)) ORDER BY s.id",
        (name, name),
    )
    return [_source(row) for row in rows]


def listing(
    conn: sqlite3.Connection,
    *,
    article: int | None = None,
    text: str | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> list[Source]:
    """Return the sources (of an article, or whose name or alias holds `text`), by name."""
    where = ["s.merged_into IS NULL"]
    values: list[int | str] = []
    if article is not None:
        where.append(
            "s.id IN (SELECT t.source_id FROM attributions t JOIN claims c ON c.id = t.claim_id"
            " WHERE c.article_id = ? AND c.state = 'live')"
        )
        values.append(article)
    if text is not None:
        where.append(
            "(instr(lower(s.name), lower(?)) OR s.id IN"
            " (SELECT source_id FROM aliases WHERE instr(lower(name), lower(?))))"
        )
        values += [text, text]
    rows = conn.execute(
        f"{_SOURCE} WHERE {' AND '.join(where)} ORDER BY s.name COLLATE NOCASE, s.id LIMIT ? OFFSET ?",
        (*values, -1 if limit is None else limit, offset),
    )
    return [_source(row) for row in rows]


def ever_of(conn: sqlite3.Connection, article: int) -> list[Source]:
    """Return the sources of an article's claims, of those cut too; merged ones are left out."""
    rows = conn.execute(
        f"{_SOURCE} WHERE s.merged_into IS NULL AND s.id IN (SELECT t.source_id FROM attributions t"
        " JOIN claims c ON c.id = t.claim_id WHERE c.article_id = ?) ORDER BY s.id",
        (article,),
    )
    return [_source(row) for row in rows]


def attributions_of(conn: sqlite3.Connection, source: int) -> list[tuple[str, str]]:
    """Return `(claim uid, role)` for each attribution to a source."""
    rows = conn.execute(
        "SELECT c.uid, t.role FROM attributions t JOIN claims c ON c.id = t.claim_id"
        " WHERE t.source_id = ? ORDER BY c.id",
        (source,),
    )
    return [(row[0], row[1]) for row in rows]
