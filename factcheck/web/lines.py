"""What changed between two texts, line by line and within a line word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

MOST_LINES = 4000
"""Lines of a text that are compared; longer ones are cut."""
MOST_CHANGES = 200


@dataclass(frozen=True, slots=True)
class Change:
    """Lines that differ: the old and the new as runs (changed, text); either may be empty."""

    old: tuple[tuple[bool, str], ...]
    new: tuple[tuple[bool, str], ...]


def changes(before: str, after: str) -> tuple[Change, ...]:
    """Return where `after` differs from `before`; empty where the words are the same."""
    old, new = _lines(before), _lines(after)
    found: list[Change] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            found.append(_change("\n".join(old[a:b]), "\n".join(new[c:d])))
        if len(found) == MOST_CHANGES:
            break
    return tuple(found)


def _lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()][:MOST_LINES]


def _change(old: str, new: str) -> Change:
    if not old or not new or len(old) + len(new) > 20_000:
        return Change(((True, old),) if old else (), ((True, new),) if new else ())
    words = re.findall(r"\s+|[^\s]+", old), re.findall(r"\s+|[^\s]+", new)
    sides: tuple[list[tuple[bool, str]], list[tuple[bool, str]]] = ([], [])
    for tag, a, b, c, d in SequenceMatcher(None, *words, autojunk=False).get_opcodes():
        for side, part in zip(sides, ("".join(words[0][a:b]), "".join(words[1][c:d])), strict=True):
            if part:
                side.append((tag != "equal", part))
    return Change(tuple(sides[0]), tuple(sides[1]))
