"""Many URLs at once: bounded threads, politeness to each host, retries that hold no thread up.

The workers put what they have finished into a bounded basket; the caller's own thread empties it, and by
writing a whole basket in one transaction needs no thread for writing.
"""

from __future__ import annotations

import heapq
import itertools
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol, TypeAlias

from factcheck.archive.model import Fetched
from factcheck.archive.options import FetchOptions

if TYPE_CHECKING:
    from factcheck.archive.fetch import Visit

Batch: TypeAlias = list[Fetched]

_TICK: Final = 0.25  # seconds between two reports of progress, at most
_PAUSE: Final = 0.05  # and at least: with many hosts a report costs time
_BASKET_BYTES: Final = 48 << 20  # bodies that may wait for the caller
_BASKET_ITEMS: Final = 512
_SPARE_THREADS: Final = 2


class Worker(Protocol):
    """What the pool needs of a fetcher."""

    @property
    def options(self) -> FetchOptions: ...  # noqa: D102

    def attempt(self, visit: Visit) -> tuple[Fetched, float | None]: ...  # noqa: D102

    def stop(self) -> None: ...  # noqa: D102


@dataclass(slots=True)
class Progress:
    """How far a run has come: counts, and the host that takes longest (its mean seconds a page)."""

    total: int
    done: int = 0
    active: int = 0
    retries: int = 0
    wire_bytes: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    slowest_host: str | None = None
    slowest_seconds: float = 0.0


@dataclass(slots=True)
class _Host:
    name: str
    visits: deque[Visit] = field(default_factory=deque)
    active: int = 0
    arriving: int = 0  # redirects from elsewhere that wait for a place
    not_before: float = 0.0
    queued: bool = False
    pages: int = 0
    seconds: float = 0.0


class Schedule:
    """Whose turn it is: hands out visits so that no host is asked too often or too much at once.

    Thread-safe. A host stands in `ready` (may be asked now) or in `later` (a heap by time) while it has
    visits and room, and in neither otherwise; so each step costs the same however many URLs there are.
    """

    def __init__(self, visits: list[Visit], per_host: int, delay: float, at_once: int = 1_000) -> None:
        self._at_once = at_once
        self._moving = 0
        self._per_host = per_host
        self._delay = delay
        self._changed = threading.Condition()
        self._hosts: dict[str, _Host] = {}
        self._ready: deque[_Host] = deque()
        self._later: list[tuple[float, int, _Host]] = []
        self._retries: list[tuple[float, int, Visit]] = []
        self._order = 0
        self._open = len(visits)
        self._stopped = False
        self.active = 0
        for visit in visits:
            host = self._hosts.get(visit.host) or self._hosts.setdefault(visit.host, _Host(visit.host))
            host.visits.append(visit)
        for host in self._hosts.values():
            self._queue(host)

    def take(self) -> Visit | None:
        """The next visit, waiting for one if need be; None when all are done."""
        with self._changed:
            while True:
                if self._stopped or not self._open:
                    return None
                now = time.monotonic()
                wake = self._wake(now)
                if self._ready and self.active + self._moving < self._at_once:
                    host = self._ready.popleft()
                    if host.not_before <= now or not host.name:
                        return self._hand_out(host, now)
                    host.queued = False  # it was told to rest while it stood in line
                    self._queue(host)
                    continue
                self._changed.wait(None if wake is None else max(wake - now, 0.001))

    def move(self, visit: Visit, name: str) -> None:
        """A redirect leads to another host: wait until that one may be asked.

        Without this, a list of shortened links would fall upon one site with all workers at once.
        """
        with self._changed:
            self._free(visit)
            host = self._hosts.get(name) or self._hosts.setdefault(name, _Host(name))
            host.arriving += 1  # keeps a place free, or the host's own queue would never let us in
            self._moving += 1
            while not self._stopped:
                now = time.monotonic()
                if host.active < self._per_host and host.not_before <= now:
                    break
                self._changed.wait(max(host.not_before - now, 0.001) if host.active < self._per_host else None)
            self._moving -= 1
            host.arriving -= 1
            host.active += 1
            self.active += 1
            host.not_before = max(host.not_before, time.monotonic() + self._delay)
            visit.at, visit.placed = name, True

    def leave(self, visit: Visit) -> None:
        """The visit is done with the network: its place is free, though it has not ended yet."""
        with self._changed:
            self._free(visit)

    def done(self, visit: Visit, seconds: float) -> None:
        """The visit has ended."""
        with self._changed:
            self._open -= 1
            self._note(visit, seconds)
            self._free(visit)
            if not self._open:
                self._changed.notify_all()

    def again(self, visit: Visit, seconds: float, wait: float, *, whole_host: bool) -> None:
        """The visit is to be tried again in `wait` seconds; with `whole_host` the host rests until then."""
        with self._changed:
            at = time.monotonic() + wait
            if whole_host:
                host = self._hosts[visit.at]
                host.not_before = max(host.not_before, at)
            self._order += 1
            heapq.heappush(self._retries, (at, self._order, visit))
            self._note(visit, seconds)
            self._free(visit)
            self._changed.notify_all()  # each waiting thread must know when the time comes

    def stop(self) -> None:
        """Hand nothing out any more."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()

    def slowest(self) -> tuple[str | None, float]:
        """The host with the longest mean time a page, and that time in seconds."""
        hosts = [host for host in list(self._hosts.values()) if host.pages]
        if not hosts:
            return None, 0.0
        worst = max(hosts, key=lambda host: host.seconds / host.pages)
        return worst.name, worst.seconds / worst.pages

    def _hand_out(self, host: _Host, now: float) -> Visit:
        host.queued = False
        visit = host.visits.popleft()
        visit.at, visit.placed = host.name, True
        host.active += 1
        self.active += 1
        host.not_before = max(host.not_before, now + self._delay)
        if self._queue(host):
            self._wake_one()
        return visit

    def _note(self, visit: Visit, seconds: float) -> None:
        host = self._hosts[visit.at or visit.host]
        host.pages += 1
        host.seconds += seconds

    def _free(self, visit: Visit) -> None:
        host = self._hosts.get(visit.at)
        if visit.placed and host is not None:
            visit.placed = False
            host.active -= 1
            self.active -= 1
            self._queue(host)
            self._wake_one()

    def _wake_one(self) -> None:
        """Wake a thread that waits in `take`; those in `move` wait for the same bell and may not swallow it."""
        if self._moving:
            self._changed.notify_all()
        else:
            self._changed.notify()

    def _queue(self, host: _Host) -> bool:
        """Put a host where it belongs; tell whether it was put anywhere."""
        if host.queued or not host.visits:
            return False
        if host.name and host.active + host.arriving >= self._per_host:
            return False
        host.queued = True
        if not host.name or host.not_before <= time.monotonic():
            self._ready.append(host)
        else:
            self._order += 1
            heapq.heappush(self._later, (host.not_before, self._order, host))
        return True

    def _wake(self, now: float) -> float | None:
        """Move over what has become due; return when the next thing will."""
        while self._retries and self._retries[0][0] <= now:
            visit = heapq.heappop(self._retries)[2]
            host = self._hosts[visit.host]
            host.visits.appendleft(visit)
            self._queue(host)
        while self._later and self._later[0][0] <= now:
            host = heapq.heappop(self._later)[2]
            self._ready.append(host)  # should it have been told to rest meanwhile, `take` sees that
        times = [heap[0][0] for heap in (self._retries, self._later) if heap]
        return min(times) if times else None


class Basket:
    """What has been fetched and not been taken yet; `put` waits while too many bytes lie in it."""

    def __init__(self) -> None:
        self._items: deque[Fetched] = deque()
        self._bytes = 0
        self._changed = threading.Condition()
        self._waiting_puts = 0
        self._closed = False
        self._ended = False

    def end(self) -> None:
        """Nothing more will be put in: `peek` need not wait."""
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    def close(self) -> None:
        """Nobody takes any more: let waiting puts go."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def put(self, fetched: Fetched) -> None:
        """Lay one in."""
        size = len(fetched.body)
        with self._changed:
            while self._full(size) and not self._closed:
                self._waiting_puts += 1
                self._changed.wait()
                self._waiting_puts -= 1
            self._items.append(fetched)
            self._bytes += size
            if len(self._items) == 1:
                self._changed.notify_all()

    def _full(self, size: int) -> bool:
        if not self._items:
            return False
        return self._bytes + size > _BASKET_BYTES or len(self._items) >= _BASKET_ITEMS

    def peek(self, most: int, seconds: float) -> Batch:
        """Up to `most` of what is there, which stays; empty when nothing came within `seconds`."""
        with self._changed:
            if not self._items and not self._ended:
                self._changed.wait(seconds)
            return list(itertools.islice(self._items, most))

    def drop(self, count: int) -> None:
        """Take the first `count` out: they are in good hands."""
        with self._changed:
            for _ in range(count):
                self._bytes -= len(self._items.popleft().body)
            if self._waiting_puts:
                self._changed.notify_all()


class _Run:
    """One run over many URLs."""

    def __init__(self, fetcher: Worker, visits: list[Visit], stopping: threading.Event) -> None:
        options = fetcher.options
        self.fetcher = fetcher
        self.schedule = Schedule(visits, options.per_host, options.delay, options.workers)
        self.basket = Basket()
        self.stopping = stopping
        self.progress = Progress(len(visits))
        self.error: BaseException | None = None
        self._lock = threading.Lock()
        # More threads than fetches at once: while some decode and hash, the network is not left idle.
        count = max(1, min(options.workers + _SPARE_THREADS, len(visits)))
        self.threads = [
            threading.Thread(target=self._work, name=f"fetch {number}", daemon=True) for number in range(count)
        ]
        self._running: int = count

    def _work(self) -> None:
        try:
            while not self.stopping.is_set() and (visit := self.schedule.take()) is not None:
                before = visit.spent
                visit.gate, visit.left = self.schedule.move, self.schedule.leave
                fetched, wait = self.fetcher.attempt(visit)
                seconds = visit.spent - before
                if wait is not None:
                    self.progress.retries += 1
                    limited = fetched.status in (429, 503)
                    self.schedule.again(visit, seconds, wait, whole_host=limited)
                    continue
                if fetched.error != "interrupted":  # what was cut short is still to be done
                    self.basket.put(fetched)
                self.schedule.done(visit, seconds)
        except BaseException as error:  # a bug of ours: told in the caller's thread, not lost in this one
            self.error = error
            self.schedule.stop()
        finally:
            with self._lock:
                self._running -= 1
                last = not self._running
            if last:
                self.basket.end()

    def finished(self) -> bool:
        return not self._running

    def hand_over(self, batch: Batch) -> None:
        """The caller has taken this batch."""
        self.basket.drop(len(batch))
        for fetched in batch:
            self.progress.done += 1
            self.progress.outcomes[fetched.outcome] += 1
            self.progress.wire_bytes += fetched.wire_bytes

    def report(self) -> Progress:
        """How far the run has come."""
        progress = self.progress
        progress.active = self.schedule.active
        progress.slowest_host, progress.slowest_seconds = self.schedule.slowest()
        return progress


def run_pool(
    fetcher: Worker,
    visits: list[Visit],
    stopping: threading.Event,
    on_event: Callable[[Progress], None] | None,
    most: int,
) -> Iterator[Batch]:
    """Fetch all visits and yield what has ended, batch by batch (see `Fetcher.fetch_batches`)."""
    if not visits:
        return
    run = _Run(fetcher, visits, stopping)
    interrupt: KeyboardInterrupt | None = None
    due = 0.0
    try:
        for thread in run.threads:
            thread.start()
        while True:
            try:
                over = run.finished()  # asked first: what ends after it is still taken below
                # Ctrl-C may strike anywhere here: what was fetched stays in the basket until it is yielded.
                batch = run.basket.peek(most, _TICK)
                if on_event is not None and (over or time.monotonic() >= due):
                    due = time.monotonic() + _PAUSE
                    on_event(run.report())
                if stopping.is_set():
                    run.schedule.stop()
            except KeyboardInterrupt as caught:
                interrupt = caught
                fetcher.stop()
                continue
            if batch:
                yield batch
                run.hand_over(batch)
            elif over:
                break
    finally:
        run.schedule.stop()
        run.basket.close()
        if not run.finished():
            fetcher.stop()
    if run.error is not None:
        raise run.error
    if interrupt is not None:
        raise interrupt
