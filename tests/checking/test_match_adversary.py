"""Quotes made by somebody who wants to slip one past: what says another thing is never passed as the same.

`altered_pairs.txt` has two sentences a line that mean different things; each is held against a source with the
other. `quote_cases.jsonl` has whole documents: labels that are right (`altered-cosmetic` names a severity too),
and whether a warning is due (`any`, `none` or its kind). People and places are invented.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from factcheck.checking.match import Label, Severity, match_quote

HERE = Path(__file__).parent
BEFORE = "The inquiry sat on Tuesday in the old hall. \u201c"
BEHIND = "\u201d Mayor Ilse Tamm told the inquiry. The harbour was quiet that day, and the gulls were not."


def pairs() -> Iterator[tuple[str, str, str]]:
    """Yield kind, said, printed: every pair both ways."""
    kind = ""
    for line in (HERE / "altered_pairs.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            kind = line[1:]
        elif line:
            one, other = line.split("|")
            yield kind, one, other
            yield kind, other, one


CASES: list[dict[str, Any]] = [
    json.loads(line) for line in (HERE / "quote_cases.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize("kind", sorted({kind for kind, _, _ in pairs()}))
def test_another_meaning_is_never_passed(kind: str) -> None:
    for found, said, printed in pairs():
        if found == kind:
            match = match_quote(printed.rstrip("."), BEFORE + said + BEHIND)
            assert match.label in (Label.ALTERED, Label.ABSENT), (said, printed)


def test_another_meaning_is_nearly_always_graded_so() -> None:
    graded = [match_quote(printed.rstrip("."), BEFORE + said + BEHIND).severity for _, said, printed in pairs()]
    assert len(graded) > 500
    assert graded.count(Severity.MEANING) >= 0.9 * len(graded)


@pytest.mark.parametrize("kind", sorted({case["kind"] for case in CASES}))
def test_traps(kind: str) -> None:
    for case in CASES:
        if case["kind"] != kind:
            continue
        match = match_quote(case["quote"], case["document"])
        right = case["label"].split("/")
        assert match.label in right or f"{match.label}-{match.severity}" in right, (case, match.label, match.edits)
        if case["warn"] == "none":
            assert not match.warnings, case
        elif case["warn"] in ("any", "neg"):
            assert match.warnings or match.label is Label.ALTERED, case
        elif case["warn"]:
            assert case["warn"] in [warned.kind for warned in match.warnings], case
