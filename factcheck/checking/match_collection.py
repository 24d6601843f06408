"""Many documents at once: which of them may hold a quote."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from math import log

from factcheck.checking.match_judge import judge
from factcheck.checking.match_model import QuoteMatch
from factcheck.checking.match_printed import Printed, read_printed
from factcheck.checking.match_source import source_of
from factcheck.checking.match_words import STOP_WORDS
from factcheck.text.words import words_of

CANDIDATES = 8
"""Documents that are aligned with a quote, of all that share words with it."""

_PLAIN = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*|\d[\d.,:/]*[^\W_]*")


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
        """Return the documents that share most with the quote, rare words counting for more."""
        votes: dict[int, float] = {}
        total = len(self.texts)
        forms = set(printed.forms) - STOP_WORDS or set(printed.forms)
        for form in forms:
            holders = self.holders.get(form)
            if not holders:
                continue
            value = log(1 + total / len(holders))
            for number in holders:
                votes[number] = votes.get(number, 0.0) + value
        return sorted(votes, key=lambda n: (-votes[n], n))[:most]


@lru_cache(maxsize=2)
def _kept(texts: tuple[str, ...]) -> Collection:
    return Collection(texts)


def collection_of(texts: Sequence[str]) -> Collection:
    """Return the documents made ready; the last two collections are kept."""
    return _kept(tuple(texts))
