"""Captures out of the file and into it, in the formats of web archives."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from factcheck import __version__
from factcheck.desk import captures as archive
from factcheck.desk.context import Context
from factcheck.desk.fetching import read_all
from factcheck.desk.results import Stored
from factcheck.desk.visits import keep_fetched, utc
from factcheck.errors import StorageError, UsageError
from factcheck.model import Article, Capture
from factcheck.store.records import captures

if TYPE_CHECKING:
    from factcheck.archive.model import Fetched
    from factcheck.archive.warc import WarcCapture


BATCH, BATCH_BYTES = 64, 32 << 20
"""Captures, and bytes of bodies, that are taken in at one time."""


def export(ctx: Context, path: Path, article: Article | None) -> int:
    """Write captures (of an article's evidence, or all) in the form that the file's ending names; return how many.

    Raises:
        MissingExtraError: the extra `warc` is not installed.
        StorageError: the file cannot be written.
    """
    held = captures.of_article(ctx.conn, article.id) if article else _every_capture(ctx)
    if path.suffix == ".wacz":
        return export_wacz(ctx, held, path, title=article.title if article else "factcheck captures")
    return _export_warc(ctx, held, path)


def export_wacz(ctx: Context, held: Iterable[Capture], path: Path, *, title: str) -> int:
    """Write captures as a WACZ file; return how many.

    Raises:
        MissingExtraError: the extra `warc` is not installed.
        StorageError: the file cannot be written.
    """
    from factcheck.archive.wacz import write_wacz

    try:
        return write_wacz(_records(ctx, held), path, software=_software(), created=ctx.now(), title=title)
    except OSError as error:
        raise StorageError(f"{path} cannot be written: {error.strerror}", hint="name another file") from error


def _export_warc(ctx: Context, held: Iterable[Capture], path: Path) -> int:
    """Write captures as a gzipped WARC file; return how many.

    Raises:
        MissingExtraError: the extra `warc` is not installed.
        StorageError: the file cannot be written.
    """
    from factcheck.archive.warc import write_warc

    try:
        with path.open("wb") as stream:
            return write_warc(_records(ctx, held), stream, software=_software(), created=ctx.now(), name=path.name)
    except OSError as error:
        raise StorageError(f"{path} cannot be written: {error.strerror}", hint="name another file") from error


def _every_capture(ctx: Context) -> Iterator[Capture]:
    """Yield all captures, oldest first."""
    for (number,) in ctx.conn.execute("SELECT id FROM captures ORDER BY id").fetchall():
        found = captures.by_id(ctx.conn, number)
        if found is not None:
            yield found


def _software() -> str:
    return f"factcheck {__version__}"


def _records(ctx: Context, held: Iterable[Capture]) -> Iterator[WarcCapture]:
    from factcheck.archive.warc import WarcCapture

    for capture in held:
        body = archive.body_of(ctx, capture) if capture.body_sha256 else b""
        same_as = captures.by_id(ctx.conn, capture.same_as) if capture.same_as else None
        yield WarcCapture(
            fetched=as_fetched(capture, body, _version(ctx, capture)),
            id=capture.uid,
            same_as=same_as.uid if same_as else None,
            title=capture.title,
        )


def _version(ctx: Context, capture: Capture) -> str:
    row = ctx.conn.execute("SELECT http_version FROM captures WHERE id = ?", (capture.id,)).fetchone()
    return str(row[0] or "")


def as_fetched(capture: Capture, body: bytes, http_version: str = "") -> Fetched:
    """Return a capture as the fetch that it records; `http_version` is the text after `HTTP/`."""
    from factcheck.archive.model import Fetched, Hop

    return Fetched(
        url=capture.url,
        final_url=capture.final_url,
        outcome=capture.outcome,
        error=capture.error,
        detail=capture.detail,
        status=capture.status,
        reason=capture.reason,
        http_version=http_version,
        hops=tuple(
            Hop(hop["url"], hop["status"], tuple((name, value) for name, value in hop["headers"]))
            for hop in capture.hops
        ),
        request_headers=capture.request_headers,
        headers=capture.headers,
        body=body,
        sha256=capture.body_sha256 or "",
        decoded_sha256=capture.decoded_sha256,
        started=capture.fetched_at.replace("Z", "+00:00"),
        elapsed=capture.elapsed_ms / 1000,
        remote_address=capture.remote_address,
        tls=capture.tls,
        attempts=capture.attempts,
        robots=capture.robots,
    )


def import_archive(ctx: Context, path: Path, *, problem: Callable[[str], None] | None = None) -> list[Stored]:
    """Take the captures of a WARC or WACZ file in; one that is here already is not taken twice.

    Raises:
        UsageError: the file's ending is neither.
        DamagedError: it cannot be read.
    """
    from factcheck.archive.wacz import read_wacz
    from factcheck.archive.warc_in import read_warc

    name = path.name.lower()
    if name.endswith(".wacz"):
        found: Iterator[WarcCapture] = read_wacz(path, problem=problem)
    elif name.endswith((".warc", ".warc.gz")):
        found = read_warc(path, problem=problem)
    else:
        raise UsageError(
            f"{path.name} is neither .warc(.gz) nor .wacz", hint="`factcheck cite CLAIM FILE` keeps any file"
        )
    stored: list[Stored] = []
    batch: list[Fetched] = []
    for record in found:
        if not _is_here(ctx, record.fetched):
            batch.append(record.fetched)
        if len(batch) >= BATCH or sum(len(one.body) for one in batch) > BATCH_BYTES:
            stored += keep_fetched(ctx, batch)
            batch = []
    stored += keep_fetched(ctx, batch)
    read_all(ctx, [item.capture for item in stored])
    return stored


def _is_here(ctx: Context, fetched: Fetched) -> bool:
    row = ctx.conn.execute(
        "SELECT 1 FROM captures WHERE url = ? AND fetched_at = ? AND coalesce(body_sha256, '') = ?",
        (fetched.url, utc(fetched.started), fetched.sha256 if fetched.body else ""),
    ).fetchone()
    return row is not None
