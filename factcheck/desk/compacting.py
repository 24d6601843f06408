"""Making the file smaller: bodies pressed again, each against one that is like it.

Only what is new is pressed, host by host and batch by batch; an interrupted run goes on where it stopped.
"""

from __future__ import annotations

import os
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from factcheck.archive import compression
from factcheck.archive.compression import Base
from factcheck.archive.planning import Stored, plan
from factcheck.desk.context import Context
from factcheck.errors import DamagedError
from factcheck.store import bodies
from factcheck.store.connection import translated

BATCH = 64
"""Bodies that are pressed at once and stored in one transaction; others can write in between."""

TURN = 256
"""Bodies that are planned together, in the order of their hosts and URLs."""

SAMPLE = 400
"""Bodies that the shared dictionary is learnt from."""

STEP = 256
"""Pages of the full-text index that are joined in one transaction: some hundredths of a second."""

WORTH = 0.05
"""The share of the file that must be free before it is written anew without the gaps."""

_NEW = f"('{compression.RAW}', '{compression.ZSTD}')"


@dataclass(frozen=True, slots=True)
class HostSize:
    """What one host takes: its bodies, their bytes as received, and as stored."""

    host: str
    bodies: int
    received: int
    stored: int


@dataclass(frozen=True, slots=True)
class Compacted:
    """What compacting did: the bodies looked at, all bodies' stored bytes before and after, and those by host."""

    bodies: int
    before: int
    after: int
    hosts: tuple[HostSize, ...]


def compact(ctx: Context, progress: Callable[[int, int], None] | None = None) -> Compacted:
    """Press every new body: against an earlier capture of its URL, else a page of its host, else a shared dictionary.

    A smaller form replaces the old one only after it was read back byte for byte. `progress` is told
    (done, of how many). Ends by joining the pieces of the full-text index (a seventh smaller, and faster to
    search), and by giving free pages back to the disk, if there are enough of them.
    """
    conn = ctx.conn
    before = _stored(conn)
    new = list(_bodies(conn, f"b.codec IN {_NEW}"))
    run = _Run(ctx, new, progress)
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for turn in _turns(new):
            run.press(turn, pool)
    if new:
        _join_index(ctx)
        _give_back(ctx)
    return Compacted(len(new), before, _stored(conn), tuple(sizes(ctx)))


def sizes(ctx: Context) -> Iterator[HostSize]:
    """Yield what each host takes, the largest first; files are the host "files"."""
    rows = ctx.conn.execute(
        "SELECT min(r.canonical), b.size, length(b.data) FROM bodies b JOIN captures k ON k.body_sha256 = b.sha256"
        " JOIN refs r ON r.id = k.ref_id GROUP BY b.sha256"
    )
    hosts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for url, received, stored in rows:
        total = hosts[urlsplit(url).netloc or "files"]
        for place, value in enumerate((1, received, stored)):
            total[place] += value
    for host, (number, received, stored) in sorted(hosts.items(), key=lambda item: (-item[1][2], item[0])):
        yield HostSize(host, number, received, stored)


class _Run:
    """One run: what was settled before it, the shared dictionary, and how far it is."""

    def __init__(self, ctx: Context, new: list[Stored], progress: Callable[[int, int], None] | None) -> None:
        self._ctx, self._progress = ctx, progress
        self._done, self._total = 0, len(new)
        hosts = {body.host for body in new}
        settled = [body for body in _bodies(ctx.conn, f"b.codec NOT IN {_NEW}") if body.host in hosts]
        alone = {row[0] for row in ctx.conn.execute("SELECT sha256 FROM bodies WHERE dictionary IS NULL")}
        self._roots = _by_host(body for body in settled if body.id in alone)
        self._known = _by_host(settled)
        self._shared = _shared_before(ctx.conn)
        # Neighbours in the plan stand on the same few bases.
        self._read = lru_cache(maxsize=16)(lambda sha256: bodies.as_base(ctx.conn, sha256))

    def press(self, turn: list[Stored], pool: ThreadPoolExecutor) -> None:
        """Plan and press some bodies; bases come before what stands on them."""
        hosts = {body.host: None for body in turn}
        planned = plan(
            turn,
            self._read,
            [root for host in hosts for root in self._roots.get(host, ())],
            [body.url for host in hosts for body in self._known.get(host, ())],
        )
        bases = {base for tried in planned.values() for base in tried}
        loners = [sha256 for sha256, tried in planned.items() if not tried and sha256 not in bases]
        shared = self._shared or self._learn(loners)
        alone: set[str] = set()
        for stage in ([one for one in planned if not planned[one]], [one for one in planned if planned[one]]):
            for chunk in (stage[at : at + BATCH] for at in range(0, len(stage), BATCH)):
                jobs = []
                for sha256 in chunk:
                    tried = [Base(base, self._read(base)) for base in planned[sha256]]
                    if shared and not tried and sha256 not in bases:
                        tried = [shared]
                    jobs.append((sha256, bodies.read(self._ctx.conn, sha256), tried))
                alone |= self._settle(jobs, shared, pool)
        for body in turn:  # the next ones may be pressed against these
            self._known[body.host].append(body)
            if body.id in alone:
                self._roots[body.host].append(body)

    def _settle(
        self, jobs: list[tuple[str, bytes, list[Base]]], shared: Base | None, pool: ThreadPoolExecutor
    ) -> set[str]:
        """Press and store; return which of them stand by themselves."""
        found = list(pool.map(lambda job: (job[0], compression.pack(job[1], job[2])), jobs))
        with self._ctx.writing() as conn:
            if shared and shared is not self._shared and any(form.dictionary == shared.id for _, form in found):
                bodies.keep(conn, shared.content)
                self._shared = shared
            for sha256, form in found:
                bodies.settle(conn, sha256, form)
        self._done += len(jobs)
        if self._progress:
            self._progress(self._done, self._total)
        return {sha256 for sha256, form in found if form.dictionary is None}

    def _learn(self, loners: list[str]) -> Base | None:
        """Learn a dictionary from bodies that have none like them; it is stored when one is pressed with it."""
        if len(loners) < 20:
            return None
        learnt = compression.train([self._read(one) for one in loners[:: max(1, len(loners) // SAMPLE)]])
        return Base(bodies.digest(learnt), learnt) if learnt else None


def _stored(conn: sqlite3.Connection) -> int:
    return int(conn.execute("SELECT coalesce(sum(length(data)), 0) FROM bodies").fetchone()[0])


def _bodies(conn: sqlite3.Connection, which: str) -> Iterator[Stored]:
    rows = conn.execute(
        "SELECT b.sha256, min(r.canonical), b.size, min(k.fetched_at) FROM bodies b"
        " JOIN captures k ON k.body_sha256 = b.sha256 JOIN refs r ON r.id = k.ref_id"
        f" WHERE {which} AND b.codec <> ? GROUP BY b.sha256",
        (bodies.LOST,),
    )
    for sha256, url, size, time in rows:
        yield Stored(id=sha256, url=url, host=urlsplit(url).netloc, size=size, time=time)


def _by_host(stored: Iterable[Stored]) -> dict[str, list[Stored]]:
    found: dict[str, list[Stored]] = defaultdict(list)
    for body in stored:
        found[body.host].append(body)
    return found


def _turns(new: list[Stored]) -> Iterator[list[Stored]]:
    ordered = sorted(new, key=lambda body: (body.host, body.url, body.time, body.id))
    for at in range(0, len(ordered), TURN):
        yield ordered[at : at + TURN]


def _shared_before(conn: sqlite3.Connection) -> Base | None:
    """Return the dictionary that an earlier run learnt: a body that others stand on and nobody captured."""
    row = conn.execute(
        "SELECT b.sha256 FROM bodies b WHERE b.sha256 IN (SELECT dictionary FROM bodies WHERE dictionary IS NOT NULL)"
        " AND NOT EXISTS (SELECT 1 FROM captures k WHERE k.body_sha256 = b.sha256)"
        " AND NOT EXISTS (SELECT 1 FROM revisions v WHERE v.file_sha256 = b.sha256) LIMIT 1"
    ).fetchone()
    try:
        return Base(row[0], bodies.read(conn, row[0])) if row else None
    except DamagedError:
        return None


def _join_index(ctx: Context) -> None:
    """Join the pieces in which the index of captured words grew, in steps between which others can write."""
    pages = -STEP  # less than nothing: begin, however few the pieces are
    while True:
        with ctx.writing() as conn:
            before = conn.total_changes
            conn.execute("INSERT INTO captures_fts (captures_fts, rank) VALUES ('merge', ?)", (pages,))
            if conn.total_changes - before < 2:  # SQLite's own sign that nothing is left to do
                return
        pages = STEP


def _give_back(ctx: Context) -> None:
    """Write the file anew without its gaps, where they are worth it."""
    free, pages = (ctx.conn.execute(f"PRAGMA {name}").fetchone()[0] for name in ("freelist_count", "page_count"))
    with translated(ctx.db.path):
        if free > WORTH * pages:
            ctx.conn.execute("VACUUM")
        ctx.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
