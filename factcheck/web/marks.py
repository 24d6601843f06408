"""An article's text made ready to show and to select in: paragraphs of pieces with their offsets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from factcheck.model import Claim, Sentence
from factcheck.report.marking import Piece, mark_text


@dataclass(frozen=True, slots=True)
class Placed:
    """A piece and where it begins in the text (code points)."""

    piece: Piece
    start: int


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph."""

    role: str
    pieces: tuple[Placed, ...]


def blocks(
    text: str, claims: Iterable[Claim], sentences: Sequence[Sentence], open_sentences: Iterable[Sentence]
) -> tuple[Block, ...]:
    """Cut a text into paragraphs of pieces, each with its place."""
    found: list[Block] = []
    at = 0
    for paragraph in mark_text(text, claims, sentences, (sentence.number for sentence in open_sentences)):
        at = text.index("".join(piece.text for piece in paragraph.pieces), at)
        placed = []
        for piece in paragraph.pieces:
            placed.append(Placed(piece, at))
            at += len(piece.text)
        found.append(Block(paragraph.role, tuple(placed)))
    return tuple(found)
