"""Commands on a file of 1,000,000 claims and 100,000 captures: how long each takes beyond start-up.

    python -m benchmarks.scale                              # makes the file first (some minutes)
    python -m benchmarks.scale --file big.db                # with a file made before
    python -m benchmarks.scale --claims 10000 --captures 1000

Start-up is `factcheck --help`; each command is also run on a file with one article: what the large file adds
to that is the price of its size. All take turns in each round. Printed are seconds of the processor (a busy
machine does not stretch those) and, in brackets, by the clock. The goal is 0.2 s beyond start-up.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.scale.generate import generate
from factcheck.store import connection, queries

OURS = (sys.executable, "-c", "from factcheck.cli import main; main()")
GOAL = 0.2


def commands(article: str, word: str, rare: str) -> dict[str, tuple[str, ...]]:
    """Return what is timed; `{out}` stands for a file to write."""
    return {
        "worklist": ("query", "worklist", "--json"),
        "worklist of an article": ("query", "worklist", f"article={article}", "--json"),
        "claims of an article": ("claims", article, "--json"),
        "status of an article": ("status", article, "--json"),
        "search, a rare word": ("search", rare, "--json"),
        "search, a common word": ("search", word, "--json"),
        "report of an article": ("report", article, "-o", "{out}"),
        "references": ("query", "references", "--json"),
        "activity": ("query", "activity", "--json"),
        "log": ("log", "--json"),
    }


def timed(file: Path | None, command: tuple[str, ...], folder: str) -> tuple[float, float]:
    """Run one command and return its seconds of the processor and by the clock; its output is thrown away."""
    out = str(Path(folder, "out.html"))
    db = ("--db", str(file)) if file else ()
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(
        [*OURS, *db, *(word.replace("{out}", out) for word in command)],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    clock, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 1):
        raise SystemExit(f"factcheck {' '.join(command)} failed: {done.stderr.strip()}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, clock


def measure(large: Path, small: Path, rounds: int) -> None:
    """Print, for each command, the median time on both files beyond start-up."""
    article, common, rare = _chosen(large)
    small_article, small_common, small_rare = _chosen(small)
    wanted, wanted_small = commands(article, common, rare), commands(small_article, small_common, small_rare)
    times: dict[tuple[str, str], list[tuple[float, float]]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for number in range(rounds + 1):
            for name in ("start-up", *wanted):
                for size, file, table in (("large", large, wanted), ("small", small, wanted_small)):
                    start = name == "start-up"
                    taken = timed(None if start else file, ("--help",) if start else table[name], folder)
                    if number:  # the first round warms the caches of the disk
                        times.setdefault((name, size), []).append(taken)
    cpu = {key: statistics.median(taken[0] for taken in every) for key, every in times.items()}
    clock = {key: statistics.median(taken[1] for taken in every) for key, every in times.items()}
    start, start_clock = (min(kind["start-up", "large"], kind["start-up", "small"]) for kind in (cpu, clock))
    print(f"start-up (factcheck --help): {start:.3f} s ({start_clock:.3f}); goal: {GOAL} s beyond it")
    print(f"{'beyond start-up':24} {'the large file':>18} {'one article':>18}")
    for name in wanted:
        figures = (
            f"{cpu[name, size] - start:8.3f} ({clock[name, size] - start_clock:6.3f})" for size in ("large", "small")
        )
        verdict = "" if cpu[name, "large"] - start < GOAL else "over the goal"
        print(f"{name:24} {'  '.join(figures):>36}   {verdict}")


def _chosen(file: Path) -> tuple[str, str, str]:
    """Return an article in the middle of the file, a common word and a rare one."""
    database = connection.open_file(file, readonly=True)
    total = queries.run(database.conn, "SELECT max(id) FROM articles").rows[0][0]
    slug = queries.run(database.conn, "SELECT slug FROM articles WHERE id = :n", {"n": (total + 1) // 2}).rows[0][0]
    words = queries.run(
        database.conn, "SELECT text FROM claims WHERE kind = 'statement' AND id > :n LIMIT 40", {"n": total // 3}
    ).rows
    database.close()
    every = " ".join(row[0] for row in words).lower().rstrip(".").split()
    counted = sorted(set(every), key=lambda word: (every.count(word), word))
    return slug, counted[-1], max(counted[:20], key=len)


def main() -> None:
    parser = argparse.ArgumentParser(description="Time commands on a very large file.")
    parser.add_argument("--file", type=Path, help="a file made by benchmarks.scale.generate")
    parser.add_argument("--claims", type=int, default=1_000_000)
    parser.add_argument("--captures", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        small = Path(folder, "small.db")
        generate(small, claims=40, captures=4)
        large = options.file
        if large is None:
            large = Path(folder, "large.db")
            made = generate(large, options.claims, options.captures)
            print(
                f"made {made.claims:,} claims, {made.captures:,} captures, {made.events:,} events in"
                f" {made.seconds:.0f} s; {made.bytes / 1e9:.1f} GB"
            )
        measure(large, small, options.rounds)


if __name__ == "__main__":
    main()
