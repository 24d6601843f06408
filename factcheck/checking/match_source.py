"""A document made ready for matching: its normal form, and the places worth aligning cut into words.

A long document is not cut into words as a whole. Where a quote may stand is found by searching the
normal form for its rarer words, which the interpreter does at memory speed; only windows around the
places where several of them crowd are cut.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import islice, pairwise
from math import log

from factcheck.checking.match_printed import Printed, glue_split_words
from factcheck.checking.match_words import STOP_WORDS
from factcheck.text.language import language_of
from factcheck.text.normal import Normal, normalise
from factcheck.text.words import Words, word_pattern, words_within

SHORT = 9_000
"""Characters up to which a document is one window."""

FREQUENT = 120
"""A word that stands more often than this in one document says little about where a quote may be."""

TERMS = 14
"""The rarest words of a quote that are searched for."""

LEAST_VOTES = 0.45
"""Windows with less than this share of the best window's votes are not looked at."""

KEPT_WINDOWS = 6
"""Windows of one document that stay cut into words."""

WINDOWS = 4
"""Windows of a long document that are aligned with a quote."""

_TELLING = 16
"""Words of a part of a quote, the longest, of which the rarest is looked for."""

_LOOKED_THROUGH = 6_000_000
"""Characters that are looked through at most for one part of a quote that stands elsewhere."""

_LINE_NUMBER = re.compile(r"^[ \t]*(\d{1,3})(?=[ \t:.]|$)", re.MULTILINE)
_TIME_STAMP = re.compile(r"[\[(]?\b\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?\b[\])]?(?:\s*-->\s*[\d:.,]+)?")
_LINE_NUMBERS_IN_A_ROW = 4
_DOUBLE = re.compile('["\u201c\u201d]')
_NOTED = re.compile(r"([^\W\d_]{3,}(?:'[^\W\d_]+)?)\d{1,2}$")
"""A word with a footnote's number stuck to it: `country12`."""


class Document:
    """A text as given and its normal form; windows of it are made on demand."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._found: dict[str, tuple[int, list[int]]] = {}
        self._windows: dict[tuple[int, int], Source] = {}

    @cached_property
    def normal(self) -> Normal:
        """The normal form."""
        return normalise(self.text)

    @cached_property
    def language(self) -> str | None:
        """The language the document is in, as far as its beginning tells."""
        return language_of(self.text)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What a word is in this document."""
        return word_pattern(self.normal.text)

    @cached_property
    def whole(self) -> Source:
        """The whole document as one window."""
        return Source(self, 0, len(self.normal.text))

    def windows(self, printed: Printed) -> Iterator[Source]:
        """Yield the windows where words of the quote crowd, the most crowded first."""
        if len(self.normal.text) <= SHORT:
            yield self.whole
            return
        verbatim = self._verbatim(printed)
        if verbatim is not None:
            yield verbatim
        width = max(250, len(printed.words.normal.text))
        for start, end in _spread(self._votes(printed.forms, width), width, len(self.normal.text)):
            yield self.window(start, end)

    def _verbatim(self, printed: Printed) -> Source | None:
        """Return the window around the very letters of the quote, where they stand."""
        words = printed.words
        core = words.normal.text[words.starts[0] : words.ends[-1]] if words.forms else ""
        at = self.normal.text.find(core) if len(core) > 12 else -1
        return self.window(at - 200, at + len(core) + 200) if at >= 0 else None

    def _stands(self, form: str) -> tuple[int, list[int]]:
        """Return how often a string stands in the normal form, and its first places."""
        known = self._found.get(form)
        if known is None:
            count = self.normal.text.count(form)
            known = count, list(_places(self.normal.text, form, FREQUENT)) if 0 < count <= FREQUENT else []
            if len(self._found) < 20_000:
                self._found[form] = known
        return known

    def window(self, start: int, end: int) -> Source:
        """Return [start, end) of the normal form, cut at spaces, as a window."""
        text = self.normal.text
        start = 0 if start <= 0 else max(text.rfind(" ", 0, start), text.rfind("\n", 0, start), start - 60, 0)
        space = text.find(" ", end, end + 60) if end < len(text) else -1
        place = start, space if space >= 0 else min(end, len(text))
        if place not in self._windows:
            if len(self._windows) >= KEPT_WINDOWS:
                self._windows.pop(next(iter(self._windows)))
            self._windows[place] = Source(self, *place)
        return self._windows[place]

    def _votes(self, forms: Sequence[str], width: int) -> dict[int, float]:
        """Let every distinct word vote once in each stretch where it stands, the rarer the louder."""
        text = self.normal.text
        counted = []
        for form in _search_terms(forms):
            count = self._stands(form)[0]
            if count:
                counted.append((count, form))
        counted.sort()
        del counted[TERMS:]
        votes: dict[int, float] = {}
        for rank, (count, form) in enumerate(counted):
            if count > FREQUENT and rank >= 6:
                break
            value = log(2 + len(text) / (6 * count)) * (0.3 if count > FREQUENT else 1.0)
            last = -1
            places = self._stands(form)[1] or _places(text, form, FREQUENT)
            for at in places:
                bucket = at // width
                if bucket != last:
                    votes[bucket] = votes.get(bucket, 0.0) + value
                    last = bucket
        return votes

    def run_of(self, forms: Sequence[str]) -> tuple[Source, int] | None:
        """Return where the very words stand one after another: a window and the word's number in it."""
        if not forms:
            return None
        if len(self.normal.text) <= SHORT:
            places = self.whole.runs_of(forms, most=1)
            return (self.whole, places[0]) if places else None
        text = self.normal.text
        wanted = [form for form in dict.fromkeys(forms) if form.isalpha()]
        telling = sorted((form for form in dict.fromkeys(forms) if form.isalnum()), key=len, reverse=True)[:_TELLING]
        rarest = min(telling, key=text.count, default=forms[0])
        reach = 60 + 12 * len(forms) + sum(map(len, forms))
        for at in _places(text, rarest, max(2, min(200, _LOOKED_THROUGH // (2 * reach)))):
            near = text[max(0, at - reach) : at + reach]
            if all(form in near for form in wanted):
                window = self.window(at - reach, at + reach)
                places = window.runs_of(forms, most=1)
                if places:
                    return window, places[0]
        return None

    def knows(self, form: str) -> bool:
        """Whether a word stands anywhere in the document."""
        return re.search(rf"\b{re.escape(form)}\b", self.normal.text) is not None

    def always_capital(self, form: str) -> bool:
        """Whether a word is written with a capital nine times in ten, in the first 50 places."""
        small = seen = 0
        for found in islice(re.finditer(rf"\b{re.escape(form)}\b", self.normal.text), 50):
            at = self.normal.original(*found.span())[0]
            seen += 1
            small += self.text[at : at + 1].islower()
        return small * 10 <= seen

    def repeats(self, line: str) -> bool:
        """Whether a line of the normal form stands more than once, digits apart: a header or footer."""
        core = max(re.split(r"\d+", line.strip()), key=len).strip()
        if len(core) < 6:
            return False
        lines = 0
        for at in _places(self.normal.text, core, 20):
            before = self.normal.text.rfind("\n", 0, at)
            after = self.normal.text.find("\n", at)
            whole = self.normal.text[before + 1 : after if after >= 0 else None]
            lines += len(whole.strip()) <= len(line.strip()) + 4
        return lines > 1


class Source:
    """A window of a document, cut into words; transcripts' line numbers are left out of them."""

    def __init__(self, document: Document, start: int, end: int) -> None:
        self.document = document
        self.text = document.text
        words = words_within(document.text, document.normal, start, end, document.pattern)
        self.words = glue_split_words(_without_line_numbers(words, start, end), start, end)
        self.forms = self.words.forms

    @cached_property
    def positions(self) -> dict[str, list[int]]:
        """Where each form stands in this window."""
        places: dict[str, list[int]] = {}
        for at, form in enumerate(self.forms):
            if form in places:
                places[form].append(at)
            else:
                places[form] = [at]
            if form[-1].isdigit() and (noted := _NOTED.match(form)):
                places.setdefault(noted.group(1), []).append(at)
        return places

    @cached_property
    def quoted(self) -> frozenset[int]:
        """The words that a double quotation mark stands right before."""
        text, starts = self.words.normal.text, self.words.starts
        if not starts:
            return frozenset()
        marks = _DOUBLE.finditer(text, starts[0], self.words.ends[-1] + 2)
        return frozenset(bisect_left(starts, found.start()) for found in marks)

    def runs_of(self, forms: Sequence[str], most: int = 50) -> list[int]:
        """Return where the very words stand one after another."""
        if not forms:
            return []
        positions = self.positions
        if any(form not in positions for form in forms):
            return []
        rarest = min(range(len(forms)), key=lambda k: len(positions[forms[k]]))
        if len(positions[forms[rarest]]) > 40:
            return self._runs_in_joined(forms, most)
        wanted, size, found = list(forms), len(forms), []
        for at in positions[forms[rarest]]:
            start = at - rarest
            if start >= 0 and self.forms[start : start + size] == wanted:
                found.append(start)
                if len(found) >= most:
                    break
        return found

    def _runs_in_joined(self, forms: Sequence[str], most: int) -> list[int]:
        """Find the words in one joined string: linear, however often they repeat themselves."""
        joined, needle = f" {' '.join(self.forms)} ", f" {' '.join(forms)} "
        found: list[int] = []
        at, counted, word = joined.find(needle), 0, 0
        while at >= 0 and len(found) < most:
            word += joined.count(" ", counted, at)
            counted = at
            found.append(word)
            at = joined.find(needle, at + 1)
        return found

    def inside(self, form: str, low: int, high: int, most: int) -> list[int]:
        """Return at most `most` places of a form in words [low, high)."""
        places = self.positions.get(form, [])
        if len(places) <= most and low == 0 and high == len(self.forms):
            return places
        first = bisect_left(places, low)
        return places[first : min(bisect_left(places, high, first), first + most)]


def _search_terms(forms: Sequence[str]) -> list[str]:
    """Return what to search the normal form for: telling words, and pairs where there are few of them."""
    telling = [form for form in dict.fromkeys(forms) if form not in STOP_WORDS and len(form) >= 3]
    if len(telling) >= 5:
        return telling
    return telling + [f"{a} {b}" for a, b in dict.fromkeys(pairwise(forms))] or list(forms)


def _places(text: str, form: str, most: int) -> Iterator[int]:
    at = text.find(form)
    while at >= 0 and most:
        yield at
        most -= 1
        at = text.find(form, at + len(form))


def _spread(votes: dict[int, float], width: int, total: int) -> list[tuple[int, int]]:
    """Turn the stretches with the most votes into windows with room on either side."""
    paired = {bucket: weight + votes.get(bucket + 1, 0.0) for bucket, weight in votes.items()}
    margin = width + 1300
    windows: list[tuple[int, int]] = []
    enough = LEAST_VOTES * max(paired.values(), default=0.0)
    for bucket in sorted(paired, key=lambda b: (-paired[b], b)):
        if paired[bucket] < enough:
            break
        centre = (bucket + 1) * width
        if any(a + margin // 2 <= centre <= b - margin // 2 for a, b in windows):
            continue
        windows.append((max(0, bucket * width - margin), min(total, (bucket + 2) * width + margin)))
        if len(windows) >= WINDOWS:
            break
    return windows


def _without_line_numbers(words: Words, start: int, end: int) -> Words:
    """Leave out the numbers that only count lines, and the time stamps of a transcript."""
    text = words.normal.text[start:end]
    dropped: set[int] = set()
    for run in _counted_lines(text):
        dropped.update(start + found.start(1) for found in run)
    if ":" in text:
        for stamp in _TIME_STAMP.finditer(text):
            if _alone(text, stamp):
                dropped.update(range(start + stamp.start(), start + stamp.end()))
    if not dropped:
        return words
    kept = [k for k, at in enumerate(words.starts) if at not in dropped]
    return Words(
        words.given,
        words.normal,
        [words.forms[k] for k in kept],
        [words.starts[k] for k in kept],
        [words.ends[k] for k in kept],
    )


def _counted_lines(text: str) -> Iterator[list[re.Match[str]]]:
    """Yield rows of numbers at the starts of lines that rise by one, one to six lines apart."""
    run: list[re.Match[str]] = []
    for found in _LINE_NUMBER.finditer(text):
        follows = run and int(found.group(1)) == int(run[-1].group(1)) + 1
        if follows and text.count("\n", run[-1].end(), found.start()) <= 6:
            run.append(found)
            continue
        if len(run) >= _LINE_NUMBERS_IN_A_ROW:
            yield run
        run = [found]
    if len(run) >= _LINE_NUMBERS_IN_A_ROW:
        yield run


def _alone(text: str, stamp: re.Match[str]) -> bool:
    """Whether a time stands in brackets of its own or at the start of a line."""
    if stamp.group()[0] in "[(" and stamp.group()[-1] in ")]":
        return True
    if text[text.rfind("\n", 0, stamp.start()) + 1 : stamp.start()].strip():
        return False
    line_end = text.find("\n", stamp.end())
    whole_line = line_end >= 0 and not text[stamp.end() : line_end].strip()
    return whole_line or stamp.group().count(":") >= 2


@lru_cache(maxsize=256)
def _kept_document(text: str) -> Document:
    return Document(text)


_LARGE: list[Document] = []


def document_of(text: str) -> Document:
    """Return a text made ready; the last ones used are kept, so that asking again is quick."""
    if len(text) <= 60_000:
        return _kept_document(text)
    for kept in _LARGE:
        if kept.text is text or kept.text == text:
            return kept
    fresh = Document(text)
    _LARGE.insert(0, fresh)
    del _LARGE[3:]
    return fresh
