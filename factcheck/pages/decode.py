"""Bytes to text as a browser does it: byte-order mark, header, meta tag, and at last by sniffing.

The order is that of the WHATWG HTML and Encoding standards.  There is one departure, which is always
flagged: where the named charset plainly is not the one that was used (bytes that are not UTF-8 under
"utf-8", or sound UTF-8 under a one-byte charset), the text is read as what it is, since a reader who
looks for a quote is not served by garbled letters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import Final

from factcheck.pages.charsets import decode_as, encoding_of, name_of

# How far a browser looks for <meta charset>; real pages put long scripts first, so we look further.
META_WINDOW: Final = 8192
# Enough for a guess by letter frequencies; more makes the guess slow, not better.
SNIFF_WINDOW: Final = 16_384
GUESS_WINDOW: Final = 2500
# A one-byte charset is taken for mistaken UTF-8 only with at least this many sound multi-byte sequences.
ENOUGH_SEQUENCES: Final = 3
# A page in "UTF-8" is taken for another charset only with at least this many bytes outside ASCII.
ENOUGH_HIGH: Final = 24

# Bytes are counted in so much of a body, from the first one outside ASCII on.
SAMPLE: Final = 1 << 18
_ASCII: Final = bytes(range(128))

_BOMS: Final = ((b"\xef\xbb\xbf", "UTF-8"), (b"\xfe\xff", "UTF-16BE"), (b"\xff\xfe", "UTF-16LE"))
_META = re.compile(rb"<meta[\s/]([^>]{0,1000})>", re.I)
_META_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w:.+-]{1,40})", re.I)
_XML_ENCODING = re.compile(rb"\A\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w:.+-]{1,40})[\"']", re.I)
_HEADER_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([^\s;\"']{1,40})", re.I)
_COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)", re.S)
_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_CUT = re.compile(rb"[\r\n<>]+")
_HIGH = re.compile(rb"[\x80-\xff]")
# The high bytes of Latin, Greek, Cyrillic, Hebrew, Arabic and Thai letters in UTF-16.
_HIGH_HALVES: Final = (0, 3, 4, 5, 6, 14)
FALLBACK: Final = "windows-1252"
# What a page of the open web without any declaration is written in, the likeliest first.
_GUESSABLE: Final = (
    "cp1252 cp1250 cp1251 cp1253 cp1254 cp1255 cp1256 cp1257 koi8_r cp932 euc_jp gb18030 big5 cp949 cp874".split()
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with how it was read: encoding by the standard's name, and what named it."""

    text: str
    encoding: str
    origin: str  # bom, header, meta, utf-8, sniffed, default
    flags: tuple[str, ...] = ()  # charset_mismatch, undecodable_bytes


def decode_body(body: bytes, content_type: str | None = None, *, markup: bool = True) -> Decoded:
    """Decode a body as a browser does; `markup` also looks for a meta tag or an XML declaration."""
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return _finish(body[len(mark) :], encoding, "bom")
    declared, origin = _declared(body, content_type, markup)
    if declared is None:
        return _sniff(body)
    return _check(body, declared, origin)


def charset_parameter(content_type: str | None) -> str | None:
    """Return the charset label of a Content-Type header, None without one."""
    found = _HEADER_CHARSET.search((content_type or "")[:1000])
    return found[1] if found else None


def _declared(body: bytes, content_type: str | None, markup: bool) -> tuple[str | None, str]:
    if header := encoding_of(charset_parameter(content_type)):
        return header, "header"
    if markup and (meta := _meta_encoding(body[:META_WINDOW])):
        return meta, "meta"
    return None, ""


def _meta_encoding(head: bytes) -> str | None:
    """The encoding that the page names itself; UTF-16 there can only mean UTF-8, says the standard."""
    candidates = [found[1] for found in [_XML_ENCODING.search(head)] if found]
    for tag in _META.finditer(_COMMENT.sub(b"", head)):
        if found := _META_CHARSET.search(tag[1]):
            candidates.insert(0, found[1])
            break
    for label in candidates:
        if encoding := encoding_of(label.decode("ascii")):
            return "UTF-8" if encoding.startswith("UTF-16") else encoding
    return None


def _check(body: bytes, declared: str, origin: str) -> Decoded:
    """Decode as declared, unless the bytes plainly speak against it."""
    if declared == "UTF-8":
        try:
            return Decoded(body.decode("utf-8"), declared, origin)
        except UnicodeDecodeError:
            if _is_legacy(body):
                guess = _meta_encoding(body[:META_WINDOW])
                found = _finish(body, guess, "meta") if guess not in (None, "UTF-8") else _sniff(body)
                return Decoded(found.text, found.encoding, found.origin, ("charset_mismatch", *found.flags))
    elif not declared.startswith(("UTF-16", "ISO-2022")) and _is_utf8(body):
        return Decoded(body.decode("utf-8"), "UTF-8", "utf-8", ("charset_mismatch",))
    return _finish(body, declared, origin)


def _is_utf8(body: bytes) -> bool:
    """Sound UTF-8 with enough multi-byte sequences that chance is out of the question."""
    if sum(1 for _ in islice(_SEQUENCE.finditer(body), ENOUGH_SEQUENCES)) < ENOUGH_SEQUENCES:
        return False
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _is_legacy(body: bytes, enough: int = ENOUGH_HIGH, sound_share: float = 0.5) -> bool:
    """Too few of the high bytes stand inside UTF-8 sequences: the page is in another charset."""
    first = _HIGH.search(body)
    sample = body[first.start() : first.start() + SAMPLE] if first else b""
    high = len(sample.translate(None, _ASCII))
    sound = sum(len(found[0]) for found in _SEQUENCE.finditer(sample))
    return high >= enough and sound < high * sound_share


def _sniff(body: bytes) -> Decoded:
    """Nothing names the encoding: UTF-16 by its zeros, UTF-8 if it is that, else what makes sense."""
    wide = utf16_without_mark(body) if b"\0" in body[:1024] else None
    if wide is not None:
        return _finish(body, wide, "sniffed")
    try:
        return Decoded(body.decode("utf-8"), "UTF-8", "utf-8")
    except UnicodeDecodeError as error:
        # A cut or a few stray bytes do not make a UTF-8 page anything else.
        if not _is_legacy(body, enough=1, sound_share=0.75) and error.start > 0 and _SEQUENCE.search(body):
            return _finish(body, "UTF-8", "utf-8")
    return _finish(body, _guess(body), "sniffed")


def utf16_without_mark(body: bytes) -> str | None:
    """Tell UTF-16 by the high bytes of its letters, which are all alike: UTF-16LE, UTF-16BE, or None."""
    sample = body[:1024]
    half = len(sample) // 2
    if half < 4:
        return None
    odd, even = (sum(map(sample[start::2].count, _HIGH_HALVES)) for start in (1, 0))
    if odd > 0.6 * half and even < 0.1 * half:
        return "UTF-16LE"
    if even > 0.6 * half and odd < 0.1 * half:
        return "UTF-16BE"
    return None


def _guess(body: bytes) -> str:
    """The likeliest legacy charset: where the bytes make sense, else windows-1252 or another script's."""
    from factcheck.pages.guess import guess_encoding

    sample = _sample(body)
    return name_of(guess_encoding(sample) or _by_frequencies(sample))


def _sample(body: bytes) -> bytes:
    """Lines and the texts between tags that hold bytes beyond ASCII: what tells an encoding, and little else.

    None of the bytes that it is cut at can be a part of a longer character.
    """
    first = _HIGH.search(body)
    start = max(0, (first.start() if first else 0) - 1024)
    parts, size = [], 0
    for part in _CUT.split(body[start : start + SNIFF_WINDOW]):
        if _HIGH.search(part):
            parts.append(part)
            size += len(part)
            if size >= GUESS_WINDOW:
                break
    return b"\n".join(parts)[:GUESS_WINDOW]


def _by_frequencies(sample: bytes) -> str:
    """What charset-normalizer takes it for; of the Latin alphabets always the western one."""
    from charset_normalizer import from_bytes

    best = from_bytes(sample, cp_isolation=list(_GUESSABLE)).best()
    return best.encoding if best and best.encoding not in ("cp1250", "cp1254", "cp1257") else "cp1252"


def _finish(body: bytes, encoding: str | None, origin: str) -> Decoded:
    encoding = encoding or FALLBACK
    text = decode_as(body, encoding)
    lossy = "\ufffd" in text and not (encoding == "UTF-8" and b"\xef\xbf\xbd" in body)
    return Decoded(text, encoding, origin, ("undecodable_bytes",) if lossy else ())
