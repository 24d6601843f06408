"""Redirects of other programs' WARC files, joined up: which records belong to one visit.

A WARC file holds one record for each exchange, and nothing in it says that a redirect led to the page that
follows. What crawlers do says so: they fetch the target next, within moments. So a redirect is followed to the
record of its Location that is nearest to it in time.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urljoin

from factcheck.archive.failures import Failure
from factcheck.archive.model import Headers, Hop, header_value
from factcheck.archive.urls import parse_target

REDIRECTS: Final = frozenset((301, 302, 303, 307, 308))
SOON: Final = 120.0  # seconds that may pass between a redirect and the fetch of its target
EARLY: Final = 1.0  # dates in WARC files are often to the second
MOST_HOPS: Final = 20


@dataclass(slots=True)
class Exchange:
    """One answer in the file, without its body: `headers` are kept of redirects only."""

    url: str
    date: str
    status: int
    headers: Headers = ()
    id: str = ""
    request: Headers = ()
    follows: int | None = None  # the exchange that this redirect led to
    led_here: bool = False  # whether a redirect led to it


@dataclass(frozen=True, slots=True)
class Chain:
    """One visit: the redirects on its way, and the headers of its first request."""

    url: str
    date: str
    hops: tuple[Hop, ...]
    request: Headers


@dataclass(slots=True)
class Chains:
    """The exchanges of a file in their order, and the visits that they make."""

    exchanges: list[Exchange] = field(default_factory=list)
    _requests: dict[str, Headers] = field(default_factory=dict)
    _pairs: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    _heads: dict[int, list[list[int]]] = field(default_factory=dict)
    _on_the_way: set[int] = field(default_factory=set)

    def add(self, exchange: Exchange) -> None:
        """Take in the next answer of the file."""
        if exchange.status not in REDIRECTS or not header_value(exchange.headers, "location"):
            exchange.headers = ()
        self.exchanges.append(exchange)

    def add_request(self, answer: str, headers: Headers) -> None:
        """Take in the request that the answer with this record id belongs to; the same headers are kept once."""
        self._requests[answer] = tuple(self._pairs.setdefault(pair, pair) for pair in headers)

    def join(self) -> None:
        """Find out which exchange each redirect led to, and where each visit begins."""
        at: dict[str, list[int]] = defaultdict(list)
        for number, exchange in enumerate(self.exchanges):
            exchange.request = self._requests.get(exchange.id, ())
            at[_plain(exchange.url)].append(number)
        for number, exchange in enumerate(self.exchanges):
            if exchange.headers:
                exchange.follows = self._target(number, at)
        for number, exchange in enumerate(self.exchanges):
            if exchange.follows is not None and exchange.follows != number:
                self.exchanges[exchange.follows].led_here = True
        for number, exchange in enumerate(self.exchanges):
            if not exchange.led_here and exchange.follows is not None:
                way = self._way(number)
                self._heads.setdefault(way[-1], []).append(way)
                self._on_the_way.update(way[:-1])

    def visits(self, number: int) -> list[Chain]:
        """Return the visits that end with this exchange; none where it is a redirect on the way of one."""
        exchange = self.exchanges[number]
        ways = self._heads.get(number)
        if ways is None:
            return [] if number in self._on_the_way else [Chain(exchange.url, exchange.date, (), exchange.request)]
        return [self._chain(way) for way in ways]

    def _chain(self, way: list[int]) -> Chain:
        first = self.exchanges[way[0]]
        steps = [self.exchanges[number] for number in way[:-1]]
        hops = tuple(Hop(step.url, step.status, step.headers) for step in steps)
        return Chain(first.url, first.date, hops, self.exchanges[way[-1]].request)

    def _target(self, number: int, at: dict[str, list[int]]) -> int | None:
        """The exchange that a redirect led to, if the file has it."""
        here = self.exchanges[number]
        location = header_value(here.headers, "location") or ""
        try:
            wanted = _plain(urljoin(here.url, location.strip()))
        except ValueError:
            return None
        begun = _seconds(here.date)
        near = [
            (abs(_seconds(self.exchanges[other].date) - begun), other < number, other)
            for other in at.get(wanted, ())
            if other != number and -EARLY <= _seconds(self.exchanges[other].date) - begun <= SOON
        ]
        return min(near)[2] if near else None

    def _way(self, number: int) -> list[int]:
        """The exchanges from a first one to where its redirects end."""
        way = [number]
        while (following := self.exchanges[way[-1]].follows) is not None:
            if following in way or len(way) > MOST_HOPS:
                break
            way.append(following)
        return way


def _plain(url: str) -> str:
    try:
        return parse_target(url).url
    except Failure:
        return url.partition("#")[0]


def _seconds(date: str) -> float:
    try:
        moment = datetime.fromisoformat(date)
    except ValueError:
        return 0.0
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
