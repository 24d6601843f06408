"""What is in the bytes: charset, page text, metadata and kind, as pure functions on bytes.

Both rooms that meet the outside world use it: `archive` for what was fetched, `reading` for article
files.  Nothing here opens a connection or a database.  Risky formats are parsed in a child process
(`sandbox`), so a hostile file can neither hang the program nor fill its memory.
"""

from __future__ import annotations

from factcheck.pages.document import Document
from factcheck.pages.kinds import kind_of, read_document

__all__ = ["Document", "kind_of", "read_document"]
