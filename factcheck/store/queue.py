"""The writers' queue of a file: one writes at a time, and who came first goes first.

Writers meet at `NAME.lock` beside the database. The turn itself is an exclusive lock on that file. Who
finds it taken draws a number (the file's first eight bytes), locks a byte that stands for the number, and
waits for the byte of the number before: so each waits for one other only, and nobody overtakes. The
system lets go of the locks of whoever dies, so a killed writer holds nobody up, in line or at its turn.

The idea is that of queue locks after Craig, Landin and Hagersten (1993). The numbers are hints: should
the file be lost or hold nonsense, the exclusive lock alone still keeps writers apart.

The file also notes the last event that was acknowledged. It is written without a sync, so it may be late
but never early: a database that ends before it has lost something (its write-ahead log, say).

The file's head is read and written by calls, not mapped into memory: should another program cut the file short,
a look at a mapped page that is gone would end this one. What a short file lacks counts as zeros.
"""

from __future__ import annotations

import os
import struct
import time
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows: SQLite's own busy handler has to do
    fcntl = None  # type: ignore[assignment]

_HEAD = struct.Struct("<QQ")  # the next number to draw; the number after the one whose turn it was last
_NUMBER = struct.Struct("<Q")
_NOTE = struct.Struct("<4sQ32sI")  # "FCHN", an event's number and hash, a CRC-32 of these
_FLOCK = struct.Struct("hhqqi4x")  # Linux's `struct flock` on 64 bits: type, whence, start, length, process
_DRAWING = 1 << 20
_PLACES = 1 << 21
_MANY = 1 << 12
_SIZE = 4096
_NEVER = 1 << 62

_SHORTEST, _LONGEST = 0.0001, 0.005
"""Seconds between two looks: a fiftieth of the time waited so far, within these."""


RECHECK = 1.0
"""Seconds after which one looks again whether the file was taken away."""


class QueueTimeout(Exception):
    """Others had their turn for longer than one waits."""


class Queue:
    """The queue of one open file; enter, write, leave."""

    def __init__(self, database: Path) -> None:
        self._path = file_beside(database)
        self._handle: int | None = None
        self._looked = 0.0
        self._place: int | None = None

    def enter(self, patience: float) -> None:
        """Wait for the turn to write.

        Raises:
            QueueTimeout: it did not come within `patience` seconds.
        """
        handle = self._open()
        if handle is None:
            return
        try:
            if not self.wanted() and _taken(handle):
                return  # nobody waits
            self._wait(handle, time.monotonic(), patience)
        except BaseException:
            self.close()
            raise

    def noted(self) -> tuple[int, str] | None:
        """Return the number and hash of the last event that was acknowledged, as far as is known."""
        return _noted(self._read(_NOTE.size, _HEAD.size))

    def note(self, seq: int, digest: str) -> None:
        """Note the last event of a commit."""
        body = _NOTE.pack(_MARK, seq, bytes.fromhex(digest), 0)[:-4]
        self._write(body + zlib.crc32(body).to_bytes(4, "little"), _HEAD.size)

    def forget(self) -> None:
        """Forget what was acknowledged: another file begins here."""
        self._write(bytes(_NOTE.size), _HEAD.size)

    def wanted(self) -> bool:
        """Whether somebody waits for the turn that is ours: whoever has much to write lets them in."""
        following, turn = self._numbers()
        return following != turn

    def leave(self) -> None:
        """Let the next one have its turn."""
        if self._handle is None:
            return
        fcntl.flock(self._handle, fcntl.LOCK_UN)
        if self._place is not None:
            _lock_byte(self._handle, _PLACES + self._place, fcntl.F_UNLCK)
            self._place = None

    def close(self) -> None:
        """Leave the queue for good."""
        if self._handle is not None:
            os.close(self._handle)  # closing lets go of every lock
        self._handle = self._place = None

    def _open(self) -> int | None:
        if fcntl is None:
            return None
        now = time.monotonic()
        if self._handle is not None:
            if now - self._looked < RECHECK:
                return self._handle
            if os.fstat(self._handle).st_nlink:
                self._looked = now
                return self._handle
            self.close()  # the file was taken away: others would meet at a new one
        with suppress(OSError):  # a full or odd disk: SQLite's own lock still holds writers apart
            self._handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
            self._looked = now
            _make_room(self._handle)
        return self._handle

    def _wait(self, handle: int, since: float, patience: float) -> None:
        number = self._draw(handle, since, patience)
        if number:
            before = _PLACES + (number - 1) % _MANY
            self._until(lambda: _lock_byte(handle, before, fcntl.F_WRLCK), handle, number, since, patience)
            _lock_byte(handle, before, fcntl.F_UNLCK)
        self._until(lambda: _taken(handle), handle, number, since, patience)
        if number is not None:
            self._write(_NUMBER.pack(number + 1), _NUMBER.size)

    def _until(self, done: Callable[[], bool], handle: int, number: int | None, since: float, patience: float) -> None:
        while not done():
            waited = time.monotonic() - since
            if waited > patience:
                raise QueueTimeout
            ahead = 1 if number is None else min(max(number - self._numbers()[1] + 1, 1), 16)
            time.sleep(ahead * min(max(waited / 50, _SHORTEST), _LONGEST))

    def _draw(self, handle: int, since: float, patience: float) -> int | None:
        """Return the next number, its byte locked; None where there are no such locks, or somebody has its byte."""
        with suppress(OSError):
            self._until(lambda: _lock_byte(handle, _DRAWING, fcntl.F_WRLCK), handle, None, since, patience)
            try:
                following = self._numbers()[0]
                self._write(_NUMBER.pack(following + 1), 0)
                place = following % _MANY
                if not _lock_byte(handle, _PLACES + place, fcntl.F_WRLCK):
                    return None
                self._place = place
                return following
            finally:
                _lock_byte(handle, _DRAWING, fcntl.F_UNLCK)
        return None

    def _numbers(self) -> tuple[int, int]:
        """Return the next number to draw, and the one after that whose turn it was last."""
        following, turn = _HEAD.unpack(self._read(_HEAD.size, 0))
        return following % _NEVER, turn % _NEVER

    def _read(self, size: int, at: int) -> bytes:
        data = b""
        if self._handle is not None:
            with suppress(OSError):
                data = os.pread(self._handle, size, at)
        return data.ljust(size, b"\0")

    def _write(self, data: bytes, at: int) -> None:
        if self._handle is not None:
            with suppress(OSError):  # a full disk: only hints stand here
                os.pwrite(self._handle, data, at)


def _make_room(handle: int) -> None:
    """Take the room of the file's head on the disk, so that what is written there later does not fail."""
    with suppress(OSError, AttributeError):
        os.posix_fallocate(handle, 0, _SIZE)


_MARK = b"FCHN"


def file_beside(database: Path) -> str:
    """Return where the queue of a database is."""
    return f"{database}.lock"


def acknowledged(database: Path) -> tuple[int, str] | None:
    """Return the number and hash of the last event that is known to have been acknowledged; None: nothing is known."""
    with suppress(OSError), Path(file_beside(database)).open("rb") as stream:
        return _noted(stream.read(_HEAD.size + _NOTE.size)[_HEAD.size :])
    return None


def _noted(data: bytes) -> tuple[int, str] | None:
    if len(data) != _NOTE.size or not data.startswith(_MARK):
        return None
    _, seq, digest, check = _NOTE.unpack(data)
    return (seq, digest.hex()) if check == zlib.crc32(data[:-4]) else None


def _taken(handle: int) -> bool:
    """Take the turn if it is free."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _lock_byte(handle: int, at: int, kind: int) -> bool:
    """Lock or unlock one byte of the file, if it is free; the lock belongs to the open file, not the process.

    Raises:
        OSError: this system has no such locks.
    """
    command = getattr(fcntl, "F_OFD_SETLK", None)
    if command is None or struct.calcsize("P") != 8:
        raise OSError("no locks of open files here")
    try:
        fcntl.fcntl(handle, command, _FLOCK.pack(kind, os.SEEK_SET, at, 1, 0))
    except (BlockingIOError, PermissionError):
        return False
    return True
