"""A text as the eye reads it: invisible characters left out, accents set together with their letters, `&quot;` a mark.

"José" may be written with a character of its own for the accent, a name may hold a soft hyphen or a mark of the
direction of writing, and HTML's names of characters may be left in. The rest of the program reads the plain form;
offsets go back to the text as given.
"""

from __future__ import annotations

import re
from array import array
from functools import lru_cache
from html import unescape
from unicodedata import normalize

_MARKS = "\u0300-\u036f"
_INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
_HYPHENS = "\u2010\u2011"
_ENTITY = r"&(?:\#[0-9]{2,5}|\#[xX][0-9a-fA-F]{2,4}|[a-zA-Z]{2,8});"
_UNSEEN = re.compile(f"[{_MARKS}{_INVISIBLE}{_HYPHENS}]|{_ENTITY}")
_EDGE = re.compile(f"[{_INVISIBLE}]")
# At most four accents at a time: setting thousands in order takes more than linear time. Others are left out.
_CLUSTER = re.compile(
    f"(?P<letter>[^\\W\\d_])(?P<marks>[{_MARKS}]{{1,4}})|[{_MARKS}{_INVISIBLE}]"
    f"|(?P<hyphen>[{_HYPHENS}])|(?P<entity>{_ENTITY})"
)
AT_ONCE = 10_000  # pieces of the plain form that are joined at a time


class Offsets:
    """Where each character of the plain form stands in the text as given."""

    def __init__(self, given: str, starts: array[int]) -> None:
        self._given = given
        self._starts = starts

    def start(self, at: int) -> int:
        """The offset, in the text as given, of what begins at `at`."""
        return self._starts[at]

    def end(self, at: int) -> int:
        """The offset, in the text as given, of what ends at `at`; invisible characters after it are left out."""
        if at == 0:
            return 0
        end, floor = self._starts[at], self._starts[at - 1] + 1
        while end > floor and _EDGE.match(self._given, end - 1):
            end -= 1
        return end


@lru_cache(maxsize=256)
def _meant(entity: str) -> str:
    """The character that "&rsquo;" stands for; what is no such name, or stands for none that is seen, as it is."""
    found = unescape(entity)
    return found if len(found) == 1 and (found.isprintable() or found == "\u00a0") else entity


def readable(text: str) -> tuple[str, Offsets | None]:
    """Return the plain form of `text`, and its offsets; `text` itself, and None, where nothing is unseen."""
    if (text.isascii() and "&" not in text) or not _UNSEEN.search(text):
        return text, None
    pieces: list[str] = []
    joined: list[str] = []
    starts = array("i")
    at = 0
    for found in _CLUSTER.finditer(text):
        if len(pieces) > AT_ONCE:  # a string of one character takes as much room as one of twenty
            joined.append("".join(pieces))
            pieces.clear()
        pieces.append(text[at : found.start()])
        starts.extend(range(at, found.start()))
        if found["letter"]:
            composed = normalize("NFC", found.group())
            pieces.append(composed[0])
            starts.append(found.start())
        elif found["hyphen"]:
            pieces.append("-")
            starts.append(found.start())
        elif found["entity"]:
            meant = _meant(found["entity"])
            pieces.append(meant)
            starts.extend(range(found.start(), found.start() + len(meant)))
        at = found.end()
    pieces.append(text[at:])
    starts.extend(range(at, len(text) + 1))
    return "".join([*joined, *pieces]), Offsets(text, starts)
