"""An extract of the file: one article's rows in a database of their own, for whoever gets a dossier."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from factcheck.ledger.canonical import encode
from factcheck.store import schema
from factcheck.store.projection import TABLES

_CLAIMS = "SELECT id FROM {db}.claims WHERE article_id = :article"
_CAPTURES = f"SELECT capture_id FROM {{db}}.evidence WHERE claim_id IN ({_CLAIMS})"

_WANTED = {
    "articles": "id = :article",
    "revisions": "article_id = :article",
    "sentences": "revision_id IN (SELECT id FROM {db}.revisions WHERE article_id = :article)",
    "claims": "article_id = :article",
    "anchors": f"claim_id IN ({_CLAIMS})",
    "attributions": f"claim_id IN ({_CLAIMS})",
    "sources": f"id IN (SELECT source_id FROM {{db}}.attributions WHERE claim_id IN ({_CLAIMS}))",
    "aliases": f"source_id IN (SELECT source_id FROM {{db}}.attributions WHERE claim_id IN ({_CLAIMS}))",
    "verdicts": f"claim_id IN ({_CLAIMS})",
    "evidence": f"claim_id IN ({_CLAIMS})",
    "contacts": f"claim_id IN ({_CLAIMS})",
    "findings": f"claim_id IN ({_CLAIMS}) OR (claim_id IS NULL AND capture_id IN ({_CAPTURES}))",
    "captures": f"id IN ({_CAPTURES}) OR id IN (SELECT capture_id FROM {{db}}.findings WHERE claim_id IN ({_CLAIMS}))",
    "refs": f"id IN (SELECT ref_id FROM {{db}}.captures WHERE id IN ({_CAPTURES}) OR id IN"
    f" (SELECT capture_id FROM {{db}}.findings WHERE claim_id IN ({_CLAIMS})))",
    "signoffs": "article_id = :article",
    "capture_texts": f"capture_id IN ({_CAPTURES})",
    "bodies": f"sha256 IN (SELECT body_sha256 FROM {{db}}.captures WHERE id IN ({_CAPTURES}))"
    " OR sha256 IN (SELECT file_sha256 FROM {db}.revisions WHERE article_id = :article)",
}


def write(source: sqlite3.Connection, article: int, target: Path, *, clean: Callable[[str], str] | None = None) -> None:
    """Write one article's rows into a new database at `target`, without the log.

    With `clean`, which takes protected names out of a text, protected contacts are left out, protected
    sources keep their place without a name, and what people wrote in their own words is cleaned.
    """
    path = source.execute("SELECT file FROM pragma_database_list WHERE name = 'main'").fetchone()[0]
    conn = sqlite3.connect(target, isolation_level=None, uri=True)
    try:
        schema.migrate(conn)
        conn.execute("ATTACH DATABASE ? AS origin", (f"{Path(path).as_uri()}?mode=ro",))
        conn.execute("BEGIN")
        conn.execute("PRAGMA defer_foreign_keys = ON")
        for table in ("bodies", *TABLES, "capture_texts"):
            where = _WANTED[table].format(db="origin")
            conn.execute(f"INSERT INTO main.{table} SELECT * FROM origin.{table} WHERE {where}", {"article": article})
        _unpack_bodies(source, conn)
        if clean:
            _redact(conn, clean)
        conn.execute("COMMIT")
        conn.execute("DETACH DATABASE origin")
        conn.execute("PRAGMA journal_mode = DELETE")
        conn.execute("VACUUM")
    finally:
        conn.close()


def _unpack_bodies(source: sqlite3.Connection, conn: sqlite3.Connection) -> None:
    """Store bodies that were pressed against another body by themselves: that one may not be in the extract."""
    from factcheck.store import bodies

    for (sha256,) in conn.execute("SELECT sha256 FROM bodies WHERE dictionary IS NOT NULL").fetchall():
        codec, data = bodies.pack(bodies.read(source, sha256))
        conn.execute("UPDATE bodies SET codec = ?, dictionary = NULL, data = ? WHERE sha256 = ?", (codec, data, sha256))


_OWN_WORDS = {
    "claims": ("status_note",),
    "verdicts": ("note",),
    "evidence": ("note",),
    "contacts": ("who", "how", "said"),
    "signoffs": ("note",),
    "sentences": ("skip_reason", "skip_note"),
    "findings": ("detail",),
    "sources": ("description",),
}
"""Columns that people fill in their own words, where they may write a protected name again."""


def _redact(conn: sqlite3.Connection, clean: Callable[[str], str]) -> None:
    conn.execute("DELETE FROM contacts WHERE protected = 1")
    conn.execute("DELETE FROM aliases WHERE source_id IN (SELECT id FROM sources WHERE protected = 1)")
    conn.execute(
        "UPDATE attributions SET mention = NULL WHERE source_id IN (SELECT id FROM sources WHERE protected = 1)"
    )
    conn.execute("UPDATE sources SET name = 'protected source', description = NULL WHERE protected = 1")
    conn.create_function("cleaned", 1, clean, deterministic=True)
    conn.create_function("cleaned_json", 1, lambda text: _cleaned_json(text, clean), deterministic=True)
    for table, columns in _OWN_WORDS.items():
        for column in columns:
            conn.execute(f"UPDATE {table} SET {column} = cleaned({column}) WHERE {column} IS NOT NULL")
    conn.execute("UPDATE findings SET data = cleaned_json(data)")
    # A claim without a place in the article is in the checker's own words.
    conn.execute("UPDATE claims SET text = cleaned(text) WHERE id NOT IN (SELECT claim_id FROM anchors)")
    conn.execute("INSERT INTO claims_fts (claims_fts) VALUES ('rebuild')")  # an index keeps words that were taken out


def _cleaned_json(text: str, clean: Callable[[str], str]) -> str:
    def walk(value: Any) -> Any:
        if isinstance(value, str):
            return clean(value)
        if isinstance(value, list):
            return [walk(item) for item in value]
        return {key: walk(item) for key, item in value.items()} if isinstance(value, dict) else value

    return encode(walk(json.loads(text)))
