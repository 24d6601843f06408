"""References fetched and kept: every fetch is a capture, the failed ones too.

What comes off the wire is stored in batches, each one transaction; its text is read by child processes
behind the fetch and stored when it is ready, so that neither holds up the other.
"""

from __future__ import annotations

import hashlib
import mimetypes
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote, urlsplit

from factcheck.desk import find
from factcheck.desk.context import PROGRAM, Context
from factcheck.desk.results import Stored
from factcheck.errors import FetchError, NotFoundError, UsageError
from factcheck.ledger.canonical import clean
from factcheck.model import Capture, Event
from factcheck.store import bodies, texts
from factcheck.store.records import captures
from factcheck.store.records.captures import CaptureText

if TYPE_CHECKING:
    from factcheck.archive.memento import Memento
    from factcheck.archive.model import Fetched, Validators
    from factcheck.archive.options import FetchOptions
    from factcheck.archive.pool import Progress
    from factcheck.pages import Document

TOOL = "factcheck"

NOT_THE_ARTICLE = {
    "challenge": "this page checks for robots; it is not the article",
    "soft_404": "this page says that the article was not found",
    "cookie_wall": "this page asks for consent to cookies; it is not the article",
    "login_wall": "this page shows only the opening to readers without a subscription",
    "empty_shell": "this page holds hardly any text; a script fills it in",
}
"""Flags of a page that nobody should cite unawares, and what each means."""

LARGEST_FILE = 200_000_000
"""Bytes of a local file that can be kept as a reference."""


def fetch(
    ctx: Context,
    urls: Iterable[str],
    *,
    options: FetchOptions | None = None,
    progress: Callable[[Progress], None] | None = None,
    on_stored: Callable[[Sequence[Stored]], None] | None = None,
    conditional: bool = False,
    with_text: bool = False,
) -> list[Stored]:
    """Fetch URLs and keep what came: one capture each; `on_stored` is told, commit by commit, what is on disk.

    `conditional` asks "has it changed?" of pages that are here already; `with_text` returns titles and
    texts too. On Ctrl-C what is done is kept, and KeyboardInterrupt rises.
    """
    from factcheck.archive.fetch import Fetcher
    from factcheck.desk.reading import Reading
    from factcheck.pages.sandbox import Readers

    wanted = [(url, _validators(ctx, url) if conditional else None) for url in dict.fromkeys(urls)]
    stored: list[Stored] = []
    whole = False
    with Fetcher(options, clock=ctx.clock) as fetcher, Readers() as readers:
        reading = Reading(ctx, readers, decode=_decode, keep=store_document)
        try:
            for batch in fetcher.fetch_batches(wanted, progress):
                kept = _keep_batch(ctx, list(batch))
                stored += [item for item, _ in kept]
                if on_stored:
                    on_stored([item for item, _ in kept])
                for item, fetched in kept:
                    reading.add(item.capture, fetched.body)
                reading.store_ready()
            whole = True
        finally:
            if whole:
                reading.finish(lambda capture: body_of(ctx, capture))
            else:  # what is not read yet is read when it is asked for
                reading.store_ready()
                _remember(ctx, [url for url, _ in wanted], stored)
    return [_with_text(ctx, item) for item in stored] if with_text else stored


def _remember(ctx: Context, wanted: list[str], stored: list[Stored]) -> None:
    """Keep the URLs that an interrupted run did not come to, for `fetch --pending`."""
    done = {item.capture.url for item in stored}
    with ctx.writing() as conn:
        for url in wanted:
            canonical = clean(find.canonical_of(url))
            if url not in done and captures.reference_by_canonical(conn, canonical) is None:
                ctx.record("ref.add", {"url": clean(url), "canonical": canonical, "kind": "web"})


def mementos(ctx: Context, url: str, *, timemap: str | None, options: FetchOptions | None) -> list[Memento]:
    """Ask another archive (by default the Wayback Machine) which old captures of a URL it has, oldest first.

    Raises:
        FetchError: the archive does not answer as one.
    """
    from factcheck.archive.fetch import Fetcher
    from factcheck.archive.memento import WAYBACK_TIMEMAP, MementoArchive

    with Fetcher(options, clock=ctx.clock) as fetcher:
        return MementoArchive(fetcher, timemap=timemap or WAYBACK_TIMEMAP).mementos(url)


def _validators(ctx: Context, url: str) -> Validators | None:
    from factcheck.archive.model import Validators, header_value

    reference = captures.reference_by_canonical(ctx.conn, find.canonical_of(url))
    last = captures.latest_good(ctx.conn, reference.id) if reference else None
    if last is None:
        return None
    return Validators(header_value(last.headers, "etag"), header_value(last.headers, "last-modified"))


def keep_fetched(ctx: Context, batch: Sequence[Fetched]) -> list[Stored]:
    """Record fetches that came from elsewhere (a web archive) as captures, in one transaction."""
    return [item for item, _ in _keep_batch(ctx, batch)] if batch else []


def _keep_batch(ctx: Context, batch: Sequence[Fetched]) -> list[tuple[Stored, Fetched]]:
    with ctx.writing():
        kept = [(_keep(ctx, fetched), fetched) for fetched in batch]
    return [(Stored(capture, event.seq, event.hash), fetched) for (capture, event), fetched in kept]


def _keep(ctx: Context, fetched: Fetched) -> tuple[Capture, Event]:
    """Record one fetch: its body under its hash, and the event that tells of it."""
    conn = ctx.conn
    canonical = clean(find.canonical_of(fetched.url))
    sha256 = bodies.keep(conn, fetched.body, fetched.sha256) if fetched.body else None
    holds = _still_holds(ctx, canonical) if fetched.outcome == "not_modified" else None
    event = ctx.record(
        "capture.add",
        {
            "url": clean(fetched.url),
            "canonical": canonical,
            "kind": "web",
            "final_url": clean(fetched.final_url),
            "outcome": fetched.outcome,
            "error": fetched.error,
            "detail": fetched.detail and clean(fetched.detail),
            "status": fetched.status,
            "reason": clean(fetched.reason),
            "http_version": fetched.http_version,
            "headers": _pairs(fetched.headers),
            "request_headers": _pairs(fetched.request_headers),
            "hops": [
                {"url": clean(hop.url), "status": hop.status, "headers": _pairs(hop.headers)} for hop in fetched.hops
            ],
            "tls": _plain(fetched.tls) if fetched.tls else None,
            "content_type": _type(fetched.header("content-type")),
            "body_sha256": sha256,
            "decoded_sha256": fetched.decoded_sha256,
            "bytes": len(fetched.body),
            "same_as": holds.uid if holds else None,
            "remote_address": fetched.remote_address,
            "fetched_at": utc(fetched.started),
            "elapsed_ms": round(fetched.elapsed * 1000),
            "attempts": fetched.attempts,
            "robots": fetched.robots,
            "memento": fetched.memento_datetime,
            "tool": TOOL,
        },
    )
    return _recorded(ctx, event), event


def _recorded(ctx: Context, event: Event) -> Capture:
    """Return the capture that an event made, from the event itself: a row read back costs as much as a write."""
    data = event.data
    number, reference, same_as = ctx.conn.execute(
        "SELECT id, ref_id, same_as FROM captures WHERE uid = ?", (event.uid(1),)
    ).fetchone()
    plain: dict[str, Any] = {name: data.get(name) for name in _AS_RECORDED}
    plain.update(reason=data.get("reason", ""), elapsed_ms=data.get("elapsed_ms", 0), attempts=data.get("attempts", 1))
    return Capture(
        id=number,
        uid=event.uid(1),
        ref_id=reference,
        same_as=same_as,
        headers=_tuples(data["headers"]),
        request_headers=_tuples(data["request_headers"]),
        hops=tuple(data["hops"]),
        tls=data.get("tls"),
        **plain,
    )


_AS_RECORDED = tuple(
    "url final_url outcome error detail status content_type body_sha256 decoded_sha256 bytes fetched_at"
    " remote_address robots memento tool".split()
)


def _tuples(pairs: Iterable[Sequence[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in pairs)


def _still_holds(ctx: Context, canonical: str) -> Capture | None:
    reference = captures.reference_by_canonical(ctx.conn, canonical)
    return captures.latest_good(ctx.conn, reference.id) if reference else None


def _pairs(pairs: Iterable[tuple[str, str]]) -> list[list[str]]:
    return [[clean(name), clean(value)] for name, value in pairs]


def _plain(value: Any) -> Any:
    """Return a value in the types an event holds."""
    if isinstance(value, dict):
        return {str(key).encode("ascii", "backslashreplace").decode(): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value if value is None or isinstance(value, int) else clean(str(value))


def _type(header: str | None) -> str | None:
    return clean(header)[:200] if header else None


def utc(moment: str) -> str:
    """Return an ISO time in the form that the log uses."""
    return datetime.fromisoformat(moment).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


# --- the words of a capture


def _decode(capture: Capture, body: bytes) -> bytes | None:
    return _decoded(capture.headers, body)


def _decoded(headers: Iterable[tuple[str, str]], body: bytes) -> bytes | None:
    from factcheck.archive.coding import CodingError, decode_body

    if not body:
        return None
    try:
        return decode_body(list(headers), body, LARGEST_FILE)
    except CodingError:
        return None


def store_document(ctx: Context, capture: int, document: Document) -> None:
    """Keep the words of a capture, and say so where the page is not the article."""
    texts.keep(ctx.conn, capture, document)
    for flag in document.flags:
        if flag in NOT_THE_ARTICLE:
            found = captures.by_id(ctx.conn, capture)
            assert found is not None
            ctx.record(
                "finding.add",
                {
                    "kind": "not-the-article",
                    "capture": found.uid,
                    "label": flag,
                    "severity": "meaning",
                    "detail": NOT_THE_ARTICLE[flag],
                },
                actor=PROGRAM,
            )


def text_of(ctx: Context, capture: Capture) -> CaptureText:
    """Return the words of a capture; reads them from its bytes if that has not been done.

    Raises:
        FetchError: the capture holds no bytes.
    """
    if capture.same_as is not None:
        held = captures.by_id(ctx.conn, capture.same_as)
        assert held is not None
        return text_of(ctx, held)
    found = captures.text(ctx.conn, capture.id)
    if found is not None:
        return found
    if capture.body_sha256 is None:
        raise FetchError(
            f"capture {capture.id} holds no bytes: {capture.detail or capture.error or capture.outcome}",
            hint=f"`factcheck capture show {capture.id}`; fetch the page again",
        )
    return texts.as_capture_text(capture.id, _read_again(ctx, capture))


def document_of(ctx: Context, capture: Capture) -> Document:
    """Read a capture's words from its bytes; it holds bytes of its own.

    Raises:
        DamagedError: the bytes are lost or changed.
    """
    from factcheck.pages import Document, read_document

    assert capture.body_sha256 is not None
    data = _decoded(capture.headers, bodies.read(ctx.conn, capture.body_sha256))
    if data is None:
        return Document(kind="other", error="decode")
    return read_document(data, capture.content_type, capture.final_url)


def _read_again(ctx: Context, capture: Capture) -> Document:
    document = document_of(ctx, capture)
    if not ctx.db.readonly:
        with ctx.writing():
            if captures.text(ctx.conn, capture.id) is None:
                store_document(ctx, capture.id, document)
    return document


def _with_text(ctx: Context, item: Stored) -> Stored:
    held = item.capture.same_as or item.capture.id
    found = captures.text(ctx.conn, held)
    capture = captures.by_id(ctx.conn, item.capture.id) or item.capture
    return Stored(capture, item.seq, item.hash, found.title if found else None, found.text if found else None)


def body_of(ctx: Context, capture: Capture) -> bytes:
    """Return a capture's bytes as received.

    Raises:
        FetchError: it holds none.
    """
    if capture.same_as is not None:
        held = captures.by_id(ctx.conn, capture.same_as)
        assert held is not None
        return body_of(ctx, held)
    if capture.body_sha256 is None:
        raise FetchError(f"capture {capture.id} holds no bytes", hint=capture.detail or capture.outcome)
    return bodies.read(ctx.conn, capture.body_sha256)


def shoot(ctx: Context, capture: Capture, target: Path) -> Path:
    """Draw an archived page as a picture (PNG), offline and without scripts.

    Raises:
        UsageError: it is not a page.
        FactcheckError: there is no Chromium, or it drew nothing.
    """
    from factcheck.archive import shot

    words = text_of(ctx, capture)
    data = _decoded(capture.headers, body_of(ctx, capture))
    if words.kind != "html" or data is None:
        raise UsageError(
            f"capture {capture.id} is no web page ({words.kind})", hint="`factcheck capture open` saves it"
        )
    html = data.decode(words.encoding or "utf-8", "replace")
    return shot.shoot(html, target, sandbox=not hasattr(os, "geteuid") or os.geteuid() != 0)


# --- one page or file, for citing and for adding an article


def obtain(ctx: Context, target: str | Path, *, options: FetchOptions | None, refetch: bool) -> Capture:
    """Return a capture of a URL or a file: the one that is here, else a new one.

    Raises:
        FetchError: it could not be fetched whole; the failed capture is kept.
        NotFoundError: there is no such file.
    """
    name = str(target)
    if not find.is_url(name) or name.startswith("file:"):
        return keep_file(ctx, _path_of(name))
    reference = captures.reference_by_canonical(ctx.conn, find.canonical_of(name))
    if reference and not refetch and (here := captures.latest_good(ctx.conn, reference.id)):
        return here
    (item,) = fetch(ctx, [name], options=options)
    capture = item.capture
    if capture.outcome not in ("captured", "not_modified"):
        raise failed(capture)
    return captures.by_id(ctx.conn, capture.id) or capture


def failed(capture: Capture) -> FetchError:
    """Return the error that tells how a fetch ended."""
    status = f"status {capture.status}: " if capture.status else ""
    return FetchError(
        f"{capture.url} was not captured: {status}{capture.detail or capture.error or capture.outcome}",
        hint=f"the attempt is kept as capture {capture.id}; try again, or cite an archived copy or a saved file",
    )


def _path_of(name: str) -> Path:
    return Path(unquote(urlsplit(name).path)) if name.startswith("file:") else Path(name)


def keep_file(ctx: Context, path: Path) -> Capture:
    """Keep a local file as a capture of a reference; an unchanged file is not kept twice.

    Raises:
        NotFoundError: there is no such file.
        UsageError: it is a folder, empty, or larger than can be kept.
    """
    return _keep_bytes(ctx, path, find.canonical_of(str(path)), _file_bytes(path))


def keep_upload(ctx: Context, name: str, data: bytes) -> Capture:
    """Keep a file that was sent to the desk; what it is called counts with its content, as it has no place.

    Raises:
        UsageError: it is empty, or larger than can be kept.
    """
    if not data or len(data) > LARGEST_FILE:
        raise UsageError(f"{name} is empty or larger than {LARGEST_FILE:,} bytes", hint="cite the part that matters")
    digest = hashlib.sha256(data).hexdigest()
    path = Path(re.sub(r"[\x00-\x1f\x7f/\\\\]", "", name).strip(". ")[-120:] or "file")
    return _keep_bytes(ctx, path, f"file:///uploaded/{digest[:12]}/{quote(path.name)}", data)


def _keep_bytes(ctx: Context, path: Path, canonical: str, data: bytes) -> Capture:
    with ctx.writing() as conn:
        sha256 = bodies.keep(conn, data)
        reference = captures.reference_by_canonical(conn, canonical)
        here = captures.latest_good(conn, reference.id) if reference else None
        if here and here.body_sha256 == sha256:
            return here
        event = ctx.record("capture.add", _file_data(path, canonical, data, sha256, ctx.now()))
        capture = _recorded(ctx, event)
    text_of(ctx, capture)
    return captures.by_id(ctx.conn, capture.id) or capture


def _file_bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise UsageError(f"{path} is a folder", hint="name a file in it")
        if path.stat().st_size > LARGEST_FILE:
            raise UsageError(f"{path} is larger than {LARGEST_FILE:,} bytes", hint="cite the part that matters")
        data = path.read_bytes()
    except FileNotFoundError:
        raise NotFoundError(f"there is no file {path}", hint="a URL begins with http:// or https://") from None
    except (OSError, ValueError) as error:
        raise UsageError(f"{path} cannot be read: {error}", hint="check its rights") from None
    if not data:
        raise UsageError(f"{path} is empty", hint="there is nothing in it to cite")
    return data


def _file_data(path: Path, canonical: str, data: bytes, sha256: str, now: str) -> dict[str, Any]:
    return {
        "url": canonical,
        "canonical": canonical,
        "kind": "file",
        "final_url": canonical,
        "outcome": "captured",
        "headers": [],
        "request_headers": [],
        "hops": [],
        "content_type": mimetypes.guess_type(path.name)[0],
        "body_sha256": sha256,
        "decoded_sha256": sha256,
        "bytes": len(data),
        "fetched_at": now,
        "tool": TOOL,
    }


def fetch_page(ctx: Context, url: str, allow: Iterable[tuple[str, int]]) -> tuple[bytes, str | None, str]:
    """Archive a page that is an article: return its decoded bytes, its content type and its final URL.

    Raises:
        FetchError: it could not be fetched whole.
    """
    from factcheck.archive.options import FetchOptions

    capture = obtain(ctx, url, options=FetchOptions(allow=frozenset(allow)), refetch=True)
    data = _decoded(capture.headers, body_of(ctx, capture))
    if data is None:
        raise FetchError(f"{url} answered with nothing", hint="save the article to a file and add that")
    return data, capture.content_type, capture.final_url


def page_of(ctx: Context, capture: Capture) -> bytes:
    """Return a capture's page: its bytes without the content coding that they were sent in.

    Raises:
        FetchError: it holds none, or they cannot be decoded.
    """
    data = _decoded(capture.headers, body_of(ctx, capture))
    if data is None:
        raise FetchError(f"capture {capture.id} cannot be decoded", hint="its bytes can be had as they are")
    return data


def urls_to_fetch(ctx: Context) -> Iterator[str]:
    """Yield the URLs of references that have no whole capture yet (interrupted or failed)."""
    for reference in captures.references(ctx.conn):
        if reference.kind == "web" and captures.latest_good(ctx.conn, reference.id) is None:
            yield reference.url
