"""Who passed somebody's words on: "X said, according to Y", "Y reported that X said"."""

from __future__ import annotations

import re

from factcheck.extraction.attributed import Attribution
from factcheck.extraction.resolve import Resolver

REACH = 260  # characters around the cue that are looked at

_STOP = re.compile(r"[a-z]{2}[.!?][\"”’']*\s+(?=[A-Z\"“])")
_ACCORDING = re.compile(
    r"\b(?:[Aa]ccording to|[Aa]s (?:reported|quoted|cited|told|relayed) by|was (?:reported|quoted) by|"
    r"in an? (?:account|report|transcript) (?:by|from))[ \u00a0]"
    r"(?P<who>[^\n,.;:\"“”()]{2,90}(?:\.(?=[A-Z\s][A-Za-z.]*\s?[A-Z])[^\n,.;:\"“”()]{0,60})?)"
)


def passed_on(text: str, item: Attribution, resolver: Resolver) -> tuple[str, int, int] | None:
    """Return who is said to have passed on the words of `item`: the name, and where it stands."""
    if item.via is not None:
        return resolver.name_of(*item.via) or text[slice(*item.via)], *item.via
    if item.source is None or item.cue is None:
        return None
    cue = text[slice(*item.cue)].lower()
    if "according" in cue or "reported by" in cue:
        return None
    low, high = _sentence(text, min(item.cue[0], item.source[0]), max(item.cue[1], item.source[1]))
    for found in _ACCORDING.finditer(text, low, high):
        start, end = found.span("who")
        inside = any(a <= start < b for a, b in item.parts)
        if inside and not _ends_sentence(text, end):
            continue
        if end <= item.source[0] or start >= item.source[1]:
            words = text[start:end].rstrip()
            return resolver.name_of(start, start + len(words)) or words, start, start + len(words)
    return None


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """About the sentence around the cue, never beyond its paragraph."""
    floor = max(text.rfind("\n", max(0, start - REACH), start) + 1, start - REACH, 0)
    stop = text.find("\n", end, end + REACH)
    ceiling = stop if stop >= 0 else min(len(text), end + REACH)
    begin = max([floor, *(mark.end() for mark in _STOP.finditer(text, floor, start + 1))])  # it looks one letter ahead
    found = _STOP.search(text[end:ceiling])
    return begin, end + found.start() + 3 if found else ceiling


def _ends_sentence(text: str, end: int) -> bool:
    return end >= len(text) or text[end] in ".\n"
