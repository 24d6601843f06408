"""How fast the log is written and checked, beside bare SQLite on the same disk.

    python -m benchmarks.ledger [EVENTS]

Each pair runs in turn in one process, so that both meet the same noise; the figures are ratios of medians.
"""

from __future__ import annotations

import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from factcheck.desk import Desk

BATCH = 1000
TEXT = "\n\n".join(f"The town of Velmouth number {n} has {n} ferries and {n + 3} boats." for n in range(1, 101))
Row = tuple[int, str]

WRITER = """
import sys, time
from factcheck.desk import Desk
path, name, end = sys.argv[1], sys.argv[2], time.monotonic() + float(sys.argv[3])
with Desk.open(path, name) as desk:
    claims, number = [claim.id for claim in desk.claims()], 0
    while time.monotonic() < end:
        started = time.perf_counter()
        desk.mark(claims[number % len(claims)], ("checking", "unchecked")[number // len(claims) % 2])
        print((time.perf_counter() - started) * 1000)
        number += 1
"""


def bare(path: Path, mode: str = "WAL") -> sqlite3.Connection:
    """Return a connection to a plain table on the same disk, in the same mode as ours or in another."""
    conn = sqlite3.connect(path, isolation_level=None)
    conn.execute(f"PRAGMA journal_mode = {mode}")
    conn.execute("PRAGMA synchronous = FULL")
    conn.execute("CREATE TABLE log (seq INTEGER PRIMARY KEY, line TEXT, hash TEXT)")
    return conn


INSERT = "INSERT INTO log (line, hash) VALUES (?, ?)"


def seconds(run: Callable[[], object]) -> float:
    """Return how long something took."""
    started = time.perf_counter()
    run()
    return time.perf_counter() - started


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """Return our rate as a part of theirs."""
    return statistics.median(theirs) / statistics.median(ours)


def rows_of(claims: Sequence[int], number: int) -> list[Row]:
    """Return the marks of one batch."""
    return [(claims[i % len(claims)], ("checking", "unchecked")[(i // len(claims) + number) % 2]) for i in range(BATCH)]


def single(desk: Desk, conn: sqlite3.Connection, claims: Sequence[int], rounds: int) -> tuple[list[float], list[float]]:
    """Mark, and insert a line of the same length and its hash, in turn; each with a commit of its own."""
    ours, theirs = [], []
    row = ("x" * 420, "f" * 64)
    for number in range(rounds):
        claim, status = claims[number % len(claims)], ("checking", "unchecked")[number // len(claims) % 2]
        ours.append(seconds(partial(desk.mark, claim, status)))
        theirs.append(seconds(partial(conn.execute, INSERT, row)))
    return ours, theirs


def many(desk: Desk, claims: Sequence[int], rounds: int) -> tuple[list[float], list[float]]:
    """Mark 1,000 at once, then write the very rows that this made into a copy of the file by executemany."""
    copy = desk.backup(desk.path.with_name("copy.db"))
    conn = sqlite3.connect(copy, isolation_level=None)
    conn.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;")
    ours, theirs = [], []
    for number in range(rounds):
        rows = [(claim, status, None) for claim, status in rows_of(claims, number)]
        started = time.perf_counter()
        events = desk.mark_many(rows)
        ours.append(time.perf_counter() - started)
        made = [(event.seq, event.line, event.hash) for event in events]
        verdicts = [
            (e.uid(), claim, e.data["status"], e.data["was"], None, 0, e.at, e.actor)
            for e, (claim, _, _) in zip(events, rows, strict=True)
        ]
        standing = [
            (e.data["status"], e.actor, e.at, None, 0, e.seq, claim)
            for e, (claim, _, _) in zip(events, rows, strict=True)
        ]
        started = time.perf_counter()
        conn.execute("BEGIN IMMEDIATE")
        conn.executemany("INSERT INTO events (seq, line, hash) VALUES (?, ?, ?)", made)
        conn.executemany(VERDICT, verdicts)
        conn.executemany(STANDING, standing)
        conn.execute("COMMIT")
        theirs.append(time.perf_counter() - started)
    conn.close()
    return ours, theirs


VERDICT = (
    "INSERT INTO verdicts (uid, claim_id, status, was, note, override, decided_at, decided_by)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
STANDING = (
    "UPDATE claims SET status = ?, status_by = ?, status_at = ?, status_note = ?, overridden = ?, seq = ? WHERE id = ?"
)


def crowd(path: Path, writers: int, duration: float) -> list[float]:
    """Let many processes mark at once; return each wait in milliseconds, sorted."""
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path), f"writer{number}", str(duration)],
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(writers)
    ]
    waits = []
    for process in processes:
        waits += [float(line) for line in process.communicate()[0].split()]
        if process.returncode:
            raise SystemExit("a writer failed")
    return sorted(waits)


def audited(path: Path) -> tuple[float, float, int]:
    """Audit in a process of its own; return seconds, CPU seconds and peak megabytes."""
    code = (
        "import sys, time\nfrom factcheck.desk import Desk\nstarted = time.perf_counter()\n"
        "with Desk.open(sys.argv[1], readonly=True) as desk:\n    found = desk.audit()\n"
        "assert found.ok, found.problems[:3]\nprint(time.perf_counter() - started)"
    )
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return float(done.stdout), cpu, after.ru_maxrss // 1024


def main(events: int = 100_000) -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory(dir=".") as name:
        path = Path(name, "ours.db").absolute()
        conn = bare(path.with_name("bare.db"))
        with Desk.open(path, "ann", create=True) as desk:
            desk.add_article("-", content=TEXT.encode(), slug="ferries")
            claims = [claim.id for claim in desk.claims()]
            single(desk, conn, claims, 20)  # warm
            ours, theirs = single(desk, conn, claims, 300)
            print(f"a durable mark          {statistics.median(ours) * 1000:7.2f} ms", end="")
            print(f"   {ratio(ours, theirs):.2f}x a bare INSERT with commit (goal 0.8x)", end="")
            ours, theirs = single(desk, bare(path.with_name("default.db"), "DELETE"), claims, 300)
            print(f", {ratio(ours, theirs):.2f}x one in SQLite's default journal mode")
            ours, theirs = many(desk, claims, 20)
            print(f"1,000 marks, one commit {statistics.median(ours) * 1000:7.1f} ms", end="")
            print(f"   {ratio(ours, theirs):.2f}x executemany of the same rows (goal 0.3x)")
        waits = crowd(path, 8, 5)
        print(f"8 writers, {len(waits)} marks   p50 {waits[len(waits) // 2]:.1f} ms", end="")
        print(f"   p99 {waits[int(len(waits) * 0.99)]:.1f} ms   longest {waits[-1]:.0f} ms (goals 500, 5,000)")
        with Desk.open(path, "ann") as desk:
            for number in range((events - desk.audit().events) // BATCH + 1):
                desk.mark_many([(claim, status, None) for claim, status in rows_of(claims, number)])
        taken, cpu, peak = audited(path)
        goal = "60 s, 500 MB" if events >= 1_000_000 else "15 s"
        print(f"audit of {events:,} events   {taken:.1f} s ({cpu:.1f} s CPU), {peak} MB (goal {goal})")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
