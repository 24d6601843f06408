"""The words read out of captures: a cache, made again from the bytes at any time."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from factcheck.ledger.canonical import clean
from factcheck.store.records.captures import CaptureText

if TYPE_CHECKING:
    from factcheck.pages import Document


def as_capture_text(capture: int, document: Document) -> CaptureText:
    """Return what was read out of a capture as its text: main text first, then the rest of the page."""
    text, main_end = document.full_text()
    return CaptureText(
        capture_id=capture,
        kind=document.kind,
        title=document.title and clean(document.title),
        author=document.author and clean(document.author),
        publisher=document.publisher and clean(document.publisher),
        published=document.published,
        language=document.language,
        encoding=document.encoding,
        flags=document.flags,
        pages=document.pages,
        error=document.error,
        main_end=main_end,
        text=clean(text),
    )


def keep(conn: sqlite3.Connection, capture: int, document: Document) -> None:
    """Store the words of a capture, in place of what was read before."""
    found = as_capture_text(capture, document)
    conn.execute("DELETE FROM capture_texts WHERE capture_id = ?", (capture,))
    values = (
        found.kind,
        found.title,
        found.author,
        found.publisher,
        found.published,
        found.language,
        found.encoding,
        json.dumps(found.flags),
        json.dumps(found.pages),
        found.error,
        found.main_end,
        found.text,
    )
    marks = ", ".join("?" * (len(COLUMNS) + 2))
    conn.execute(
        f"INSERT INTO capture_texts (capture_id, {', '.join(COLUMNS)}, digest) VALUES ({marks})",
        (capture, *values, digest(values)),
    )


COLUMNS = tuple("kind title author publisher published language encoding flags pages error main_end text".split())
"""The columns that hold what was read, in the order in which their digest is made."""


def digest(values: Sequence[object]) -> str:
    """Return the SHA-256 of what was read out of a capture, in hex."""
    return hashlib.sha256(json.dumps(list(values)).encode()).hexdigest()


def damaged(conn: sqlite3.Connection) -> Iterator[int]:
    """Yield the captures whose words are not those that were stored."""
    for number, kept, *values in conn.execute(f"SELECT capture_id, digest, {', '.join(COLUMNS)} FROM capture_texts"):
        if digest(values) != kept:
            yield number


def copy(conn: sqlite3.Connection, capture: int, double: int) -> None:
    """Give a capture the words of another one with the same bytes."""
    names = ", ".join((*COLUMNS, "digest"))
    conn.execute("DELETE FROM capture_texts WHERE capture_id = ?", (double,))
    conn.execute(
        f"INSERT INTO capture_texts (capture_id, {names}) SELECT ?, {names} FROM capture_texts WHERE capture_id = ?",
        (double, capture),
    )
