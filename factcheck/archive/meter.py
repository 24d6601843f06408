"""The limits of one fetch in time and bytes, held where the socket is read.

A timeout bounds one read, not a fetch: a server that sends a byte a second, interim answers or chunk
trailers without end never runs into it. So each fetch has a `Meter` that every read of its socket passes
through, and a `Watchdog` that shuts the socket from outside should a read still hang in a C library.
"""

from __future__ import annotations

import contextlib
import math
import socket
import threading
import time
from collections.abc import Iterator
from typing import Final

from factcheck.archive.failures import Failure

_GRACE: Final = 0.25  # seconds past the deadline after which the watchdog steps in
_local = threading.local()


class Meter:
    """What one fetch may still take from the wire, and until when.

    `budget` is in bytes off the socket, headers, chunk sizes and trailers included.
    """

    __slots__ = ("budget", "cut", "end", "received", "reused", "socket", "wait", "waited")

    def __init__(self, seconds: float, budget: int) -> None:
        self.end = time.monotonic() + seconds
        self.budget = budget
        self.received = 0
        self.wait: float | None = None  # seconds one read may last, where shorter than the deadline
        self.waited = 0.0  # seconds spent in politeness, which do not count
        self.reused = False  # whether the connection in use has served an earlier request
        self.socket: socket.socket | None = None
        self.cut: Failure | None = None

    def remaining(self) -> float:
        """Seconds left.

        Raises: Failure `deadline` when there are none, or whatever the fetch was cut for.
        """
        if self.cut is not None:
            raise self.cut
        left = self.end - time.monotonic()
        if left <= 0:
            raise Failure("deadline", "the deadline passed")
        return left

    @contextlib.contextmanager
    def paused(self) -> Iterator[None]:
        """Stop the clock: what is waited for politeness does not count."""
        begun, end = time.monotonic(), self.end
        self.end = math.inf
        try:
            yield
        finally:
            waited = time.monotonic() - begun
            self.end = end + waited
            self.waited += waited

    def before_read(self, sock: socket.socket) -> None:
        """Let the coming read last no longer than the fetch may."""
        left = self.remaining()
        if self.wait is not None and self.wait < left:
            left = self.wait
        self.socket = sock
        timeout = sock.gettimeout()
        if timeout is None or timeout > left or timeout < left - 0.5:
            sock.settimeout(left)

    def after_read(self, count: int) -> None:
        """Count what came off the wire."""
        self.received += count
        if self.received > self.budget:
            raise Failure("too_large", f"more than {self.budget:,} bytes came over the wire")

    def stop(self, reason: Failure) -> None:
        """End the fetch from another thread: its reads fail with `reason`."""
        if self.cut is None:
            self.cut = reason
        sock = self.socket
        if sock is not None:
            # The plain socket's method: SSLSocket's would throw away the state under a reader's feet.
            with contextlib.suppress(OSError):
                socket.socket.shutdown(sock, socket.SHUT_RDWR)


def active() -> Meter | None:
    """The meter of the fetch that this thread is busy with."""
    return getattr(_local, "meter", None)


class Watchdog:
    """Knows the fetches under way and ends those that overstay; one thread for all of them."""

    def __init__(self) -> None:
        self._meters: set[Meter] = set()
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    @contextlib.contextmanager
    def over(self, meter: Meter) -> Iterator[Meter]:
        """Make `meter` this thread's own and watch it until the block ends."""
        if self._thread is None:
            self._start()
        self._meters.add(meter)
        _local.meter = meter
        try:
            yield meter
        finally:
            _local.meter = None
            self._meters.discard(meter)

    def stop_all(self, reason: Failure) -> None:
        """End every fetch under way."""
        for meter in list(self._meters):
            meter.stop(reason)

    def close(self) -> None:
        """End the thread."""
        self._closing.set()
        thread = self._thread
        if thread is not None and thread is not threading.current_thread():
            thread.join(timeout=2)

    def _start(self) -> None:
        with self._lock:
            if self._thread is None and not self._closing.is_set():
                self._thread = threading.Thread(target=self._run, name="fetch watchdog", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while not self._closing.wait(_GRACE):
            late = time.monotonic() - _GRACE
            for meter in list(self._meters):
                if meter.end < late or meter.cut is not None:
                    meter.stop(Failure("deadline", "the deadline passed"))
