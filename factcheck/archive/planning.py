"""Which body is pressed against which: a later capture against an earlier one, a page against one like it.

What serves as a dictionary is itself stored without one (depth one), so that a read never takes more than two
steps. Pages of one host come from few templates: which earlier page is most like a new one is seen from the tags
they have in common, and a fast trial decides.
"""

from __future__ import annotations

import heapq
import re
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from factcheck.archive.compression import Base, choose_base

Read: TypeAlias = Callable[[str], bytes]
"""Gives a body's plain bytes by its id (see `compression.as_base`)."""

# A page of the host is worth being a base where it saves so much; a shared dictionary saves about 0.07.
LIKE: Final = 0.8
# So many of a host's bases, those most like the page, are tried for it.
NEAR: Final = 4
# So many of a host's bases, the latest, are compared with a page.
REMEMBERED: Final = 64
# A page is told by so many of its tags, those with the lowest hashes (Broder's sketch of a set, 1997).
SKETCH: Final = 256
_TAG: Final = re.compile(rb"<[A-Za-z][^<>]{3,60}")


@dataclass(frozen=True, slots=True)
class Stored:
    """One stored body: its id, how big it is as received, and which URL and host it came from, when."""

    id: str
    url: str
    host: str
    size: int
    time: str


def plan(
    new: Iterable[Stored], read: Read, roots: Iterable[Stored] = (), known: Iterable[str] = ()
) -> dict[str, list[str]]:
    """Return for each new body the ids of the bases to try, the likeliest first; a body with none stands by itself.

    `roots` are bodies that stand by themselves already, and `known` the URLs of all bodies that were planned
    before. The earliest body of a URL that stands by itself is the base of its later ones; of each URL's first
    bodies, one is pressed against a page of its host if that is like it, and else becomes a base itself.
    """
    roots = sorted(roots, key=lambda one: (one.time, one.id))
    first_of: dict[str, str] = {}
    for root in roots:
        first_of.setdefault(root.url, root.id)
    # A page that came again before it could be a base: its next body is one, for those that will follow.
    needed = {url for url in known if url not in first_of}
    found: dict[str, list[str]] = {}
    pages: list[Stored] = []
    for body in sorted(new, key=lambda one: (one.time, one.id)):
        first = first_of.setdefault(body.url, body.id)
        if first == body.id:
            pages.append(body)
        else:
            found[body.id] = [first]
            needed.add(body.url)
    for host in {page.host: None for page in pages}:
        near = _Host(read, [root.id for root in roots if root.host == host])
        for page in sorted((page for page in pages if page.host == host), key=lambda one: (one.url, one.id)):
            found[page.id] = near.bases(page.id, stands_alone=page.url in needed)
    return found


def sketch(content: bytes) -> frozenset[int]:
    """Return what a page is told by: the lowest hashes of its tags, or of its lines where it has no tags."""
    parts = set(_TAG.findall(content, 0, 1 << 20))
    if len(parts) < 8:
        parts |= set(content[: 1 << 18].splitlines())
    return frozenset(heapq.nsmallest(SKETCH, map(zlib.crc32, parts)))


class _Host:
    """The bases of one host, and which of them a page may be like."""

    def __init__(self, read: Read, roots: Sequence[str]) -> None:
        self._read = read
        self._roots: dict[str, frozenset[int]] | None = None
        self._before = roots[-REMEMBERED:]

    def bases(self, page: str, *, stands_alone: bool) -> list[str]:
        """Return the base to press a page against; with none, it is a base from now on."""
        if self._roots is None:  # read only where there is something new to compare with
            self._roots = {root: sketch(self._read(root)) for root in self._before}
        content = self._read(page)
        told = sketch(content)
        if not stands_alone:
            tried = (Base(root, self._read(root)) for root in self._like(told))
            base = choose_base(content, tried, at_most=LIKE)
            if base is not None:
                return [base.id]
        self._roots[page] = told
        if len(self._roots) > REMEMBERED:
            del self._roots[next(iter(self._roots))]
        return []

    def _like(self, told: frozenset[int]) -> list[str]:
        assert self._roots is not None
        shared = {root: len(told & other) for root, other in self._roots.items()}
        latest = {root: place for place, root in enumerate(self._roots)}
        return sorted(self._roots, key=lambda root: (shared[root], latest[root]), reverse=True)[:NEAR]
