"""Aligning a printed quote with one stretch of a document.

First runs of equal words are chained (sparse dynamic programming over a few dozen runs), then what lies
between two runs is filled by an ordinary alignment of a few words with a few words. A marked cut makes
a jump in the source cheap; an unmarked one costs, so that the nearest reading wins.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from factcheck.checking.match_printed import Printed
from factcheck.checking.match_source import Source
from factcheck.checking.match_words import STOP_WORDS

_MOST_RUNS = 150
_MOST_PLACES = 60
_FILL_CELLS = 4_000


@dataclass(frozen=True, slots=True)
class Equal:
    """Words [printed, printed+length) of the quote equal words [source, source+length)."""

    printed: int
    source: int
    length: int


@dataclass(frozen=True, slots=True)
class Aligned:
    """A chain of equal runs in one stretch; what lies between them differs."""

    runs: tuple[Equal, ...]
    score: float

    def matched(self) -> int:
        """Return how many printed words are found."""
        return sum(run.length for run in self.runs)


def weight(form: str) -> float:
    """Return how much a word tells about its place."""
    return 0.35 if form in STOP_WORDS else 1.0


def align(printed: Printed, source: Source, without: tuple[int, int] = (0, 0)) -> Aligned | None:
    """Align the quote with a window of a document; None where nothing agrees.

    Runs that touch the words `without` are left aside, to find a second reading.
    """
    low, high = 0, len(source.forms)
    runs = _candidate_runs(printed, source, low, high)
    if without[1]:
        runs = [pair for pair in runs if pair[0].source >= without[1] or _end(pair[0]) <= without[0]]
    if not runs:
        return None
    chain = _chain(printed, source, runs)
    filled = _without_islands(printed, _whole_brackets(printed, _fill_all(printed, source, chain, low, high)))
    if not filled:
        return None
    filled = _slid(printed, source, filled)
    score = sum(weight(printed.forms[k]) for run in filled for k in range(run.printed, run.printed + run.length))
    score -= sum(_gap_cost(printed, source, a, b) for a, b in pairwise(filled))
    return Aligned(tuple(filled), score)


def _candidate_runs(printed: Printed, source: Source, low: int, high: int) -> list[tuple[Equal, float]]:
    """Return the runs of equal words on each diagonal, the weightiest first, without lone stop words."""
    forms, size = printed.forms, len(printed.forms)
    by_start: dict[tuple[int, int], Equal] = {}
    open_runs: dict[int, tuple[int, int]] = {}
    bracketed = printed.bracket_of
    for k in range(size):
        still: dict[int, tuple[int, int]] = {}
        for at in source.inside(forms[k], low, high, _MOST_PLACES):
            begun = open_runs.get(at)
            first, length = (begun[0], begun[1] + 1) if begun else (k, 1)
            still[at + 1] = (first, length)
            begin = at - (k - first)
            by_start[first, begin] = Equal(first, begin, length)
        open_runs = still
    values = (weight(form) * (0.3 if k in bracketed else 1.0) for k, form in enumerate(forms))
    worth = [0.0, *accumulate(values)]
    weighed = []
    for run in by_start.values():
        value = worth[run.printed + run.length] - worth[run.printed]
        at_an_end = run.length == 2 and (run.printed == 0 or run.printed + 2 == size)
        if value >= 1.0 or run.length >= 3 or size <= 4 or at_an_end:
            weighed.append((run, value))
    weighed.sort(key=lambda pair: (-pair[1], pair[0].source))
    return weighed[:_MOST_RUNS]


def _end(run: Equal) -> int:
    return run.source + run.length


def _cut_between(printed: Printed, first: int, last: int) -> bool:
    """Whether a cut is marked between printed words first-1 and last."""
    return bool(printed.cuts) and any(k in printed.cuts for k in range(first, last + 1))


def _gap_cost(printed: Printed, source: Source, one: Equal, other: Equal) -> float:
    """Return what it costs to go from one run to the next."""
    first, last = one.printed + one.length, other.printed
    bracketed = printed.bracket_of
    missing = sum(1 for k in range(first, last) if k not in bracketed) if bracketed else last - first
    skipped = other.source - one.source - one.length
    cost = 0.25 * missing
    if skipped > 0:
        if _cut_between(printed, first, last):
            cost += 0.15 + 0.005 * skipped
        elif bracketed and any(k in bracketed for k in range(first, last)):
            cost += 0.15 + 0.04 * skipped
        elif skipped > 2 and not missing and other.source in source.quoted and _end(one) in source.quoted:
            cost += 0.25 + 0.004 * skipped  # an attribution, by its quotation marks
        else:
            cost += 0.3 + 0.03 * min(skipped, 40) + 0.004 * skipped
    return cost


def _chain(printed: Printed, source: Source, runs: list[tuple[Equal, float]]) -> list[Equal]:
    """Return the best chain of runs, rising in both texts; a run that overlaps is cut at its front."""
    ordered = sorted(runs, key=lambda pair: (pair[0].printed + pair[0].length, pair[0].source))
    best: list[float] = []
    back: list[int] = []
    cut: list[Equal] = []
    worth = [0.0, *accumulate(weight(form) for form in printed.forms)]
    for k, (run, value) in enumerate(ordered):
        top, from_, kept = value, -1, run
        for j in range(k):
            trimmed = _after(cut[j], run)
            if trimmed is None:
                continue
            lost = worth[trimmed.printed] - worth[run.printed]
            total = best[j] + value - lost - _gap_cost(printed, source, cut[j], trimmed)
            if total > top:
                top, from_, kept = total, j, trimmed
        best.append(top)
        back.append(from_)
        cut.append(kept)
    at = max(range(len(best)), key=lambda k: (best[k], -cut[k].source))
    chain = []
    while at >= 0:
        chain.append(cut[at])
        at = back[at]
    return chain[::-1]


def _after(one: Equal, other: Equal) -> Equal | None:
    """Return what is left of `other` behind `one`, None where nothing is."""
    if other.source < one.source:
        return None
    overlap = max(one.printed + one.length - other.printed, one.source + one.length - other.source)
    if overlap <= 0:
        return other
    if overlap >= other.length:
        return None
    return Equal(other.printed + overlap, other.source + overlap, other.length - overlap)


def _fill_all(printed: Printed, source: Source, chain: list[Equal], low: int, high: int) -> list[Equal]:
    """Align what lies before, between and behind the runs of the chain."""
    size = len(printed.forms)
    head, tail = chain[0], chain[-1]
    found: list[Equal] = []
    if head.printed:
        start = max(low, head.source - head.printed - 12)
        found += _fill(printed, source, (0, head.printed), range(start, head.source), (True, False))
    for one, other in zip(chain, [*chain[1:], None], strict=True):
        found.append(one)
        if other is None:
            break
        first, last = one.printed + one.length, other.printed
        begin, end = one.source + one.length, other.source
        if first < last and begin < end:
            found += _fill(printed, source, (first, last), _both_ends(begin, end, last - first), (False, False))
    first, begin = tail.printed + tail.length, tail.source + tail.length
    if first < size:
        end = min(high, begin + (size - first) + 12)
        found += _fill(printed, source, (first, size), range(begin, end), (False, True))
    return _merge(found)


def _both_ends(begin: int, end: int, count: int) -> Sequence[int]:
    """Return the source words of a gap, or only those near its two ends where it is long."""
    near = count + 14
    if end - begin <= 2 * near:
        return range(begin, end)
    return [*range(begin, begin + near), *range(end - near, end)]


def _fill(
    printed: Printed, source: Source, part: tuple[int, int], places: Sequence[int], free: tuple[bool, bool]
) -> list[Equal]:
    """Align printed words [part) with the source words at `places`; `free` ends cost nothing."""
    first, last = part
    rows, columns = last - first, len(places)
    if rows == 0 or columns == 0:
        return []
    if rows * columns > _FILL_CELLS:
        columns = max(1, _FILL_CELLS // rows)
        places = places[-columns:] if free[0] else places[:columns]
    forms = [source.forms[at] for at in places]
    skip_printed = [0.05 if k in printed.bracket_of else 0.5 for k in range(first, last)]
    skip_source = [0.02 if _cut_at(printed, k) else 0.5 for k in range(first, last + 1)]
    table = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for j in range(1, columns + 1):
        table[0][j] = 0.0 if free[0] else table[0][j - 1] - skip_source[0]
    for i in range(1, rows + 1):
        row, above = table[i], table[i - 1]
        row[0] = above[0] - skip_printed[i - 1]
        word, bracketed = printed.forms[first + i - 1], first + i - 1 in printed.bracket_of
        jump = 0.0 if i == rows and free[1] else skip_source[i]
        for j in range(1, columns + 1):
            best = above[j] - skip_printed[i - 1]
            if row[j - 1] - jump > best:
                best = row[j - 1] - jump
            pair = above[j - 1] + _pair_value(word, forms[j - 1], bracketed)
            row[j] = pair if pair >= best else best
    return _trace(printed, forms, table, (first, places), (skip_printed, skip_source, free))


def _cut_at(printed: Printed, k: int) -> bool:
    return k in printed.cuts or k in printed.bracket_of or k - 1 in printed.bracket_of


def _pair_value(word: str, other: str, bracketed: bool) -> float:
    if word == other:
        return 1.6 if word in STOP_WORDS else 2.0
    if bracketed:
        return -0.06
    if word[:3] == other[:3] or word[-4:] == other[-4:]:
        return -0.3
    return -0.7


def _trace(
    printed: Printed,
    forms: list[str],
    table: list[list[float]],
    where: tuple[int, Sequence[int]],
    costs: tuple[list[float], list[float], tuple[bool, bool]],
) -> list[Equal]:
    """Walk back through the table and return the equal words."""
    first, places = where
    skip_printed, _, _ = costs
    i, j = len(table) - 1, len(table[0]) - 1
    found: list[Equal] = []
    while i and j:
        here = table[i][j]
        k = first + i - 1
        value = _pair_value(printed.forms[k], forms[j - 1], k in printed.bracket_of)
        if abs(here - table[i - 1][j - 1] - value) < 1e-9:
            if printed.forms[k] == forms[j - 1]:
                found.append(Equal(k, places[j - 1], 1))
            i, j = i - 1, j - 1
        elif abs(here - table[i - 1][j] + skip_printed[i - 1]) < 1e-9:
            i -= 1
        else:
            j -= 1
    return found[::-1]


def _whole_brackets(printed: Printed, runs: list[Equal]) -> list[Equal]:
    """Let a bracket agree with the source as a whole or not at all: half of it means nothing."""
    if not printed.brackets:
        return runs
    held = {k for run in runs for k in range(run.printed, run.printed + run.length)}
    broken = {
        k
        for bracket in printed.brackets
        for k in range(bracket.first, bracket.last)
        if any(j not in held for j in range(bracket.first, bracket.last))
    }
    if not broken & held:
        return runs
    left = []
    for run in runs:
        for k in range(run.printed, run.printed + run.length):
            if k not in broken:
                left.append(Equal(k, run.source + k - run.printed, 1))
    return _merge(left)


def _without_islands(printed: Printed, runs: list[Equal]) -> list[Equal]:
    """Drop one or two small words that agree by chance between two stretches that do not."""
    kept = list(runs)
    k = 1
    while k < len(kept) - 1:
        before, here, after = kept[k - 1], kept[k], kept[k + 1]
        left = here.source - before.source - before.length
        right = after.source - here.source - here.length
        places = range(here.printed, here.printed + here.length)
        marked = any(j in printed.cuts for j in range(here.printed, here.printed + here.length + 1))
        chance = here.length <= 2 and all(printed.forms[j] in STOP_WORDS for j in places)
        if chance and not marked and min(left, right) >= 3:
            del kept[k]
        else:
            k += 1
    return kept


def _slid(printed: Printed, source: Source, runs: list[Equal]) -> list[Equal]:
    """Move gaps whose place is ambiguous to where a mark, or else an end of a sentence, stands.

    In "A B A C" printed as "A C" either "A B" or "B A" may be what is left out: the mark decides.
    """
    runs = list(runs)
    for k in range(len(runs) - 1):
        one, other = runs[k], runs[k + 1]
        gap = other.source - one.source - one.length
        if one.printed + one.length != other.printed or gap <= 0:
            continue
        shift = _best_shift(printed, source, one, other, gap)
        if shift:
            runs[k] = Equal(one.printed, one.source, one.length + shift)
            runs[k + 1] = Equal(other.printed + shift, other.source + shift, other.length - shift)
    return runs


def _best_shift(printed: Printed, source: Source, one: Equal, other: Equal, gap: int) -> int:
    """Return how far to move the gap between two runs, in words, to where it belongs best."""
    forms = source.forms
    left = right = 0
    while left + 1 < one.length and forms[other.source - 1 - left] == forms[one.source + one.length - 1 - left]:
        left += 1
    while right + 1 < other.length and forms[one.source + one.length + right] == forms[other.source + right]:
        right += 1
    if not left and not right:
        return 0
    return max(range(-left, right + 1), key=lambda shift: (_fitness(printed, source, one, shift), -abs(shift)))


def _fitness(printed: Printed, source: Source, one: Equal, shift: int) -> int:
    """Return how well a gap fits after `shift` words: at a cut, behind a sentence or a quotation mark."""
    at = one.printed + one.length + shift
    if at in printed.cuts or at in printed.bracket_of or at - 1 in printed.bracket_of:
        return 2
    place = one.source + one.length + shift
    between = source.words.between(place, place)
    return 1 if any(char in between for char in '.!?;[("\u201d\n') else 0


def _merge(runs: list[Equal]) -> list[Equal]:
    merged: list[Equal] = []
    for run in runs:
        last = merged[-1] if merged else None
        if last and last.printed + last.length == run.printed and last.source + last.length == run.source:
            merged[-1] = Equal(last.printed, last.source, last.length + run.length)
        else:
            merged.append(run)
    return merged
