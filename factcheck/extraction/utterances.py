"""Whose words a text is: "his response", "Marlow's tweet", "a letter from the board", "the statement added"."""

from __future__ import annotations

import re

from factcheck.extraction.body_names import MASTHEADS
from factcheck.extraction.phrases import POSSESSIVES

REACH = 150  # tokens that "the statement" looks back for where somebody made one
NEAR = 30  # tokens between that word and whoever spoke there

UTTERANCES = frozenset(
    """statement statements letter letters email emails e-mail e-mails tweet tweets post posts speech speeches remark
    remarks comment comments response responses reply replies answer answers message messages memoir memoirs book op-ed
    essay column testimony word words account article story report memo note release filing complaint excerpts excerpt
    passage transcript plea question questions review blog text diary lecture sermon tirade rant quip slogan motto
    autobiography manifesto ruling opinion dissent""".split()
)
_EXCERPTS = frozenset(["passage", "excerpt", "excerpts", "transcript", "text"])
_LINKS = frozenset(["from", "by", "of", "in"])
_OF_A_PAPER = frozenset(["editorial", "article", "story", "report", "piece"])
_ENDS = frozenset(["of", "from", "by", "that", "which", "to", "on", "in", "at", "about", ",", "then", "for"])
_DETERMINERS = frozenset(["the", "this", "that", "a", "an", "one", "another", "in"])
# Documents are the source, and not who has seen them.
SEEN_BY = re.compile(
    r"(?:(?!by\b)[\w-]+ ){0,4}?"
    r"(?:documents?|records|e-?mails?|letters?|memos?|files?|minutes|papers|messages|transcripts?|reports?)"
    r" (?:seen|obtained|reviewed|viewed|examined|leaked) (?:by|to) ",
    re.IGNORECASE,
)


def author(words: list[str], first: int, last: int) -> tuple[int, int] | None:
    """The tokens that name whose words the phrase is about: "his" of "his response"; None if it is no such phrase."""
    while first < last and words[first].lower() == "in":
        first += 1
    low = [word.lower() for word in words[first:last]]
    for number, word in enumerate(low):
        if word in POSSESSIVES and number and word != "'":
            if _head(low[number + 1 :]) in UTTERANCES:
                return first, first + number
            break
    if low and low[0] in ("his", "her") and _head(low) in UTTERANCES:
        return first, first + 1
    if _head(low) not in UTTERANCES | _OF_A_PAPER:
        return None
    for number, word in enumerate(low):
        if word in _LINKS and number + 1 < len(low):
            at = first + number + 1
            if word == "in":
                paper = words[last - 1] in MASTHEADS and _head(low) in _OF_A_PAPER
                return (at, last) if paper else None
            if words[at][0].isupper() or low[number + 1] in ("his", "her", "the"):
                return at, next((n for n in range(at + 1, last) if words[n] in ("to", ",")), last)
    return None


def is_bare(words: list[str], first: int, last: int) -> bool:
    """Whether it is "the statement" or "the passage", and nothing else."""
    low = [word.lower() for word in words[first:last]]
    return len(low) == 2 and low[0] in _DETERMINERS and low[-1] in UTTERANCES


def made_by(words: list[str], first: int, last: int, spoke: int) -> bool:
    """Whether whoever spoke at token `spoke` did so in what "the statement" at token `first` is."""
    head = words[last - 1].lower()
    wanted = UTTERANCES if head in _EXCERPTS else frozenset([head])
    floor = max(0, first - REACH)
    return any(words[at].lower() in wanted and abs(at - spoke) < NEAR for at in range(first - 1, floor - 1, -1))


def _head(low: list[str]) -> str:
    """The last word before "of", "from", "that" and the like."""
    for number, word in enumerate(low):
        if number and word in (
            "of",
            "from",
            "by",
            "that",
            "which",
            "to",
            "on",
            "in",
            "at",
            "about",
            ",",
            "then",
            "for",
        ):
            return low[number - 1]
    return low[-1] if low else ""
