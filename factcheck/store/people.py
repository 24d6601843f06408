"""The people's file: who may work on the desk, and what they hold to prove it.

It stands beside the factcheck file as `NAME.people`, for its owner's eyes alone (mode 0600), so that no
password or session is ever in the log, in a backup that is handed on, or behind a SQL page. Sessions,
links and tokens are kept as SHA-256 only: who reads the file cannot sign in with what it says.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from factcheck.store.connection import translated

SUFFIX = ".people"
"""What is put behind the factcheck file's name."""

_TABLES = """
CREATE TABLE IF NOT EXISTS people (
  name     TEXT PRIMARY KEY,
  role     TEXT NOT NULL,
  password TEXT,             -- a hash with its parameters; NULL: links only
  added    INTEGER NOT NULL  -- seconds since 1970, as all times here
) STRICT;
CREATE TABLE IF NOT EXISTS proofs (
  digest  TEXT PRIMARY KEY,  -- SHA-256 of the secret
  kind    TEXT NOT NULL CHECK (kind IN ('session', 'link', 'token')),
  name    TEXT NOT NULL REFERENCES people (name) ON DELETE CASCADE,
  label   TEXT NOT NULL DEFAULT '',
  made    INTEGER NOT NULL,
  seen    INTEGER NOT NULL,
  expires INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS proofs_name ON proofs (name, kind);
CREATE TABLE IF NOT EXISTS failures (
  who   TEXT PRIMARY KEY,    -- a name or an address
  count INTEGER NOT NULL,
  last  INTEGER NOT NULL
) STRICT;
"""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may sign in."""

    name: str
    role: str
    password: str | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """A session, a one-time link or a token; times in seconds since 1970."""

    digest: str
    kind: str
    name: str
    label: str
    made: int
    seen: int
    expires: int


def file_beside(path: Path) -> Path:
    """Return where the people of a factcheck file are kept."""
    return path.with_name(path.name + SUFFIX)


class PeopleFile:
    """Reads and writes one people's file; opens it anew for each call, so any thread may use it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        if not self.path.exists():
            os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))
        with translated(self.path):
            conn = sqlite3.connect(self.path, isolation_level=None, timeout=10)
            try:
                conn.executescript(f"PRAGMA foreign_keys = ON; {_TABLES}")
                yield conn
            finally:
                conn.close()

    def people(self) -> list[Person]:
        """Return everybody, by name."""
        if not self.path.exists():
            return []
        with self._open() as conn:
            return [Person(*row) for row in conn.execute("SELECT name, role, password FROM people ORDER BY name")]

    def person(self, name: str) -> Person | None:
        """Return the person of this name."""
        if not self.path.exists():
            return None
        with self._open() as conn:
            row = conn.execute("SELECT name, role, password FROM people WHERE name = ?", (name,)).fetchone()
        return Person(*row) if row else None

    def put(self, person: Person, now: int) -> None:
        """Add a person, or change the role and password of one."""
        with self._open() as conn:
            conn.execute(
                "INSERT INTO people (name, role, password, added) VALUES (?, ?, ?, ?) ON CONFLICT (name)"
                " DO UPDATE SET role = excluded.role, password = excluded.password",
                (person.name, person.role, person.password, now),
            )

    def remove(self, name: str) -> bool:
        """Forget a person with all sessions, links and tokens; tell whether there was one."""
        with self._open() as conn:
            return conn.execute("DELETE FROM people WHERE name = ?", (name,)).rowcount > 0

    def add_proof(self, proof: Proof) -> None:
        """Keep a session, link or token, and forget what has expired."""
        with self._open() as conn:
            conn.execute("DELETE FROM proofs WHERE expires <= ?", (proof.made,))
            conn.execute(
                "INSERT INTO proofs VALUES (?, ?, ?, ?, ?, ?, ?)",
                (proof.digest, proof.kind, proof.name, proof.label, proof.made, proof.seen, proof.expires),
            )

    def proof(self, digest: str) -> Proof | None:
        """Return what has this digest."""
        if not self.path.exists():
            return None
        with self._open() as conn:
            row = conn.execute("SELECT * FROM proofs WHERE digest = ?", (digest,)).fetchone()
        return Proof(*row) if row else None

    def proofs(self, name: str, kind: str) -> list[Proof]:
        """Return a person's sessions, links or tokens, the newest first."""
        with self._open() as conn:
            rows = conn.execute(
                "SELECT * FROM proofs WHERE name = ? AND kind = ? ORDER BY made DESC, digest", (name, kind)
            )
            return [Proof(*row) for row in rows]

    def take(self, digest: str, kind: str) -> Proof | None:
        """Remove and return what has this digest: of two who ask at once, one gets it."""
        with self._open() as conn:
            sql = "DELETE FROM proofs WHERE digest = ? AND kind = ? RETURNING *"
            row = conn.execute(sql, (digest, kind)).fetchone()
        return Proof(*row) if row else None

    def touch(self, digest: str, seen: int, expires: int) -> None:
        """Note that a session was used."""
        with self._open() as conn:
            conn.execute("UPDATE proofs SET seen = ?, expires = ? WHERE digest = ?", (seen, expires, digest))

    def end_sessions(self, name: str) -> None:
        """Sign a person out everywhere."""
        with self._open() as conn:
            conn.execute("DELETE FROM proofs WHERE name = ? AND kind = 'session'", (name,))

    def failures(self, who: str) -> tuple[int, int]:
        """Return how often in a row a sign-in failed, and when the last did."""
        with self._open() as conn:
            row = conn.execute("SELECT count, last FROM failures WHERE who = ?", (who,)).fetchone()
        return (row[0], row[1]) if row else (0, 0)

    def failed(self, who: str, now: int, forget: int) -> None:
        """Count a failed sign-in; those older than `forget` seconds are no longer held against anybody."""
        with self._open() as conn:
            conn.execute("DELETE FROM failures WHERE last < ?", (now - forget,))
            conn.execute(
                "INSERT INTO failures VALUES (?, 1, ?) ON CONFLICT (who)"
                " DO UPDATE SET count = count + 1, last = excluded.last",
                (who, now),
            )

    def succeeded(self, who: str) -> None:
        """Forget the failures of one who has signed in."""
        with self._open() as conn:
            conn.execute("DELETE FROM failures WHERE who = ?", (who,))
