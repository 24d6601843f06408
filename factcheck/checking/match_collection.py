"""Many documents at once: which of them may hold a quote."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from math import log

from factcheck.checking.match_judge import judge
from factcheck.checking.match_model import Label, QuoteMatch
from factcheck.checking.match_printed import Printed, read_printed
from factcheck.checking.match_source import Document
from factcheck.checking.match_warnings import of_absent
from factcheck.checking.match_words import STOP_WORDS

CANDIDATES = 8
"""Documents that are aligned with a quote, of all that share words with it."""

LEAST_SHARE = 0.4
"""Share of the quote's words, weighed by rarity, that a document must hold to be aligned at all."""

NEAR_BEST = 0.7
"""Share of the best document's votes that the others need."""

TERMS = 10
"""The rarest words of a quote, whose documents are counted: common ones cost most and tell least."""

SAMPLE = 20
"""Documents whose language is looked at where a quote is in none of them."""

UNSURE = 100
"""Documents that are looked at again where a quote has few telling words."""

_TERM = re.compile(r"[^\W_]+")


class Collection:
    """Documents with an index of their words, so that many quotes can be looked up in many documents."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.documents = [Document(text) for text in texts]
        self.holders: dict[str, list[int]] = {}
        holders = self.holders
        for number, document in enumerate(self.documents):
            for term in set(_TERM.findall(document.normal.text)):
                if term in holders:
                    holders[term].append(number)
                else:
                    holders[term] = [number]

    def find(self, quote: str) -> QuoteMatch:
        """Find the document that holds the quote best, and say how the two differ."""
        printed = read_printed(quote)
        match = judge(printed, ((number, self.documents[number]) for number in self.candidates(printed)))
        if match.label is Label.ABSENT and not match.warnings:
            return replace(match, warnings=tuple(of_absent(printed, self.documents[:SAMPLE])))
        return match

    def candidates(self, printed: Printed) -> Iterator[int]:
        """Yield the documents that share most with the quote, then with each part between its cuts."""
        seen: set[int] = set()
        edges = sorted({0, len(printed.forms), *printed.cuts})
        parts = [printed.forms]
        if len(edges) > 2:
            parts += [printed.forms[first:last] for first, last in pairwise(edges) if last - first >= 3]
        for part in parts:
            for number in self._best(part, CANDIDATES if part is parts[0] else 3):
                if number not in seen:
                    seen.add(number)
                    yield number

    def _best(self, forms: Sequence[str], most: int) -> list[int]:
        """Return the documents that share most words with these, rare words counting for more."""
        terms = dict.fromkeys(term for form in forms for term in _TERM.findall(form))
        telling = [term for term in terms if term not in STOP_WORDS and len(term) > 1]
        few = len(telling) < 4
        if len(telling) > TERMS:
            telling = sorted(telling, key=lambda term: len(self.holders.get(term, ())))[:TERMS]
        votes: dict[int, float] = {}
        most_votes = 0.0
        total = len(self.documents)
        for term in terms if few else telling:
            holders = self.holders.get(term, ())
            value = log(1 + total / max(1, len(holders)))
            most_votes += value
            for number in holders:
                votes[number] = votes.get(number, 0.0) + value
        enough = max(LEAST_SHARE * most_votes, NEAR_BEST * max(votes.values(), default=0.0))
        ranked = sorted((n for n, value in votes.items() if value >= enough), key=lambda n: (-votes[n], n))
        if few:
            ranked = self._by_phrase(forms, ranked[:UNSURE])
        return ranked[:most]

    def _by_phrase(self, forms: Sequence[str], numbers: list[int]) -> list[int]:
        """Put first the documents that hold neighbouring words of the quote, as it has few rare ones."""
        pairs = [f"{a} {b}" for a, b in pairwise(forms)]

        def held(number: int) -> int:
            text = self.documents[number].normal.text
            return -sum(1 for pair in pairs if pair in text)

        return sorted(numbers, key=held)


@lru_cache(maxsize=2)
def _kept(texts: tuple[str, ...]) -> Collection:
    return Collection(texts)


def collection_of(texts: Sequence[str]) -> Collection:
    """Return the documents made ready; the last two collections are kept."""
    return _kept(tuple(texts))
