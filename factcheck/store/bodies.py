"""Bytes under their own hash: kept once, read back as received and checked."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from typing import TYPE_CHECKING

from factcheck.errors import DamagedError
from factcheck.model import Event
from factcheck.store.records import captures

if TYPE_CHECKING:
    from factcheck.archive.compression import Packed, Prepared

_PACKED = (b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"BZh", b"\xfd7zXZ", b"GIF8")
"""What compressed bytes begin with: pressing them again costs time and saves nothing."""

LEVEL = 6
"""zstd's level for new bodies: about as small as gzip's best, at a third of its time."""


LOST = "lost"
"""The codec of a body that `repair` could not save: its place is kept, so that the rest stands."""


def keep(
    conn: sqlite3.Connection, data: bytes, sha256: str | None = None, packed: tuple[str, bytes] | None = None
) -> str:
    """Store bytes, unless they are there already; return their SHA-256 in hex.

    `packed` is what `pack` made of them before: pressing takes time, in which others may want to write.
    """
    name = sha256 or digest(data)
    if not is_here(conn, name):
        codec, stored = packed or pack(data)
        conn.execute(
            "INSERT INTO bodies (sha256, size, codec, data) VALUES (?, ?, ?, ?)", (name, len(data), codec, stored)
        )
    return name


def is_here(conn: sqlite3.Connection, sha256: str) -> bool:
    """Whether the bytes with this hash are stored."""
    return conn.execute("SELECT 1 FROM bodies WHERE sha256 = ?", (sha256,)).fetchone() is not None


def is_lost(conn: sqlite3.Connection, sha256: str) -> bool:
    """Whether only the place of these bytes is kept: they were lost with a damaged file."""
    return conn.execute("SELECT 1 FROM bodies WHERE sha256 = ? AND codec = ?", (sha256, LOST)).fetchone() is not None


def keep_place(conn: sqlite3.Connection, sha256: str) -> None:
    """Keep the place of bytes that are lost, so that the rest stands."""
    conn.execute("INSERT INTO bodies (sha256, size, codec, data) VALUES (?, 0, ?, x'')", (sha256, LOST))


def named(event: Event) -> Iterator[tuple[str, str]]:
    """Yield the hash of each body that an event speaks of, and what it is, in words."""
    for name in ("body_sha256", "file_sha256"):
        if event.data.get(name):
            yield event.data[name], str(event.data.get("url") or event.data.get("title") or event.action)


def digest(data: bytes) -> str:
    """Return the name of bytes: their SHA-256, in hex."""
    return hashlib.sha256(data).hexdigest()


def pack(data: bytes) -> tuple[str, bytes]:
    """Return the codec and the form in which bytes are stored first."""
    from factcheck.archive import compression

    if len(data) < 64 or data.startswith(_PACKED):
        return compression.RAW, data
    pressed = compression.compress(data, level=LEVEL)
    return (compression.ZSTD, pressed) if len(pressed) < len(data) else (compression.RAW, data)


def read(conn: sqlite3.Connection, sha256: str) -> bytes:
    """Return the bytes with this hash, as received.

    Raises:
        DamagedError: they are not there, or what is there is not what the hash says.
    """
    body = captures.body(conn, sha256)
    if body is None:
        raise DamagedError(f"the body {sha256} is missing", hint="`factcheck audit` tells what else is")
    data = _unpack(conn, body)
    if len(data) != body.size or digest(data) != sha256:
        raise DamagedError(f"the body {sha256} is not what was received", hint="`factcheck audit`; restore a backup")
    return data


def read_plain(conn: sqlite3.Connection, sha256: str, plain_sha256: str) -> bytes | None:
    """Return what the gzipped body with this hash unpacks to, where it is stored so; None where it is not.

    Compacted bodies are kept unpacked: this way nothing has to be deflated again to read them. The bytes
    are those that the log vouches for (`plain_sha256`), else None.
    """
    from factcheck.archive import compression

    body = captures.body(conn, sha256)
    if body is None or body.codec != compression.GZIP_ZSTD:
        return None
    plain = compression.unpack_plain(body.codec, body.data, _dictionary(conn, body))
    return plain if plain is not None and digest(plain) == plain_sha256 else None


def _unpack(conn: sqlite3.Connection, body: captures.Body) -> bytes:
    from factcheck.archive import compression

    if body.codec == LOST:
        raise DamagedError(f"the body {body.sha256} was lost with the damaged file", hint="restore it from a backup")
    if body.dictionary is not None and body.codec in (compression.RAW, compression.KEPT, compression.ZSTD):
        raise DamagedError(f"the body {body.sha256} names a dictionary that it does not use", hint="restore a backup")
    return compression.unpack(body.codec, body.data, _dictionary(conn, body))


def _dictionary(conn: sqlite3.Connection, body: captures.Body) -> Prepared | None:
    """Return the body that this one was pressed against, made ready; that one stands by itself.

    A few are remembered under their hash, since neighbours stand on the same ones; whatever is read with one is
    checked against a hash of its own.
    """
    from factcheck.archive import compression

    name = body.dictionary
    if name is None:
        return None
    found = _prepared.get(name)
    if found is None:
        base = captures.body(conn, name)
        if base is None or base.dictionary is not None:
            raise DamagedError(
                f"the body {body.sha256} cannot be read: its dictionary is missing", hint="restore a backup"
            )
        found = compression.Prepared(_plain(base, None))
        while _prepared and sum(one.size for one in list(_prepared.values())) + found.size > REMEMBERED:
            _prepared.pop(next(iter(_prepared)), None)
        _prepared[name] = found
    return found


REMEMBERED = 16 << 20
"""Bytes of dictionaries that are kept ready."""

_prepared: dict[str, Prepared] = {}


def _plain(body: captures.Body, dictionary: Prepared | None) -> bytes:
    from factcheck.archive import compression

    plain = compression.unpack_plain(body.codec, body.data, dictionary)
    return plain if plain is not None else compression.as_base(compression.unpack(body.codec, body.data, dictionary))


def as_base(conn: sqlite3.Connection, sha256: str) -> bytes:
    """Return what a body serves as a dictionary with: its plain bytes, unchecked, for pressing others against it.

    Raises:
        DamagedError: it is not there.
    """
    body = captures.body(conn, sha256)
    if body is None:
        raise DamagedError(f"the body {sha256} is missing", hint="`factcheck audit` tells what else is")
    return _plain(body, _dictionary(conn, body))


def settle(conn: sqlite3.Connection, sha256: str, packed: Packed) -> None:
    """Store a body in the form that was found for it, if that is smaller; it is not looked at again.

    The caller has checked that the form reads back byte for byte.
    """
    from factcheck.archive import compression

    codec, length = conn.execute("SELECT codec, length(data) FROM bodies WHERE sha256 = ?", (sha256,)).fetchone()
    if len(packed.data) < length:
        conn.execute(
            "UPDATE bodies SET codec = ?, dictionary = ?, data = ? WHERE sha256 = ?",
            (compression.SETTLED[packed.codec], packed.dictionary, packed.data, sha256),
        )
    else:
        conn.execute("UPDATE bodies SET codec = ? WHERE sha256 = ?", (compression.SETTLED[codec], sha256))
