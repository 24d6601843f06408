"""The log applied to the tables: for each action, what it does and how it is taken back.

One small module a noun; each offers `APPLY` and `REVERT`, tables of functions of
`(connection, event)`. The same functions serve a new event, a rebuild from the log, and a merge.
An action without an entry in `REVERT` records a fact (a fetch, a finding) and cannot be undone.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from factcheck.errors import DamagedError
from factcheck.model import Event
from factcheck.store.projection import articles, captures, claims, evidence, sources, verdicts

Handler = Callable[[sqlite3.Connection, Event], None]

_NOUNS = (articles, claims, sources, captures, evidence, verdicts)
APPLY: dict[str, Handler] = {action: run for noun in _NOUNS for action, run in noun.APPLY.items()}
REVERT: dict[str, Handler] = {action: run for noun in _NOUNS for action, run in noun.REVERT.items()}

TABLES = (
    "articles",
    "revisions",
    "sentences",
    "sources",
    "aliases",
    "claims",
    "anchors",
    "attributions",
    "verdicts",
    "refs",
    "captures",
    "evidence",
    "contacts",
    "findings",
    "signoffs",
)
"""The tables that the log alone determines."""

CACHES = ("capture_texts", "claims_fts", "captures_fts")
"""Tables that can be made again from the others; `audit` leaves their contents alone."""


def apply(conn: sqlite3.Connection, event: Event, find: Callable[[str], Event | None]) -> None:
    """Carry an event out on the tables; `find` returns the event with a given hash (for undo).

    Raises:
        DamagedError: the action is not known to this version.
        sqlite3.IntegrityError: it does not fit what the tables hold.
    """
    if event.action == "undo":
        _undo(conn, event, find)
        return
    handler = APPLY.get(event.action)
    if handler is None:
        raise DamagedError(
            f"event {event.seq} has the unknown action {event.action!r}", hint="pip install -U factcheck-desk"
        )
    handler(conn, event)


def _undo(conn: sqlite3.Connection, event: Event, find: Callable[[str], Event | None]) -> None:
    target = find(event.data["event"])
    if target is None or target.action not in REVERT:
        raise DamagedError(f"event {event.seq} undoes an event that is not there", hint="`factcheck audit`")
    REVERT[target.action](conn, target)
    if claim := event.data.get("claim"):
        conn.execute("UPDATE claims SET seq = ? WHERE uid = ?", (event.seq, claim))
