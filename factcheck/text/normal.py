"""Normalising a text for comparison, with a map back to the text as given.

Two printings of the same words differ in quotation marks, dashes, spaces, ligatures, accents' encoding,
invisible characters, entities and broken encodings, hyphenated line ends and case. `normalise` takes
all of these away and remembers where every character came from, so that what is found in the normal
form can be shown in the original. Line breaks stay: they are needed to recognise page furniture.
"""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

OPEN_QUOTE, CLOSE_QUOTE, OPEN_SINGLE = "\u201c", "\u201d", "\u2018"
"""Quotation marks that say which way they face keep that; the straight one stays as it is."""

INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\ufff9-\ufffb\x00-\x08\x0e-\x1b\x7f]+"
)
_ENTITY = re.compile(r"&(?:amp;){0,3}(#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});|&nbsp\b")
_TAG = re.compile(
    r"<sup\b[^<>]{0,200}>[\s\d\[\],*]{0,12}</sup>"
    r"|</?(?:em|strong|b|i|u|a|p|br|span|sup|sub|div|q|cite|blockquote|mark|font|li|ul|small)\b[^<>]{0,200}>",
    re.IGNORECASE,
)
_BROKEN = re.compile("[\u00c2\u00c3\u00c5\u00e2][\u0080-\u00bf\u0152-\u0178\u02c6\u02dc\u2013-\u2122]{1,2}")
_FOOTNOTE = re.compile(
    r"(?<=[^\W\d_])[\u00b9\u00b2\u00b3\u2070-\u2079]+"
    r"|(?<=[.,;:!?\"'\u2019\u201d)\]])[\u00b9\u00b2\u00b3\u2070-\u2079]+"
)
_LINE_END = re.compile(r"-(?<=[^\W\d_]-)[ \t]*\r?\n[ \t]*(?=[^\W\d_])")
_TWO_SINGLES = re.compile(r"''(?!')|``")
_LINK_TARGET = re.compile(r"(?<=\])\((?:https?://|/|#|mailto:)[^()\s]{0,500}\)")
_GRAVE_APOSTROPHE = re.compile(r"`(?<=[^\W\d_]`)(?=[^\W\d_])")
_TURNED_APOSTROPHE = re.compile("\u2018(?<=[^\\W\\d_]\u2018)(?=[^\\W\\d_])")
_LOST_APOSTROPHE = re.compile(r"\?(?<=[^\W\d_]\?)(?=(?:t|s|re|ve|ll|d|m)\b)")
_MARKS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]")

_SINGLE = "\u2019\u201a\u201b\u2032\u2035\u02b9\u02bb\u02bc\u02bd\u02c8\u00b4\u0060\uff07\ufffd\u2039\u203a"
_OPENING = "\u201c\u201e\u201f\u00ab\u300c\u300e\u301d"
_CLOSING = "\u201d\u00bb\u300d\u300f\u301e"
_DOUBLE = "\u2033\u2036\uff02"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2e3a\u2e3b\ufe58\ufe63\uff0d\u2043"
_SPECIAL = (
    dict.fromkeys(_SINGLE, "'")
    | dict.fromkeys(_OPENING, OPEN_QUOTE)
    | dict.fromkeys(_CLOSING, CLOSE_QUOTE)
    | {"\u2018": OPEN_SINGLE}
    | dict.fromkeys(_DOUBLE, '"')
    | dict.fromkeys(_DASHES, "-")
    | {"\u2028": "\n", "\u2029": "\n", "\u0085": "\n", "\u2044": "/", "\u2215": "/"}
    | {"\u00bd": " 1/2", "\u00bc": " 1/4", "\u00be": " 3/4", "\u2153": " 1/3", "\u2154": " 2/3"}
    | {"\u0142": "l", "\u0141": "l", "\u00f8": "o", "\u00d8": "o", "\u0131": "i", "\u0130": "i"}
)


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """Where the pieces replaced in one pass stood before; between them nothing changed.

    Piece k covers [new_start[k], new_end[k]) of the new text and [old_start[k], old_end[k]) of the old.
    """

    new_start: tuple[int, ...]
    new_end: tuple[int, ...]
    old_start: tuple[int, ...]
    old_end: tuple[int, ...]

    def start(self, at: int) -> int:
        """Return where the character at `at` of the new text began in the old one."""
        k = bisect_right(self.new_end, at) - 1
        if k + 1 < len(self.new_start) and self.new_start[k + 1] <= at < self.new_end[k + 1]:
            return self.old_start[k + 1]
        return at if k < 0 else at - self.new_end[k] + self.old_end[k]

    def end(self, at: int) -> int:
        """Return where the character before `at` of the new text ended in the old one."""
        if at <= 0:
            return 0
        k = bisect_right(self.new_end, at - 1) - 1
        if k + 1 < len(self.new_start) and self.new_start[k + 1] <= at - 1 < self.new_end[k + 1]:
            return self.old_end[k + 1]
        return at if k < 0 else at - self.new_end[k] + self.old_end[k]


@dataclass(frozen=True, slots=True)
class Normal:
    """A normalised text and the way back to the text it was made from."""

    text: str
    maps: tuple[OffsetMap, ...]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return the offsets, into the text as given, of [start, end) of the normal form."""
        for one in reversed(self.maps):
            start, end = one.start(start), one.end(end)
        return start, max(start, end)


def normalise(text: str) -> Normal:
    """Return `text` in the form in which words are compared, with the map back to `text`."""
    maps: list[OffsetMap] = []
    ascii_only = text.isascii()
    if not ascii_only or not text.isprintable():
        text = _replace(text, INVISIBLE, lambda found: "", maps)
    if "&" in text:
        text = _replace(text, _ENTITY, _entity, maps)
        ascii_only = text.isascii()
    if "<" in text:
        text = _replace(text, _TAG, _tag, maps)
    if not ascii_only:
        text = _fold_beyond_ascii(text, maps)
    text = text.lower()
    if "](" in text:
        text = _replace(text, _LINK_TARGET, lambda found: "", maps)
    if "`" in text:
        text = _GRAVE_APOSTROPHE.sub("'", text)
    if "''" in text or "``" in text:
        text = _replace(text, _TWO_SINGLES, lambda found: '"', maps)
    if "-" in text and "\n" in text:
        text = _replace(text, _LINE_END, lambda found: "", maps)
    if "?" in text:
        text = _replace(text, _LOST_APOSTROPHE, lambda found: "'", maps)
    return Normal(text, tuple(maps))


def _fold_beyond_ascii(text: str, maps: list[OffsetMap]) -> str:
    """Fold every character beyond ASCII; which passes are needed is read off the characters in use."""
    chars = {char for char in set(text) if char >= "\x80"}
    if not chars.isdisjoint("\u00c2\u00c3\u00c5\u00e2"):
        text = _replace(text, _BROKEN, _repair, maps)
        text = _replace(text, INVISIBLE, lambda found: "", maps)
        chars = {char for char in set(text) if char >= "\x80"}
    if not chars.isdisjoint("\u00b9\u00b2\u00b3\u2070\u2074\u2075\u2076\u2077\u2078\u2079"):
        text = _replace(text, _FOOTNOTE, lambda found: "", maps)
    single: dict[str, str] = {}
    longer: dict[str, str] = {}
    for char in chars:
        folded = _fold(char)
        if len(folded) == 1:
            single[char] = folded
        else:
            longer[char] = folded
    if longer:
        pattern = re.compile("[" + "".join(map(re.escape, sorted(longer))) + "]")
        text = _replace(text, pattern, lambda found: longer[found.group()], maps)
    if len(single) > _MANY:
        text = text.translate({ord(char): folded for char, folded in single.items()})
    else:
        for char, folded in single.items():
            if char != folded:
                text = text.replace(char, folded)
    return _TURNED_APOSTROPHE.sub("'", text) if OPEN_SINGLE in text else text


_MANY = 60
"""Up to so many different characters are replaced one by one, which is faster than one translation."""


@lru_cache(maxsize=8192)
def _fold(char: str) -> str:
    """Return the plain form of one character: no accent, no compatibility form, no case."""
    if char in _SPECIAL:
        return _SPECIAL[char]
    if char.isspace():
        return " "
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", char))
    folded = _MARKS.sub("", unicodedata.normalize("NFKD", plain.casefold()))
    return "".join(_SPECIAL.get(part, part) for part in folded)


def _entity(found: re.Match[str]) -> str:
    whole = found.group()
    if whole == "&nbsp":
        return " "
    name = f"&{found.group(1)};"
    meaning = html.unescape(name)
    if meaning == name or INVISIBLE.fullmatch(meaning):
        return whole if meaning == name else ""
    return meaning


def _tag(found: re.Match[str]) -> str:
    name = found.group()[1:4].strip("/").lower()
    return "\n" if name.startswith(("p>", "p ", "br", "div", "li")) else ""


def _repair(found: re.Match[str]) -> str:
    """Undo UTF-8 that was read as Windows-1252, where these characters can be nothing else."""
    whole = found.group()
    for length in range(len(whole), 1, -1):
        part = whole[:length]
        raw = bytearray()
        for char in part:
            try:
                raw += char.encode("cp1252")
            except UnicodeEncodeError:
                if ord(char) > 0xFF:
                    break
                raw.append(ord(char))
        try:
            return raw.decode("utf-8") + whole[length:]
        except UnicodeDecodeError:
            continue
    return whole


def _replace(text: str, pattern: re.Pattern[str], new: Callable[[re.Match[str]], str], maps: list[OffsetMap]) -> str:
    """Replace every match and note in `maps` what went where; matches left as they are cost nothing."""
    parts: list[str] = []
    pieces: list[tuple[int, int, int, int]] = []
    done = length = 0
    for found in pattern.finditer(text):
        value, (start, end) = new(found), found.span()
        length += start - done
        parts.append(text[done:start])
        parts.append(value)
        pieces.append((length, length + len(value), start, end))
        length += len(value)
        done = end
    if not pieces:
        return text
    parts.append(text[done:])
    a, b, c, d = zip(*pieces, strict=True)
    maps.append(OffsetMap(a, b, c, d))
    return "".join(parts)
