"""Living drafts: finding every claim of one revision again in the next.

The rule that must never break: a claim is `kept` only where the very same words stand in the new text,
and no words of the new text are kept for two claims unless the old ones overlapped. Whatever else
happened to them (moved and edited, split, thinned out) is `changed`, with the difference; words that
are not there any more are `gone`, and the claim stays on record.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from factcheck.text.alignment import Run, common_runs
from factcheck.text.sentences import sentences
from factcheck.text.words import Words, words_of

MINIMUM_SHARE = 0.5
"""A claim is `changed`, not `gone`, where at least this share of its words is still together."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a claim stands in the old text (code points, half-open)."""

    id: int
    start: int
    end: int


class Fate(StrEnum):
    """What became of a claim's words."""

    KEPT = "kept"
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Difference:
    """Words that were replaced: `old` and `new`, either of which may be empty."""

    old: str
    new: str
    old_start: int
    old_end: int
    new_start: int
    new_end: int


@dataclass(frozen=True, slots=True)
class Reanchored:
    """What became of one anchor, and where its words stand now (None where they are gone)."""

    id: int
    fate: Fate
    start: int | None = None
    end: int | None = None
    moved: bool = False
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class Redraft:
    """The fate of every anchor, in the order given, and the sentences that are new."""

    anchors: tuple[Reanchored, ...]
    new_sentences: tuple[tuple[int, int], ...] = field(default=())


def reanchor(old_text: str, new_text: str, anchors: Sequence[Anchor]) -> Redraft:
    """Find the words of every anchor of the old text in the new one.

    First what stands whole, in place or moved; only then, in what those leave, what was changed.
    """
    pair = _Pair(old_text, new_text)
    placed = [pair.in_place(anchor) for anchor in anchors]
    taken = pair.claimed()
    for find in (pair.moved, pair.changed):
        for at, anchor in enumerate(anchors):
            placed[at] = placed[at] or find(anchor, taken)
    results = [found or Reanchored(anchor.id, Fate.GONE) for anchor, found in zip(anchors, placed, strict=True)]
    return Redraft(tuple(results), tuple(pair.new_sentences()))


class _Pair:
    """Two revisions, cut into words, with the runs of words that they share."""

    def __init__(self, old_text: str, new_text: str) -> None:
        self.old, self.new = words_of(old_text), words_of(new_text)
        self.old_keys, self.new_keys = _keys(self.old), _keys(self.new)
        self.runs = common_runs(self.old_keys, self.new_keys)
        self.run_starts = [run.old for run in self.runs]
        self.owners: list[list[tuple[int, int]]] = [[] for _ in range(len(self.new))]
        """For every word of the new text, where the claims that have it stood in the old one (words)."""

    def claimed(self) -> list[bool]:
        """Return, for every word of the new text, whether a word of the old one stands there."""
        taken = [False] * len(self.new)
        for run in self.runs:
            taken[run.new : run.new + run.length] = [True] * run.length
        return taken

    def in_place(self, anchor: Anchor) -> Reanchored | None:
        """Return the anchor where it still stands whole, in the order of the rest of the text."""
        first, last = _word_range(self.old, anchor.start, anchor.end)
        if first >= last:
            return self._without_words(anchor)
        for run in self._touching(first, last):
            if run.old <= first and last <= run.old + run.length:
                at = run.new + first - run.old
                return self._kept(anchor, first, last, at, moved=False)
        return None

    def moved(self, anchor: Anchor, taken: list[bool]) -> Reanchored | None:
        """Return the anchor where it stands whole in another place."""
        first, last = _word_range(self.old, anchor.start, anchor.end)
        at = _free_place(self.new_keys, self.old_keys[first:last], taken)
        if at is None:
            return None
        taken[at : at + last - first] = [True] * (last - first)
        return self._kept(anchor, first, last, at, moved=True)

    def changed(self, anchor: Anchor, taken: list[bool]) -> Reanchored | None:
        """Return the anchor where most of its words still stand together."""
        first, last = _word_range(self.old, anchor.start, anchor.end)
        return self._changed(anchor, first, last, taken) or self._moved_and_changed(anchor, first, last, taken)

    def new_sentences(self) -> Iterator[tuple[int, int]]:
        """Yield the sentences of the new text that the old one did not have, wherever they stood in it.

        A sentence that stands there once more than before is new, and so is one whose words were put into
        quotation marks or taken out of them.
        """
        before = Counter(key for _, key in _keyed_sentences(self.old, self.old_keys))
        for place, key in _keyed_sentences(self.new, self.new_keys):
            if before[key]:
                before[key] -= 1
            else:
                yield place

    def _own(self, part: tuple[int, int], low: int, high: int) -> None:
        for at in range(low, high):
            self.owners[at].append(part)

    def _apart(self, part: tuple[int, int], pieces: Sequence[Run]) -> Iterator[list[Run]]:
        """Yield the pieces in groups that no words of another claim part (one that did not overlap this one)."""
        group: list[Run] = []
        done = 0
        for piece in pieces:
            for start, end in self._unowned(part, piece):
                if group and self._foreign(part, done, start):
                    yield group
                    group = []
                group.append(Run(piece.old + start - piece.new, start, end - start))
                done = end
        if group:
            yield group

    def _unowned(self, part: tuple[int, int], piece: Run) -> Iterator[tuple[int, int]]:
        start = piece.new
        for at in range(piece.new, piece.new + piece.length):
            if self._foreign(part, at, at + 1):
                if at > start:
                    yield start, at
                start = at + 1
        if piece.new + piece.length > start:
            yield start, piece.new + piece.length

    def _foreign(self, part: tuple[int, int], low: int, high: int) -> bool:
        first, last = part
        return any(b <= first or last <= a for at in range(low, high) for a, b in self.owners[at])

    def _kept(self, anchor: Anchor, first: int, last: int, at: int, *, moved: bool) -> Reanchored:
        head, tail = self._edges(anchor, first, last)
        self._own((first, last), at, at + last - first)
        start, end = self.new.span(at, at + last - first)
        if self.new.given[start - len(head) : start] == head:
            start -= len(head)
        if self.new.given[end : end + len(tail)] == tail:
            end += len(tail)
        return Reanchored(anchor.id, Fate.KEPT, start, end, moved)

    def _edges(self, anchor: Anchor, first: int, last: int) -> tuple[str, str]:
        """Return the signs that the anchor held before its first and after its last word."""
        start, end = self.old.span(first, last)
        given = self.old.given
        return given[min(anchor.start, start) : start], given[end : max(anchor.end, end)]

    def _touching(self, first: int, last: int) -> Iterator[Run]:
        """Yield the runs that share a word with [first, last) of the old text."""
        at = max(0, bisect_right(self.run_starts, first) - 1)
        while at < len(self.runs) and self.runs[at].old < last:
            run = self.runs[at]
            if run.old + run.length > first:
                yield run
            at += 1

    def _changed(self, anchor: Anchor, first: int, last: int, taken: list[bool]) -> Reanchored | None:
        """Return the stretch of the new text between the anchor's words that are still in place."""
        pieces = []
        for run in self._touching(first, last):
            start, end = max(first, run.old), min(last, run.old + run.length)
            pieces.append(Run(start, run.new + start - run.old, end - start))
        return self._between_pieces(anchor, (first, last), self._densest((first, last), pieces), taken)

    def _moved_and_changed(self, anchor: Anchor, first: int, last: int, taken: list[bool]) -> Reanchored | None:
        """Look for the anchor's words in the stretches of the new text that nothing old has claimed."""
        best: list[Run] = []
        words = self.old_keys[first:last]
        wanted = set(words)
        for start, end in _free_stretches(taken):
            if end - start > 20_000 or wanted.isdisjoint(self.new_keys[start:end]):
                continue
            runs = common_runs(words, self.new_keys[start:end])
            pieces = self._densest((first, last), [Run(first + r.old, start + r.new, r.length) for r in runs])
            if sum(piece.length for piece in pieces) > sum(piece.length for piece in best):
                best = pieces
        found = self._between_pieces(anchor, (first, last), best, taken)
        if found is None:
            return None
        for piece in best:
            taken[piece.new : piece.new + piece.length] = [True] * piece.length
        return replace(found, moved=True)

    def _densest(self, part: tuple[int, int], pieces: Sequence[Run]) -> list[Run]:
        """Return the pieces that still stand together, with no other claim between them."""
        groups = [_densest(group, part[1] - part[0]) for group in self._apart(part, pieces)]
        return max(groups, key=lambda group: sum(piece.length for piece in group), default=[])

    def _between_pieces(
        self, anchor: Anchor, part: tuple[int, int], pieces: list[Run], taken: list[bool]
    ) -> Reanchored | None:
        first, last = part
        held = sum(piece.length for piece in pieces)
        if not pieces or held < MINIMUM_SHARE * (last - first):
            return None
        low, high = self._grown(anchor, part, pieces, taken)
        self._own(part, low, high)
        differences = tuple(self._differences(part, pieces, (low, high)))
        start, end = self.new.span(low, high)
        if self._edges(anchor, first, last)[1].strip() and self.new.given[end : end + 1] in _TAILS:
            end += 1
        return Reanchored(anchor.id, Fate.CHANGED, start, min(end, len(self.new.given)), False, differences)

    def _grown(self, anchor: Anchor, part: tuple[int, int], pieces: list[Run], taken: list[bool]) -> tuple[int, int]:
        """Return the claim's words in the new text, with the new ones at its ends that replace lost ones.

        A claim that began or ended with its sentence takes the new edge of the sentence; another one takes
        about as many words as it lost. Nothing is taken that stood in the old text.
        """
        first, last = part
        low, high = pieces[0].new, pieces[-1].new + pieces[-1].length
        lost_head = pieces[0].old - first
        lost_tail = last - pieces[-1].old - pieces[-1].length
        whole = any(char in _ENDS for char in self._edges(anchor, first, last)[1])
        most = high + len(taken) if whole else high + lost_tail + 2
        while lost_tail and high < min(most, len(taken)) and not taken[high]:
            if not self._joined(high, through_commas=whole):
                break
            taken[high] = True
            high += 1
        opens = first == 0 or any(char in self.old.between(first, first) for char in _STOPS)
        most = low if opens else lost_head + 2
        while lost_head and low and most and not taken[low - 1] and self._joined(low, through_commas=opens):
            taken[low - 1] = True
            low, most = low - 1, most - 1
        return low, high

    def _joined(self, at: int, *, through_commas: bool) -> bool:
        """Whether word `at` of the new text stands in one clause (or sentence) with the word before it."""
        between = self.new.normal.text[self.new.ends[at - 1] : self.new.starts[at]]
        return not any(char in between for char in (_STOPS if through_commas else _STOPS + ","))

    def _differences(self, part: tuple[int, int], pieces: list[Run], place: tuple[int, int]) -> Iterator[Difference]:
        (old, last), (new, end) = part, place
        for piece in [*pieces, Run(last, end, 0)]:
            if piece.old > old or piece.new > new:
                a, b = self.old.span(old, piece.old)
                c, d = self.new.span(new, piece.new)
                yield Difference(self.old.given[a:b], self.new.given[c:d], a, b, c, d)
            old, new = piece.old + piece.length, piece.new + piece.length

    def _without_words(self, anchor: Anchor) -> Reanchored:
        """Keep an anchor on signs alone only where the very same text stands once in both revisions."""
        exact = self.old.given[anchor.start : anchor.end]
        at = self.new.given.find(exact) if exact.strip() else -1
        if at < 0 or self.new.given.count(exact) > 1 or self.old.given.count(exact) > 1:
            return Reanchored(anchor.id, Fate.GONE)
        return Reanchored(anchor.id, Fate.KEPT, at, at + len(exact))


_TAILS = (".", ",", "!", "?", ";", ":", "\u2026")
_ENDS = ".!?"
_STOPS = '.!?;:\n"\u201c\u201d'
"""Signs that end a clause, and at which a changed claim stops growing."""


def _keys(words: Words) -> list[str]:
    """Return what must agree for a word to be the same: its form, and a question mark after it.

    "He lied." and "He lied?" are not the same claim, so the mark belongs to the word before it.
    """
    text = words.normal.text
    return [
        form + "?" if "?" in text[end : end + 3].split(" ", 1)[0] else form
        for form, end in zip(words.forms, words.ends, strict=True)
    ]


def _keyed_sentences(words: Words, keys: list[str]) -> Iterator[tuple[tuple[int, int], tuple[str, ...]]]:
    """Yield every sentence that has words: its place, and what must agree for it to be the same."""
    for start, end in sentences(words.given):
        first, last = _word_range(words, start, end)
        if first < last:
            marks = map(str, quoted_places(words.given, start, end))
            yield (start, end), (*keys[first:last], *marks)


def quoted_places(text: str, start: int, end: int, margin: int = 0) -> tuple[int, ...]:
    """Return before which words of text[start:end] quotation marks stand.

    With a `margin`, marks count that stand so near before or after it, without a space between. A mark that
    opens a new paragraph of the same quote is no change of what is quoted.
    """
    places = []
    words, counted = 0, start
    for found in _MARK.finditer(text, max(0, start - margin), min(len(text), end + margin)):
        at = found.start()
        outside = text[at:start] if at < start else text[end:at]
        opens_paragraph = at > start and "\n" in text[max(start, at - 80) : at].rpartition(" ")[2]
        if at > counted:
            words, counted = words + len(_LETTER_RUN.findall(text, counted, at)), at
        if not (re.search(r"\w|\s", outside) or opens_paragraph):
            places.append(words)
    return tuple(places)


_MARK = re.compile(r"[\u201c\u201d\u201e\u201f\u00ab\u00bb\u2039\u203a\"]|(?<!\w)['\u2018](?=\w)")
_LETTER_RUN = re.compile(r"\w+")


def _word_range(words: Words, start: int, end: int) -> tuple[int, int]:
    """Return the words that lie in [start, end) of the text as given, whole or in part."""
    low, high = 0, len(words)
    while low < high:
        middle = (low + high) // 2
        if words.span(middle, middle + 1)[1] <= start:
            low = middle + 1
        else:
            high = middle
    first, high = low, len(words)
    while low < high:
        middle = (low + high) // 2
        if words.span(middle, middle + 1)[0] < end:
            low = middle + 1
        else:
            high = middle
    return first, low


def _free_place(keys: list[str], wanted: list[str], taken: list[bool]) -> int | None:
    """Return where `wanted` stands in words that no word of the old text has claimed."""
    size = len(wanted)
    at = -1
    while size:
        try:
            at = keys.index(wanted[0], at + 1)
        except ValueError:
            return None
        if keys[at : at + size] == wanted and not any(taken[at : at + size]):
            return at
    return None


def _free_stretches(taken: list[bool]) -> Iterator[tuple[int, int]]:
    start = None
    for at, used in enumerate([*taken, True]):
        if used and start is not None:
            yield start, at
            start = None
        elif not used and start is None:
            start = at


def _densest(pieces: list[Run], size: int) -> list[Run]:
    """Return the pieces that still stand together: no gap in the new text longer than the claim."""
    best: list[Run] = []
    group: list[Run] = []
    for piece in pieces:
        if group and piece.new - (group[-1].new + group[-1].length) > max(8, size):
            group = []
        group = [*group, piece]
        if sum(p.length for p in group) > sum(p.length for p in best):
            best = group
    return best
