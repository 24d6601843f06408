"""Bytes under their own hash: kept once, read back as received and checked."""

from __future__ import annotations

import hashlib
import sqlite3

import zstandard

from factcheck.errors import DamagedError
from factcheck.store.records import captures

_PACKED = (b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"BZh", b"\xfd7zXZ", b"GIF8")
"""What compressed bytes begin with: pressing them again costs time and saves nothing."""

LEVEL = 6
"""zstd's level for new bodies: about as small as gzip's best, at a third of its time."""


def keep(conn: sqlite3.Connection, data: bytes, sha256: str | None = None) -> str:
    """Store bytes, unless they are there already; return their SHA-256 in hex."""
    digest = sha256 or hashlib.sha256(data).hexdigest()
    if conn.execute("SELECT 1 FROM bodies WHERE sha256 = ?", (digest,)).fetchone() is None:
        codec, stored = pack(data)
        conn.execute(
            "INSERT INTO bodies (sha256, size, codec, data) VALUES (?, ?, ?, ?)", (digest, len(data), codec, stored)
        )
    return digest


def pack(data: bytes) -> tuple[str, bytes]:
    """Return the codec and the form in which bytes are stored first."""
    if len(data) < 64 or data.startswith(_PACKED):
        return "raw", data
    pressed = zstandard.ZstdCompressor(level=LEVEL).compress(data)
    return ("zstd", pressed) if len(pressed) < len(data) else ("raw", data)


def read(conn: sqlite3.Connection, sha256: str) -> bytes:
    """Return the bytes with this hash, as received.

    Raises:
        DamagedError: they are not there, or what is there is not what the hash says.
    """
    body = captures.body(conn, sha256)
    if body is None:
        raise DamagedError(f"the body {sha256} is missing", hint="`factcheck audit` tells what else is")
    try:
        data = _unpack(body)
    except zstandard.ZstdError as error:
        raise DamagedError(f"the body {sha256} cannot be read: {error}", hint="restore a backup") from error
    if len(data) != body.size or hashlib.sha256(data).hexdigest() != sha256:
        raise DamagedError(f"the body {sha256} is not what was received", hint="`factcheck audit`; restore a backup")
    return data


def _unpack(body: captures.Body) -> bytes:
    if body.codec == "lost":
        raise DamagedError(f"the body {body.sha256} was lost with the damaged file", hint="restore it from a backup")
    if body.codec == "raw":
        return body.data
    if body.codec == "zstd":
        return zstandard.ZstdDecompressor().decompress(body.data, max_output_size=body.size)
    raise DamagedError(f"the body {body.sha256} is stored in an unknown form, {body.codec}", hint="upgrade factcheck")
