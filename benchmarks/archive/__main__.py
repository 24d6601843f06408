"""Time, processor time, disk and memory of archiving a local site, as ratios to bare requests in the same run.

    python -m benchmarks.archive                       # 1,000 synthetic pages, no latency
    python -m benchmarks.archive --latency 0.1         # a site 100 ms away
    python -m benchmarks.archive --pages DIR           # your own pages
    python -m benchmarks.archive --recheck             # how much a 304 costs

The tools take turns in each round, and the ratios are of the medians, so that a busy machine hits all alike.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.archive.tools import TOOLS


@dataclass
class Cost:
    """What one run of one tool took."""

    wall: float
    processor: float
    disk: float  # MB
    memory: float  # MB, the largest process
    inside: float = math.nan  # wall seconds without start-up, for tools that run in one process
    inside_processor: float = math.nan


@contextmanager
def site(options: argparse.Namespace) -> Iterator[str]:
    """The site, in a process that ends with ours."""
    command = [sys.executable, "-m", "benchmarks.archive.site", "--count", str(options.count)]
    command += ["--latency", str(options.latency), "--distinct", str(options.distinct)]
    command += ["--pages", str(options.pages)] if options.pages else []
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdin is not None
    try:
        yield process.stdout.readline().split()[1]
    finally:
        process.stdin.close()
        process.wait()


def measure(name: str, urls: Path, folder: Path) -> Cost | None:
    """Run a tool in a process of its own; None when it is not installed or fails."""
    folder.mkdir()
    begun = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.archive.tools", name, str(urls), str(folder)], stderr=subprocess.PIPE
    )
    assert process.stderr is not None
    errors = process.stderr.read().decode("utf-8", "replace")
    _pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.monotonic() - begun
    if process.returncode:
        print(f"  {name}: {(errors.strip().splitlines() or ['failed'])[-1][:100]}", file=sys.stderr)
        return None
    size = sum(path.stat().st_size for path in folder.iterdir() if path.suffix not in (".txt", ".json"))
    cost = Cost(wall, usage.ru_utime + usage.ru_stime, size / 1e6, usage.ru_maxrss / 1024)
    if (folder / "cost.json").exists():  # the tool knows better when it was done
        told = json.loads((folder / "cost.json").read_text())
        cost.wall, cost.processor = told["wall"], told["processor"]
    if (folder / "inside.json").exists():
        told = json.loads((folder / "inside.json").read_text())
        cost.inside, cost.inside_processor = told["wall"], told["processor"]
    return cost


def compare(names: list[str], urls: Path, scratch: Path, rounds: int) -> dict[str, list[Cost]]:
    costs: dict[str, list[Cost]] = {name: [] for name in names}
    for turn in range(rounds):
        for name in names:
            folder = scratch / f"{name}-{turn}"
            cost = measure(name, urls, folder)
            shutil.rmtree(folder)
            if cost is not None:
                costs[name].append(cost)
    return {name: runs for name, runs in costs.items() if runs}


def table(costs: dict[str, list[Cost]]) -> str:
    """The medians, and their ratios to the first tool."""
    medians = {
        name: Cost(*(statistics.median(getattr(run, field) for run in runs) for field in Cost.__dataclass_fields__))
        for name, runs in costs.items()
    }
    floor = next(iter(medians.values()))
    head = f"{'tool':16}{'wall s':>9}{'x':>7}{'cpu s':>9}{'x':>7}{'disk MB':>10}{'peak MB':>9}"
    lines = [f"{head}{'in process: x':>16}{'cpu x':>8}"]
    for name, cost in medians.items():
        lines.append(
            f"{name:16}{cost.wall:9.2f}{cost.wall / floor.wall:7.2f}{cost.processor:9.2f}"
            f"{cost.processor / floor.processor:7.2f}{cost.disk:10.1f}{cost.memory:9.0f}"
            f"{cost.inside / floor.inside:16.2f}{cost.inside_processor / floor.inside_processor:8.2f}"
        )
    return "\n".join(lines)


def recheck(base: str, urls: list[str]) -> str:
    """A first fetch and a conditional second one, in this process."""
    from benchmarks.archive.tools import our_options
    from factcheck.archive.fetch import Fetcher

    lines = []
    known = {}
    with Fetcher(our_options(urls)) as fetcher:
        for label, items in (("fetch", list(urls)), ("recheck", None)):
            todo = items if items is not None else [(url, known[url]) for url in urls]
            begun, used = time.monotonic(), time.process_time()
            outcomes: dict[str, int] = {}
            for fetched in fetcher.fetch_many(todo):
                known[fetched.url] = fetched.validators
                outcomes[fetched.outcome] = outcomes.get(fetched.outcome, 0) + 1
            lines.append(
                f"{label:8} wall {time.monotonic() - begun:6.2f} s  cpu {time.process_time() - used:6.2f} s  {outcomes}"
            )
        bomb = fetcher.fetch(base + "/bomb")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    lines.append(f"a bomb of 2 GB: {bomb.outcome}, {bomb.error}, {bomb.elapsed:.2f} s, peak memory {peak:.0f} MB")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.archive", description=__doc__)
    parser.add_argument("--pages", type=Path, help="a folder of .html or .html.gz files to serve")
    parser.add_argument("--count", type=int, default=1000, help="URLs to fetch")
    parser.add_argument("--distinct", type=int, default=1000, help="different synthetic pages among them")
    parser.add_argument("--latency", type=float, default=0.0, metavar="S", help="what the site waits before it answers")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--tools", default=",".join(TOOLS), help="which, with commas; the first is the floor")
    parser.add_argument("--recheck", action="store_true", help="compare a conditional second fetch instead")
    options = parser.parse_args()
    with site(options) as base, tempfile.TemporaryDirectory(prefix="bench-archive-") as scratch:
        urls = Path(scratch) / "urls.txt"
        with urllib.request.urlopen(base + "/urls.txt") as answer:
            urls.write_text("\n".join(base + path for path in answer.read().decode().split()), encoding="utf-8")
        if options.recheck:
            print(recheck(base, urls.read_text(encoding="utf-8").split()))
            return
        names = [name for name in options.tools.split(",") if name != "wget" or shutil.which("wget")]
        print(f"{options.count} URLs, {options.latency * 1000:.0f} ms latency, {options.rounds} rounds, median")
        print(table(compare(names, urls, Path(scratch), options.rounds)))


if __name__ == "__main__":
    main()
