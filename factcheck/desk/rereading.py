"""Cited passages looked for in the words that are read again from the archived bytes.

The words beside a capture are a cache that nothing vouches for until a passage is cited from them. Were they
changed before that, the log holds the changed words for true; the bytes do not.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from factcheck.desk import captures as words
from factcheck.desk.context import Context
from factcheck.desk.results import Problem
from factcheck.errors import DamagedError, FetchError
from factcheck.store import texts
from factcheck.store.records import captures


def check(ctx: Context) -> Iterator[Problem]:
    """Read the bytes of every cited capture again, and look for the passages in what they say."""
    rows = ctx.conn.execute(
        "SELECT capture_id, id, exact FROM evidence WHERE state <> 'withdrawn' ORDER BY capture_id, id"
    ).fetchall()
    for capture, cited in groupby(rows, key=lambda row: int(row[0])):
        text = _read(ctx, capture)
        for _, number, exact in cited:
            if text is None:
                detail = f"capture {capture} cannot be read again here; its passage was not looked for"
                yield Problem("not_compared", "evidence", str(number), detail, notice=True)
            elif _plain(exact) not in text:
                detail = f"the passage is not in what is read from the bytes of capture {capture}"
                yield Problem("passage", "evidence", str(number), detail)


def _read(ctx: Context, number: int) -> str | None:
    """Return the words of a capture, read anew; None where that cannot be done: bytes lost, an extra not installed."""
    capture = captures.by_id(ctx.conn, number)
    assert capture is not None
    try:
        document = words.document_of(ctx, words.holder(ctx, capture))
    except (DamagedError, FetchError):
        return None
    if document.error or any(flag in words.EXTRAS for flag in document.flags):
        return None
    return _plain(texts.as_capture_text(number, document).text)


def _plain(text: str) -> str:
    return " ".join(text.split())
