"""The invented file of the benchmarks is a factcheck file like any other, and the same each time."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from benchmarks.scale.generate import generate
from factcheck.desk import Desk

ROOT = Path(__file__).resolve().parents[2]


def test_its_log_holds_and_gives_its_tables(tmp_path: Path) -> None:
    made = generate(tmp_path / "made.db", claims=120, captures=12)
    assert (made.articles, made.claims, made.captures) == (3, 120, 12)
    with Desk.open(made.path, readonly=True) as desk:
        audit = desk.audit()
        assert audit.ok, audit.problems
        for claim in desk.claims("story-2"):
            revision = desk.revision("story-2")
            assert revision.text[claim.start : claim.end] == claim.text


def test_it_is_the_same_each_time(tmp_path: Path) -> None:
    heads = []
    for name in ("one.db", "two.db"):
        made = generate(tmp_path / name, claims=80, captures=8)
        with Desk.open(made.path, readonly=True) as desk:
            heads.append(desk.log(limit=1)[0].hash)
    assert heads[0] == heads[1]


def test_the_benchmarks_are_listed_with_what_they_measure() -> None:
    listed = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--list"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    named = {line.split()[0]: line for line in listed}
    assert {"scale", "independence"} <= set(named)
    assert all(len(line.split()) > 3 for line in listed)
