"""The article's text cut into pieces, each with the claims that cover it.

Claims overlap: a statement stands inside a quote, two paraphrases share a clause. The text is cut
wherever a claim or a sentence begins or ends, and each piece names the claims over it, outermost first,
so that a renderer can nest its marks without ever crossing them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from factcheck.model import Claim, Sentence, SentenceRole

OPEN, SKIPPED, FURNITURE = "open", "skipped", "furniture"

_AFTER = re.compile(r"[.,;:!?…]?(?:[\"”’'»›)\]]|'')*[.,;:!?…]?")
_PARAGRAPH = re.compile(r"[^\r\n\x0b\x0c\x85\u2028\u2029]*\S[^\r\n\x0b\x0c\x85\u2028\u2029]*")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text under the same claims; the flags of claims and sentences follow it."""

    text: str
    claims: tuple[int, ...]  # claim numbers, outermost first
    state: str  # "", "open", "skipped" or "furniture": how its sentence stands
    flags: tuple[int, ...] = ()  # numbers of the claims whose flag stands after this piece
    sentence: int | None = None  # number of the open or skipped sentence that ends here


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of the article; `role` is "headline", "body" or "furniture"."""

    role: str
    pieces: tuple[Piece, ...]


def mark_text(
    text: str, claims: Iterable[Claim], sentences: Sequence[Sentence], open_sentences: Iterable[int]
) -> tuple[Paragraph, ...]:
    """Cut `text` into paragraphs of pieces; `open_sentences` are the numbers of those not accounted for."""
    return _Marker(text, claims, sentences, frozenset(open_sentences)).paragraphs()


class _Marker:
    """The state of one pass over the text."""

    def __init__(
        self, text: str, claims: Iterable[Claim], sentences: Sequence[Sentence], still_open: frozenset[int]
    ) -> None:
        self.text, self.still_open = text, still_open
        self.spans = sorted(
            (span for claim in claims if (span := self._span(claim))), key=lambda span: (span[0], -span[1], span[2])
        )
        self.sentences = sorted(sentences, key=lambda sentence: sentence.start)
        self.starts = [sentence.start for sentence in self.sentences]
        self.flags: dict[int, list[int]] = defaultdict(list)
        for _, end, number in self.spans:
            after = _AFTER.match(text, end)
            self.flags[after.end() if after else end].append(number)
        self.told = {
            sentence.end: sentence.number for sentence in self.sentences if self._state(sentence) in (OPEN, SKIPPED)
        }
        self.cuts = sorted(
            {place for start, end, _ in self.spans for place in (start, end)}
            | set(self.flags)
            | {place for sentence in self.sentences for place in (sentence.start, sentence.end)}
        )

    def _span(self, claim: Claim) -> tuple[int, int, int] | None:
        """Return where a claim's words stand, without white space at the end, where no flag could follow them."""
        if claim.start is None or claim.end is None:
            return None
        end = claim.start + len(self.text[claim.start : claim.end].rstrip())
        return (claim.start, end, claim.id) if 0 <= claim.start < end else None

    def paragraphs(self) -> tuple[Paragraph, ...]:
        return tuple(self._paragraph(found.start(), found.end()) for found in _PARAGRAPH.finditer(self.text))

    def _paragraph(self, start: int, end: int) -> Paragraph:
        inner = self.cuts[bisect_right(self.cuts, start) : bisect_right(self.cuts, end - 1)]
        edges = [start, *inner, end]
        over = [span for span in self.spans if span[0] < end and span[1] > start]
        pieces = tuple(self._piece(left, right, over) for left, right in pairwise(edges))
        sentence = self._sentence_at(start) or self._sentence_at(end - 1)
        return Paragraph(sentence.role if sentence else SentenceRole.BODY, pieces)

    def _piece(self, start: int, end: int, over: list[tuple[int, int, int]]) -> Piece:
        sentence = self._sentence_at(start)
        return Piece(
            text=self.text[start:end],
            claims=tuple(number for left, right, number in over if left <= start and end <= right),
            state=self._state(sentence) if sentence else "",
            flags=tuple(self.flags.get(end, ())),
            sentence=self.told.get(end),
        )

    def _sentence_at(self, place: int) -> Sentence | None:
        found = bisect_right(self.starts, place) - 1
        if found < 0 or self.sentences[found].end <= place:
            return None
        return self.sentences[found]

    def _state(self, sentence: Sentence) -> str:
        if sentence.number in self.still_open:
            return OPEN
        if sentence.role == SentenceRole.FURNITURE:
            return FURNITURE
        return SKIPPED if sentence.skip_reason else ""
