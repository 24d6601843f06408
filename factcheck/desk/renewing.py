"""The caches of an undamaged file made anew: the words of captures from their bytes, and the search indexes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from factcheck.desk import captures as capture_desk
from factcheck.desk.context import Context
from factcheck.errors import DamagedError
from factcheck.store import texts
from factcheck.store.records import captures
from factcheck.store.records.captures import CaptureText


@dataclass(frozen=True, slots=True)
class Renewed:
    """What came of it: texts that were wrong or missing, texts that were kept as evidence needs them, lost ones."""

    texts: int
    changed: int
    kept: tuple[int, ...]  # captures whose bytes read otherwise today, but evidence stands on the text of then
    lost: tuple[str, ...]  # captures whose bytes cannot be read


def renew(ctx: Context, progress: Callable[[int, int], None] | None = None) -> Renewed:
    """Make the search indexes anew, and read every capture's text again; `progress` is told (done, of how many).

    Others can work meanwhile: each text is read outside the write transaction. A text that evidence was
    found in stays where today's reader would read it otherwise.
    """
    _rebuild(ctx, "claims_fts", "captures_fts")
    sql = "SELECT id FROM captures WHERE body_sha256 IS NOT NULL AND same_as IS NULL ORDER BY id"
    numbers = [row[0] for row in ctx.conn.execute(sql)]
    changed, kept, lost = 0, [], []
    for done, number in enumerate(numbers, 1):
        try:
            outcome = _renew_text(ctx, number)
        except DamagedError as error:
            lost.append(f"capture {number}: {error.message}")
        else:
            changed += outcome == "changed"
            if outcome == "kept":
                kept.append(number)
        if progress:
            progress(done, len(numbers))
    if changed:  # words that were indexed twice are marked; once more, and nothing is
        _rebuild(ctx, "captures_fts")
    return Renewed(len(numbers), changed, tuple(kept), tuple(lost))


def _rebuild(ctx: Context, *indexes: str) -> None:
    with ctx.writing() as conn:
        for index in indexes:
            conn.execute(f"INSERT INTO {index} ({index}) VALUES ('rebuild')")


def _renew_text(ctx: Context, number: int) -> str:
    """Read one capture's text again; return "same", "changed" or "kept"."""
    capture = captures.by_id(ctx.conn, number)
    assert capture is not None
    document = capture_desk.document_of(ctx, capture)
    fresh = texts.as_capture_text(number, document)
    with ctx.writing() as conn:
        held = captures.text(conn, number)
        if held == fresh:
            return "same"
        needed = {row[0] for row in conn.execute("SELECT text_sha256 FROM evidence WHERE capture_id = ?", (number,))}
        if held is not None and _digest(held) in needed and _digest(fresh) not in needed:
            return "kept"
        texts.keep(conn, number, document)
        return "changed"


def _digest(text: CaptureText) -> str:
    return hashlib.sha256(text.text.encode("utf-8", "surrogatepass")).hexdigest()
