"""Whether a text's lines are broken where a paragraph ends, or wherever a line was full.

E-mails and plain-text files break their lines at some 70 characters; a quote may go over such a break.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

WIDEST = 100  # characters of a line that was broken because it was full
NARROWEST = 40
LEAST = 3  # breaks that must look like it
SHARE = 0.75  # of the breaks within blocks that must

_LINE = re.compile(r"[^\r\n]+")
_BREAK = re.compile(r"[ \t]*(?:\r\n|\r|\n)[ \t]*")
_FIRST_WORD = re.compile(r"\s*(\S+)")


def unwrapped(text: str) -> str:
    """Return `text` with the breaks of full lines made spaces, of the same length; as it is if it has none.

    A break was made by a full line if the next word would not have fitted on it any more.
    """
    widest = max((end - start for start, end in _lines(text)), default=0)
    if not NARROWEST <= widest <= WIDEST:
        return text
    full, within = [], 0
    for (start, end), (begin, stop) in pairwise(_lines(text)):
        if end == start or begin == stop or not _BREAK.fullmatch(text, end, begin):
            continue
        within += 1
        word = _FIRST_WORD.match(text, begin, stop)
        if word is not None and end - start + 1 + len(word[1]) > widest:
            full.append((end, begin))
    if len(full) < max(LEAST, SHARE * within):
        return text
    out, at = [], 0
    for end, begin in full:
        out += [text[at:end], " " * (begin - end)]
        at = begin
    return "".join([*out, text[at:]])


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """The offsets of each line that is not empty, without the space at its end."""
    for match in _LINE.finditer(text):
        yield match.start(), match.start() + len(match.group().rstrip())
