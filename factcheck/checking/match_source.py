"""A document made ready for matching: its words, where each stands, and the places worth aligning."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from math import log

from factcheck.checking.match_printed import glue_split_words
from factcheck.text.words import Words, words_of

_LINE_NUMBER = re.compile(r"^[ \t]*(\d{1,3})(?=[ \t:.]|$)", re.MULTILINE)
_TIME_STAMP = re.compile(r"[\[(]?\b\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?\b[\])]?(?:\s*-->\s*[\d:.,]+)?")
_LINE_NUMBERS_IN_A_ROW = 4
FREQUENT = 400
"""A word that stands more often than this in one document says nothing about where a quote may be."""


class Source:
    """One document, cut into words; transcripts' line numbers are left out of them."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = glue_split_words(_without_line_numbers(words_of(text)))
        self.forms = self.words.forms

    @cached_property
    def positions(self) -> dict[str, list[int]]:
        """Where each form stands."""
        places: dict[str, list[int]] = {}
        for at, form in enumerate(self.forms):
            if form in places:
                places[form].append(at)
            else:
                places[form] = [at]
        return places

    @cached_property
    def repeated_lines(self) -> frozenset[str]:
        """Lines that stand in the document more than once, digits apart: headers and footers."""
        lines = Counter(line_key(line) for line in self.words.normal.text.splitlines())
        return frozenset(line for line, count in lines.items() if count > 1 and len(line) <= 120)

    def runs_of(self, forms: Sequence[str], most: int = 50) -> list[int]:
        """Return where the very words stand one after another."""
        if not forms:
            return []
        rarest = min(range(len(forms)), key=lambda k: len(self.positions.get(forms[k], ())))
        wanted, size, found = list(forms), len(forms), []
        for at in self.positions.get(forms[rarest], ()):
            start = at - rarest
            if start >= 0 and self.forms[start : start + size] == wanted:
                found.append(start)
                if len(found) >= most:
                    break
        return found

    def inside(self, form: str, low: int, high: int, most: int) -> list[int]:
        """Return at most `most` places of a form in words [low, high)."""
        places = self.positions.get(form, [])
        first = bisect_left(places, low)
        return places[first : min(bisect_left(places, high, first), first + most)]

    def regions(self, forms: Sequence[str], most: int = 4) -> list[tuple[int, int]]:
        """Return the stretches where words of the quote crowd, the most crowded first.

        Every distinct form votes once in each bucket of words where it stands, the rarer the louder.
        """
        total = len(self.forms)
        if total <= 700:
            return [(0, total)] if total else []
        size = max(32, len(forms))
        distinct = sorted(set(forms), key=lambda form: len(self.positions.get(form, ())))
        votes: dict[int, float] = {}
        for rank, form in enumerate(distinct):
            places = self.positions.get(form, [])
            if not places or (len(places) > FREQUENT and rank >= 6):
                continue
            weight = 0.2 + log(1 + total / len(places))
            last = -1
            for at in places[:FREQUENT]:
                bucket = at // size
                if bucket != last:
                    votes[bucket] = votes.get(bucket, 0.0) + weight
                    last = bucket
        return _spread(votes, size, total, most)


def _spread(votes: dict[int, float], size: int, total: int, most: int) -> list[tuple[int, int]]:
    """Turn the buckets with the most votes into stretches with room on either side."""
    paired = {bucket: weight + votes.get(bucket + 1, 0.0) for bucket, weight in votes.items()}
    margin = size + 220
    regions: list[tuple[int, int]] = []
    for bucket in sorted(paired, key=lambda b: (-paired[b], b)):
        low, high = max(0, bucket * size - margin), min(total, (bucket + 2) * size + margin)
        centre = (bucket + 1) * size
        if any(a + margin // 2 <= centre <= b - margin // 2 for a, b in regions):
            continue
        regions.append((low, high))
        if len(regions) >= most:
            break
    return regions


def line_key(line: str) -> str:
    """Return a line as it is compared with others: no digits, single spaces."""
    return " ".join(re.sub(r"\d+", "0", line).split())


def _without_line_numbers(words: Words) -> Words:
    """Leave out the numbers that only count lines, and the time stamps of a transcript."""
    text = words.normal.text
    dropped: set[int] = set()
    counted = list(_LINE_NUMBER.finditer(text))
    run: list[re.Match[str]] = []
    for found in [*counted, None]:
        if found and run and int(found.group(1)) == int(run[-1].group(1)) + 1:
            run.append(found)
            continue
        if len(run) >= _LINE_NUMBERS_IN_A_ROW and _close_together(text, run):
            dropped.update(one.start(1) for one in run)
        run = [found] if found else []
    if ":" in text:
        for stamp in _TIME_STAMP.finditer(text):
            if _alone(text, stamp):
                dropped.update(range(stamp.start(), stamp.end()))
    if not dropped:
        return words
    kept = [k for k, start in enumerate(words.starts) if start not in dropped]
    return Words(
        words.given,
        words.normal,
        [words.forms[k] for k in kept],
        [words.starts[k] for k in kept],
        [words.ends[k] for k in kept],
    )


def _close_together(text: str, run: list[re.Match[str]]) -> bool:
    """Whether numbers count lines and not paragraphs or items: one to three lines lie between two."""
    gaps = [text.count("\n", a.end(), b.start()) for a, b in zip(run, run[1:], strict=False)]
    return all(gap <= 3 for gap in gaps) and len(run) >= _LINE_NUMBERS_IN_A_ROW


def _alone(text: str, stamp: re.Match[str]) -> bool:
    """Whether a time stands in brackets of its own or at the start of a line."""
    if stamp.group()[0] in "[(" and stamp.group()[-1] in ")]":
        return True
    line_start = text.rfind("\n", 0, stamp.start()) + 1
    return not text[line_start : stamp.start()].strip() and stamp.group().count(":") >= 2


@lru_cache(maxsize=512)
def _kept_source(text: str) -> Source:
    return Source(text)


_LARGE: list[Source] = []


def source_of(text: str) -> Source:
    """Return the document made ready; the last ones used are kept, so that asking again is quick."""
    if len(text) <= 60_000:
        return _kept_source(text)
    for kept in _LARGE:
        if kept.text == text:
            return kept
    fresh = Source(text)
    _LARGE.insert(0, fresh)
    del _LARGE[2:]
    return fresh


def frequencies(sources: Iterable[Source]) -> Counter[str]:
    """Return in how many documents each form stands."""
    counts: Counter[str] = Counter()
    for source in sources:
        counts.update(source.positions.keys())
    return counts
