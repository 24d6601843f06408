"""Fetching: one URL at a time with `Fetcher.fetch`, many with `Fetcher.fetch_many`.

Nothing that a server does raises: every URL ends as one `Fetched` that says how. What raises is a caller's
mistake (`FetchOptions`) or Ctrl-C.

    with Fetcher(FetchOptions(workers=8)) as fetcher:
        for fetched in fetcher.fetch_many(urls):
            print(fetched.outcome, fetched.url)
"""

from __future__ import annotations

import email.utils
import random
import socket
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from threading import Event
from typing import Self

from factcheck.archive.adapter import Guard, GuardedAdapter
from factcheck.archive.addresses import Resolver
from factcheck.archive.exchange import Exchange, base_headers, is_passing, judge, wire_budget, with_validators
from factcheck.archive.failures import Failure
from factcheck.archive.meter import Meter, Watchdog
from factcheck.archive.model import Fetched, Headers, Validators, header_value
from factcheck.archive.options import FetchOptions
from factcheck.archive.pool import Batch, Progress, run_pool
from factcheck.archive.robots import RobotsFiles
from factcheck.archive.urls import parse_target

_RESTING = 48  # connections that may lie idle at one host beside those in use
_LEAST_TIME = 0.25  # seconds that must be left for another attempt to make sense


def utc_now() -> datetime:
    """The default clock."""
    return datetime.now(UTC)


@dataclass(slots=True)
class Visit:
    """One URL on its way through the attempts."""

    url: str
    validators: Validators | None = None
    headers: Headers = ()
    attempts: int = 0
    spent: float = 0.0
    wire_bytes: int = 0
    host: str = ""
    at: str = ""  # the host that it burdens now, after redirects
    placed: bool = False  # whether it holds one of that host's places
    gate: Callable[[Visit, str], None] | None = None  # asked before going on to another host
    left: Callable[[Visit], None] | None = None  # told when the network is no longer needed

    def enter(self, host: str) -> None:
        """A redirect leads to `host`: wait until it may be asked."""
        if self.gate is not None and host != self.at:
            self.gate(self, host)


class Fetcher:
    """Fetches URLs under one set of options; safe to use from several threads.

    `clock` gives the time that captures are dated with, `resolver` is called like `socket.getaddrinfo`
    (and looked up anew for each connection, so that a patched one counts), `rng` gives the jitter.
    """

    def __init__(
        self,
        options: FetchOptions | None = None,
        *,
        clock: Callable[[], datetime] = utc_now,
        resolver: Resolver | None = None,
        rng: Callable[[], float] = random.random,
    ) -> None:
        self.options = options or FetchOptions()
        self._clock = clock
        self._rng = rng
        guard = Guard(self.options.allow, resolver or _system_resolver, self.options.connect_timeout)
        self._adapter = GuardedAdapter(
            guard, connections=self.options.workers + _RESTING, ca_bundle=self.options.ca_bundle
        )
        self._watchdog = Watchdog()
        self._headers = base_headers(self.options)
        self._budget = wire_budget(self.options)
        self._stopping = Event()
        self._robots = RobotsFiles(self._fetch_robots, self.options.user_agent)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def close(self) -> None:
        """End what is still running and close every connection."""
        self.stop()
        self._watchdog.close()
        self._adapter.close()

    def stop(self) -> None:
        """End every fetch under way, from any thread; `fetch_many` then yields what is done, and ends."""
        self._stopping.set()
        self._watchdog.stop_all(Failure("interrupted", "stopped before it was done"))

    # --- one URL

    def fetch(self, url: str, *, conditional: Validators | None = None, headers: Headers = ()) -> Fetched:
        """Fetch one URL, with as many attempts as the options allow.

        `conditional` asks "has it changed since?"; `headers` are sent in addition to the usual ones.
        """
        visit = Visit(url, conditional, headers)
        while True:
            fetched, wait = self.attempt(visit)
            if wait is None:
                return fetched
            self._stopping.wait(wait)

    def attempt(self, visit: Visit) -> tuple[Fetched, float | None]:
        """One attempt at a visit: what came of it, and after how many seconds to try again, if at all."""
        refusal = self._robots_refusal(visit)
        if refusal is not None:
            return refusal, None
        fetched, failure = self._attempt(visit)
        wait = self._next_wait(visit, fetched, failure)
        if wait is None:
            fetched = self._told_robots(fetched)
        return fetched, wait

    def _attempt(self, visit: Visit) -> tuple[Fetched, Failure | None]:
        visit.attempts += 1
        started = self._clock()
        meter = Meter(max(self.options.deadline - visit.spent, 0.0), self._budget)
        begun = time.perf_counter()
        base = {**self._headers, **dict(visit.headers)} if visit.headers else self._headers
        headers = with_validators(base, visit.validators)
        exchange = Exchange(visit.url, headers, self.options, self._adapter, meter, enter_host=visit.enter)
        with self._watchdog.over(meter):
            if self._stopping.is_set():
                meter.cut = Failure("interrupted", "stopped before it was done")
            exchange.run()
        visit.spent += time.perf_counter() - begun - meter.waited
        visit.wire_bytes += meter.received
        if visit.left is not None and exchange.went_well and self.options.robots != "tell":
            visit.left(visit)
        return self._fetched(visit, exchange, started), exchange.failure

    def _fetched(self, visit: Visit, exchange: Exchange, started: datetime) -> Fetched:
        return Fetched(
            url=visit.url,
            final_url=exchange.target.url if exchange.target else visit.url,
            hops=tuple(exchange.hops),
            request_headers=exchange.sent,
            started=started.astimezone(UTC).isoformat(timespec="microseconds"),
            elapsed=round(visit.spent, 6),
            remote_address=exchange.remote,
            tls=exchange.tls,
            attempts=visit.attempts,
            wire_bytes=visit.wire_bytes,
            **judge(exchange, bool(visit.validators)),
        )

    def _next_wait(self, visit: Visit, fetched: Fetched, failure: Failure | None) -> float | None:
        """Seconds until the next attempt, or None when this was the last."""
        passing = failure.passing if failure is not None else is_passing(fetched)
        if not passing or visit.attempts >= self.options.max_attempts or self._stopping.is_set():
            return None
        if self.options.deadline - visit.spent < _LEAST_TIME:
            return None
        asked = retry_after(header_value(fetched.headers, "retry-after"), self._clock())
        if asked is not None:
            return asked if asked <= self.options.max_retry_after else None
        return self.options.backoff * float(2 ** (visit.attempts - 1)) * (0.5 + self._rng())

    def post(self, url: str, payload: bytes, *, headers: Headers = ()) -> Fetched:
        """Send `payload` once, never again; for the interfaces of archives, not for pages."""
        started, meter = self._clock(), Meter(self.options.deadline, self._budget)
        exchange = Exchange(url, {**self._headers, **dict(headers)}, self.options, self._adapter, meter)
        exchange.method, exchange.payload = "POST", payload
        with self._watchdog.over(meter):
            exchange.run()
        return self._fetched(Visit(url, attempts=1, wire_bytes=meter.received), exchange, started)

    # --- many URLs

    def fetch_many(
        self,
        urls: Iterable[str | tuple[str, Validators | None]],
        on_event: Callable[[Progress], None] | None = None,
    ) -> Iterator[Fetched]:
        """Fetch many URLs at once and yield each as it ends; one `Fetched` for every item given.

        `on_event` is called in this thread, at least four times a second while waiting. On Ctrl-C the
        fetches under way are ended, those already done are still yielded, and then KeyboardInterrupt rises.
        """
        for batch in self.fetch_batches(urls, on_event):
            yield from batch

    def fetch_batches(
        self,
        urls: Iterable[str | tuple[str, Validators | None]],
        on_event: Callable[[Progress], None] | None = None,
        *,
        most: int = 64,
    ) -> Iterator[Batch]:
        """Like `fetch_many`, but yield all that has ended since the last time, at most `most` at once.

        Made for writing each batch in one transaction: what ends meanwhile waits for the next.
        """
        visits: list[Visit] = []
        for item in urls:
            url, validators = (item, None) if isinstance(item, str) else item
            visits.append(Visit(url, validators, host=host_of(url)))
        return run_pool(self, visits, self._stopping, on_event, most)

    # --- robots.txt

    def _robots_refusal(self, visit: Visit) -> Fetched | None:
        """With `obey`: the refusal, if robots.txt has one."""
        if self.options.robots != "obey" or visit.attempts:
            return None
        if self._robots.verdict(visit.url) != "disallowed":
            return None
        started = self._clock().astimezone(UTC).isoformat(timespec="microseconds")
        return Fetched(
            url=visit.url,
            final_url=visit.url,
            outcome="refused",
            error="robots",
            detail="robots.txt asks crawlers to stay away (--robots tell fetches all the same)",
            started=started,
            attempts=0,
            robots="disallowed",
        )

    def _told_robots(self, fetched: Fetched) -> Fetched:
        """With `tell` or `obey`: the result with what robots.txt says about it."""
        if self.options.robots == "ignore" or fetched.status is None or self._stopping.is_set():
            return fetched
        return replace(fetched, robots=self._robots.verdict(fetched.url))

    def _fetch_robots(self, url: str) -> Fetched:
        """Fetch a robots.txt with short limits and a single attempt."""
        options = replace(self.options, max_bytes=512_000, robots="ignore")
        meter = Meter(min(3.0, options.deadline), wire_budget(options))
        exchange = Exchange(url, self._headers, options, self._adapter, meter)
        with self._watchdog.over(meter):
            exchange.run()
        final = exchange.target.url if exchange.target else url
        return Fetched(url=url, final_url=final, **judge(exchange, False))


def host_of(url: str) -> str:
    """The host that a URL burdens, as the unit of politeness; empty when there is none."""
    try:
        return parse_target(url).host
    except Failure:
        return ""


def retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds that a Retry-After header asks for; None when there is none that can be understood."""
    if value is None:
        return None
    text = value.strip()
    if text.isascii() and text.isdigit():
        return float(text[:12])
    try:
        when = email.utils.parsedate_to_datetime(text)
        if when.tzinfo is None:
            when = when.replace(tzinfo=UTC)
        return max(0.0, (when - now).total_seconds())
    except (ValueError, TypeError, OverflowError):
        return None


def _system_resolver(*args: object, **kwargs: object) -> object:
    """`socket.getaddrinfo`, found at the time of the call."""
    return socket.getaddrinfo(*args, **kwargs)  # type: ignore[arg-type]
