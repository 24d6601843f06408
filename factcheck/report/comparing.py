"""A quote and its source side by side: a quote comparison's finding made ready to show."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from factcheck.model import Finding
from factcheck.report.words import sentence_case

QUOTE_MATCH = "quote-match"

_MARKED = ("marked", "elision", "elided", "bracket", "ellipsis", "sic")
"""How the kinds of edits begin that the quote itself owns up to, with an ellipsis or brackets."""
_FREE = frozenset({"interruption", "page-furniture", "footnote", "stage-direction", "source-insertion"})
"""Words of the source that are not the speaker's; leaving them out changes nothing."""
_WORD = re.compile(r"\w+")
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
    placed = sorted(_placed(edits, printed, passage, _base(edits, passage, data)), key=lambda item: item[:2])
    differences = tuple(_difference(number, edit) for number, (*_, edit) in enumerate(placed, 1))
    return Comparison(
        printed=_side(printed, [start for start, *_ in placed], [item.printed for item in differences], differences),
        source=_side(passage, [start for _, start, _ in placed], [item.source for item in differences], differences),
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


def _placed(
    edits: Sequence[dict[str, Any]], printed: str, passage: str, base: int
) -> list[tuple[int, int, dict[str, Any]]]:
    """Return each edit with where it stands in print and in the passage; -1 where that cannot be told.

    An edit has no words on the side where something is missing: there it stands where the words around
    it meet.
    """
    found = []
    for edit in edits:
        in_print = _start(edit, "printed", printed, 0)
        in_source = _start(edit, "source", passage, base)
        if in_print < 0 <= in_source:
            in_print = _across(passage, printed, in_source)
        elif in_source < 0 <= in_print:
            in_source = _across(printed, passage, in_print)
        found.append((in_print, in_source, edit))
    return found


def _start(edit: dict[str, Any], side: str, text: str, base: int) -> int:
    """Return where an edit's words stand: where it says, else where they are found first; -1 without words."""
    words = str(edit.get(side) or "")
    told = _place(edit, f"{side}_start") - base
    if words and told >= 0 and text.startswith(words, told):
        return told
    return text.find(words) if words else -1


def _across(text: str, other: str, place: int) -> int:
    """Return the place in `other` that answers to `place` in `text`, by the words that both have."""
    mine, theirs = list(_WORD.finditer(text)), list(_WORD.finditer(other))
    before = sum(word.end() <= place for word in mine)
    matcher = SequenceMatcher(None, [word[0].lower() for word in mine], [word[0].lower() for word in theirs], False)
    answer = 0
    for block in matcher.get_matching_blocks():
        if block.a <= before and block.size:
            answer = block.b + min(before - block.a, block.size)
    return theirs[answer - 1].end() if answer else 0


def _side(text: str, starts: Sequence[int], words: Sequence[str], differences: Sequence[Difference]) -> tuple[Run, ...]:
    """Cut one side into runs; a difference that would run into the one before it is only listed, not marked."""
    runs: list[Run] = []
    at = 0
    for start, word, difference in sorted(zip(starts, words, differences, strict=True), key=lambda item: item[0]):
        if start < at:
            continue
        if at < start:
            runs.append(Run(text[at:start], "same"))
        runs.append(Run(word, difference.role, difference.number))
        at = start + len(word)
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
