"""What a page reports in its own words, and how much of that stands in another (w-shingling, Broder 1997).

Words in quotation marks are left out where enough else remains: two reporters at one press conference
print the same quotes, and are independent all the same. So are the page's own words: menus, captions,
notices of rights.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from factcheck.text.furniture import is_furniture
from factcheck.text.words import words_of

WIDTH = 4
"""Words of one shingle.

Of 13,366 pairs of news pages, the closest two of different origin share 0.18 of their words in runs of four;
copies in which three words in ten were replaced share 0.36 and more (19 of 20). Runs of three let set phrases
in; runs of five lose edited copies sooner.
"""

LONG_RUN = 8
"""Words in a row that a set phrase, a name with a title or a date seldom fills."""

ENOUGH = 40
"""Words beside the quotes on which two texts are compared; with fewer, the quotes count too."""

_SHORT_LINE = 8
"""A line of fewer words that does not end as a sentence does is a headline, a caption or a menu."""

_ENDS = re.compile(r"[.!?:;,…。！？]['\"”’»)\]]*\s*$")
_QUOTED = re.compile(r"“[^”\n]{12,}(?:”|$)|\"[^\"\n]{12,}\"|«[^»\n]{12,}»|„[^“”\n]{12,}[“”]", re.MULTILINE)
_NOTICE = re.compile(
    r"all rights reserved|may not be (?:published|reproduced|copied|redistributed)|without (?:the )?(?:prior )?"
    r"(?:written )?(?:permission|consent)|this (?:site|website) uses|(?:use|accept|our) (?:of )?cookies|privacy policy"
    r"|terms of (?:use|service)|sign up (?:for|to)|subscribe (?:to|now|today)|newsletter|follow us"
    r"|support our journalism|click here|read more|download (?:the|our) app|copyright ©?|© ?\d{4}",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Reported:
    """The words of one text that are compared."""

    words: tuple[str, ...]

    @cached_property
    def runs(self) -> tuple[str, ...]:
        """Every run of `WIDTH` words, by where it starts; of a shorter text, all its words."""
        width = min(WIDTH, len(self.words))
        return tuple(map(" ".join, zip(*(self.words[at:] for at in range(width)), strict=False)))

    @cached_property
    def shingles(self) -> frozenset[str]:
        """The runs, each once."""
        return frozenset(self.runs)


@dataclass(frozen=True, slots=True)
class Overlap:
    """How much of one text's words stand in another, in runs of at least `WIDTH`."""

    words: int  # words in shared runs
    share: float  # of the text's words
    longest: int  # words of the longest shared run
    long_share: float  # share of the text's words in shared runs of `LONG_RUN` and more


def reported(text: str) -> Reported:
    """Return the words of a text that are its own reporting."""
    lines = [line for line in text.splitlines() if _is_prose(line)]
    bare = _QUOTED.sub(" ", "\n".join(lines))
    words = words_of(bare).forms
    if len(words) < ENOUGH:
        words = words_of("\n".join(lines) or text).forms
    return Reported(tuple(words))


def _is_prose(line: str) -> bool:
    line = line.strip()
    if not line or is_furniture(line) or (len(line) < 600 and _NOTICE.search(line)):
        return False
    return len(line.split()) >= _SHORT_LINE or bool(_ENDS.search(line))


def overlap(text: Reported, other: Reported) -> Overlap:
    """Return how much of `text` stands in `other`; time is linear in the length of both."""
    width = min(WIDTH, len(text.words))
    if not 0 < width <= len(other.words):
        return Overlap(0, 0.0, 0, 0.0)
    known = other.shingles if width == WIDTH else _narrow(other.words, width)
    stretches: list[int] = []  # words of each shared run
    reach = 0
    for at, run in enumerate(text.runs):
        if run in known:
            if at <= reach and stretches:
                stretches[-1] += at + width - reach
            else:
                stretches.append(width)
            reach = at + width
    words = len(text.words)
    return Overlap(
        words=sum(stretches),
        share=sum(stretches) / words,
        longest=max(stretches, default=0),
        long_share=sum(length for length in stretches if length >= LONG_RUN) / words,
    )


def _narrow(words: Sequence[str], width: int) -> frozenset[str]:
    """Return the shingles of a text for one that has fewer than `WIDTH` words."""
    return frozenset(" ".join(words[start : start + width]) for start in range(len(words) - width + 1))
