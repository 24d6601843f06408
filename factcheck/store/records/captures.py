"""Reads references, captures, their bodies and texts."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from typing import Any

from factcheck.model import Capture, Reference

_CAPTURE = """
SELECT k.id, k.uid, k.ref_id, k.url, k.final_url, k.outcome, k.error, k.detail, k.status, k.reason,
       k.content_type, k.body_sha256, k.decoded_sha256, k.bytes, k.same_as, k.fetched_at, k.elapsed_ms,
       k.remote_address, k.headers, k.request_headers, k.hops, k.tls, k.attempts, k.robots, k.memento, k.tool,
       t.title, t.author, t.publisher, t.published, t.kind, t.flags
FROM captures k LEFT JOIN capture_texts t ON t.capture_id = k.id
"""

_REF = """
SELECT r.id, r.uid, r.url, r.canonical, r.kind,
       (SELECT t.title FROM captures k JOIN capture_texts t ON t.capture_id = k.id
        WHERE k.ref_id = r.id AND t.title IS NOT NULL ORDER BY k.id DESC LIMIT 1),
       (SELECT count(*) FROM captures k WHERE k.ref_id = r.id),
       (SELECT k.outcome FROM captures k WHERE k.ref_id = r.id ORDER BY k.id DESC LIMIT 1),
       (SELECT k.fetched_at FROM captures k WHERE k.ref_id = r.id ORDER BY k.id DESC LIMIT 1),
       (SELECT max(k.id) FROM captures k WHERE k.ref_id = r.id)
FROM refs r
"""


@dataclass(frozen=True, slots=True)
class CaptureText:
    """The words of a capture; `text[:main_end]` is the main text, the rest stands around it on the page."""

    capture_id: int
    kind: str
    title: str | None
    author: str | None
    publisher: str | None
    published: str | None
    language: str | None
    encoding: str | None
    flags: tuple[str, ...]
    pages: tuple[tuple[int, int], ...]
    error: str | None
    main_end: int
    text: str


@dataclass(frozen=True, slots=True)
class Body:
    """Bytes as they are stored: `codec` says in which form."""

    sha256: str
    size: int
    codec: str
    dictionary: str | None
    data: bytes


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in json.loads(text))


def _capture(row: Any) -> Capture:
    values = list(row)
    for column in (18, 19):  # headers and request headers
        values[column] = _pairs(values[column])
    values[20] = tuple(json.loads(values[20]))  # hops
    values[21] = json.loads(values[21]) if values[21] else None  # TLS
    values[31] = tuple(json.loads(values[31])) if values[31] else ()  # flags
    return Capture(*values)


def by_id(conn: sqlite3.Connection, number: int) -> Capture | None:
    """Return the capture with this number."""
    row = conn.execute(f"{_CAPTURE} WHERE k.id = ?", (number,)).fetchone()
    return _capture(row) if row else None


def by_uid(conn: sqlite3.Connection, uid: str) -> Capture | None:
    """Return the capture that `uid` names."""
    row = conn.execute(f"{_CAPTURE} WHERE k.uid = ?", (uid,)).fetchone()
    return _capture(row) if row else None


def of_reference(conn: sqlite3.Connection, reference: int) -> list[Capture]:
    """Return the captures of a reference, oldest first."""
    return [_capture(row) for row in conn.execute(f"{_CAPTURE} WHERE k.ref_id = ? ORDER BY k.id", (reference,))]


def latest_good(conn: sqlite3.Connection, reference: int) -> Capture | None:
    """Return the newest capture of a reference that holds a whole page."""
    row = conn.execute(
        f"{_CAPTURE} WHERE k.ref_id = ? AND k.outcome = 'captured' ORDER BY k.id DESC LIMIT 1", (reference,)
    ).fetchone()
    return _capture(row) if row else None


def holding(conn: sqlite3.Connection, canonical: str) -> tuple[str, tuple[tuple[str, str], ...]] | None:
    """Return the uid and the headers of the newest whole capture of a URL: what "not modified" stands for."""
    row = conn.execute(
        "SELECT k.uid, k.headers FROM refs r JOIN captures k ON k.ref_id = r.id"
        " WHERE r.canonical = ? AND k.outcome = 'captured' ORDER BY k.id DESC LIMIT 1",
        (canonical,),
    ).fetchone()
    return (row[0], _pairs(row[1])) if row else None


def by_body(conn: sqlite3.Connection, sha256: str) -> Capture | None:
    """Return the first capture that came as the bytes with this hash."""
    row = conn.execute(f"{_CAPTURE} WHERE k.body_sha256 = ? ORDER BY k.id LIMIT 1", (sha256,)).fetchone()
    return _capture(row) if row else None


def of_article(conn: sqlite3.Connection, article: int) -> list[Capture]:
    """Return the captures that the evidence of an article's claims stands in, by number."""
    rows = conn.execute(
        f"{_CAPTURE} WHERE k.id IN (SELECT e.capture_id FROM evidence e JOIN claims c ON c.id = e.claim_id"
        " WHERE c.article_id = ?) ORDER BY k.id",
        (article,),
    )
    return [_capture(row) for row in rows]


def reference(conn: sqlite3.Connection, number: int) -> Reference | None:
    """Return the reference with this number."""
    row = conn.execute(f"{_REF} WHERE r.id = ?", (number,)).fetchone()
    return Reference(*row) if row else None


def reference_by_canonical(conn: sqlite3.Connection, canonical: str) -> Reference | None:
    """Return the reference whose canonical URL is this."""
    row = conn.execute(f"{_REF} WHERE r.canonical = ?", (canonical,)).fetchone()
    return Reference(*row) if row else None


def references(
    conn: sqlite3.Connection,
    *,
    article: int | None = None,
    words: str | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> list[Reference]:
    """Return the references (of an article's evidence; with `words` in URL or title), by number."""
    tests: list[str] = []
    values: list[int | str] = []
    if article is not None:
        tests.append(
            "r.id IN (SELECT k.ref_id FROM captures k JOIN evidence e ON e.capture_id = k.id"
            " JOIN claims c ON c.id = e.claim_id WHERE c.article_id = ?)"
        )
        values.append(article)
    if words:
        tests.append(
            "(instr(lower(r.url), ?) OR EXISTS (SELECT 1 FROM captures k JOIN capture_texts t ON t.capture_id = k.id"
            " WHERE k.ref_id = r.id AND instr(lower(t.title), ?)))"
        )
        values += [words.lower()] * 2
    where = f"WHERE {' AND '.join(tests)}" if tests else ""
    sql = f"{_REF} {where} ORDER BY r.id LIMIT ? OFFSET ?"
    return [Reference(*row) for row in conn.execute(sql, (*values, -1 if limit is None else limit, offset))]


def text(conn: sqlite3.Connection, capture: int) -> CaptureText | None:
    """Return the words of a capture."""
    row = conn.execute(
        "SELECT capture_id, kind, title, author, publisher, published, language, encoding, flags, pages, error,"
        " main_end, text FROM capture_texts WHERE capture_id = ?",
        (capture,),
    ).fetchone()
    if row is None:
        return None
    values = list(row)
    values[8] = tuple(json.loads(values[8]))
    values[9] = tuple((start, end) for start, end in json.loads(values[9]))
    return CaptureText(*values)


def body(conn: sqlite3.Connection, sha256: str) -> Body | None:
    """Return the stored form of the bytes with this hash."""
    row = conn.execute(
        "SELECT sha256, size, codec, dictionary, data FROM bodies WHERE sha256 = ?", (sha256,)
    ).fetchone()
    return Body(*row) if row else None
