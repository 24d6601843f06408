"""What every use case works with: the open file, who is acting, and the clock."""

from __future__ import annotations

import secrets
import sqlite3
import time
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, TypeVar

from factcheck.errors import UsageError
from factcheck.ledger.canonical import clean
from factcheck.model import Event
from factcheck.store import log, projection
from factcheck.store.connection import Database
from factcheck.store.log import Clock

PROGRAM = "factcheck"
"""The actor of what the program does by itself: findings, rechecks."""


TURN = 0.004
"""Seconds of work that one transaction holds at most where more is to be written: its commit takes time, too."""

T = TypeVar("T")

_OWN_WORDS = ("note", "reason", "sources", "claims", "set")


def salted(data: dict[str, Any]) -> dict[str, Any]:
    """Add a salt to what holds people's own words or names.

    A dossier may leave the event's line out and give its hash; nobody can then try names until the hash fits.
    """
    if "salt" in data or not any(map(data.get, _OWN_WORDS)):
        return data
    return data | {"salt": secrets.token_hex(16)}


@dataclass(slots=True)
class Context:
    """The open file, the actor and the clock; makes events, the one way in for every change."""

    db: Database
    actor: str | None
    clock: Clock

    def __post_init__(self) -> None:
        """A name is one line, however it was typed."""
        self.actor = " ".join(self.actor.split()) if self.actor else self.actor

    @property
    def conn(self) -> sqlite3.Connection:
        """The connection, for reading."""
        return self.db.conn

    def writing(self) -> AbstractContextManager[sqlite3.Connection]:
        """Hold the file's one write transaction: what is read inside still holds when the change is made."""
        return self.db.writing()

    def in_turns(self, things: Iterable[T], write: Callable[[T], None]) -> None:
        """Write many things that need not stand or fall together, so that a decision never waits long between them."""
        waiting = deque(things)
        while waiting:
            with self.db.writing(bulk=True):
                end = time.perf_counter() + TURN
                while waiting:
                    write(waiting.popleft())
                    if time.perf_counter() > end and self.db.others_wait():
                        break

    def now(self) -> str:
        """Return the time as the log writes it."""
        return log.timestamp(self.clock())

    def who(self, actor: str | None = None) -> str:
        """Return the name that the log will bear.

        Raises:
            UsageError: nobody is named as the actor, or the program itself.
        """
        name = " ".join((actor or self.actor or "").split())
        if not name:
            raise UsageError("who is doing this?", hint="--by NAME, or set FACTCHECK_ACTOR")
        if actor is None and name.casefold() == PROGRAM:
            raise UsageError(f"{name} is the program's own name in the log", hint="--by YOUR NAME")
        return clean(name)

    def record(self, action: str, data: dict[str, Any], *, actor: str | None = None) -> Event:
        """Append an event and apply it to the tables, in one transaction.

        Raises:
            UsageError: nobody is named as the actor.
        """
        who = self.who(actor)
        with self.db.writing() as conn:
            event = log.append(conn, at=self.now(), actor=who, action=action, data=salted(data))
            projection.apply(conn, event, lambda digest: log.find(conn, digest))
        return event
