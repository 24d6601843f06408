"""Many documents at once: which of them may hold a quote."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from math import log

from factcheck.checking.match_judge import judge
from factcheck.checking.match_model import QuoteMatch
from factcheck.checking.match_printed import Printed, read_printed
from factcheck.checking.match_source import source_of
from factcheck.checking.match_words import STOP_WORDS
from factcheck.text.words import words_of

CANDIDATES = 8
"""Documents that are aligned with a quote, of all that share words with it."""

UNSURE = 100
"""Documents that are looked at again where a quote has few telling words."""


class Collection:
    """Documents with an index of their words, so that many quotes can be looked up in many documents."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = tuple(texts)
        self.holders: dict[str, list[int]] = {}
        for number, text in enumerate(self.texts):
            for form in set(words_of(text).forms):
                if form in self.holders:
                    self.holders[form].append(number)
                else:
                    self.holders[form] = [number]

    def find(self, quote: str) -> QuoteMatch:
        """Find the document that holds the quote best, and say how the two differ."""
        printed = read_printed(quote)
        return judge(printed, [(n, source_of(self.texts[n])) for n in self.candidates(printed)])

    def candidates(self, printed: Printed, most: int = CANDIDATES) -> list[int]:
        """Return the documents that share most with the quote, and with each part between its cuts."""
        chosen = self._best(printed.forms, most)
        edges = sorted({0, len(printed.forms), *printed.cuts})
        if len(edges) > 2:
            for first, last in pairwise(edges):
                if last - first >= 3:
                    chosen += self._best(printed.forms[first:last], 3)
        return list(dict.fromkeys(chosen))

    def _best(self, forms: Sequence[str], most: int) -> list[int]:
        """Return the documents that share most words with these, rare words counting for more."""
        votes: dict[int, float] = {}
        total = len(self.texts)
        telling = set(forms) - STOP_WORDS
        few = len(telling) < 4
        for form in set(forms) if few else telling:
            holders = self.holders.get(form, [])
            value = log(1 + total / len(holders)) if holders else 0.0
            for number in holders:
                votes[number] = votes.get(number, 0.0) + value
        ranked = sorted(votes, key=lambda n: (-votes[n], n))
        return self._by_phrase(forms, ranked[:UNSURE])[:most] if few else ranked[:most]

    def _by_phrase(self, forms: Sequence[str], documents: list[int]) -> list[int]:
        """Put documents in order that hold many neighbouring words of the quote: it has few rare words."""
        pairs = [f" {a} {b} " for a, b in pairwise(forms)]

        def held(number: int) -> int:
            joined = f" {' '.join(source_of(self.texts[number]).forms)} "
            return -sum(1 for pair in pairs if pair in joined)

        return sorted(documents, key=held)


@lru_cache(maxsize=2)
def _kept(texts: tuple[str, ...]) -> Collection:
    return Collection(texts)


def collection_of(texts: Sequence[str]) -> Collection:
    """Return the documents made ready; the last two collections are kept."""
    return _kept(tuple(texts))
