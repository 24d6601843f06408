"""A text without what the eye does not see: invisible characters left out, accents set together with their letters.

"José" may be written with a character of its own for the accent, and a name may hold a soft hyphen or a mark of
the direction of writing. The rest of the program reads the plain form; offsets go back to the text as given.
"""

from __future__ import annotations

import re
from array import array
from unicodedata import normalize

_MARKS = "\u0300-\u036f"
_INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
_UNSEEN = re.compile(f"[{_MARKS}{_INVISIBLE}]")
_EDGE = re.compile(f"[{_INVISIBLE}]")
# At most four accents at a time: setting thousands in order takes more than linear time. Others are left out.
_CLUSTER = re.compile(f"(?P<letter>[^\\W\\d_])(?P<marks>[{_MARKS}]{{1,4}})|[{_MARKS}{_INVISIBLE}]")


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


def readable(text: str) -> tuple[str, Offsets | None]:
    """Return the plain form of `text`, and its offsets; `text` itself, and None, where nothing is unseen."""
    if text.isascii() or not _UNSEEN.search(text):
        return text, None
    pieces: list[str] = []
    starts = array("i")
    at = 0
    for found in _CLUSTER.finditer(text):
        pieces.append(text[at : found.start()])
        starts.extend(range(at, found.start()))
        if found["letter"]:
            composed = normalize("NFC", found.group())
            pieces.append(composed[0])
            starts.append(found.start())
        at = found.end()
    pieces.append(text[at:])
    starts.extend(range(at, len(text) + 1))
    return "".join(pieces), Offsets(text, starts)
