"""An HTTP/1 answer, read off the socket exactly as it came.

Takes the place of `http.client.HTTPResponse` beneath urllib3, which loses what an archive needs: the order
and case of the headers, whatever follows a malformed header line, and whether bytes were left over behind
the body. Framing is RFC 9112's, and strict: two lengths that differ, a bad chunk size or a body that ends
early is an error and never a guess. What has arrived until then can be had with `received`.
"""

from __future__ import annotations

import http.client
import re
import threading
from typing import Any, Final

from factcheck.archive.failures import Failure
from factcheck.archive.model import Headers, header_values

MAX_HEAD: Final = 256 * 1024  # bytes of status line and headers
MAX_HEADERS: Final = 500
MAX_CHUNK_LINE: Final = 4096
MAX_TRAILERS: Final = 64 * 1024
_READ: Final = 256 * 1024
_SMALL: Final = 2048
_STATUS: Final = re.compile(rb"HTTP/(\d{1,2}(?:\.\d{1,2})?)[ \t]+([1-9]\d\d)(?:[ \t]+(.*))?", re.DOTALL)
_CHUNK_SIZE: Final = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,15})[ \t]*(?:;.*)?", re.DOTALL)
_LENGTH: Final = re.compile(r"\d{1,18}")
_NO_HEADERS: Final = http.client.HTTPMessage()
_local = threading.local()


def _scratch() -> memoryview:
    """This thread's read buffer, made once."""
    view: memoryview | None = getattr(_local, "view", None)
    if view is None:
        view = _local.view = memoryview(bytearray(_READ))
    return view


class Answer(http.client.HTTPResponse):
    """One answer: `begin` reads the head, `read_body` the body.

    `raw_headers` are the headers as received; `http_version` is the text after `HTTP/`; `bad_length` tells
    of a Content-Length that is no number, so that nobody can say whether the body is whole.
    """

    def __init__(self, sock: Any, debuglevel: int = 0, method: str | None = None, url: str | None = None):
        super().__init__(_Unbuffered(sock), debuglevel, method, url)  # type: ignore[arg-type]
        self._head_only = method == "HEAD"
        self._buffer = bytearray()
        self._at = 0  # what of the buffer is used up
        self._body: list[bytes | bytearray] = []
        self.raw_headers: Headers = ()
        self.http_version = ""
        self.bad_length = False
        self.reusable = False

    # --- the head

    def begin(self) -> None:
        """Read status line and headers, past any interim answer."""
        if self.headers is not None:
            return
        while True:
            lines = self._head()
            status = self._status_line(lines[0])
            if status == 101 or status >= 200:
                break
        self.raw_headers = _parse_headers(lines[1:])
        self.headers = self.msg = _NO_HEADERS  # urllib3 need not read them: the body is ours to read
        self.code = self.status = status
        self.version = 10 if self.http_version in ("0.9", "1.0") else 11
        self._frame()

    def _status_line(self, line: bytes) -> int:
        found = _STATUS.fullmatch(line)
        if not found:
            raise Failure("protocol", f"the answer is not HTTP: it begins with {bytes(line[:40])!r}")
        self.http_version = found[1].decode("ascii")
        self.reason = (found[3] or b"").strip().decode("latin-1")
        return int(found[2])

    def _head(self) -> list[bytes]:
        """The lines of one head, without their ends."""
        if self._at == len(self._buffer):
            self._fill()
        end = self._buffer.find(b"\r\n\r\n", self._at)
        if end > self._at:  # nearly always: the whole head in the first piece
            head = bytes(memoryview(self._buffer)[self._at : end])
            lines = head.replace(b"\r\n", b"\n").split(b"\n")
            if b"" not in lines and len(head) <= MAX_HEAD and len(lines) <= MAX_HEADERS:
                self._at = end + 4
                return lines
        return self._head_by_lines()

    def _head_by_lines(self) -> list[bytes]:
        """The same for a head that comes in pieces, or with odd line ends, or is too long."""
        lines: list[bytes] = []
        size = 0
        while True:
            line = self._line(MAX_HEAD - size, "header")
            size += len(line) + 1
            if not line:
                if lines:
                    return lines
                continue  # empty lines before the status line are skipped (RFC 9112 section 2.2)
            lines.append(line)
            if len(lines) > MAX_HEADERS:
                raise Failure("protocol", f"more than {MAX_HEADERS} headers")

    def _frame(self) -> None:
        """Find out where the body ends (RFC 9112 section 6.3)."""
        headers = self.raw_headers
        coding = ",".join(header_values(headers, "transfer-encoding")).strip().lower()
        lengths = {part.strip() for value in header_values(headers, "content-length") for part in value.split(",")}
        connection = ",".join(header_values(headers, "connection")).lower()
        keep = "keep-alive" in connection if self.version == 10 else "close" not in connection
        self.chunked = coding == "chunked"
        self.chunk_left = None
        self.length = None
        if coding and not self.chunked and coding != "identity":
            raise Failure("protocol", f"unknown transfer coding {coding[:40]!a}")
        if self._head_only or self.status in (101, 204, 304):
            self.length, self.chunked = 0, False
        elif not self.chunked and lengths:
            self.length = self._content_length(lengths)
        self.will_close = not keep or self.status == 101 or (self.length is None and not self.chunked)

    def _content_length(self, lengths: set[str]) -> int | None:
        if len(lengths) > 1:
            raise Failure("protocol", f"two lengths for one body: {', '.join(sorted(lengths))[:60]!a}")
        text = lengths.pop()
        if _LENGTH.fullmatch(text):
            return int(text)
        self.bad_length = True
        return None

    # --- the body

    @property
    def received(self) -> bytes:
        """What has been read of the body, transfer coding undone."""
        if len(self._body) == 1 and isinstance(self._body[0], bytes):
            return self._body[0]
        return b"".join(self._body)

    def _keep(self, piece: bytes) -> None:
        """Add to the body; small pieces are gathered, or chunks of one byte would cost 60 bytes each."""
        if len(piece) >= _SMALL:
            self._body.append(piece)
        elif self._body and isinstance(self._body[-1], bytearray):
            self._body[-1] += piece
        else:
            self._body.append(bytearray(piece))

    def read_body(self, limit: int) -> bytes:
        """The whole body with its transfer coding undone and its content coding kept.

        Raises: Failure `too_large` beyond `limit` bytes; `protocol` or `reset` when it breaks off.
        """
        if self.length is not None and self.length > limit:
            raise Failure("too_large", f"declares {self.length:,} bytes, the limit is {limit:,}")
        if self.chunked:
            self._read_chunked(limit)
        elif self.length is not None:
            self._read_exactly(self.length)
        else:
            self._read_to_end(limit)
        # Bytes behind the end were not asked for: the next answer on this connection could be forged.
        self.reusable = not self.will_close and self._at == len(self._buffer)
        self._close_conn()  # type: ignore[attr-defined]
        body = self.received
        self._body = [body]  # lets the pieces go
        return body

    def skip_body(self) -> None:
        """Leave the body unread; keep the connection only if it has all arrived already."""
        left = len(self._buffer) - self._at
        self.reusable = not self.will_close and not self.chunked and self.length == left
        self._close_conn()  # type: ignore[attr-defined]

    def _read_exactly(self, wanted: int) -> None:
        while wanted:
            piece = self._take(wanted)
            if not piece:
                raise Failure("reset", f"the connection ended {wanted:,} bytes before the end", passing=True)
            self._keep(piece)
            wanted -= len(piece)

    def _read_to_end(self, limit: int) -> None:
        size = 0
        while piece := self._take(_READ):
            size += len(piece)
            if size > limit:
                raise Failure("too_large", f"more than {limit:,} bytes")
            self._keep(piece)

    def _read_chunked(self, limit: int) -> None:
        total = 0
        while True:
            line = self._line(MAX_CHUNK_LINE, "chunk size")
            found = _CHUNK_SIZE.fullmatch(line)
            if not found:
                raise Failure("protocol", f"a chunk size that is no number: {bytes(line[:40])!r}")
            size = int(found[1], 16)
            if not size:
                break
            total += size
            if total > limit:
                raise Failure("too_large", f"more than {limit:,} bytes")
            self._read_exactly(size)
            if self._line(2, "chunk"):
                raise Failure("protocol", "a chunk is longer than it says")
        trailers = 0
        while line := self._line(MAX_TRAILERS - trailers, "trailer"):
            trailers += len(line) + 1

    # --- the buffer

    def _fill(self) -> int:
        """Read once from the socket into the buffer; 0 at the end of the stream."""
        if self._at:
            del self._buffer[: self._at]
            self._at = 0
        view = _scratch()
        count: int = self.fp.readinto(view)
        if count:
            self._buffer += view[:count]
        return count

    def _take(self, wanted: int) -> bytes:
        """At most `wanted` bytes of what comes next; empty at the end of the stream."""
        at, have = self._at, len(self._buffer) - self._at
        if have:
            end = at + min(wanted, have)
            self._at = end
            return bytes(memoryview(self._buffer)[at:end])
        view = _scratch()
        count: int = self.fp.readinto(view[: min(wanted, _READ)])
        return bytes(view[:count])

    def _line(self, limit: int, what: str) -> bytes:
        """The next line without its end."""
        start = self._at
        while (end := self._buffer.find(b"\n", start)) < 0:
            start = len(self._buffer) - self._at
            if start > limit:
                raise Failure("protocol", f"a {what} line or block of more than {limit:,} bytes")
            if not self._fill():
                if not start and not self._body and what == "header" and not self.http_version:
                    raise Failure("reset", "closed without an answer", passing=True)
                raise Failure("reset", f"the connection ended in the middle of a {what}", passing=True)
        line = bytes(memoryview(self._buffer)[self._at : end])
        if len(line) > limit:
            raise Failure("protocol", f"a {what} line or block of more than {limit:,} bytes")
        self._at = end + 1
        return line[:-1] if line.endswith(b"\r") else line


class _Unbuffered:
    """Hands `http.client` a raw file in place of the buffered one it asks the socket for."""

    def __init__(self, sock: Any) -> None:
        self._sock = sock

    def makefile(self, mode: str) -> Any:
        return self._sock.makefile(mode, buffering=0)


def _parse_headers(lines: list[bytes]) -> Headers:
    """Names and values as received; folded lines are joined, lines without a colon left out."""
    headers: list[tuple[str, str]] = []
    for line in lines:
        if b"\0" in line:
            raise Failure("protocol", "a NUL byte in a header")
        text = line.replace(b"\r", b" ").decode("latin-1")  # a bare CR counts as a blank (RFC 9112 2.2)
        if text[0] in " \t":
            if headers:
                name, value = headers[-1]
                headers[-1] = (name, f"{value} {text.strip()}")
            continue
        name, colon, value = text.partition(":")
        if colon and name.strip():
            headers.append((name.rstrip(), value.strip(" \t")))
    return tuple(headers)
