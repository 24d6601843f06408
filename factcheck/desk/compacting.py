"""Making the file smaller: bodies pressed again, each against one that is like it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import urlsplit

from factcheck.archive import compression
from factcheck.archive.compression import Base, Packed
from factcheck.desk.context import Context
from factcheck.store import bodies
from factcheck.store.connection import translated

BATCH = 64
"""Bodies that are pressed at once and stored in one transaction; others can write in between."""

SAMPLE = 400
"""Bodies that the shared dictionary is learnt from."""


@dataclass(frozen=True, slots=True)
class Compacted:
    """What compacting did: bodies pressed again, and their stored bytes before and after."""

    bodies: int
    before: int
    after: int


def compact(ctx: Context, progress: Callable[[int, int], None] | None = None) -> Compacted:
    """Press every body again: against an earlier capture of its URL, else a page of its host, else a shared one.

    A smaller form replaces the old one only after it was read back byte for byte. `progress` is told
    (done, of how many). Ends by giving free pages back to the disk.
    """
    conn = ctx.conn
    before = _stored(conn)
    stored = list(_stored_bodies(conn))
    plan = compression.plan(stored, lambda sha256: compression.as_base(bodies.read(conn, sha256)))
    roots = [sha256 for sha256, bases in plan.items() if not bases]
    leaves = [sha256 for sha256, bases in plan.items() if bases]
    bases_in_use = {base for bases in plan.values() for base in bases}
    shared = _shared(ctx, [sha256 for sha256 in roots if sha256 not in bases_in_use])
    done = 0
    total = len(roots) + len(leaves)
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for group in (roots, leaves):
            for chunk in _chunks(group):
                jobs = [
                    (sha256, bodies.read(conn, sha256), _bases(conn, plan, sha256, bases_in_use, shared))
                    for sha256 in chunk
                ]
                packed = list(pool.map(lambda job: (job[0], compression.pack(job[1], job[2])), jobs))
                with ctx.writing():
                    for sha256, form in packed:
                        _replace(conn, sha256, form)
                done += len(chunk)
                if progress:
                    progress(done, total)
    with translated(ctx.db.path):
        conn.execute("VACUUM")
        conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Compacted(total, before, _stored(conn))


def _stored(conn: sqlite3.Connection) -> int:
    return int(conn.execute("SELECT coalesce(sum(length(data)), 0) FROM bodies").fetchone()[0])


def _stored_bodies(conn: sqlite3.Connection) -> Iterator[compression.Stored]:
    rows = conn.execute(
        "SELECT b.sha256, min(r.canonical), b.size, min(k.fetched_at) FROM bodies b"
        " JOIN captures k ON k.body_sha256 = b.sha256 JOIN refs r ON r.id = k.ref_id"
        " WHERE b.codec <> ? GROUP BY b.sha256",
        (bodies.LOST,),
    )
    for sha256, url, size, time in rows:
        yield compression.Stored(id=sha256, url=url, host=urlsplit(url).netloc, size=size, time=time)


def _chunks(items: list[str]) -> Iterator[list[str]]:
    for at in range(0, len(items), BATCH):
        yield items[at : at + BATCH]


def _bases(
    conn: sqlite3.Connection, plan: dict[str, list[str]], sha256: str, in_use: set[str], shared: Base | None
) -> list[Base]:
    """Return the dictionaries to try for a body; one that others stand on stands by itself."""
    if sha256 in in_use:
        return []
    found = [Base(base, compression.as_base(bodies.read(conn, base))) for base in plan[sha256]]
    return found + ([shared] if shared and not found else [])


def _shared(ctx: Context, candidates: list[str]) -> Base | None:
    """Learn a dictionary from bodies that have no like of their own, and keep it as a body."""
    if len(candidates) < 20:
        return None
    step = max(1, len(candidates) // SAMPLE)
    samples = [compression.as_base(bodies.read(ctx.conn, sha256)) for sha256 in candidates[::step]]
    learnt = compression.train(samples)
    if learnt is None:
        return None
    with ctx.writing() as conn:
        sha256 = bodies.keep(conn, learnt)
    return Base(sha256, learnt)


def _replace(conn: sqlite3.Connection, sha256: str, form: Packed) -> None:
    now = conn.execute("SELECT length(data) FROM bodies WHERE sha256 = ?", (sha256,)).fetchone()[0]
    if len(form.data) < now or form.dictionary is None:
        bodies.repack(conn, sha256, form)
