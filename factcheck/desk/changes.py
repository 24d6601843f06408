"""What changed between two captures of a page, by words; the page's furniture is set apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal, TypeAlias

from factcheck.store.records.captures import CaptureText

Kind: TypeAlias = Literal["same", "removed", "added"]
Piece: TypeAlias = tuple[Kind, str]

CONTEXT = 8
"""Words that are shown before and after a change."""

MOST_PAIRS = 4_000_000
"""Pairs of words that are compared; longer stretches are told as removed and added whole."""

_TOKEN = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Changes:
    """The places that changed, in the main text and around it: each a run of pieces, with a few words of context."""

    main: tuple[tuple[Piece, ...], ...]
    rest: tuple[tuple[Piece, ...], ...]

    def __bool__(self) -> bool:
        return bool(self.main or self.rest)


def between(old: CaptureText, new: CaptureText) -> Changes:
    """Return what changed from one capture's words to the other's."""
    return Changes(
        tuple(word_changes(old.text[: old.main_end], new.text[: new.main_end])),
        tuple(word_changes(old.text[old.main_end :], new.text[new.main_end :])),
    )


def word_changes(old: str, new: str) -> Iterator[tuple[Piece, ...]]:
    """Yield each place where two texts differ; white space counts for nothing."""
    before, after = _lines(old), _lines(new)
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind != "equal":
            yield from _places(" ".join(before[i1:i2]).split(), " ".join(after[j1:j2]).split())


def _lines(text: str) -> list[str]:
    lines = (" ".join(_TOKEN.findall(line.replace("\x1e", " "))) for line in text.splitlines())
    return [line for line in lines if line]


def _places(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[Piece, ...]]:
    """Yield the changes from some words to others, those close together as one place."""
    if not before or not after or len(before) * len(after) > MOST_PAIRS:
        yield tuple(_piece(kind, words) for kind, words in (("removed", before), ("added", after)) if words)  # type: ignore[arg-type]
        return
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for group in matcher.get_grouped_opcodes(CONTEXT):
        pieces: list[Piece] = []
        for kind, i1, i2, j1, j2 in group:
            if kind == "equal":
                pieces.append(_piece("same", before[i1:i2]))
                continue
            if i1 < i2:
                pieces.append(_piece("removed", before[i1:i2]))
            if j1 < j2:
                pieces.append(_piece("added", after[j1:j2]))
        yield tuple(pieces)


def _piece(kind: Kind, words: Sequence[str]) -> Piece:
    return kind, " ".join(words)
