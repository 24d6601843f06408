"""Reading the words out of captures behind the fetch, never at its cost.

Child processes read. They are given work only while the fetch leaves the processor time over, that is while
it waits for the network; what comes meanwhile waits in the file, not in memory, and is read when the
fetches are done. A body that is here twice is read once.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from typing import TYPE_CHECKING

from factcheck.desk.context import Context
from factcheck.model import Capture
from factcheck.store.records import captures

if TYPE_CHECKING:
    from factcheck.pages import Document
    from factcheck.pages.sandbox import Readers

AHEAD = 32
"""Bodies handed to the readers and not yet read; their bytes are in memory."""

Keep = Callable[[Context, int, "Document"], None]
PageOf = Callable[[Capture], bytes | None]


class Slack:
    """Whether this process leaves the processor alone for a part of the time; measured, quarter second by quarter.

    A fetch over a real network does; one from a server next door keeps a core busy all the time, and there the
    readers would take from it what they use, however low their priority.
    """

    SPAN = 0.25
    BUSY = 0.6  # of one core; above it the fetch is held up by the processor and not by the network

    def __init__(
        self, clock: Callable[[], float] = time.perf_counter, used: Callable[[], float] = time.process_time
    ) -> None:
        self._clock, self._used = clock, used
        self._since, self._spent = clock(), used()
        self._found = False

    def __bool__(self) -> bool:
        elapsed = self._clock() - self._since
        if elapsed >= self.SPAN:
            spent = self._used() - self._spent
            self._found = spent < self.BUSY * elapsed
            self._since += elapsed
            self._spent += spent
        return self._found


class Reading:
    """The captures of one run of fetches whose words are still to be read and stored."""

    def __init__(
        self,
        ctx: Context,
        readers: Readers,
        *,
        page_of: PageOf,
        keep: Keep,
        slack: Slack | None = None,
    ) -> None:
        self._ctx, self._readers = ctx, readers
        self._page_of, self._keep = page_of, keep
        self._slack = Slack() if slack is None else slack
        self._jobs: deque[tuple[Capture, Future[Document]]] = deque()
        self._waiting: deque[Capture] = deque()
        self._same: dict[tuple[str | None, str | None], list[int]] = {}

    def add(self, capture: Capture) -> None:
        """Have a capture read when there is time for it."""
        if capture.body_sha256 is None:
            return
        numbers = self._same.setdefault((capture.body_sha256, capture.content_type), [])
        numbers.append(capture.id)
        if len(numbers) == 1:
            self._waiting.append(capture)

    def go_on(self) -> None:
        """Store what has been read, and hand out more if the fetch leaves time for it; never waits."""
        self._store_ready()
        while self._waiting and len(self._jobs) < AHEAD and self._slack:
            self._submit(self._waiting.popleft())

    def finish(self) -> None:
        """Read and store all the rest."""
        while self._jobs or self._waiting:
            while self._waiting and len(self._jobs) < AHEAD:
                self._submit(self._waiting.popleft())
            if self._jobs:
                self._jobs[0][1].exception()  # waits for it
                self._store_ready()
        self._store_doubles()

    def _submit(self, capture: Capture) -> None:
        data = self._page_of(capture)
        if data is not None:
            job = self._readers.submit(data, capture.content_type, capture.final_url)
            self._jobs.append((capture, job))

    def _store_ready(self) -> None:
        ready = []
        while self._jobs and self._jobs[0][1].done():
            ready.append(self._jobs.popleft())
        self._store(ready)

    def _store(self, ready: Iterable[tuple[Capture, Future[Document]]]) -> None:
        read = [(capture, job) for capture, job in ready if not job.cancelled() and job.exception() is None]
        self._ctx.in_turns(read, lambda item: self._keep(self._ctx, item[0].id, item[1].result()))

    def _store_doubles(self) -> None:
        """Give the captures whose bytes were here already the words that were read from the first of them."""
        from factcheck.store import texts

        def copy(pair: tuple[int, int]) -> None:
            if captures.text(self._ctx.conn, pair[0]) is not None:
                texts.copy(self._ctx.conn, *pair)

        doubles = [(numbers[0], number) for numbers in self._same.values() for number in numbers[1:]]
        self._ctx.in_turns(doubles, copy)
