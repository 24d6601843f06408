"""Do two references carry one story? Two papers that print an agency's copy are one source, not two.

`same_story` compares two texts; `groups` puts many into those that are one story; `independent` also
counts two pages of one house, and two that credit one agency, as one. Time is linear in the texts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from factcheck.checking.credits import credit_line, house_of
from factcheck.checking.shingles import Reported, overlap, reported

SAME, PARTLY, INDEPENDENT = "same", "partly", "independent"
"""Verdicts: one story; a passage of one in the other; reports of their own."""

COPIED = 0.3
"""Share of the shorter text found in the other from which the two are one story."""

CUT_AND_EDITED = (0.22, 0.12)
"""Less than that will do where much of it comes in long runs: two papers that each cut and edited the same copy.

Measured (`python -m benchmarks.independence`): two reporters on one event reach 0.18 and 0.03, two reports
written out of one press release 0.31 and 0.12.
"""

CREDITED = 0.08
"""The same, where both credit one agency."""

PASSAGE = 25
"""Words in one run, beside quotes, that two reporters do not write alike."""

LEAST = 12
"""Shared words below which nothing is said of a copy."""


@dataclass(frozen=True, slots=True)
class SameStory:
    """What was found of two texts.

    `score` is the share of the shorter text's words that stand in the other, in runs of four or more
    (0 to 1); `shared_words` counts them; `verdict` is "same", "partly" or "independent".
    """

    score: float
    shared_words: int
    verdict: str
    reason: str

    def __bool__(self) -> bool:
        """Whether the two are one story."""
        return self.verdict == SAME


@dataclass(frozen=True, slots=True)
class Report:
    """A reference as far as its independence goes."""

    text: str
    url: str = ""
    publisher: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """References that count as one, and why (nothing where there is only one)."""

    members: frozenset[int]
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Prepared:
    body: Reported
    credit: str | None


def same_story(a: str, b: str) -> SameStory:
    """Compare two texts: does one carry the other's words?"""
    return _compare(_prepare(a), _prepare(b))


def groups(texts: Sequence[str]) -> list[set[int]]:
    """Put texts into groups that carry one story each; every index is in exactly one group."""
    prepared = [_prepare(text) for text in texts]
    links = ((i, j) for i, j in _candidates(prepared) if _compare(prepared[i], prepared[j]))
    return [set(members) for members in _components(len(texts), links)]


def independent(reports: Sequence[Report]) -> list[Group]:
    """Put references into groups that count as one: one story, one agency's credit, or one house."""
    prepared = [_prepare(report.text) for report in reports]
    why: dict[tuple[int, int], str] = {}
    for i, j in _candidates(prepared):
        found = _compare(prepared[i], prepared[j])
        if found:
            why[i, j] = found.reason
    for i, j, reason in _one_house(reports):
        why.setdefault((i, j), reason)
    return [
        Group(frozenset(members), tuple(dict.fromkeys(reason for (i, _), reason in why.items() if i in members)))
        for members in _components(len(reports), why)
    ]


def _prepare(text: str) -> _Prepared:
    return _Prepared(reported(text), credit_line(text))


def _compare(a: _Prepared, b: _Prepared) -> SameStory:
    short, long = sorted((a, b), key=lambda item: len(item.body.words))
    found = overlap(short.body, long.body)
    told = f"{found.words} of the shorter text's {len(short.body.words)} words stand in the other"
    enough = found.words >= min(LEAST, len(short.body.words)) > 0
    share, long_share = CUT_AND_EDITED
    if enough and (found.share >= COPIED or (found.share >= share and found.long_share >= long_share)):
        credit = f"; it credits {a.credit or b.credit}" if a.credit or b.credit else ""
        return SameStory(found.share, found.words, SAME, told + credit)
    if a.credit and a.credit == b.credit and enough and found.share >= CREDITED:
        return SameStory(found.share, found.words, SAME, f"both credit {a.credit}; {told}")
    if found.longest >= PASSAGE:
        return SameStory(found.share, found.words, PARTLY, f"{told}, {found.longest} of them in one run")
    return SameStory(found.share, found.words, INDEPENDENT, told)


def _candidates(prepared: Sequence[_Prepared]) -> Iterator[tuple[int, int]]:
    """Yield the pairs worth comparing: those that share runs of words.

    Each run links the text it is met in with the first and the last text before that had it. That is
    enough to find every group, and stays linear where a thousand texts are copies of one.
    """
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    shared: Counter[tuple[int, int]] = Counter()
    for index, item in enumerate(prepared):
        for shingle in item.body.shingles:
            if shingle in first:
                for other in {first[shingle], last[shingle]}:
                    shared[other, index] += 1
            else:
                first[shingle] = index
            last[shingle] = index
    yield from (pair for pair, count in sorted(shared.items()) if count >= 2 or _tiny(prepared, pair))


def _tiny(prepared: Sequence[_Prepared], pair: tuple[int, int]) -> bool:
    return min(len(prepared[index].body.words) for index in pair) <= LEAST


def _one_house(reports: Sequence[Report]) -> Iterator[tuple[int, int, str]]:
    """Yield each reference that comes from the house of an earlier one.

    A host may carry many houses (a blog platform, a library's server): two pages on one host that name
    different publishers are not joined by it.
    """
    publishers = [" ".join((report.publisher or "").casefold().split()) for report in reports]
    by_publisher: dict[str, int] = {}
    by_host: dict[str, list[int]] = {}
    for index, (report, publisher) in enumerate(zip(reports, publishers, strict=True)):
        if publisher and by_publisher.setdefault(publisher, index) != index:
            yield by_publisher[publisher], index, f"both are published by {publisher}"
        host = house_of(report.url)
        if host is None:
            continue
        for earlier in by_host.setdefault(host, []):
            if not (publisher and publishers[earlier]) or publisher == publishers[earlier]:
                yield earlier, index, f"both are on {host}"
                break
        by_host[host].append(index)


def _components(size: int, links: Iterator[tuple[int, int]] | dict[tuple[int, int], str]) -> list[list[int]]:
    """Join what is linked (union-find); the groups come in the order of their first members."""
    parent = list(range(size))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for i, j in links:
        parent[max(root(i), root(j))] = min(root(i), root(j))
    joined: dict[int, list[int]] = {}
    for index in range(size):
        joined.setdefault(root(index), []).append(index)
    return list(joined.values())
