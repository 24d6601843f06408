"""PDF to text, with where each page begins and ends in it."""

from __future__ import annotations

import io
import logging
import time
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from factcheck.pages.document import Document
from factcheck.pages.text import scrub

MOST_PAGES: Final = 5000
LONGEST_TEXT: Final = 10_000_000
# One call stops cleanly after so much processor time (seconds); the next goes on from its `next_page`.
ENOUGH_TIME: Final = 6.0
PAGE_GAP: Final = "\n\n"

logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def pdf_document(body: bytes, start: int = 0) -> Document:
    """Read a PDF's pages from `start` on; where time runs out, `properties["next_page"]` tells where to go on.

    `error` is "parse" for a file that cannot be read in part, or only with a password.
    """
    try:
        from pypdf import PdfReader
    except ImportError:
        return Document(kind="pdf", error="unsupported_type", flags=("needs_extra_pdf",))
    try:
        reader = PdfReader(io.BytesIO(body), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            return Document(kind="pdf", error="parse", flags=("encrypted",))
        texts, complete, following = _page_texts(reader, start)
        title, author, published = _information(reader)
    except MemoryError:
        raise
    except Exception:  # pypdf raises many kinds on broken files
        return Document(kind="pdf", error="parse")
    text, pages = _put_together(texts)
    properties = {"pages": start + len(pages)} | ({"next_page": following} if following else {})
    return Document(kind="pdf", text=text, pages=pages, title=title, author=author, published=published,
                    flags=() if text.strip() else ("no_text",), error=None if complete else "parse",
                    properties=properties)  # fmt: skip


def joined(first: Document, second: Document) -> Document:
    """Return one document of a PDF's first pages and those that were read after them."""
    shift = len(first.text) + len(PAGE_GAP)
    pages = first.pages + tuple((start + shift, end + shift) for start, end in second.pages)
    text = first.text + PAGE_GAP + second.text
    return replace(
        first,
        text=text,
        pages=pages,
        properties=second.properties,
        error=first.error or second.error,
        flags=() if text.strip() else first.flags,
    )


def _page_texts(reader: Any, start: int) -> tuple[list[str], bool, int | None]:
    """The texts of the pages, whether each could be read, and the page to go on with."""
    began = time.process_time()
    texts: list[str] = []
    length, complete = 0, True
    for number, page in enumerate(reader.pages):
        if number < start:
            continue
        if number >= MOST_PAGES or length > LONGEST_TEXT:
            return texts, False, None
        if texts and time.process_time() - began > ENOUGH_TIME:
            return texts, complete, number
        try:
            text = scrub(page.extract_text() or "")
        except MemoryError:
            raise
        except Exception:
            text, complete = "", False
        texts.append(text)
        length += len(text)
    return texts, complete, None


def _put_together(texts: list[str]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """One text of all pages, and the offsets of each in it."""
    offsets: list[tuple[int, int]] = []
    at = 0
    for text in texts:
        offsets.append((at, at + len(text)))
        at += len(text) + len(PAGE_GAP)
    return PAGE_GAP.join(texts), tuple(offsets)


def _information(reader: Any) -> tuple[str | None, str | None, str | None]:
    """Title, author and date of the file's information dictionary; broken entries are None."""
    try:
        found = reader.metadata
    except Exception:
        return None, None, None
    if not found:
        return None, None, None
    values = []
    for name in ("title", "author", "creation_date"):
        try:
            values.append(getattr(found, name))
        except Exception:
            values.append(None)
    title, author = (scrub(str(value)).strip() or None if value else None for value in values[:2])
    return title, author, values[2].isoformat() if isinstance(values[2], datetime) else None
