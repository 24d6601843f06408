"""WARC files to captures: our own come back exactly as they were, others' as far as they tell."""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from factcheck.archive.chains import REDIRECTS, Chain, Chains, Exchange
from factcheck.archive.coding import CodingError, measure
from factcheck.archive.model import Fetched, Headers, header_value
from factcheck.archive.warc import MARK, WarcCapture, told_to_fetched
from factcheck.errors import DamagedError, MissingExtraError, NotFoundError

# A body that is longer is left out, with a word to the user (bytes).
LARGEST: Final = 256 << 20
# What one record's own JSON may measure.
LARGEST_JSON: Final = 20_000_000

HINT: Final = "name a .warc or .warc.gz file"

Report = Callable[[str], None]


def read_warc(path: Path, *, problem: Report | None = None) -> Iterator[WarcCapture]:
    """Yield the captures of a WARC file (gzipped or not); what is wrong with a record is told to `problem`.

    Raises: NotFoundError for a missing file, DamagedError for one that is no WARC, MissingExtraError without warcio.
    """
    try:
        from warcio.archiveiterator import ArchiveIterator
        from warcio.exceptions import ArchiveLoadFailed
    except ImportError:
        raise MissingExtraError("reading web archives", "warc") from None
    reader = _Reader(path, problem or (lambda text: None))
    try:
        stream = path.open("rb")
    except FileNotFoundError:
        raise NotFoundError(f"there is no file {path}", hint="check the name and the folder") from None
    with stream:
        if not _begins_as_warc(path):
            raise DamagedError(f"{path.name} is no WARC file", hint=HINT)
        reader.chains = _joined(path)
        try:
            records = ArchiveIterator(stream)
            for record in records:
                yield from reader.take(record, records.get_record_offset)
        except (ArchiveLoadFailed, EOFError, ValueError, AttributeError, TypeError) as error:
            if not reader.seen:
                raise DamagedError(f"{path.name} is no WARC file", hint=HINT) from None
            reader.problem(f"{path.name} is damaged after {reader.seen} records: {str(error)[:200]}")
    if not reader.seen:
        raise DamagedError(f"{path.name} is no WARC file", hint=HINT)
    for told in reader.expected.values():
        reader.problem(f"the record of {str(told['fetched'].get('url'))[:200]} is missing")


def _joined(path: Path) -> Chains | None:
    """Read through another program's file once for its redirects; None for one of ours, which tells them itself."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    chains = Chains()
    with path.open("rb") as stream:
        try:
            for record in ArchiveIterator(stream):
                of = record.rec_headers.get_header
                if record.rec_type == "warcinfo" and b"software: factcheck " in record.raw_stream.read(4096):
                    return None
                if record.rec_type == "request" and record.http_headers is not None:
                    chains.add_request(of("WARC-Concurrent-To") or "", _pairs(record.http_headers))
                elif _is_answer(record):
                    chains.add(_exchange(record))
        except (ArchiveLoadFailed, EOFError, ValueError, AttributeError, TypeError):
            pass  # the second reading tells what is wrong
    chains.join()
    return chains


def _is_answer(record: Any) -> bool:
    uri = record.rec_headers.get_header("WARC-Target-URI") or ""
    return record.rec_type in ("response", "revisit") and uri.startswith(("http:", "https:"))


def _exchange(record: Any) -> Exchange:
    of, headers = record.rec_headers.get_header, record.http_headers
    return Exchange(
        url=of("WARC-Target-URI") or "",
        date=_time(of("WARC-Date") or ""),
        status=_status(headers.statusline) if headers is not None else 0,
        headers=_pairs(headers),
        id=of("WARC-Record-ID") or "",
    )


def _time(date: str) -> str:
    return date.replace("Z", "+00:00") if date.endswith("Z") else date


def _pairs(headers: Any) -> Headers:
    return tuple((_latin(name), _latin(value)) for name, value in headers.headers) if headers is not None else ()


def _begins_as_warc(path: Path) -> bool:
    """Whether the file begins with a WARC record; warcio takes any line for a record of the older ARC."""
    try:
        with path.open("rb") as plain, gzip.open(path) as unpacked:
            return plain.read(5) == b"WARC/" or unpacked.read(5) == b"WARC/"
    except (OSError, EOFError, zlib.error):
        return False


class _Reader:
    """Puts records together: a capture's own JSON comes first, its redirects and its answer follow."""

    def __init__(self, path: Path, problem: Report) -> None:
        self.path = path
        self.problem = problem
        self.seen = 0
        self.expected: dict[str, dict[str, Any]] = {}  # the answer's record id -> what was told of the capture
        self.ours: set[str] = set()  # record ids of redirects: they are in the JSON already
        self.offsets: dict[tuple[str, str], int] = {}  # (URL, date) -> where the response stands
        self.chains: Chains | None = None  # of another program's file: which records make one visit
        self.answers = 0

    def take(self, record: Any, offset: Callable[[], int]) -> Iterator[WarcCapture]:
        """Use one record; yields a capture when it is complete."""
        kind = record.rec_type
        if not kind:
            return
        self.seen += 1
        record_id = record.rec_headers.get_header("WARC-Record-ID") or ""
        uri = record.rec_headers.get_header("WARC-Target-URI") or ""
        date = record.rec_headers.get_header("WARC-Date") or ""
        if kind == "metadata":
            yield from self._metadata(record)
        elif _is_answer(record):
            number, self.answers = self.answers, self.answers + 1
            body = self._revisited(record, uri) if kind == "revisit" else self._body(record, uri)
            if kind == "response":
                self.offsets[uri, date] = offset()  # warcio reads the record to its end to tell this
            if record_id in self.ours:
                self.ours.discard(record_id)
                return
            if body is not None:
                yield from self._capture(record, record_id, number, body)

    def _metadata(self, record: Any) -> Iterator[WarcCapture]:
        if (record.length or 0) > LARGEST_JSON or not (record.content_type or "").startswith("application/json"):
            return
        try:
            told = json.loads(record.raw_stream.read())
            if not isinstance(told, dict) or told.get(MARK) != 1:
                return
            if told["answer"]:
                self.expected[told["answer"]] = told
                self.ours.update(told["hops"])
            else:
                yield _own(told, b"")
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            self.problem(f"a record of this program cannot be read: {str(error)[:200]}")

    def _capture(self, record: Any, record_id: str, number: int, body: bytes) -> Iterator[WarcCapture]:
        told = self.expected.pop(record_id, None)
        uri = record.rec_headers.get_header("WARC-Target-URI")
        if told is None:
            chains = self.chains.visits(number) if self.chains else [Chain(uri, _exchange(record).date, (), ())]
            yield from (_foreign(record, uri, chain, body) for chain in chains)
            return
        try:
            found = _own(told, b"" if told["fetched"].get("outcome") == "not_modified" else body)
        except (TypeError, KeyError, ValueError) as error:
            self.problem(f"the record of {uri[:200]} cannot be read: {str(error)[:200]}")
            return
        stated = found.fetched.sha256
        if stated and stated != hashlib.sha256(found.fetched.body).hexdigest():
            self.problem(f"the body of {uri[:200]} is not the one that was captured: its SHA-256 differs")
            return
        yield found

    def _body(self, record: Any, uri: str) -> bytes | None:
        """The body with its transfer coding undone and its content coding kept."""
        from warcio.bufferedreaders import ChunkedDataReader

        stream = record.raw_stream
        headers = record.http_headers
        if headers is not None and (headers.get_header("transfer-encoding") or "").lower() == "chunked":
            stream = ChunkedDataReader(stream, decomp_type=None)
        body: bytes = _read(stream)
        if len(body) > LARGEST:
            self.problem(f"the body of {uri[:200]} is longer than {LARGEST:,} bytes; left out")
            return None
        return body

    def _revisited(self, record: Any, uri: str) -> bytes | None:
        """The body that a revisit record refers to, read from where it stands in this file."""
        from warcio.archiveiterator import ArchiveIterator

        refers = record.rec_headers.get_header
        if (refers("WARC-Profile") or "").endswith("server-not-modified"):
            return b""
        offset = self.offsets.get((refers("WARC-Refers-To-Target-URI") or uri, refers("WARC-Refers-To-Date") or ""))
        if offset is None:
            self.problem(f"{uri[:200]} refers to a body that is not in this file")
            return None
        with self.path.open("rb") as stream:
            stream.seek(offset)
            for original in ArchiveIterator(stream):
                return self._body(original, uri)
        return None


def _read(stream: Any) -> bytes:
    parts, total = [], 0
    while total <= LARGEST and (part := stream.read(1 << 20)):
        parts.append(part)
        total += len(part)
    return b"".join(parts)


def _own(told: dict[str, Any], body: bytes) -> WarcCapture:
    return WarcCapture(
        told_to_fetched(told["fetched"], body), id=told["id"], same_as=told["same_as"], title=told["title"]
    )


def _foreign(record: Any, uri: str, chain: Chain, body: bytes) -> WarcCapture:
    """A capture from what any program writes."""
    headers = record.http_headers
    status = _status(headers.statusline if headers is not None else "")
    reason = headers.statusline.partition(" ")[2] if headers is not None else ""
    fetched = Fetched(
        url=chain.url,
        final_url=uri,
        outcome="http_error" if status >= 400 else "captured",
        error="http" if status >= 400 else None,
        status=status,
        reason=reason,
        http_version=headers.protocol.removeprefix("HTTP/") if headers is not None else "",
        hops=chain.hops,
        request_headers=chain.request,
        headers=_pairs(headers),
        body=body,
        sha256=hashlib.sha256(body).hexdigest(),
        started=chain.date,
        remote_address=record.rec_headers.get_header("WARC-IP-Address"),
    )
    if record.rec_type == "revisit" and status == 304:
        return WarcCapture(replace(fetched, outcome="not_modified", error=None))
    if status in REDIRECTS:
        location = ascii(header_value(fetched.headers, "location") or "")[:200]
        detail = f"a redirect ({status}) to {location}, which is not in the file"
        return WarcCapture(replace(fetched, outcome="failed", error="protocol", detail=detail))
    return WarcCapture(_decoded(fetched))


def _decoded(fetched: Fetched) -> Fetched:
    """Add what the body decodes to; a body that does not decode is incomplete, as it would be on the wire."""
    try:
        length, sha256 = measure(fetched.headers, fetched.body, LARGEST, fetched.sha256)
    except CodingError as error:
        return replace(fetched, outcome="incomplete", error=error.code, detail=error.detail)
    return replace(fetched, decoded_length=length, decoded_sha256=sha256)


def _status(line: str) -> int:
    code = line.partition(" ")[0]
    return int(code) if code.isdigit() and len(code) == 3 else 200


def _latin(text: str) -> str:
    """Header text as this house keeps it: each byte a Latin-1 character."""
    return text.encode("utf-8", "replace").decode("latin-1") if not text.isascii() else text
