"""A file whose first page is gone, given that of a new file: the page that says where every table begins.

New files are all laid out alike, and writing moves no table's first page. So the first page of a new file fits
an old one, unless that was packed anew (VACUUM). Whatever is read with its help is checked against hashes.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from factcheck.store.connection import create

_COUNTER, _PAGES, _FREE, _VALID_FOR = 24, 28, 32, 92
"""Places in the header of an SQLite file: change counter, pages, free pages (two numbers), the counter again."""


@contextmanager
def with_new_head(damaged: Path, beside: Path) -> Iterator[Path]:
    """Yield a copy of a file, its write-ahead log with it, in a folder beside another one; its first page is new."""
    with TemporaryDirectory(prefix=".factcheck-", dir=beside.parent) as name:
        fresh, copy = Path(name, "fresh.db"), Path(name, "copy.db")
        create(fresh).close()
        head = bytearray(fresh.read_bytes()[: _page_size(fresh)])
        shutil.copyfile(damaged, copy)
        log = damaged.with_name(damaged.name + "-wal")
        if log.is_file():
            shutil.copyfile(log, copy.with_name(copy.name + "-wal"))
        head[_PAGES : _PAGES + 4] = (damaged.stat().st_size // len(head)).to_bytes(4, "big")
        head[_FREE : _FREE + 8] = bytes(8)
        head[_VALID_FOR : _VALID_FOR + 4] = head[_COUNTER : _COUNTER + 4]
        with copy.open("r+b") as stream:
            stream.write(head)
        yield copy


def _page_size(path: Path) -> int:
    size = int.from_bytes(path.read_bytes()[16:18], "big")
    return 65536 if size == 1 else size
