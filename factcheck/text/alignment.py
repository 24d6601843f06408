"""Aligning two sequences of words: which runs of one stand in the other, in order.

`common_runs` compares two versions of one long text (a diff). It cuts the problem at word groups that
are unique in both versions (patience diff, B. Cohen) and leaves the small rest to a bit-parallel longest
common subsequence, so that its time stays near linear for any input.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import LCSseq

CELLS = 40_000_000
"""The largest table (words times words) that is compared in full; larger gaps stay unmatched."""


@dataclass(frozen=True, slots=True)
class Run:
    """`length` equal words: from `old` in the one sequence, from `new` in the other."""

    old: int
    new: int
    length: int


def common_runs(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Run]:
    """Return runs of equal words, in order in both sequences, as long as can be found cheaply."""
    found: list[Run] = []
    work = [(0, len(old), 0, len(new), 4)]
    while work:
        a, b, c, d, size = work.pop()
        head = _same_head(old, new, a, b, c, d)
        if head:
            found.append(Run(a, c, head))
            a, c = a + head, c + head
        tail = _same_tail(old, new, a, b, c, d)
        if tail:
            found.append(Run(b - tail, d - tail, tail))
            b, d = b - tail, d - tail
        if a >= b or c >= d:
            continue
        anchors = _unique_groups(old, new, a, b, c, d, size) if size else []
        if anchors:
            work.extend(_between(anchors, a, b, c, d, size))
        elif size > 1:
            work.append((a, b, c, d, size // 2))
        elif (b - a) * (d - c) <= CELLS:
            found.extend(_subsequence(old, new, a, b, c, d))
    return _joined(found)


def _same_head(old: Sequence[Hashable], new: Sequence[Hashable], a: int, b: int, c: int, d: int) -> int:
    count, most = 0, min(b - a, d - c)
    while count < most and old[a + count] == new[c + count]:
        count += 1
    return count


def _same_tail(old: Sequence[Hashable], new: Sequence[Hashable], a: int, b: int, c: int, d: int) -> int:
    count, most = 0, min(b - a, d - c)
    while count < most and old[b - 1 - count] == new[d - 1 - count]:
        count += 1
    return count


def _unique_groups(
    old: Sequence[Hashable], new: Sequence[Hashable], a: int, b: int, c: int, d: int, size: int
) -> list[tuple[int, int]]:
    """Return places of groups of `size` words that occur once on each side, in rising order on both."""
    left, right = _once(old, a, b, size), _once(new, c, d, size)
    pairs = [(at, right[group]) for group, at in left.items() if group in right]
    return _rising(pairs)


def _once(words: Sequence[Hashable], start: int, end: int, size: int) -> dict[tuple[Hashable, ...], int]:
    places: dict[tuple[Hashable, ...], int] = {}
    twice: set[tuple[Hashable, ...]] = set()
    for at in range(start, end - size + 1):
        group = tuple(words[at : at + size])
        if group in places:
            twice.add(group)
        else:
            places[group] = at
    for group in twice:
        del places[group]
    return places


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest subsequence of pairs (sorted by the first) that rises in the second."""
    tails: list[int] = []
    holders: list[int] = []
    before: list[int] = [-1] * len(pairs)
    for k, (_, second) in enumerate(pairs):
        at = bisect_left(tails, second)
        before[k] = holders[at - 1] if at else -1
        if at == len(tails):
            tails.append(second)
            holders.append(k)
        else:
            tails[at], holders[at] = second, k
    chain: list[tuple[int, int]] = []
    k = holders[-1] if holders else -1
    while k >= 0:
        chain.append(pairs[k])
        k = before[k]
    return chain[::-1]


def _between(
    anchors: list[tuple[int, int]], a: int, b: int, c: int, d: int, size: int
) -> Iterator[tuple[int, int, int, int, int]]:
    """Yield the stretches between anchors; each begins with its anchor, so it is matched as a head."""
    starts = [(a, c), *anchors]
    for (x, y), (following_x, following_y) in zip(starts, [*anchors, (b, d)], strict=True):
        yield x, following_x, y, following_y, size


def _subsequence(old: Sequence[Hashable], new: Sequence[Hashable], a: int, b: int, c: int, d: int) -> Iterator[Run]:
    for step in LCSseq.opcodes(old[a:b], new[c:d]):
        if step.tag == "equal":
            yield Run(a + step.src_start, c + step.dest_start, step.src_end - step.src_start)


def _joined(runs: list[Run]) -> list[Run]:
    """Return the runs in order, with runs that touch on both sides made one."""
    joined: list[Run] = []
    for run in sorted(runs, key=lambda run: run.old):
        last = joined[-1] if joined else None
        if last and last.old + last.length == run.old and last.new + last.length == run.new:
            joined[-1] = Run(last.old, last.new, last.length + run.length)
        else:
            joined.append(run)
    return joined
