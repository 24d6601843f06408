"""The one thing in a full-text index that SQLite's own check passes by: an entry marked as replacing an older one.

FTS5 sets that mark on every word that a document had before and has again, when it is indexed anew in one
transaction; so a document has it on most of its words or on none. On a single word of many it is a flipped bit.
What a search finds is the same either way, but what was written is not what is read.

The form of a leaf page is told in the head comment of SQLite's `fts5_index.c`.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator

LARGEST = 16 << 20
"""Bytes of an index up to which it is looked through: about a second for each ten million."""

FEWEST = 4
"""Words that a document has at least, for a single mark to be told as a fault."""

_SEGMENT = 1 << 37
_PAGE = (1 << 31) - 1
_HEAD = 4

Entry = tuple[int, int]
"""A document, and the size of its positions doubled, plus one where the entry is marked."""


def odd_marks(conn: sqlite3.Connection, index: str) -> list[int]:
    """Return the documents of which a single word is marked, and others are not."""
    if conn.execute(f"SELECT coalesce(sum(length(block)), 0) FROM {index}_data").fetchone()[0] > LARGEST:
        return []
    words, marked = Counter[int](), Counter[int]()
    try:
        for number, block in conn.execute(f"SELECT id, block FROM {index}_data WHERE id >= {_SEGMENT} ORDER BY id"):
            if number % _SEGMENT <= _PAGE:  # a leaf: all other pages only help to find them
                for document, size in _entries(bytes(block)):
                    words[document] += 1
                    if size & 1 and size > 1:
                        marked[document] += 1
    except IndexError:  # not of this form; SQLite has looked at it already
        return []
    return sorted(document for document, count in marked.items() if count == 1 and words[document] >= FEWEST)


def _entries(page: bytes) -> Iterator[Entry]:
    """Yield the entries that begin on a leaf page."""
    first, end = int.from_bytes(page[:2], "big"), int.from_bytes(page[2:4], "big")
    terms = list(_terms(page, end))
    if first and (not terms or first < terms[0]):  # a word's documents go on here from the page before
        yield from _documents(page, first, terms[0] if terms else end)
    for number, at in enumerate(terms):
        length, at = _varint(page, at)
        if number:  # of the first word all letters stand here, of others those that differ from the one before
            length, at = _varint(page, at)
        yield from _documents(page, at + length, terms[number + 1] if number + 1 < len(terms) else end)


def _terms(page: bytes, at: int) -> Iterator[int]:
    """Yield where the words of a page begin: distances, each from the one before, stand at its end."""
    place = 0
    while at < len(page):
        step, at = _varint(page, at)
        place += step
        yield place


def _documents(page: bytes, at: int, end: int) -> Iterator[Entry]:
    document = 0
    while at < end:
        step, at = _varint(page, at)
        document += step
        size, at = _varint(page, at)
        yield document, size
        at += size >> 1


def _varint(page: bytes, at: int) -> tuple[int, int]:
    """Read one of SQLite's numbers of one to nine bytes; return it and where the next thing stands."""
    byte = page[at]
    if byte < 0x80:
        return byte, at + 1
    number = byte & 0x7F
    for following in range(at + 1, at + 8):
        byte = page[following]
        number = number << 7 | byte & 0x7F
        if byte < 0x80:
            return number, following + 1
    return number << 8 | page[at + 8], at + 9
