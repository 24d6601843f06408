"""Stored forms of a body: as received, or recompressed against another body as a zstd dictionary.

A body is received gzipped and stored so: nothing is lost by waiting.  `pack` finds a smaller form: the plain
bytes of the gzip stream with the recipe to make it again (`rebuild`), compressed by zstd against an earlier
capture of the same URL, a page of the same host, or a dictionary shared by all.  Dictionaries are used to a
depth of one: what serves as a dictionary is itself stored without one.  A form is returned only after
reading it back gave the very bytes (the SHA-256 of a body is that of its bytes as received, in every form).
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import zstandard

from factcheck.archive.rebuild import LARGEST, Recipe, put_together, take_apart
from factcheck.errors import DamagedError

RAW: Final = "raw"  # the bytes as received
ZSTD: Final = "zstd"  # a zstd frame of the bytes as received
GZIP_ZSTD: Final = "gzip+zstd"  # the recipe (length in 2 bytes, JSON), then a zstd frame of the plain bytes
KEPT: Final = "kept"  # as RAW; nothing smaller was found
PACKED: Final = "packed"  # as ZSTD; nothing smaller was found, or it was pressed anew

SETTLED: Final = {RAW: KEPT, ZSTD: PACKED, GZIP_ZSTD: GZIP_ZSTD}
"""Under which name a form is stored when it has been looked for, so that it is not looked for again."""

LEVEL: Final = 19
TRIAL_LEVEL: Final = 3
# A shared dictionary of this size did best on diverse news pages (docs/explanation/page-text.md).
SHARED_SIZE: Final = 112_640
# A smaller form must save at least this share, else the bytes stay as they are (and read faster).
WORTH: Final = 0.02


@dataclass(frozen=True, slots=True)
class Packed:
    """A body's stored form; `dictionary` is the id (SHA-256) of the body it is compressed against."""

    codec: str
    data: bytes
    dictionary: str | None = None


@dataclass(frozen=True, slots=True)
class Base:
    """A candidate dictionary: the id of a stored body (SHA-256), and its plain bytes."""

    id: str
    content: bytes


class Prepared:
    """A dictionary made ready for reading: its plain bytes are taken in once, for all that is pressed against them."""

    def __init__(self, content: bytes) -> None:
        self.size = len(content)
        self._dictionary = _make_dictionary(content)

    def decompress(self, data: bytes) -> bytes:
        """Undo `compress` with this dictionary.

        Raises: DamagedError where the data cannot be read with it.
        """
        # A decompressor may not be used by two threads at once; a dictionary may.
        return _decompress(zstandard.ZstdDecompressor(dict_data=self._dictionary, max_window_size=LARGEST * 2), data)


def compress(body: bytes, dictionary: bytes | None = None, *, level: int = LEVEL) -> bytes:
    """Compress by zstd, against the bytes of a dictionary if one is given."""
    settings = _settings(len(body), len(dictionary or b""), level)
    shared = _as_dictionary(dictionary) if dictionary else None
    return zstandard.ZstdCompressor(compression_params=settings, dict_data=shared).compress(body)


def decompress(data: bytes, dictionary: bytes | Prepared | None = None) -> bytes:
    """Undo `compress`.

    Raises: DamagedError where the data cannot be read with this dictionary.
    """
    if dictionary and not isinstance(dictionary, Prepared):
        dictionary = Prepared(dictionary)
    if isinstance(dictionary, Prepared):
        return dictionary.decompress(data)
    return _decompress(zstandard.ZstdDecompressor(max_window_size=LARGEST * 2), data)


def _decompress(decompressor: zstandard.ZstdDecompressor, data: bytes) -> bytes:
    try:
        return decompressor.decompress(data, max_output_size=LARGEST, allow_extra_data=False)
    except zstandard.ZstdError as error:
        raise DamagedError(f"a stored body cannot be read: {error}", hint="run `factcheck audit`") from None


def pack(body: bytes, bases: Iterable[Base] = (), *, level: int = LEVEL) -> Packed:
    """Return the smallest stored form of a body as received, against one of `bases` or none; RAW if none is smaller.

    Put the likeliest base first: an earlier capture of the URL, then pages of the host, then the shared dictionary.
    """
    parts = take_apart(body)
    codec, plain, recipe = (GZIP_ZSTD, *parts) if parts else (ZSTD, body, None)
    head = _recipe_head(recipe)
    best = choose_base(plain, bases)
    data = head + compress(plain, best.content if best else None, level=level)
    packed = Packed(codec, data, best.id if best else None)
    if len(data) > len(body) * (1 - WORTH):
        return Packed(RAW, body)
    if unpack(codec, data, best.content if best else None) != body:
        return Packed(RAW, body)
    return packed


def unpack(codec: str, data: bytes, dictionary: bytes | Prepared | None = None) -> bytes:
    """Return the body as received; `dictionary` is the plain bytes of the body named by the stored form.

    Raises: DamagedError where the stored form is broken or its codec unknown.
    """
    if codec in (RAW, KEPT):
        return data
    if codec in (ZSTD, PACKED):
        return decompress(data, dictionary)
    recipe, frame = _split(codec, data)
    return put_together(decompress(frame, dictionary), recipe)


def unpack_plain(codec: str, data: bytes, dictionary: bytes | Prepared | None = None) -> bytes | None:
    """Return the body without its gzip coding, which is the fast way; None for a form that does not hold it."""
    if codec != GZIP_ZSTD:
        return None
    _, frame = _split(codec, data)
    return decompress(frame, dictionary)


def as_base(body: bytes) -> bytes:
    """Return what a body as received serves as a dictionary with: its plain bytes where it is gzipped."""
    if body[:2] != b"\x1f\x8b":
        return body
    try:
        return zlib.decompressobj(31).decompress(body, LARGEST)
    except zlib.error:
        return body


def choose_base(plain: bytes, bases: Iterable[Base], *, at_most: float = 1.0) -> Base | None:
    """Return the base that compresses these bytes best in a fast trial, None if none helps.

    `at_most` is the share of the size without a base below which one counts as a help.
    """
    best, size = None, at_most * len(compress(plain, None, level=TRIAL_LEVEL))
    for base in bases:
        if not base.content:
            continue
        tried = len(compress(plain, base.content, level=TRIAL_LEVEL))
        if tried < size:
            best, size = base, tried
    return best


def train(samples: Sequence[bytes], size: int = SHARED_SIZE) -> bytes | None:
    """Train a shared dictionary on plain bodies; None where there are too few of them to learn from."""
    if len(samples) < 16 or sum(len(sample) for sample in samples) < size * 8:
        return None
    cut: list[bytes | bytearray | memoryview] = [sample[:262_144] for sample in samples if sample]
    try:
        return zstandard.train_dictionary(size, cut, k=1024, d=8).as_bytes()
    except zstandard.ZstdError:
        return None


# ------------------------------------------------------------------------------------------------- inside
def _settings(length: int, extra: int, level: int) -> zstandard.ZstdCompressionParameters:
    """Parameters whose window reaches over the dictionary and the body."""
    window = max(10, min(27, (length + extra).bit_length()))
    return zstandard.ZstdCompressionParameters.from_level(
        level, source_size=length, dict_size=extra, window_log=window, write_checksum=False, write_content_size=True
    )


@lru_cache(maxsize=16)
def _as_dictionary(content: bytes) -> zstandard.ZstdCompressionDict:
    return _make_dictionary(content)


def _make_dictionary(content: bytes) -> zstandard.ZstdCompressionDict:
    trained = content[:4] == b"\x37\xa4\x30\xec"
    kind = zstandard.DICT_TYPE_FULLDICT if trained else zstandard.DICT_TYPE_RAWCONTENT
    return zstandard.ZstdCompressionDict(content, dict_type=kind)


def _recipe_head(recipe: Recipe | None) -> bytes:
    if recipe is None:
        return b""
    data = recipe.as_bytes()
    return len(data).to_bytes(2, "big") + data


def _split(codec: str, data: bytes) -> tuple[Recipe, bytes]:
    if codec != GZIP_ZSTD:
        raise DamagedError(f"a body is stored in the unknown form {codec!r}", hint="it may need a newer factcheck")
    length = int.from_bytes(data[:2], "big")
    try:
        return Recipe.from_bytes(data[2 : 2 + length]), data[2 + length :]
    except (ValueError, TypeError, KeyError) as error:
        raise DamagedError(f"a stored body cannot be read: {error}", hint="run `factcheck audit`") from None
