"""Keeping the file safe: backups, restoring one, and saving what a damaged file still holds."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from factcheck.desk import audit, carving, heading
from factcheck.desk.context import Context
from factcheck.errors import DamagedError, NotFoundError, StorageError, UsageError
from factcheck.ledger import chain
from factcheck.store import bodies, log, projection
from factcheck.store.connection import Database, begin_anew, create, open_file, refuse_leftovers, translated


def backup(ctx: Context, target: Path) -> Path:
    """Copy the file while others work in it; the copy is one file, whole as of one moment.

    Raises:
        UsageError: the target exists.
        StorageError: it cannot be written.
    """
    if target.exists():
        raise UsageError(f"{target} exists already", hint="name a new file; a backup overwrites nothing")
    refuse_leftovers(target)
    part = target.with_name(target.name + ".part")
    with translated(part):
        part.unlink(missing_ok=True)
        copy = sqlite3.connect(part)
        try:
            ctx.conn.backup(copy, pages=4096)
            copy.execute("PRAGMA journal_mode = DELETE")
        finally:
            copy.close()
    try:
        part.replace(target)
    except OSError as error:
        raise StorageError(f"{target} cannot be written: {error.strerror}", hint="name another folder") from error
    return target


def restore(source: Path, target: Path) -> Path:
    """Put a backup in the place of the file at `target`, which must not exist (move it away first).

    Raises:
        NotFoundError: there is no such backup.
        DamagedError: the backup does not hold.
        UsageError: a file is in the way.
    """
    if target.exists():
        raise UsageError(f"{target} exists", hint=f"move it away first (mv {target} {target}.old), then restore")
    if not source.is_file():
        raise NotFoundError(f"there is no backup {source}", hint="name the file that `factcheck backup` wrote")
    held = open_file(source, readonly=True)
    try:
        ctx = Context(held, None, log.utc_now)
        _refuse_unsound(source, audit.audit(ctx))
        backup(ctx, target)
    finally:
        held.close()
    open_file(target).close()  # back into WAL mode, up to date
    begin_anew(target)
    return target


_LACKING = {"body", "text", "index"}
"""What a repaired file may lack for ever; it is put back all the same, and `audit` goes on telling."""


def _refuse_unsound(source: Path, found: audit.Audit) -> None:
    wrong = [problem for problem in found.problems if problem.code not in _LACKING]
    if wrong:
        more = f" and {len(wrong) - 1} more" if len(wrong) > 1 else ""
        raise DamagedError(
            f"the backup {source} does not hold: {' '.join(wrong[0].where())}: {wrong[0].detail}{more}",
            hint=f"try an earlier backup; `factcheck --db {source} repair --to NEW.db` saves what this one holds",
        )


@dataclass(frozen=True, slots=True)
class Repaired:
    """What was saved of a damaged file, and what is missing."""

    events: int
    bodies: int
    missing_events: tuple[str, ...]
    missing_bodies: tuple[str, ...]
    not_applied: tuple[str, ...]


def repair(source: Path, target: Path) -> Repaired:
    """Save every event and body that can still be read into a new file, and say what is missing.

    Events up to the first one lost keep their place in the chain; those after it stand in the new chain
    inside an event of their own, as after a merge.

    Raises:
        UsageError: the target exists.
        NotFoundError: there is no such file.
        DamagedError: nothing of it can be read.
    """
    if target.exists():
        raise UsageError(f"{target} exists already", hint="name a new file")
    if not source.is_file():
        raise NotFoundError(f"there is no file {source}", hint="name the damaged file with --db")
    with _reading(source) as damaged:
        if rows := dict(_readable_events(damaged)):
            return _save_as(damaged, _filled(rows, source), target)
    with heading.with_new_head(source, target) as copy, _reading(copy) as damaged:
        rows = _filled(dict(_readable_events(damaged)), source)
        if not rows:
            raise DamagedError(f"no event of {source} can be read", hint="restore a backup")
        return _save_as(damaged, rows, target)


def _filled(rows: dict[int, tuple[str, str]], source: Path) -> dict[int, tuple[str, str]]:
    """Return the events with those between them that no table leads to any more, found in the bare bytes."""
    last = max(rows, default=None)
    if last == len(rows):
        return rows
    carved = carving.carve(source)
    return {seq: line for seq, line in carved.items() if last is None or seq < last} | rows


@contextmanager
def _reading(path: Path) -> Iterator[sqlite3.Connection]:
    conn = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
    try:
        yield conn
    finally:
        conn.close()


def _save_as(damaged: sqlite3.Connection, rows: dict[int, tuple[str, str]], target: Path) -> Repaired:
    new = create(target)
    try:
        return _save(damaged, rows, new)
    finally:
        new.close()


def _readable_events(conn: sqlite3.Connection) -> Iterator[tuple[int, tuple[str, str]]]:
    """Yield the events that can be read, one by one, whatever is broken between them."""
    misses, seq = 0, 0
    last = _last_seq(conn)
    while seq < last if last is not None else misses < 10_000:
        seq += 1
        try:
            row = conn.execute("SELECT line, hash FROM events WHERE seq = ?", (seq,)).fetchone()
        except sqlite3.DatabaseError:
            row = None
        if row and isinstance(row[0], str) and isinstance(row[1], str) and _whole(row[0], row[1], seq):
            misses = 0
            yield seq, (row[0], row[1])
        else:
            misses += 1


def _last_seq(conn: sqlite3.Connection) -> int | None:
    try:
        found = conn.execute("SELECT max(seq) FROM events").fetchone()
    except sqlite3.DatabaseError:
        return None
    return int(found[0] or 0)


def _whole(line: str, digest: str, seq: int) -> bool:
    try:
        event = chain.parse(line, digest)
        return event.seq == seq and not any(
            problem.code in ("hash", "line") for problem in chain.verify([(seq, line, digest)])
        )
    except ValueError:
        return False


def _save(damaged: sqlite3.Connection, rows: dict[int, tuple[str, str]], new: Database) -> Repaired:
    wanted: dict[str, str] = {}
    with new.writing() as conn:
        ordering = chain.Ordering()
        intact, prev = True, chain.GENESIS
        for seq in range(1, max(rows) + 1):
            if seq not in rows:
                intact = False
                continue
            event = chain.parse(*rows[seq])
            place = ordering.of(event)
            wanted.update(bodies.named(chain.unwrap(event)))
            intact = intact and event.prev == prev
            prev = event.hash
            if intact:
                conn.execute("INSERT INTO events (seq, line, hash) VALUES (?, ?, ?)", (seq, event.line, event.hash))
            else:
                original = chain.unwrap(event)
                data = chain.wrapping(original, place)
                log.append(conn, at=log.timestamp(log.utc_now()), actor="factcheck", action=chain.MERGED, data=data)
        saved, lost = _save_bodies(damaged, conn, wanted)
        not_applied = tuple(
            f"event {event.seq} ({event.action} by {event.actor}): {error}"
            for event, error in projection.rebuild(conn, conn)
        )
    missing = _ranges([seq for seq in range(1, max(rows) + 1) if seq not in rows])
    return Repaired(len(rows), saved, missing, lost, not_applied)


def _save_bodies(
    damaged: sqlite3.Connection, conn: sqlite3.Connection, wanted: dict[str, str]
) -> tuple[int, tuple[str, ...]]:
    """Copy every body that still is what its hash says; a lost one leaves an empty place, so that the rest stands."""
    saved, lost = 0, []
    for sha256, what in wanted.items():
        try:
            bodies.keep(conn, bodies.read(damaged, sha256), sha256)
            saved += 1
        except (sqlite3.DatabaseError, DamagedError):
            lost.append(f"{sha256} ({what})")
            bodies.keep_place(conn, sha256)
    return saved, tuple(lost)


def _ranges(numbers: list[int]) -> tuple[str, ...]:
    """Return numbers as people write them: 3, 7-9."""
    found: list[list[int]] = []
    for number in numbers:
        if found and found[-1][1] == number - 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return tuple(str(first) if first == last else f"{first}-{last}" for first, last in found)
