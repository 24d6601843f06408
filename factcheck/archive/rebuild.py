"""Taking a gzip or zlib stream apart so that it can be put together again, byte for byte.

A page is received gzipped, and gzip hides what pages have in common: only its plain bytes compress well
against an earlier capture.  To give back the body as received, the stream's header is kept and the settings
of zlib that made it are found by trying; a stream that no setting reproduces stays as it is.
"""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from typing import Final

from factcheck.archive.deflate import deflate

# The levels that servers use, the commonest first.
LEVELS: Final = (6, 5, 4, 1, 9, 3, 2, 7, 8)
# How much of the plain text is tried first; settings differ within it, so few whole trials are made.
TRIAL: Final = 1 << 16
# Streams that a server flushed more often than this are not worth the search.
MOST_FLUSHES: Final = 200
# Inflating stops here: a bomb stays as received.
LARGEST: Final = 64 << 20
_FLUSH: Final = b"\x00\x00\xff\xff"


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a compressed stream is made from its plain bytes: header (hexadecimal), zlib settings, flush offsets."""

    wrapper: str  # gzip or zlib
    header: str
    level: int
    memory: int
    window: int = 15
    flushes: tuple[int, ...] = ()
    check: int | None = None  # CRC-32 of the deflated bytes: tells whether the zlib at hand makes the same

    def as_bytes(self) -> bytes:
        """Return the recipe as JSON."""
        return json.dumps(asdict(self), separators=(",", ":")).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Recipe:
        """Read what `as_bytes` wrote."""
        values = json.loads(data)
        return cls(**{**values, "flushes": tuple(values["flushes"])})


def take_apart(stream: bytes) -> tuple[bytes, Recipe] | None:
    """Return a stream's plain bytes and its recipe, or None where it cannot be rebuilt exactly."""
    start = _header_length(stream)
    if start is None:
        return None
    wrapper = "gzip" if stream[0] == 0x1F else "zlib"
    trailer = 8 if wrapper == "gzip" else 4
    plain = inflate(stream[start:])
    if plain is None or len(stream) < start + trailer:
        return None
    raw = stream[start:-trailer]
    if stream[-trailer:] != _trailer(wrapper, plain):
        return None
    for flushes in _flush_candidates(raw):
        for level, memory, window in _settings(len(plain)):
            recipe = Recipe(wrapper, stream[:start].hex(), level, memory, window, flushes)
            if _may_match(plain, raw, recipe) and _deflate(plain, recipe) == raw:
                return plain, replace(recipe, check=zlib.crc32(raw))
    return None


def put_together(plain: bytes, recipe: Recipe) -> bytes:
    """Make the stream again from its plain bytes; the inverse of `take_apart`, whatever zlib this system has."""
    raw = _deflate(plain, recipe)
    if recipe.check not in (None, zlib.crc32(raw)):
        raw = deflate(plain, recipe.level, recipe.memory, recipe.window, recipe.flushes)
    return bytes.fromhex(recipe.header) + raw + _trailer(recipe.wrapper, plain)


def inflate(raw: bytes) -> bytes | None:
    """Inflate a bare deflate stream (what follows its end is ignored); None if it is broken, cut or a bomb."""
    inflator = zlib.decompressobj(-15)
    try:
        plain = inflator.decompress(raw, LARGEST)
    except zlib.error:
        return None
    return plain if inflator.eof else None


def _header_length(stream: bytes) -> int | None:
    """Where the deflate data begins behind a gzip (RFC 1952) or zlib (RFC 1950) header; None for neither."""
    if stream[:3] == b"\x1f\x8b\x08" and len(stream) > 18:
        return _gzip_header_length(stream)
    if len(stream) > 6 and stream[0] == 0x78 and (stream[0] * 256 + stream[1]) % 31 == 0 and not stream[1] & 0x20:
        return 2
    return None


def _gzip_header_length(stream: bytes) -> int | None:
    flags, at = stream[3], 10
    if flags & 4:
        at += 2 + int.from_bytes(stream[at : at + 2], "little")
    for flag in (8, 16):  # a name and a comment, each ended by a zero
        if flags & flag:
            end = stream.find(b"\0", at)
            if end < 0:
                return None
            at = end + 1
    if flags & 2:
        at += 2
    return at if at < len(stream) else None


def _trailer(wrapper: str, plain: bytes) -> bytes:
    if wrapper == "gzip":
        return struct.pack("<II", zlib.crc32(plain), len(plain) & 0xFFFFFFFF)
    return struct.pack(">I", zlib.adler32(plain))


def _settings(length: int) -> Iterator[tuple[int, int, int]]:
    """The settings worth a try: (level, memory level, window), for a text of this many bytes."""
    shrink = 0  # nginx takes a smaller window, and less memory with it, where it knows that the text is short
    while length < (1 << (14 - shrink)) - 262 and shrink < 6:
        shrink += 1
    shapes = [(8, 15), (9, 15)] + ([(max(1, 8 - shrink), 15 - shrink)] if shrink else [])
    for memory, window in shapes:
        for level in LEVELS:
            yield level, memory, window


def _maker(recipe: Recipe) -> zlib._Compress:
    return zlib.compressobj(recipe.level, zlib.DEFLATED, -recipe.window, recipe.memory)


def _deflate(plain: bytes, recipe: Recipe) -> bytes:
    maker = _maker(recipe)
    parts, done = [], 0
    for offset in recipe.flushes:
        parts += [maker.compress(plain[done:offset]), maker.flush(zlib.Z_SYNC_FLUSH)]
        done = offset
    parts += [maker.compress(plain[done:]), maker.flush()]
    return b"".join(parts)


def _may_match(plain: bytes, raw: bytes, recipe: Recipe) -> bool:
    """Whether these settings make the stream's beginning."""
    maker = _maker(recipe)
    if recipe.flushes and recipe.flushes[0] < TRIAL:
        return raw.startswith(maker.compress(plain[: recipe.flushes[0]]) + maker.flush(zlib.Z_SYNC_FLUSH))
    return raw.startswith(maker.compress(plain[:TRIAL]))


def _flush_candidates(raw: bytes) -> Iterator[tuple[int, ...]]:
    """No flush; and, where the stream holds the marks of sync flushes, the offsets they stand for."""
    yield ()
    inflator = zlib.decompressobj(-15)
    offsets: list[int] = []
    done, length = 0, 0
    at = raw.find(_FLUSH)
    while at >= 0 and len(offsets) <= MOST_FLUSHES:
        end = at + len(_FLUSH)
        length += len(inflator.decompress(raw[done:end]))
        done = end
        offsets.append(length)
        at = raw.find(_FLUSH, end)
    if offsets and len(offsets) <= MOST_FLUSHES:
        yield tuple(offsets)
