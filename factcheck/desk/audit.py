"""Audit: does the file still say what the log says, and is every byte what it was?"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from factcheck.desk import checkpoints, indexes, replaying, structure
from factcheck.desk.context import Context
from factcheck.desk.results import Problem
from factcheck.errors import DamagedError
from factcheck.store import bodies, log, texts
from factcheck.store.connection import missing, open_file
from factcheck.store.queue import acknowledged

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Audit:
    """What an audit found."""

    problems: tuple[Problem, ...]
    notices: tuple[Problem, ...]
    events: int
    head_seq: int
    head_hash: str

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems

    def as_dict(self) -> dict[str, Any]:
        """Return it as `audit --json` prints it."""
        return {
            "ok": self.ok,
            "problems": [_as_dict(item) for item in self.problems],
            "notices": [_as_dict(item) for item in self.notices],
            "events": self.events,
            "head": {"seq": self.head_seq, "hash": self.head_hash},
        }


def _as_dict(item: Problem) -> dict[str, str]:
    return {"code": item.code, "table": item.table, "row": item.row, "detail": item.detail}


CACHE = -160 * 1024
"""Kibibytes of pages kept (SQLite's negative form): the index of a million hashes fits, so each page is read once."""

Tick = Callable[[int], None]
"""Told that so many more events or bodies were looked at."""

EVERY = 1000
"""Rows between two words to whoever watches the progress."""


def audit(
    ctx: Context,
    checkpoint: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
    *,
    passages: bool = False,
) -> Audit:
    """Check the file from its pages to its words: integrity, keys, schema, chain, bodies, projection.

    With a `checkpoint` kept elsewhere, also that the log still begins with what it stands for; with `passages`, that
    what is cited is in the words read again from the bytes. `progress` is told (done, of how many). The file is seen
    as of one moment, whoever goes on writing to it.

    Raises:
        NotFoundError: there is no such checkpoint.
    """
    noted = acknowledged(ctx.db.path)  # before anything is read: others go on writing
    with _one_moment(ctx.conn):
        return _audit(ctx, checkpoint, noted, _ticker(ctx.conn, progress), passages)


@contextmanager
def _one_moment(conn: sqlite3.Connection) -> Iterator[None]:
    """Hold one read transaction, so that the log and the tables that are compared are of the same moment."""
    if conn.in_transaction:
        yield
        return
    usual = conn.execute("PRAGMA cache_size").fetchone()[0]
    conn.execute(f"PRAGMA cache_size = {CACHE}")
    conn.execute("BEGIN")
    try:
        yield
    finally:
        if conn.in_transaction:
            conn.execute("ROLLBACK")
        conn.execute(f"PRAGMA cache_size = {usual}")


def _ticker(conn: sqlite3.Connection, progress: Callable[[int, int], None] | None) -> Tick:
    """Return what counts towards the whole: events and bodies."""
    if progress is None:
        return _untold
    try:
        sql = "SELECT (SELECT count(*) FROM events) + (SELECT count(*) FROM bodies)"
        total = conn.execute(sql).fetchone()[0]
    except sqlite3.DatabaseError:
        return _untold
    done = 0

    def tick(more: int) -> None:
        nonlocal done
        done += more
        progress(done, total)

    return tick


def _counted(items: Iterable[T], tick: Tick) -> Iterator[T]:
    """Yield the items, and tell of them now and then."""
    number = 0
    for number, item in enumerate(items, 1):
        yield item
        if not number % EVERY:
            tick(EVERY)
    tick(number % EVERY)


def _audit(ctx: Context, checkpoint: Path | None, noted: tuple[int, str] | None, tick: Tick, passages: bool) -> Audit:
    conn = ctx.conn
    with _beside(ctx, _pages, _indexes) as (pages, index):
        found = [problem for check in (_schema, _log, _bodies, _texts) for problem in _guarded(check, conn, tick)]
        if passages:
            found += _guarded(partial(_passages, ctx), conn, tick)
        found = [*pages(), *found, *index()]
    if checkpoint is not None:
        found += checkpoints.compare(ctx, checkpoint)
    try:
        if lost := missing(ctx.db, noted):
            found.append(Problem("lost", "events", "", f"{lost} (remove {ctx.db.path.name}.lock to accept that)"))
        seq, digest = log.head(conn)
        count = conn.execute("SELECT count(*) FROM events").fetchone()[0]
    except sqlite3.DatabaseError:  # said above already
        seq, digest, count = 0, "", 0
    problems = tuple(item for item in found if not item.notice)
    notices = tuple(item for item in found if item.notice)
    return Audit(problems, notices, count, seq, digest)


Check = Callable[[sqlite3.Connection, Tick], Iterator[Problem]]

LARGE = 32 << 20
"""Bytes of a file from which on its pages and indexes are checked beside the rest, with connections of their own."""

Found = Callable[[], list[Problem]]


@contextmanager
def _beside(ctx: Context, *checks: Check) -> Iterator[list[Found]]:
    """Yield what waits for checks that need nothing of the others: SQLite does them alone, on another core."""
    if ctx.db.path.stat().st_size < LARGE:
        yield [partial(_listed, check, ctx.conn) for check in checks]
        return
    opened: list[sqlite3.Connection] = []

    def run(check: Check) -> list[Problem]:
        other = open_file(ctx.db.path, readonly=True)
        opened.append(other.conn)
        try:
            other.conn.execute("BEGIN")  # all that it reads is of one moment
            return _listed(check, other.conn)
        finally:
            other.close()

    with ThreadPoolExecutor(len(checks)) as pool:
        running = [pool.submit(run, check) for check in checks]
        try:
            yield [job.result for job in running]
        except BaseException:  # Ctrl-C: do not wait for a gigabyte
            for conn in opened:
                with suppress(sqlite3.Error):
                    conn.interrupt()
            raise


def _untold(_more: int) -> None:
    """Tell nobody of the progress."""


def _listed(check: Check, conn: sqlite3.Connection) -> list[Problem]:
    return list(_guarded(check, conn, _untold))


def _guarded(check: Check, conn: sqlite3.Connection, tick: Tick) -> Iterator[Problem]:
    """Run one check; damage that stops it is a problem too, and the other checks go on."""
    try:
        yield from check(conn, tick)
    except sqlite3.DatabaseError as error:
        what = getattr(check, "__name__", "passages").strip("_")
        yield Problem("damaged", "", "", f"the file cannot be read ({what}): {error}")


def _pages(conn: sqlite3.Connection, _: Tick) -> Iterator[Problem]:
    for (line,) in conn.execute("PRAGMA integrity_check"):
        if line != "ok":
            yield Problem("integrity", "", "", line)
    for table, row, parent, _ in conn.execute("PRAGMA foreign_key_check"):
        yield Problem("foreign_key", table, str(row), f"refers to a row of {parent} that is not there")


def _schema(conn: sqlite3.Connection, _: Tick) -> Iterator[Problem]:
    yield from structure.check(conn)


def _log(conn: sqlite3.Connection, tick: Tick) -> Iterator[Problem]:
    rows = conn.execute("SELECT seq, line, hash FROM events ORDER BY seq")
    yield from replaying.check(conn, _counted(((row[0], row[1], row[2]) for row in rows), tick))


def _bodies(conn: sqlite3.Connection, tick: Tick) -> Iterator[Problem]:
    for (sha256,) in _counted(conn.execute("SELECT sha256 FROM bodies").fetchall(), tick):
        try:
            bodies.read(conn, sha256)
        except DamagedError as error:
            yield Problem("body", "bodies", sha256, error.message)
    yield from structure.unnamed_bodies(conn)


def _texts(conn: sqlite3.Connection, _: Tick) -> Iterator[Problem]:
    """The text that a passage was found in must still be the text that is shown."""
    rows = conn.execute(
        "SELECT e.id, e.text_sha256, t.text FROM evidence e LEFT JOIN capture_texts t ON t.capture_id = e.capture_id"
    )
    for number, expected, text in rows:
        if text is not None and hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() != expected:
            detail = "the capture's text is not the one in which the passage was found"
            yield Problem("text", "evidence", str(number), detail)
    rows = conn.execute(
        "SELECT t.capture_id FROM capture_texts t JOIN captures c ON c.id = t.capture_id WHERE c.body_sha256 IS NULL"
    )
    for (number,) in rows:
        yield Problem(
            "text", "capture_texts", str(number), "the capture holds no bytes of which this could be the text"
        )
    for number in texts.damaged(conn):
        detail = "is not what was read from the bytes; `factcheck repair` reads it again"
        yield Problem("text", "capture_texts", str(number), detail)


def _passages(ctx: Context, _conn: sqlite3.Connection, _tick: Tick) -> Iterator[Problem]:
    from factcheck.desk import rereading

    yield from rereading.check(ctx)


def _indexes(conn: sqlite3.Connection, _: Tick) -> Iterator[Problem]:
    yield from indexes.check(conn)
