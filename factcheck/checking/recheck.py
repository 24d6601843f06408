"""Comparing the passage that a verdict stands on with a newer capture of the same page.

"The page has changed" is not "your passage has changed": only the second touches a verdict.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from factcheck.checking.match import Edit, Label, match_quote
from factcheck.text.selectors import Passage, find_passage, make_passage


class PassageState(StrEnum):
    """What became of a passage in a newer capture."""

    STILL_THERE = "still_there"
    MOVED = "moved"
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class PassageCheck:
    """The passage as it stands now (None where it is gone), and how its words differ."""

    state: PassageState
    passage: Passage | None = None
    severity: str = "none"
    differences: tuple[Edit, ...] = ()


def compare_passage(passage: Passage, new_text: str) -> PassageCheck:
    """Say whether the passage still stands in `new_text`: there, moved, changed or gone.

    `moved` means the same words among other neighbours: the text around them is not what it was. A
    passage that merely slid along with its page is `still_there`, at its new offsets.
    """
    found = find_passage(new_text, passage)
    if found is not None:
        moved = not _same_neighbours(found, passage)
        return PassageCheck(PassageState.MOVED if moved else PassageState.STILL_THERE, found)
    match = match_quote(passage.exact, new_text)
    if match.start is None or match.end is None or match.label is Label.ABSENT:
        return PassageCheck(PassageState.GONE)
    now = make_passage(new_text, match.start, match.end)
    return PassageCheck(PassageState.CHANGED, now, match.severity, match.edits)


def _same_neighbours(found: Passage, passage: Passage) -> bool:
    """Whether the text before or after the passage is what it was, spaces aside."""
    before = _squeezed(found.prefix), _squeezed(passage.prefix)
    after = _squeezed(found.suffix), _squeezed(passage.suffix)
    short_before = min(12, len(before[0]), len(before[1]))
    short_after = min(12, len(after[0]), len(after[1]))
    same_before = short_before > 0 and before[0][-short_before:] == before[1][-short_before:]
    same_after = short_after > 0 and after[0][:short_after] == after[1][:short_after]
    return same_before or same_after or (found.start, found.end) == (passage.start, passage.end)


def _squeezed(text: str) -> str:
    return " ".join(text.split())
