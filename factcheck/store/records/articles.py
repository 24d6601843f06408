"""Reads articles, revisions and sentences."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

from factcheck.model import Article, Revision, Sentence

_ARTICLE = (
    "SELECT id, uid, slug, title, author, publisher, published, url, language, policy, state, revision_id,"
    " added_at, added_by, accepts FROM articles"
)
_REVISION = (
    "SELECT id, uid, article_id, number, text, text_sha256, file_sha256, encoding, added_at, added_by FROM revisions"
)


def every(conn: sqlite3.Connection) -> list[Article]:
    """Return all articles, oldest first."""
    return [Article(*row) for row in conn.execute(f"{_ARTICLE} ORDER BY id")]


def newest(conn: sqlite3.Connection, *, limit: int, offset: int = 0) -> list[Article]:
    """Return some articles, the newest first."""
    return [Article(*row) for row in conn.execute(f"{_ARTICLE} ORDER BY id DESC LIMIT ? OFFSET ?", (limit, offset))]


def by_id(conn: sqlite3.Connection, number: int) -> Article | None:
    """Return the article with this number."""
    row = conn.execute(f"{_ARTICLE} WHERE id = ?", (number,)).fetchone()
    return Article(*row) if row else None


def is_open(conn: sqlite3.Connection, number: int) -> bool:
    """Whether the article with this number can still be changed."""
    row = conn.execute("SELECT state FROM articles WHERE id = ?", (number,)).fetchone()
    return row is not None and row[0] == "open"


def by_slug(conn: sqlite3.Connection, slug: str) -> Article | None:
    """Return the article with this slug."""
    row = conn.execute(f"{_ARTICLE} WHERE slug = ?", (slug,)).fetchone()
    return Article(*row) if row else None


def by_text(conn: sqlite3.Connection, text_sha256: str) -> Article | None:
    """Return the article whose current revision has exactly this text."""
    row = conn.execute(
        f"{_ARTICLE} WHERE revision_id IN (SELECT id FROM revisions WHERE text_sha256 = ?) ORDER BY id",
        (text_sha256,),
    ).fetchone()
    return Article(*row) if row else None


def by_texts(conn: sqlite3.Connection, digests: Sequence[str]) -> Article | None:
    """Return the oldest article whose current revision has a text with one of these SHA-256."""
    marks = ",".join("?" * len(digests))
    row = conn.execute(
        f"{_ARTICLE} WHERE revision_id IN (SELECT id FROM revisions WHERE text_sha256 IN ({marks})) ORDER BY id",
        tuple(digests),
    ).fetchone()
    return Article(*row) if row else None


def slugs_like(conn: sqlite3.Connection, slug: str) -> set[str]:
    """Return the slugs that begin so."""
    return {row[0] for row in conn.execute("SELECT slug FROM articles WHERE substr(slug, 1, ?) = ?", (len(slug), slug))}


def revision(conn: sqlite3.Connection, number: int) -> Revision:
    """Return the revision with this row number."""
    return Revision(*conn.execute(f"{_REVISION} WHERE id = ?", (number,)).fetchone())


def text(conn: sqlite3.Connection, article: int) -> str:
    """Return an article's current text."""
    row = conn.execute(
        "SELECT r.text FROM articles a JOIN revisions r ON r.id = a.revision_id WHERE a.id = ?", (article,)
    ).fetchone()
    return str(row[0])


def revisions(conn: sqlite3.Connection, article: int) -> list[Revision]:
    """Return an article's revisions, oldest first."""
    return [Revision(*row) for row in conn.execute(f"{_REVISION} WHERE article_id = ? ORDER BY number", (article,))]


def sentences(conn: sqlite3.Connection, revision: Revision) -> list[Sentence]:
    """Return the sentences of a revision with their words, in order."""
    rows = conn.execute(
        "SELECT id, revision_id, number, start_pos, end_pos, role, skip_reason, skip_note, skipped_by, skipped_at"
        " FROM sentences WHERE revision_id = ? ORDER BY number",
        (revision.id,),
    )
    return [_sentence(row, revision.text) for row in rows]


def sentence(conn: sqlite3.Connection, number: int) -> tuple[Sentence, Revision] | None:
    """Return the sentence with this row number, and the revision it stands in."""
    row = conn.execute(
        "SELECT id, revision_id, number, start_pos, end_pos, role, skip_reason, skip_note, skipped_by, skipped_at"
        " FROM sentences WHERE id = ?",
        (number,),
    ).fetchone()
    if row is None:
        return None
    found = revision(conn, row[1])
    return _sentence(row, found.text), found


def _sentence(row: Any, text: str) -> Sentence:
    ident, revision_id, number, start, end, role, *skip = row
    return Sentence(ident, revision_id, number, start, end, role, text[start:end], *skip)
