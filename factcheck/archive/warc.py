"""Captures to WARC files and back (ISO 28500), written with warcio (extra `warc`).

Each capture becomes a `metadata` record with everything a fetch told (as JSON), then for each redirect and
for the answer a `response` and a `request` record; a body that the file already holds is a `revisit`.
Other programs replay the responses; reading our own file back gives the very same captures.

Nothing from outside can forge a record: URLs are percent-encoded and line ends taken out of headers before
they are written (warcio writes both as they come).
"""

from __future__ import annotations

import base64
import hashlib
import ipaddress
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from io import BytesIO
from typing import Any, BinaryIO, Final
from urllib.parse import quote, urlsplit
from uuid import NAMESPACE_URL, uuid5

from factcheck.archive.model import Fetched, Headers, Hop
from factcheck.errors import MissingExtraError

VERSION: Final = "1.1"
MARK: Final = "factcheck-capture"
_SPECIFICATION: Final = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
_PROFILES: Final = "http://netpreserve.org/warc/1.1/revisit/"
_NOT_TOKEN = re.compile(r"[^!#$%&'*+.^_`|~0-9A-Za-z-]")
_LINE_ENDS = re.compile(r"[\r\n\0]+")
# Not told in the JSON: the body is a record of its own.
_NOT_TOLD: Final = frozenset({"body"})


@dataclass(frozen=True, slots=True)
class WarcCapture:
    """One capture on its way into or out of a WARC file.

    `id` is the capture's id in its database (None when read from a foreign file); `same_as` is the id of the
    capture that a `not_modified` visit confirmed; `title` is for the list of pages.
    """

    fetched: Fetched
    id: str | None = None
    same_as: str | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class _Kept:
    """Where a body already stands in the file: for revisit records."""

    uri: str
    date: str
    digest: str


def write_warc(captures: Iterable[WarcCapture], stream: BinaryIO, *, software: str, created: str,
               name: str | None = None) -> int:  # fmt: skip
    """Write captures as a gzipped WARC, oldest first so that revisits follow what they refer to; return how many.

    `created` is the file's own date (ISO 8601, UTC); nothing here reads the clock, so a file is reproducible.
    Raises: MissingExtraError without warcio.
    """
    writer = _Writer(stream, software, created, name)
    count = 0
    for capture in captures:
        writer.add(capture)
        count += 1
    return count


class _Writer:
    def __init__(self, stream: BinaryIO, software: str, created: str, name: str | None) -> None:
        try:
            from warcio.warcwriter import WARCWriter
        except ImportError:
            raise MissingExtraError("writing web archives", "warc") from None
        self.writer = WARCWriter(stream, gzip=True, warc_version=VERSION)
        self.by_id: dict[str, _Kept] = {}
        self.by_body: dict[str, _Kept] = {}
        self._information(software, created, name)

    def _information(self, software: str, created: str, name: str | None) -> None:
        info = {"software": software, "format": f"WARC File Format {VERSION}", "conformsTo": _SPECIFICATION}
        text = "".join(f"{key}: {_LINE_ENDS.sub(' ', value)}\r\n" for key, value in info.items()).encode()
        headers = {"WARC-Record-ID": _record_id("warcinfo", created, name or ""), "WARC-Date": _moment(created)}
        if name:
            headers["WARC-Filename"] = _LINE_ENDS.sub(" ", name)
        self._write("warcinfo", "", text, "application/warc-fields", headers)

    def _write(self, kind: str, uri: str, data: bytes, media: str, headers: dict[str, str]) -> None:
        record = self.writer.create_warc_record(uri, kind, BytesIO(data), len(data), media, headers)
        self.writer.write_record(record)

    def add(self, capture: WarcCapture) -> None:
        """Write one capture: what is known of it, its redirects, its answer."""
        fetched = capture.fetched
        key = (capture.id or "", fetched.url, fetched.started)
        answered = fetched.status is not None
        answer_id = _record_id("answer", *key) if answered else None
        hop_ids = [_record_id(f"hop-{number}", *key) for number in range(len(fetched.hops))]
        self._tell(capture, _record_id("capture", *key), answer_id, hop_ids)
        for hop, hop_id in zip(fetched.hops, hop_ids, strict=True):
            self._exchange(hop.url, hop_id, fetched, _http_head(hop.status, "", hop.headers, 0, ""), b"")
        if answer_id is not None:
            self._answer(capture, answer_id)

    def _tell(self, capture: WarcCapture, record_id: str, answer_id: str | None, hop_ids: list[str]) -> None:
        """Write all that the fetch told, under a name of its own: no replay may take it for the page."""
        fetched = capture.fetched
        told = {field.name: getattr(fetched, field.name) for field in fields(Fetched) if field.name not in _NOT_TOLD}
        told["hops"] = [{"url": hop.url, "status": hop.status, "headers": hop.headers} for hop in fetched.hops]
        whole = {
            MARK: 1,
            "id": capture.id,
            "same_as": capture.same_as,
            "title": capture.title,
            "answer": answer_id,
            "hops": hop_ids,
            "fetched": told,
        }
        headers = {"WARC-Record-ID": record_id, "WARC-Date": _moment(fetched.started)}
        if answer_id:
            headers["WARC-Concurrent-To"] = answer_id
        self._write("metadata", record_id.strip("<>"), json.dumps(whole).encode(), "application/json", headers)

    def _answer(self, capture: WarcCapture, record_id: str) -> None:
        fetched = capture.fetched
        head = _http_head(fetched.status or 0, fetched.reason, fetched.headers, len(fetched.body), fetched.http_version)
        uri, date = safe_uri(fetched.final_url), _moment(fetched.started)
        original, profile = self._original(capture)
        if original is None:
            self._exchange(fetched.final_url, record_id, fetched, head, fetched.body)
            kept = _Kept(uri, date, payload_digest(fetched.body))
            if fetched.body:
                self.by_body.setdefault(fetched.sha256, kept)
        else:
            self._exchange(fetched.final_url, record_id, fetched, head, b"", original, profile)
            kept = original
        if capture.id is not None:
            self.by_id[capture.id] = kept

    def _original(self, capture: WarcCapture) -> tuple[_Kept | None, str]:
        """The record that a visit only confirms, and by which of the standard's profiles."""
        if capture.fetched.outcome == "not_modified" and capture.same_as in self.by_id:
            return self.by_id[capture.same_as or ""], "server-not-modified"
        if capture.fetched.body and capture.fetched.outcome != "not_modified":
            return self.by_body.get(capture.fetched.sha256), "identical-payload-digest"
        return None, ""

    def _exchange(self, url: str, record_id: str, fetched: Fetched, head: _Head, body: bytes,
                  original: _Kept | None = None, profile: str = "") -> None:  # fmt: skip
        """Write an answer (or a revisit) and the request that it answers."""
        uri = safe_uri(url)
        headers = {"WARC-Record-ID": record_id, "WARC-Date": _moment(fetched.started)}
        if address := _address(fetched.remote_address):
            headers["WARC-IP-Address"] = address
        if original is not None:
            headers |= {"WARC-Profile": _PROFILES + profile, "WARC-Refers-To-Target-URI": original.uri,
                        "WARC-Refers-To-Date": original.date, "WARC-Payload-Digest": original.digest}  # fmt: skip
        kind = "response" if original is None else "revisit"
        answer = self.writer.create_warc_record(uri, kind, BytesIO(body), len(body), "", headers, http_headers=head)
        self.writer.write_record(answer)
        request = _request_head(url, fetched.request_headers)
        headers = {"WARC-Record-ID": _record_id("request", record_id), "WARC-Date": _moment(fetched.started),
                   "WARC-Concurrent-To": record_id}  # fmt: skip
        self.writer.write_record(
            self.writer.create_warc_record(uri, "request", BytesIO(b""), 0, "", headers, http_headers=request)
        )


# --------------------------------------------------------------------------------------------- the parts
class _Head:
    """An HTTP head as exact bytes; stands in for warcio's own, which rewrites what is not ASCII."""

    def __init__(self, data: bytes) -> None:
        self.headers_buff = data

    def compute_headers_buffer(self, header_filter: object = None) -> None:
        """Nothing to compute: the bytes are there."""


def _http_head(status: int, reason: str, headers: Headers, length: int, version: str) -> _Head:
    """The head of an answer: Transfer-Encoding dropped, Content-Length as the body is."""
    version = f"HTTP/{version}" if version in ("1.0", "1.1") else "HTTP/1.1"
    status = status if 100 <= status <= 999 else 999
    lines = [f"{version} {status} {_LINE_ENDS.sub(' ', reason)}".rstrip()]
    has_length = False
    for name, value in headers:
        if name.lower() == "transfer-encoding":
            continue
        if name.lower() == "content-length":
            if has_length:
                continue
            has_length, value = True, str(length)
        lines.append(_header_line(name, value))
    if not has_length:
        lines.append(f"Content-Length: {length}")
    return _Head(_latin("\r\n".join(lines) + "\r\n\r\n"))


def _request_head(url: str, headers: Headers) -> _Head:
    parts = urlsplit(safe_uri(url))
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    lines = [f"GET {target} HTTP/1.1"]
    if not any(name.lower() == "host" for name, _ in headers):
        lines.append(f"Host: {parts.netloc.rpartition('@')[2]}")
    lines += [_header_line(name, value) for name, value in headers]
    return _Head(_latin("\r\n".join(lines) + "\r\n\r\n"))


def _header_line(name: str, value: str) -> str:
    return f"{_NOT_TOKEN.sub('-', name) or '-'}: {_LINE_ENDS.sub(' ', value)}"


def _latin(text: str) -> bytes:
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace")


def safe_uri(url: str) -> str:
    """A URL that can stand in a WARC header: white space, controls and non-ASCII characters percent-encoded."""
    return quote(url.encode("utf-8", "replace"), safe="!#$%&'()*+,/:;=?@[]~|^`{}\\\"-._")


def payload_digest(body: bytes) -> str:
    """The digest of a body as WARC files name it: SHA-1 in base 32, which every reader knows."""
    return "sha1:" + base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()


def _record_id(kind: str, *parts: str) -> str:
    return f"<urn:uuid:{uuid5(NAMESPACE_URL, 'factcheck ' + json.dumps([kind, *parts]))}>"


def _moment(time: str) -> str:
    """A time as WARC 1.1 writes it (UTC, to the second or finer)."""
    found = re.match(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(\.\d{1,9})?(Z|\+00:?00)?$", time or "")
    return f"{found[1]}T{found[2]}{found[3] or ''}Z" if found else "1970-01-01T00:00:00Z"


def _address(remote: str | None) -> str | None:
    """The bare IP address of "address:port" or "[address]:port"."""
    for text in (remote or "", (remote or "").rpartition(":")[0].strip("[]")):
        try:
            return str(ipaddress.ip_address(text))
        except ValueError:
            continue
    return None


def told_to_fetched(told: dict[str, Any], body: bytes) -> Fetched:
    """A fetch from the JSON that `write_warc` wrote of it, with its body."""
    known = {field.name for field in fields(Fetched)}
    values = {name: value for name, value in told.items() if name in known and name not in _NOT_TOLD}
    values["hops"] = tuple(Hop(hop["url"], hop["status"], _headers(hop["headers"])) for hop in told.get("hops", ()))
    for name in ("headers", "request_headers"):
        values[name] = _headers(told.get(name, ()))
    return Fetched(**values, body=body)


def _headers(pairs: Iterable[Iterable[str]]) -> Headers:
    return tuple((str(name), str(value)) for name, value in pairs)
