"""Content codings (gzip, deflate, zstd, brotli), undone with a bound on the output.

Thirty kilobytes of gzip can inflate to gigabytes, so nothing here ever holds more than one piece of
output beyond the limit: `measure` hashes the decoded bytes without keeping them, `decode_body` keeps at
most `limit` of them. (RFC 9110 section 8.4, RFC 8878 section 3.1.1.1.2 for the window of zstd.)
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, NamedTuple

from factcheck.archive.model import header_values

inflater: Any = zlib
"""What undoes gzip and deflate: ISA-L where the extra `fast` is installed (half the time), else zlib."""
_inflate_errors: Any = (zlib.error,)
try:
    from isal import igzip_lib, isal_zlib
except ImportError:
    pass
else:
    inflater = isal_zlib
    _inflate_errors = (zlib.error, igzip_lib.IsalError)

ACCEPT_ENCODING: Final = "gzip, deflate"
"""What a fetch asks for: the codings that every reader of web archives can undo."""

MAX_LAYERS: Final = 2
MAX_MEMBERS: Final = 2_000  # gzip members in one body; more is an attack on the loop below
PIECE: Final = 1 << 18  # bytes of output at a time: most pages in one, and sixteen bombs in little memory
SLICE: Final = 1 << 18
ZSTD_WINDOW: Final = 8 << 20
ZSTD_FEED: Final = 256  # a zstd block of 4 bytes may stand for 128 KiB: 256 bytes in, at most 8 MiB out

# Labels that servers put into Content-Encoding by mistake; the body is not coded at all.
NOT_CODINGS: Final = frozenset({"", "identity", "none", "utf-8", "utf8", "iso-8859-1", "binary", "8bit", "7bit"})

Decoder = Callable[[Iterator[bytes]], Iterator[bytes]]


class CodingError(Exception):
    """A body that cannot be decoded: `code` is `decode` or `too_large`, `partial` that it only breaks off."""

    def __init__(self, code: str, detail: str, *, partial: bool = False) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail
        self.partial = partial


class Measured(NamedTuple):
    """The size in bytes and the SHA-256 of a decoded body."""

    length: int
    sha256: str


def codings_of(headers: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """The content codings named by the headers, in the order they were applied."""
    labels = ",".join(header_values(headers, "content-encoding")).lower().split(",")
    return tuple(label for label in map(str.strip, labels) if label not in NOT_CODINGS)


def measure(headers: Iterable[tuple[str, str]], body: bytes, limit: int, sha256: str) -> Measured:
    """Decode, keeping nothing, and tell length and hash; `sha256` is that of `body`, used when uncoded.

    Raises: CodingError when the body is not what the headers say, or decodes to more than `limit` bytes.
    """
    codings = codings_of(headers)
    if not codings or not body:
        return Measured(len(body), sha256)
    digest, length = hashlib.sha256(), 0
    for piece in _pieces(codings, body, limit):
        digest.update(piece)
        length += len(piece)
    return Measured(length, digest.hexdigest())


def decode_body(headers: Iterable[tuple[str, str]], body: bytes, limit: int) -> bytes:
    """The body with its content codings undone.

    Raises: CodingError when the body is not what the headers say, or decodes to more than `limit` bytes.
    """
    codings = codings_of(headers)
    if not codings or not body:
        return body
    return b"".join(_pieces(codings, body, limit))


def decode_prefix(headers: Iterable[tuple[str, str]], body: bytes, limit: int) -> bytes:
    """As much of the body as decodes, at most `limit` bytes: for showing what a broken page has."""
    codings = codings_of(headers)
    if not codings or not body:
        return body[:limit]
    kept: list[bytes] = []
    try:
        for piece in _pieces(codings, body, limit):
            kept.append(piece)
    except CodingError:
        pass
    return b"".join(kept)[:limit]


def _pieces(codings: tuple[str, ...], body: bytes, limit: int) -> Iterator[bytes]:
    """Undo the layers from the outside in, piece by piece; each layer is held to the limit."""
    if len(codings) > MAX_LAYERS:
        raise CodingError("decode", f"{len(codings)} layers of content coding, at most {MAX_LAYERS} undone")
    # Slices, because zlib copies all input that is left over at the end of each gzip member.
    pieces: Iterator[bytes] = (body[at : at + SLICE] for at in range(0, len(body), SLICE))
    for label in reversed(codings):
        decoder = DECODERS.get(label)
        if decoder is None:
            raise CodingError("decode", f"unknown content coding {label[:40]!a}")
        pieces = _bounded(decoder(pieces), limit)
    return pieces


def _bounded(pieces: Iterator[bytes], limit: int) -> Iterator[bytes]:
    total = 0
    for piece in pieces:
        total += len(piece)
        if total > limit:
            raise CodingError("too_large", f"decodes to more than {limit:,} bytes")
        yield piece


def _cut_off() -> CodingError:
    return CodingError("decode", "the coded body is cut off", partial=True)


def _drain(decoder: Any, data: bytes) -> Iterator[bytes]:
    """Feed `data` to a zlib decoder and yield its output in bounded pieces."""
    try:
        while True:
            piece = decoder.decompress(data, PIECE)
            if piece:
                yield piece
            data = decoder.unconsumed_tail
            # A full piece may leave output inside the decoder though it has eaten all input.
            if decoder.eof or (not data and len(piece) < PIECE):
                return
    except _inflate_errors as error:
        raise CodingError("decode", f"the body is not coded as its header says ({error})") from error


def _gunzip(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """RFC 1952: one member or several; what follows the last one is ignored, as browsers do."""
    decoder, members, fed = inflater.decompressobj(31), 0, False
    for data in pieces:
        while data:
            if decoder.eof:
                if not data.startswith(b"\x1f\x8b"):
                    return
                members += 1
                if members > MAX_MEMBERS:
                    raise CodingError("decode", f"more than {MAX_MEMBERS:,} gzip members")
                decoder = inflater.decompressobj(31)
            fed = True
            yield from _drain(decoder, data)
            data = decoder.unused_data
    if fed and not decoder.eof:
        raise _cut_off()


def _inflate(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """`deflate` with the zlib wrapper of RFC 1950, or bare as some servers send it."""
    decoder: Any = None
    for data in pieces:
        if decoder is None and data:
            wrapped = len(data) > 1 and data[0] & 15 == 8 and (data[0] * 256 + data[1]) % 31 == 0
            decoder = inflater.decompressobj(15 if wrapped else -15)
        if decoder is not None and not decoder.eof:
            yield from _drain(decoder, data)
    if decoder is not None and not decoder.eof:
        raise _cut_off()


def _unzstd(pieces: Iterator[bytes]) -> Iterator[bytes]:
    import zstandard  # only bodies that need it pay for loading it

    context = zstandard.ZstdDecompressor(max_window_size=ZSTD_WINDOW)
    decoder = context.decompressobj()
    frames, open_frame = 0, False
    try:
        for data in pieces:
            for start in range(0, len(data), ZSTD_FEED):
                chunk = data[start : start + ZSTD_FEED]
                while chunk:
                    if decoder.eof:
                        frames += 1
                        if frames > MAX_MEMBERS:
                            raise CodingError("decode", f"more than {MAX_MEMBERS:,} zstd frames")
                        decoder = context.decompressobj()
                    piece = decoder.decompress(chunk)
                    if piece:
                        yield piece
                    open_frame = not decoder.eof
                    chunk = decoder.unused_data if decoder.eof else b""
    except zstandard.ZstdError as error:
        raise CodingError("decode", f"the body is not coded as its header says ({error})") from error
    if open_frame:
        raise _cut_off()


def _unbrotli(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """RFC 7932; never asked for, but captures made by browsers have it."""
    try:
        import brotli  # type: ignore[import-not-found,import-untyped,unused-ignore]

        decoder = brotli.Decompressor()
        decoder.process(b"", output_buffer_limit=PIECE)
    except (ImportError, AttributeError, TypeError):  # old packages of that name cannot bound their output
        raise CodingError("decode", "a brotli body, which needs the package brotli 1.2 or newer") from None
    try:
        for data in pieces:
            piece = decoder.process(data, output_buffer_limit=PIECE)
            while piece or not decoder.can_accept_more_data():
                yield piece
                piece = decoder.process(b"", output_buffer_limit=PIECE)
    except brotli.error as error:
        raise CodingError("decode", "not a brotli body") from error
    if not decoder.is_finished():
        raise _cut_off()


DECODERS: Final[dict[str, Decoder]] = {
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _inflate,
    "zstd": _unzstd,
    "br": _unbrotli,
}
