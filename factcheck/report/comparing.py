"""A quote and its source side by side: a quote comparison's finding made ready to show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from factcheck.model import Finding
from factcheck.report.words import sentence_case

QUOTE_MATCH = "quote-match"

_MARKED = ("marked", "elision", "elided", "bracket", "ellipsis", "sic")
"""How the kinds of edits begin that the quote itself owns up to, with an ellipsis or brackets."""
_FREE = frozenset({"interruption", "page-furniture", "footnote", "stage-direction", "source-insertion"})
"""Words of the source that are not the speaker's; leaving them out changes nothing."""
_UNSEEN = "typography"
"""Differences of type only: they are the same words."""


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one side.

    `role` is "same", "changed", "only" (not on the other side), "marked" (owned up to in print) or
    "free" (not the speaker's words).
    """

    text: str
    role: str
    number: int | None = None  # of the difference that it belongs to


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference, numbered as in the text above it; `role` as of a run."""

    number: int
    kind: str
    printed: str
    source: str
    role: str

    @property
    def marked(self) -> bool:
        """Whether the quote itself shows that something was changed here."""
        return self.role == "marked"


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the article prints beside what the source has."""

    printed: tuple[Run, ...]
    source: tuple[Run, ...]
    differences: tuple[Difference, ...]
    warnings: tuple[str, ...]
    coverage: int | None  # per cent of the printed words that the source holds, in order


def compare(finding: Finding) -> Comparison | None:
    """Return the two sides of a quote comparison; None where the finding is of another kind."""
    data = finding.data
    if finding.kind != QUOTE_MATCH or not isinstance(data.get("printed"), str):
        return None
    printed, passage = data["printed"], str(data.get("passage") or "")
    edits = [edit for edit in data.get("edits") or () if isinstance(edit, dict) and edit.get("kind") != _UNSEEN]
    edits.sort(key=lambda edit: (_place(edit, "printed_start"), _place(edit, "source_start")))
    differences = tuple(_difference(number, edit) for number, edit in enumerate(edits, 1))
    base = _base(edits, passage, data)
    return Comparison(
        printed=_side(printed, _places(edits, "printed", printed, 0), differences),
        source=_side(passage, _places(edits, "source", passage, base), differences),
        differences=differences,
        warnings=tuple(_warning(str(warning)) for warning in data.get("warnings") or ()),
        coverage=_per_cent(data.get("coverage")),
    )


def _place(edit: dict[str, Any], name: str) -> int:
    value = edit.get(name)
    return value if isinstance(value, int) else 0


def _difference(number: int, edit: dict[str, Any]) -> Difference:
    kind = str(edit.get("kind") or "").lower()
    printed, source = str(edit.get("printed") or ""), str(edit.get("source") or "")
    if edit.get("marked", kind.startswith(_MARKED)):
        role = "marked"
    elif kind in _FREE:
        role = "free"
    else:
        role = "changed" if printed and source else "only"
    return Difference(number, sentence_case(kind), printed, source, role)


def _base(edits: Sequence[dict[str, Any]], passage: str, data: dict[str, Any]) -> int:
    """Return where the passage begins in the numbering of the edits: their offsets may be the capture's."""
    for base in (0, data.get("start"), data.get("passage_start")):
        if isinstance(base, int) and edits and all(_fits(edit, passage, base) for edit in edits):
            return base
    return 0


def _fits(edit: dict[str, Any], passage: str, base: int) -> bool:
    start, end = _place(edit, "source_start") - base, _place(edit, "source_end") - base
    return 0 <= start <= end <= len(passage) and passage[start:end] == str(edit.get("source") or "")


def _places(edits: Sequence[dict[str, Any]], side: str, text: str, base: int) -> list[tuple[int, int, int]]:
    """Return (start, end, number of the difference) on one side, in order and apart from one another."""
    found: list[tuple[int, int, int]] = []
    at = 0
    for number, edit in enumerate(edits, 1):
        words = str(edit.get(side) or "")
        start = _start(edit, side, words, text, base, at)
        if start is not None:
            at = start + len(words)
            found.append((start, at, number))
    return found


def _start(edit: dict[str, Any], side: str, words: str, text: str, base: int, at: int) -> int | None:
    """Return where an edit's words stand from `at` on: where it says, else where they are found.

    Where it has no words on this side, the place itself is marked, if it is told.
    """
    told = edit.get(f"{side}_start")
    if isinstance(told, int) and at <= told - base <= len(text) and text.startswith(words, told - base):
        return told - base
    start = text.find(words, at) if words else -1
    return start if start >= at else None


def _side(text: str, places: Sequence[tuple[int, int, int]], differences: Sequence[Difference]) -> tuple[Run, ...]:
    runs: list[Run] = []
    at = 0
    for start, end, number in places:
        if at < start:
            runs.append(Run(text[at:start], "same"))
        runs.append(Run(text[start:end], differences[number - 1].role, number))
        at = end
    if at < len(text):
        runs.append(Run(text[at:], "same"))
    return tuple(runs)


def _warning(text: str) -> str:
    """Return a warning in words: `long-cut: 300 characters` as "Long cut: 300 characters"."""
    kind, colon, detail = text.partition(": ")
    return f"{sentence_case(kind)}{colon}{detail}"


def _per_cent(value: Any) -> int | None:
    """Return a share of 0 to 1 (a float) or of 0 to 1000 (an integer, as the log keeps it) in per cent."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return round(value / 10) if isinstance(value, int) and value > 1 else round(value * 100)
