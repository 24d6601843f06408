"""PDF to text, with where each page begins and ends in it."""

from __future__ import annotations

import io
import logging
from datetime import datetime
from typing import Any, Final

from factcheck.pages.document import Document
from factcheck.pages.text import scrub

MOST_PAGES: Final = 5000
LONGEST_TEXT: Final = 10_000_000
# One page's content is no longer than this when inflated (bytes): more is a bomb.
PAGE_GAP: Final = "\n\n"

logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def pdf_document(body: bytes) -> Document:
    """Read a PDF's pages; `error` is "parse" for a file that cannot be read, or only with a password."""
    try:
        from pypdf import PdfReader
    except ImportError:
        return Document(kind="pdf", error="unsupported_type", flags=("needs_extra_pdf",))
    try:
        reader = PdfReader(io.BytesIO(body), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            return Document(kind="pdf", error="parse", flags=("encrypted",))
        text, pages, complete = _pages(reader)
        title, author, published = _information(reader)
    except MemoryError:
        raise
    except Exception:  # pypdf raises many kinds on broken files
        return Document(kind="pdf", error="parse")
    flags = () if text.strip() else ("no_text",)
    return Document(kind="pdf", text=text, pages=pages, title=title, author=author, published=published, flags=flags,
                    error=None if complete else "parse", properties={"pages": len(pages)})  # fmt: skip


def _pages(reader: Any) -> tuple[str, tuple[tuple[int, int], ...], bool]:
    """The text of all pages, the offsets of each, and whether every page could be read."""
    parts: list[str] = []
    offsets: list[tuple[int, int]] = []
    length, complete = 0, True
    for number, page in enumerate(reader.pages):
        if number >= MOST_PAGES or length > LONGEST_TEXT:
            return "".join(parts), tuple(offsets), False
        try:
            text = scrub(page.extract_text() or "")
        except MemoryError:
            raise
        except Exception:
            text, complete = "", False
        if parts:
            parts.append(PAGE_GAP)
            length += len(PAGE_GAP)
        parts.append(text)
        offsets.append((length, length + len(text)))
        length += len(text)
    return "".join(parts), tuple(offsets), complete


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
