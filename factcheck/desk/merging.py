"""Two files of two people become one: the events that are missing here are taken over, whole.

Every event keeps its author, its time and its own hash; it stands in this file's chain inside an event
of its own (`merge.event`). The tables are then made from all events in an order on which both files
agree, so that it does not matter which file was merged into which.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from factcheck.checking import gate
from factcheck.desk import quoted
from factcheck.desk.claims import consequence, reworded
from factcheck.desk.context import PROGRAM, Context
from factcheck.errors import DamagedError, NotFoundError, UsageError
from factcheck.ledger import chain
from factcheck.model import Claim, ClaimKind, Event
from factcheck.store import bodies, log, projection, texts
from factcheck.store.connection import Database, open_file
from factcheck.store.records import articles, captures, claims


@dataclass(frozen=True, slots=True)
class Difference:
    """A claim on which the two files differ: what each had decided (or changed) since they parted."""

    claim: int
    text: str
    status: str
    ours: tuple[str, ...]
    theirs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge took over, and what people should look at."""

    events: int
    bodies: int
    differences: tuple[Difference, ...]
    excluded: tuple[str, ...]  # changes that could not be applied any more, in words
    rechecked: tuple[int, ...] = ()  # claims whose decision what came from the other side no longer lets stand


_TEXT = (*texts.COLUMNS, "digest")

_DECISIVE = ("claim.mark", "claim.edit", "claim.cut", "claim.split", "claim.merge")


def merge(ctx: Context, other: Path) -> Merged:
    """Take over the events of another file that this one lacks.

    Raises:
        NotFoundError: there is no such file.
        DamagedError: the other file is damaged or none of ours, or its log does not hold.
        UsageError: it is this very file.
    """
    if other.exists() and other.samefile(ctx.db.path):
        raise UsageError("a file cannot be merged with itself", hint="name the other person's file")
    theirs = _opened(other)
    try:
        _check_chain(theirs.conn, other)
        with ctx.writing() as conn:
            return _merge(ctx, conn, theirs.conn)
    finally:
        theirs.close()


def _opened(path: Path) -> Database:
    if not path.is_file():
        raise NotFoundError(f"there is no file {path} to merge", hint="name the other person's file")
    try:
        return open_file(path, readonly=True)
    except DamagedError as error:
        saves = f"`factcheck --db {path} repair --to NEW.db` saves what it holds; then merge that"
        hint = saves if "repair" in (error.hint or "") else "name the other person's file"
        raise DamagedError(error.message, hint=hint) from error


def _check_chain(conn: sqlite3.Connection, path: Path) -> None:
    rows = conn.execute("SELECT seq, line, hash FROM events ORDER BY seq")
    for problem in chain.verify((row[0], row[1], row[2]) for row in rows):
        raise DamagedError(
            f"the log of {path} does not hold at event {problem.seq}: {problem.detail}",
            hint=f"`factcheck --db {path} audit` tells more; `repair --to NEW.db` there saves what holds",
        )


def _merge(ctx: Context, conn: sqlite3.Connection, theirs: sqlite3.Connection) -> Merged:
    ours = {_origin(row) for row in conn.execute("SELECT hash, wrapped FROM events")}
    known_to_them = {_origin(row) for row in theirs.execute("SELECT hash, wrapped FROM events")}
    ordering = chain.Ordering()
    taken: list[Event] = []
    for event in log.read(theirs):
        place = ordering.of(event)
        original = chain.unwrap(event)
        if original.hash in ours:
            continue
        # Not through ctx.record: the tables are made anew below, in the order both files agree on.
        log.append(
            conn,
            at=ctx.now(),
            actor=ctx.actor or original.actor,
            action=chain.MERGED,
            data=chain.wrapping(original, place),
        )
        taken.append(original)
    copied = _copy_bodies(conn, theirs, taken)
    excluded = _make_tables(conn, theirs) if taken else ()
    ours_alone = [event for event in map(chain.unwrap, log.read(conn)) if event.hash not in known_to_them]
    differences = _differences(conn, taken, ours_alone)
    return Merged(len(taken), copied, differences, excluded, _recheck(ctx, taken, ours_alone))


def _recheck(ctx: Context, taken: list[Event], ours: list[Event]) -> tuple[int, ...]:
    """Put decided claims back on the worklist where what both sides did, taken together, puts the decision in doubt."""
    found = []
    touched = {uid for event in taken if isinstance(uid := event.data.get("claim"), str)}
    sides = _Side.of(ctx.conn, taken), _Side.of(ctx.conn, ours)
    named = [claim for uid in touched | sides[0].reworded if (claim := claims.by_uid(ctx.conn, uid))]
    settled = [claim for quote in named for claim in quoted.around(ctx, quote)]
    concerned = {claim.id: claim for claim in [*named, *settled]}.values()
    # in one order on both sides, and quotes before what they settle
    for claim in sorted(concerned, key=lambda claim: (claim.kind != ClaimKind.QUOTE, claim.uid)):
        if claim.state != "live" or not articles.is_open(ctx.conn, claim.article_id):
            continue
        why = _other_words(ctx.conn, claim, sides) or _lacking(ctx, claim)
        change = consequence(claim, why) if why else []
        if change:
            ctx.record("claim.mark", change[0], actor=PROGRAM)
            found.append(claim.id)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Side:
    """What one side did alone: the claims (uids) that it let say another thing, and its decisions (uids)."""

    reworded: frozenset[str]
    decisions: frozenset[str]

    @classmethod
    def of(cls, conn: sqlite3.Connection, events: list[Event]) -> _Side:
        changes = [log.find(conn, event.data["event"]) if event.action == "undo" else event for event in events]
        worded = (uid for event in changes if event for uid in reworded(event))
        return cls(frozenset(worded), frozenset(event.uid() for event in events if event.action == "claim.mark"))


def _other_words(conn: sqlite3.Connection, claim: Claim, sides: tuple[_Side, _Side]) -> str | None:
    """Say where the one side decided on words that the other side had changed."""
    last = next((verdict.uid for verdict in reversed(claims.verdicts(conn, claim.id))), None)
    for one, other in (sides, sides[::-1]):
        if last in one.decisions and claim.uid in other.reworded:
            return f"{claim.status_by} had not seen the words that it has after a merge"
    return None


def _lacking(ctx: Context, claim: Claim) -> str | None:
    """Say what the gate asks for that neither side's evidence supplies."""
    from factcheck.desk import verdicts

    if claim.overridden or not gate.looks_at_evidence(claim.status):
        return None
    lacking = gate.missing(verdicts.facts(ctx, claim, claim.status_note), claim.status)
    return f"after a merge it lacks {'; and '.join(item.what for item in lacking)}" if lacking else None


def _origin(row: Any) -> str:
    return str(row[1] or row[0])


def _copy_bodies(conn: sqlite3.Connection, theirs: sqlite3.Connection, taken: list[Event]) -> int:
    """Copy what the events speak of, and nothing else; what the other file lacks itself is lacking here, too."""
    copied = 0
    for sha256 in sorted({sha256 for event in taken for sha256, _ in bodies.named(event)}):
        if bodies.is_here(conn, sha256):
            continue
        if bodies.is_lost(theirs, sha256):
            bodies.keep_place(conn, sha256)
        else:
            bodies.keep(conn, bodies.read(theirs, sha256), sha256)
            copied += 1
    return copied


def _make_tables(conn: sqlite3.Connection, theirs: sqlite3.Connection) -> tuple[str, ...]:
    """Make every table anew from all events; texts of captures are carried over, not read again."""
    columns = ", ".join(f"t.{name}" for name in _TEXT)
    sql = f"SELECT k.uid, {columns} FROM capture_texts t JOIN captures k ON k.id = t.capture_id"
    held = {row[0]: tuple(row)[1:] for source in (theirs, conn) for row in source.execute(sql)}
    projection.clear(conn)
    excluded = tuple(
        f"{event.actor}: {event.action} of {event.at} no longer applies ({error})"
        for event, error in projection.rebuild(conn, conn)
    )
    marks = ", ".join("?" * (len(_TEXT) + 1))
    for uid, values in held.items():
        found = captures.by_uid(conn, uid)
        if found is not None:
            conn.execute(
                f"INSERT INTO capture_texts (capture_id, {', '.join(_TEXT)}) VALUES ({marks})", (found.id, *values)
            )
    return excluded


def _differences(conn: sqlite3.Connection, taken: list[Event], ours_alone: list[Event]) -> tuple[Difference, ...]:
    """List the claims that both sides changed since the files parted."""
    theirs, ours = _by_claim(taken), _by_claim(ours_alone)
    found = []
    for uid in theirs.keys() & ours.keys():
        row = conn.execute("SELECT id, text, status FROM claims WHERE uid = ?", (uid,)).fetchone()
        if row is not None and [_what(e) for e in ours[uid]] != [_what(e) for e in theirs[uid]]:
            found.append(
                Difference(row[0], row[1], row[2], tuple(map(_said, ours[uid])), tuple(map(_said, theirs[uid])))
            )
    return tuple(sorted(found, key=lambda item: item.claim))


def _by_claim(events: Iterable[Event]) -> dict[str, list[Event]]:
    found: dict[str, list[Event]] = {}
    for event in events:
        if event.action in _DECISIVE:
            found.setdefault(event.data["claim"], []).append(event)
    return found


def _what(event: Event) -> tuple[str, str]:
    return event.action, str(event.data.get("status", event.data.get("set", "")))


def _said(event: Event) -> str:
    what = event.data.get("status") or event.action
    note = f": {event.data['note']}" if event.data.get("note") else ""
    return f"{event.actor} {what}{note}"
