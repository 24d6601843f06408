"""Reading the words out of captures while the next ones are fetched.

Child processes read; what they cannot take at once waits in the file, not in memory. A body that is here
twice is read once.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
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
Decode = Callable[[Capture, bytes], bytes | None]


class Reading:
    """The captures of one run of fetches whose words are still to be read and stored."""

    def __init__(self, ctx: Context, readers: Readers, *, decode: Decode, keep: Keep) -> None:
        self._ctx, self._readers = ctx, readers
        self._decode, self._keep = decode, keep
        self._jobs: deque[tuple[Capture, Future[Document]]] = deque()
        self._waiting: deque[Capture] = deque()
        self._same: dict[tuple[str | None, str | None], list[int]] = {}

    def add(self, capture: Capture, body: bytes) -> None:
        """Have a capture read: now, if there is room, else when the fetches are done."""
        if not body:
            return
        key = (capture.body_sha256, capture.content_type)
        if key in self._same:
            self._same[key].append(capture.id)
            return
        self._same[key] = [capture.id]
        if len(self._jobs) < AHEAD:
            self._submit(capture, body)
        else:
            self._waiting.append(capture)

    def store_ready(self) -> None:
        """Store what has been read so far, in one transaction; never waits."""
        ready = []
        while self._jobs and self._jobs[0][1].done():
            ready.append(self._jobs.popleft())
        self._store(ready)

    def finish(self, body_of: Callable[[Capture], bytes]) -> None:
        """Read and store all the rest."""
        while self._jobs or self._waiting:
            while self._waiting and len(self._jobs) < AHEAD:
                capture = self._waiting.popleft()
                self._submit(capture, body_of(capture))
            if self._jobs:
                self._jobs[0][1].exception()  # waits for it
                self.store_ready()
        self._store_doubles()

    def _submit(self, capture: Capture, body: bytes) -> None:
        data = self._decode(capture, body)
        if data is not None:
            job = self._readers.submit(data, capture.content_type, capture.final_url)
            self._jobs.append((capture, job))

    def _store(self, ready: Sequence[tuple[Capture, Future[Document]]]) -> None:
        if ready:
            with self._ctx.writing():
                for capture, job in ready:
                    if not job.cancelled() and job.exception() is None:
                        self._keep(self._ctx, capture.id, job.result())

    def _store_doubles(self) -> None:
        """Give the captures whose bytes were here already the words that were read from the first of them."""
        doubles = [(numbers[0], number) for numbers in self._same.values() for number in numbers[1:]]
        if not doubles:
            return
        from factcheck.store import texts

        with self._ctx.writing() as conn:
            for first, number in doubles:
                if captures.text(conn, first) is not None:
                    texts.copy(conn, first, number)
