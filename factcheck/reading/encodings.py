"""Encodings that a person names, and UTF-32, which no page of the web may use but a text file can."""

from __future__ import annotations

import codecs

from factcheck.errors import UsageError
from factcheck.pages.charsets import decode_as, encoding_of

_NOT_TEXT = frozenset(["idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape", "mbcs", "oem"])
_EXAMPLES = "such as utf-16, windows-1252, macintosh, koi8-r, shift_jis, gb18030 or big5"


def decode_named(data: bytes, encoding: str, shown: str) -> tuple[str, str]:
    """Decode by the name of an encoding (the web's or Python's); return the text and the encoding's own name.

    Raises: UsageError for an unknown name, and where the bytes are not of that encoding.
    """
    known = encoding_of(encoding)
    name = known or _codec(encoding)
    try:
        text = decode_as(data, known, "strict") if known else data.decode(name)
    except (UnicodeDecodeError, UnicodeError) as error:
        where = f" (byte {error.start:,} is none of its characters)" if isinstance(error, UnicodeDecodeError) else ""
        raise UsageError(f"{shown} is not in {name}{where}", hint=f"name another encoding, {_EXAMPLES}") from None
    return text.removeprefix("\ufeff"), name


def utf32_of(data: bytes) -> str | None:
    """Tell UTF-32 by its mark, or by its zeros: its codec's name, or None."""
    if data.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")) and len(data) % 4 == 0:
        return "utf-32"
    head = data[:1024]
    quarter = len(head) // 4
    if len(data) % 4 or quarter < 3 or b"\0\0" not in head:
        return None
    if head[3::4].count(0) == quarter and head[2::4].count(0) == quarter and head[0::4].count(0) == 0:
        return "utf-32-le"
    if head[0::4].count(0) == quarter and head[1::4].count(0) == quarter and head[3::4].count(0) == 0:
        return "utf-32-be"
    return None


def _codec(encoding: str) -> str:
    """The name of one of Python's text encodings."""
    try:
        found = codecs.lookup(encoding.strip())
        "".encode(found.name)  # a codec that is no text encoding refuses
    except (LookupError, ValueError, TypeError):
        found = None
    if found is None or found.name in _NOT_TEXT:
        raise UsageError(f"there is no encoding {encoding[:40]!r}", hint=_EXAMPLES)
    return found.name
