"""What captures hold: their words, their bytes, their pages; and local files kept as captures."""

from __future__ import annotations

import hashlib
import mimetypes
import os
import re
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote, urlsplit

from factcheck.desk import find
from factcheck.desk.context import PROGRAM, Context
from factcheck.desk.visits import TOOL, recorded
from factcheck.errors import FactcheckError, FetchError, NotFoundError, RefusedError, UsageError
from factcheck.model import Capture, Outcome
from factcheck.store import bodies, texts
from factcheck.store.records import captures
from factcheck.store.records.captures import CaptureText

if TYPE_CHECKING:
    from factcheck.archive.options import FetchOptions
    from factcheck.pages import Document

NOT_THE_ARTICLE = {
    "challenge": "this page checks for robots; it is not the article",
    "soft_404": "this page says that the article was not found",
    "cookie_wall": "this page asks for consent to cookies; it is not the article",
    "login_wall": "this page shows only the opening to readers without a subscription",
    "empty_shell": "this page holds hardly any text; a script fills it in",
}
"""Flags of a page that nobody should cite unawares, and what each means."""

EXTRAS = {
    "needs_extra_pdf": ("reading a PDF", "pdf", "pypdf"),
    "needs_extra_docx": ("reading a Word file", "docx", "docx"),
}
"""Flags of a text that could not be read for want of an extra: what needs it, the extra, its package."""

LARGEST_FILE = 200_000_000
"""Bytes of a local file that can be kept as a reference."""


# --- the words of a capture


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
    if found is not None and not _can_be_read_now(found):
        return found
    if capture.body_sha256 is None:
        raise FetchError(
            f"capture {capture.id} holds no bytes: {_how_it_ended(capture)}",
            hint=f"`factcheck capture show {capture.id}`; fetch the page again",
        )
    return texts.as_capture_text(capture.id, _read_again(ctx, capture))


def _can_be_read_now(words: CaptureText) -> bool:
    """Whether what lacked an extra when it was read has it by now."""
    return any(flag in EXTRAS and find_spec(EXTRAS[flag][2]) is not None for flag in words.flags)


def document_of(ctx: Context, capture: Capture) -> Document:
    """Read a capture's words from its bytes; it holds bytes of its own.

    Raises:
        DamagedError: the bytes are lost or changed.
    """
    from factcheck.pages import Document, read_document

    data = decoded_page(ctx, capture)
    if data is None:
        return Document(kind="other", error="decode")
    return read_document(data, capture.content_type, capture.final_url)


def properties_of(ctx: Context, capture: Capture) -> dict[str, Any]:
    """Return what a picture's file says of itself; of other kinds of captures, nothing.

    Raises:
        FetchError: the capture holds no bytes.
    """
    held = holder(ctx, capture)
    return dict(document_of(ctx, held).properties) if text_of(ctx, held).kind == "image" else {}


def _read_again(ctx: Context, capture: Capture) -> Document:
    document = document_of(ctx, capture)
    if not ctx.db.readonly:
        with ctx.writing():
            kept = captures.text(ctx.conn, capture.id)
            if kept is None or _can_be_read_now(kept):
                store_document(ctx, capture.id, document)
    return document


def holder(ctx: Context, capture: Capture) -> Capture:
    """Return the capture that holds the bytes: itself, or the one that it found unchanged.

    Raises:
        FetchError: there are none.
    """
    if capture.same_as is not None:
        held = captures.by_id(ctx.conn, capture.same_as)
        assert held is not None
        return holder(ctx, held)
    if capture.body_sha256 is None:
        raise FetchError(
            f"capture {capture.id} holds no bytes: {_how_it_ended(capture)}",
            hint=f"`factcheck capture show {capture.id}` tells what answered",
        )
    return capture


def _how_it_ended(capture: Capture) -> str:
    return (
        capture.detail
        or capture.error
        or ("the answer was empty" if capture.outcome == "captured" else capture.outcome)
    )


def body_of(ctx: Context, capture: Capture) -> bytes:
    """Return a capture's bytes as received.

    Raises:
        FetchError: it holds none.
    """
    sha256 = holder(ctx, capture).body_sha256
    assert sha256 is not None
    return bodies.read(ctx.conn, sha256)


def decoded_page(ctx: Context, capture: Capture) -> bytes | None:
    """Return a capture's bytes without their content coding; None where they cannot be decoded.

    Raises:
        FetchError: it holds none.
        DamagedError: they are lost or changed.
    """
    held = holder(ctx, capture)
    assert held.body_sha256 is not None
    if held.decoded_sha256 and held.decoded_sha256 != held.body_sha256:
        plain = bodies.read_plain(ctx.conn, held.body_sha256, held.decoded_sha256)
        if plain is not None:
            return plain
    return _decoded(held.headers, bodies.read(ctx.conn, held.body_sha256))


def shoot(ctx: Context, capture: Capture, target: Path) -> Path:
    """Draw an archived page as a picture (PNG), offline and without scripts.

    Raises:
        UsageError: it is not a page.
        FactcheckError: there is no Chromium, or it drew nothing.
    """
    from factcheck.archive import shot

    words = text_of(ctx, capture)
    data = decoded_page(ctx, capture)
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
        RefusedError: it may not be fetched: a private address, another scheme.
        NotFoundError: there is no such file.
    """
    name = find.without_user(str(target))
    if re.match(r"(?i)https?:/*$", name):
        raise UsageError(f"{name} names no page", hint="a URL is like https://un.example/record")
    if not find.is_url(name) or name.startswith("file:"):
        return keep_file(ctx, _path_of(name))
    reference = captures.reference_by_canonical(ctx.conn, find.canonical_of(name))
    if reference and not refetch and (here := captures.latest_good(ctx.conn, reference.id)):
        return here
    from factcheck.desk.fetching import fetch

    (item,) = fetch(ctx, [name], options=options)
    capture = item.capture
    if capture.outcome not in ("captured", "not_modified"):
        raise failed(capture)
    return captures.by_id(ctx.conn, capture.id) or capture


def failed(capture: Capture) -> FactcheckError:
    """Return the error that tells how a fetch ended: refused by a rule of ours, or failed."""
    told = capture.detail or capture.error or capture.outcome
    status = f"status {capture.status}: " if capture.status and str(capture.status) not in told else ""
    kind = RefusedError if capture.outcome == Outcome.REFUSED else FetchError
    return kind(
        f"{capture.url} was not captured: {status}{told}",
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
        (capture,) = recorded(ctx, [event])
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
    data = decoded_page(ctx, capture)
    if data is None:
        raise FetchError(f"{url} answered with nothing", hint="save the article to a file and add that")
    return data, capture.content_type, capture.final_url


def page_of(ctx: Context, capture: Capture) -> bytes:
    """Return a capture's page: its bytes without the content coding that they were sent in.

    Raises:
        FetchError: it holds none, or they cannot be decoded.
    """
    data = decoded_page(ctx, capture)
    if data is None:
        raise FetchError(f"capture {capture.id} cannot be decoded", hint="its bytes can be had as they are")
    return data
