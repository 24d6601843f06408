"""The log applied to the tables: for each action, what it does and how it is taken back.

One small module a noun; each offers `APPLY` and `REVERT`, tables of functions of
`(connection, event)`. The same functions serve a new event, a rebuild from the log, and a merge.
An action without an entry in `REVERT` records a fact (a fetch, a finding) and cannot be undone.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator

from factcheck.errors import DamagedError
from factcheck.ledger import chain
from factcheck.model import Event
from factcheck.store import log
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


Fault = tuple[Event, Exception]
"""An event that could not be applied, and why."""

_MISFITS = (sqlite3.IntegrityError, DamagedError, KeyError, TypeError, ValueError, IndexError)


def rebuild(target: sqlite3.Connection, source: sqlite3.Connection) -> Iterator[Fault]:
    """Apply the whole log of `source` to the empty tables of `target`, in the order that all copies agree on.

    Yields the events that could not be applied (in a merged file, those that the other side's changes
    left without their object), and why. The caller holds the transaction on `target`.
    """
    if is_merged(source):
        yield from _rebuild_merged(target, source)
    else:
        yield from replay(target, log.read(source), lambda digest: log.find(source, digest))


def replay(target: sqlite3.Connection, events: Iterable[Event], find: Callable[[str], Event | None]) -> Iterator[Fault]:
    """Apply the events of a log that was never merged to the empty tables of `target`; yield those that do not fit.

    Decisions that follow one another are applied together: most of a long log is decisions.
    """
    marks: list[Event] = []
    for event in events:
        if event.action == verdicts.MARK:
            marks.append(event)
            if len(marks) < _TOGETHER:
                continue
        if marks:
            yield from _replay_marks(target, marks, find)
            marks = []
        if event.action != verdicts.MARK:
            yield from _replay_one(target, event, find)
    yield from _replay_marks(target, marks, find)


_TOGETHER = 2000


def _replay_one(target: sqlite3.Connection, event: Event, find: Callable[[str], Event | None]) -> Iterator[Fault]:
    try:
        apply(target, event, find)
    except _MISFITS as error:
        yield event, error


def _replay_marks(
    target: sqlite3.Connection, marks: list[Event], find: Callable[[str], Event | None]
) -> Iterator[Fault]:
    target.execute("SAVEPOINT marks")
    try:
        verdicts.replay_marks(target, marks)
    except _MISFITS:  # one by one, to tell which
        target.execute("ROLLBACK TO marks")
        for event in marks:
            yield from _replay_one(target, event, find)
    target.execute("RELEASE marks")


def _rebuild_merged(target: sqlite3.Connection, source: sqlite3.Connection) -> Iterator[Fault]:
    for event in _in_order(source):
        target.execute("SAVEPOINT one_event")  # a change that no longer applies must leave no half of itself behind
        try:
            apply(target, event, lambda digest: log.find(source, digest))
        except _MISFITS as error:
            target.execute("ROLLBACK TO one_event")
            yield event, error
        target.execute("RELEASE one_event")


def is_merged(conn: sqlite3.Connection) -> bool:
    """Whether events of another file were taken over into this one."""
    return conn.execute("SELECT 1 FROM events WHERE wrapped IS NOT NULL LIMIT 1").fetchone() is not None


def _in_order(source: sqlite3.Connection) -> Iterator[Event]:
    ordering = chain.Ordering()
    places = [(ordering.of(event), chain.unwrap(event).hash, event.seq) for event in log.read(source)]
    places.sort()
    for _, _, seq in places:
        yield log.at(source, seq)


def clear(conn: sqlite3.Connection) -> None:
    """Empty every table that the log determines; the caller rebuilds them in the same transaction."""
    conn.execute("PRAGMA defer_foreign_keys = ON")
    for table in ("capture_texts", *reversed(TABLES)):
        conn.execute(f"DELETE FROM {table}")
    # From here on a change that does not fit is refused at once, not at the end of the transaction.
    conn.execute("PRAGMA defer_foreign_keys = OFF")


def _undo(conn: sqlite3.Connection, event: Event, find: Callable[[str], Event | None]) -> None:
    target = find(event.data["event"])
    if target is None or target.action not in REVERT:
        raise DamagedError(f"event {event.seq} undoes an event that is not there", hint="`factcheck audit`")
    REVERT[target.action](conn, target)
    if claim := event.data.get("claim"):
        conn.execute("UPDATE claims SET seq = ? WHERE uid = ?", (event.seq, claim))
