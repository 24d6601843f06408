"""Word files (.docx) to text: paragraphs and tables in the order of the document, then the footnotes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any, Final

from factcheck.pages.document import Document
from factcheck.pages.text import scrub

# All parts together may not inflate to more than this (bytes).
LARGEST_INSIDE: Final = 200_000_000
_CORE: Final = b"docProps/core.xml"


def docx_document(body: bytes) -> Document:
    """Read a Word file; `error` is "parse" for a file that is none, or that inflates beyond measure."""
    try:
        from docx import Document as open_docx
    except ImportError:
        return Document(kind="docx", error="unsupported_type", flags=("needs_extra_docx",))
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            if sum(part.file_size for part in packed.infolist()) > LARGEST_INSIDE:
                return Document(kind="docx", error="parse", flags=("too_large_inside",))
        file = open_docx(io.BytesIO(body))
        text = scrub("\n".join(_lines(file)))
        title, author, published = _stated(file.core_properties) if _CORE in body else (None, None, None)
    except MemoryError:
        raise
    except Exception:  # broken packages raise KeyError, ValueError, lxml's and the library's own errors
        return Document(kind="docx", error="parse")
    flags = () if text.strip() else ("no_text",)
    return Document(kind="docx", text=text, title=title, author=author, published=published, flags=flags)


def _stated(core: Any) -> tuple[str | None, str | None, str | None]:
    """Title, author and date as the file states them; where it has no such part, the library makes them up."""
    moment = core.created
    return scrub(core.title).strip() or None, scrub(core.author).strip() or None, moment.isoformat() if moment else None


def _lines(file: Any) -> Iterator[str]:
    for block in file.iter_inner_content():
        if hasattr(block, "rows"):
            for row in block.rows:
                yield "\t".join(_cells(row))
        else:
            yield block.text


def _cells(row: Any) -> Iterator[str]:
    """The texts of a row's cells; a merged cell counts once."""
    seen = None
    for cell in row.cells:
        if cell._tc is not seen:
            seen = cell._tc
            yield cell.text
