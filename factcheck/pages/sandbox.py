"""Reading documents in child processes with limits: memory, processor time, wall time, output.

A child runs `python -m factcheck.pages.child`, reads one request after another from its standard input
and answers with JSON (never pickle: the answer of a subverted child must not be able to run code here).
A child that dies, hangs or answers too much is killed; its document has the error "parse", and the next
request gets a new child.
"""

from __future__ import annotations

import atexit
import json
import os
import selectors
import struct
import subprocess
import sys
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType
from typing import Final, Self

from factcheck.pages.document import Document
from factcheck.pages.kinds import kind_of
from factcheck.pages.pdf import joined

LENGTH = struct.Struct(">Q")
# What an answer may measure beyond its text: names of fields, page offsets, escapes.
SLACK: Final = 1 << 20
# A long PDF is read in so many requests at most, as long as each gets at least so many pages further.
MOST_ROUNDS: Final = 8
FEWEST_PAGES: Final = 5
_KEPT: Final = frozenset("PATH LANG LC_ALL LC_CTYPE HOME TMPDIR SYSTEMROOT LD_LIBRARY_PATH PYTHONHASHSEED".split())
_PUBLIC_KIND: Final = {"xml": "text", "svg": "image"}


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may cost: bytes of memory and output, seconds of processor and of wall time.

    Wall time only ends what neither works nor answers: on a busy machine a child, which lets everybody go first,
    may have to wait long for its few milliseconds.
    """

    memory: int = 512 << 20
    processor: int = 10
    wall: float = 120.0
    output: int = 20_000_000


class Child:
    """One child process; not for use by two threads at once."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, body: bytes, content_type: str | None = None, url: str | None = None) -> Document:
        """Read a body in the child; a death, a delay or too long an answer is a document with error "parse".

        A long PDF takes several requests, each with limits of its own.
        """
        found = self._read(body, content_type, url)
        for _ in range(MOST_ROUNDS):
            start = found.properties.get("next_page")
            if not start or len(found.text) > self.limits.output // 2:
                break
            more = self._read(body, content_type, url, start)
            found = joined(found, more) if more.pages else replace(found, properties={"pages": start}, error="parse")
            if len(more.pages) < FEWEST_PAGES:
                break
        if "next_page" in found.properties:
            return replace(found, error="parse", properties={"pages": len(found.pages)}, flags=(*found.flags, "cut"))
        return found

    def _read(self, body: bytes, content_type: str | None, url: str | None, start: int = 0) -> Document:
        process = self._process
        if process is None or process.poll() is not None:
            process = self._start()
        deadline = time.monotonic() + self.limits.wall
        try:
            answer = self._exchange(process, _request(body, content_type, url, start), deadline)
            return Document.from_dict(json.loads(answer))
        except (OSError, ValueError, TypeError, EOFError, TimeoutError):
            self.close()
            kind = kind_of(body, content_type, url)
            return Document(kind=_PUBLIC_KIND.get(kind, kind), error="parse", flags=("reader_stopped",))

    def close(self) -> None:
        """End the child process, if there is one."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    pipe.close()

    def _start(self) -> subprocess.Popen[bytes]:
        self.close()
        costs = (self.limits.memory, self.limits.processor, self.limits.output)
        self._process = subprocess.Popen(
            # -P: a module in the user's folder must not be taken for one of ours.
            [sys.executable, "-P", "-m", "factcheck.pages.child", *(str(limit) for limit in costs)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            bufsize=0,
            start_new_session=True,  # Ctrl-C is for the parent, which then ends its children
        )  # fmt: skip
        return self._process

    def _exchange(self, process: subprocess.Popen[bytes], request: list[bytes], deadline: float) -> bytes:
        assert process.stdin is not None
        assert process.stdout is not None
        out, into = process.stdout.fileno(), process.stdin.fileno()
        for part in request:
            _write(into, part, deadline)
        (length,) = LENGTH.unpack(_read(out, LENGTH.size, deadline))
        if length > self.limits.output + SLACK:
            raise ValueError(f"an answer of {length} bytes, limit {self.limits.output}")
        return _read(out, length, deadline)


class Readers:
    """A pool of children, one for each core unless told otherwise; `submit` returns a future Document.

    Example: `with Readers() as readers: futures = [readers.submit(body, type) for body, type in captures]`
    """

    def __init__(self, count: int | None = None, limits: Limits | None = None) -> None:
        self.count = count or _cores()
        self._limits = limits
        self._idle: SimpleQueue[Child] = SimpleQueue()
        self._children: list[Child] = []
        for _ in range(self.count):
            child = Child(limits)
            self._children.append(child)
            self._idle.put(child)
        # Threads only wait for their child, so they cost no processor time here.
        self._threads = ThreadPoolExecutor(self.count, thread_name_prefix="factcheck-reader")

    def submit(self, body: bytes, content_type: str | None = None, url: str | None = None) -> Future[Document]:
        """Read a body in the next free child."""
        return self._threads.submit(self._read, body, content_type, url)

    def close(self) -> None:
        """Wait for what was submitted, then end the children."""
        self._threads.shutdown(wait=True)
        for child in self._children:
            child.close()

    def _read(self, body: bytes, content_type: str | None, url: str | None) -> Document:
        child = self._idle.get()
        try:
            return child.read(body, content_type, url)
        finally:
            self._idle.put(child)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self._threads.shutdown(wait=False, cancel_futures=True)
        self.close()


def _environment() -> dict[str, str]:
    """What the child needs of our environment: no passwords, no tokens."""
    kept = {name: value for name, value in os.environ.items() if name in _KEPT}
    return {**kept, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}


def _cores() -> int:
    """The cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


_shared: Child | None = None
_lock = threading.Lock()


def read_in_child(body: bytes, content_type: str | None = None, url: str | None = None) -> Document:
    """Read a body in this process's one shared child (started when first needed)."""
    global _shared
    with _lock:
        if _shared is None:
            _shared = Child()
            atexit.register(_shared.close)
        return _shared.read(body, content_type, url)


# ------------------------------------------------------------------------------------------------- pipes
def _request(body: bytes, content_type: str | None, url: str | None, start: int = 0) -> list[bytes]:
    head = json.dumps({"content_type": content_type, "url": url, "start": start}).encode()
    return [LENGTH.pack(len(head)) + head + LENGTH.pack(len(body)), body]


def _write(descriptor: int, data: bytes, deadline: float) -> None:
    view = memoryview(data)
    while view:
        _wait(descriptor, selectors.EVENT_WRITE, deadline)
        view = view[os.write(descriptor, view[: 1 << 16]) :]


def _read(descriptor: int, length: int, deadline: float) -> bytes:
    parts = []
    while length:
        _wait(descriptor, selectors.EVENT_READ, deadline)
        part = os.read(descriptor, min(length, 1 << 20))
        if not part:
            raise EOFError("the reading process ended")
        parts.append(part)
        length -= len(part)
    return b"".join(parts)


def _wait(descriptor: int, event: int, deadline: float) -> None:
    with selectors.DefaultSelector() as selector:
        selector.register(descriptor, event)
        if not selector.select(max(0.0, deadline - time.monotonic())):
            raise TimeoutError("the reading process took too long")
