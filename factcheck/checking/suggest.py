"""Finding evidence: which sentences of a document bear on a claim, and why.

Ranking is BM25 (Robertson and Zaragoza 2009) with the document's own word statistics over a light
stemmer. A suggestion is a place to look, never a verdict: what the sentence shares with the claim is
listed, and where its numbers, dates or names disagree with the claim's it is marked, nothing more.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from math import log
from statistics import median

from factcheck.checking.match_numbers import is_number, values
from factcheck.checking.match_pairs import stem
from factcheck.checking.match_words import MONTHS_AND_DAYS, STOP_WORDS, TITLES
from factcheck.text.normal import normalise
from factcheck.text.words import words_of

K1, B = 0.6, 0.4
"""BM25's saturation and length normalisation; sentences are short and say a thing once."""

PRESENCE, ORDER, BESIDE = 0.3, 0.15, 0.1
"""What a shared word adds by being there at all, two in the same order, and a good neighbour sentence.
All five were chosen on one half of WiCE's development set and hold on the other."""

ALIKE = 0.7
"""Share of a claim's other words that a sentence must have for its names to be held against the claim's."""

LOOKED_AT = 60
"""Sentences whose word order and neighbours are looked at."""


class ReasonKind(StrEnum):
    """What a sentence shares with the claim."""

    NAME = "name"
    NUMBER = "number"
    DATE = "date"
    RARE_WORD = "rare-word"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class Reason:
    """Something that the claim and the sentence share."""

    kind: ReasonKind
    text: str


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Something in which the sentence disagrees with the claim; a mark to look at, not a verdict."""

    kind: ReasonKind
    claim: str
    passage: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A sentence that bears on a claim: its place in the list given, its score and the reasons."""

    index: int
    score: float
    reasons: tuple[Reason, ...]
    contradictions: tuple[Contradiction, ...] = ()


class PassageIndex:
    """Sentences made ready for ranking: which stems stand where, and how telling each stem is.

    `idf` gives the weights of stems; without it the sentences' own statistics are used.
    """

    def __init__(self, sentences: Sequence[str], idf: Mapping[str, float] | None = None) -> None:
        self.sentences = sentences
        self.lengths: list[int] = []
        self.places: dict[str, list[tuple[int, int]]] = {}
        for number, sentence in enumerate(sentences):
            counts = Counter(stems(sentence))
            self.lengths.append(sum(counts.values()))
            for term, count in counts.items():
                if term in self.places:
                    self.places[term].append((number, count))
                else:
                    self.places[term] = [(number, count)]
        self.mean = sum(self.lengths) / max(1, len(self.lengths)) or 1.0
        total = len(sentences)
        self.weights: Mapping[str, float] = idf or {
            term: log(1 + (total - len(places) + 0.5) / (len(places) + 0.5)) for term, places in self.places.items()
        }

    def rank(self, claim: str, most: int = 20) -> list[Suggestion]:
        """Return the sentences that share most with the claim, best first."""
        terms = stems(claim)
        scores: dict[int, float] = {}
        for term in dict.fromkeys(terms):
            weight = self.weights.get(term, 0.0)
            for number, count in self.places.get(term, ()):
                norm = K1 * (1 - B + B * self.lengths[number] / self.mean)
                value = weight * (count * (K1 + 1) / (count + norm) + PRESENCE)
                scores[number] = scores.get(number, 0.0) + value
        best = sorted(scores, key=lambda number: (-scores[number], number))[: max(most, LOOKED_AT)]
        final = {number: self._with_company(number, terms, scores) for number in best}
        wanted = facts_of(claim)
        rare = median(self.weights.values()) if self.weights else 0.0
        found = []
        for number in sorted(best, key=lambda number: (-final[number], number))[:most]:
            held = facts_of(self.sentences[number])
            reasons = _reasons(wanted, held, self.weights, rare)
            found.append(Suggestion(number, final[number], reasons, _contradictions(wanted, held)))
        return found

    def _with_company(self, number: int, terms: list[str], scores: Mapping[int, float]) -> float:
        """Return a sentence's score with what its word order and its neighbours add."""
        pairs = set(pairwise(terms)) & set(pairwise(stems(self.sentences[number])))
        order = sum(self.weights.get(a, 0.0) + self.weights.get(b, 0.0) for a, b in pairs)
        beside = max(scores.get(number - 1, 0.0), scores.get(number + 1, 0.0))
        return scores[number] + ORDER * order + BESIDE * beside


def rank_passages(
    claim: str, sentences: Sequence[str], idf: Mapping[str, float] | None = None, most: int = 20
) -> list[Suggestion]:
    """Return the sentences that share most with the claim, best first; none that shares nothing.

    `idf` gives the weight of a stem; without it the sentences' own statistics are used. For many claims
    against the same sentences make a `PassageIndex` once.
    """
    return PassageIndex(sentences, idf).rank(claim, most)


@dataclass(frozen=True, slots=True)
class Facts:
    """A sentence as it is explained: its stems, and what in it can be held against a claim."""

    stems: frozenset[str]
    names: Mapping[str, str]  # as compared: as written
    numbers: frozenset[str]
    dates: frozenset[str]


def stems(sentence: str) -> list[str]:
    """Return the stems of a sentence's words, without the words that stand in every sentence."""
    text = sentence.lower() if sentence.isascii() else normalise(sentence).text
    return [stem for word in _TERM.findall(text) if (stem := _stem(word))]


@lru_cache(maxsize=65536)
def _stem(word: str) -> str:
    return "" if word in STOP_WORDS else stem(TITLES.get(word, word) if len(word) > 2 else word)


def facts_of(sentence: str) -> Facts:
    """Return what a sentence says that a claim may share or contradict."""
    names: dict[str, str] = {}
    for number, found in enumerate(_LETTERS.finditer(sentence)):
        raw = found.group()
        if raw[0].isupper():
            form = normalise(raw).text if not raw.isascii() else raw.lower()
            if form not in STOP_WORDS and (number or raw[1:2].isupper() or len(form) > 3):
                names.setdefault(form, raw)
    forms = words_of(sentence).forms
    dates = frozenset(form for form in forms if form in MONTHS_AND_DAYS)
    numbers = frozenset(values(forms)) if any(map(is_number, forms)) else frozenset()
    return Facts(frozenset(stems(sentence)), names, numbers, dates)


_LETTERS = re.compile(r"[^\W\d_]+")
_TERM = re.compile(r"\d+(?:[.,]\d+)*|[^\W_]+")


def _reasons(claim: Facts, passage: Facts, weights: Mapping[str, float], rare: float) -> tuple[Reason, ...]:
    """List what the two share: names, numbers, dates, then words, the rarest first."""
    shared_names = sorted(claim.names.keys() & passage.names.keys())
    found = [Reason(ReasonKind.NAME, claim.names[name]) for name in shared_names]
    found += [Reason(ReasonKind.NUMBER, number) for number in sorted(claim.numbers & passage.numbers)]
    found += [Reason(ReasonKind.DATE, date) for date in sorted(claim.dates & passage.dates)]
    told = {stem(reason.text.lower()) for reason in found}
    shared = sorted((claim.stems & passage.stems) - told, key=lambda term: -weights.get(term, 0.0))
    for term in shared[:8]:
        kind = ReasonKind.RARE_WORD if weights.get(term, 0.0) >= rare else ReasonKind.WORD
        found.append(Reason(kind, term))
    return tuple(found)


def _contradictions(claim: Facts, passage: Facts) -> tuple[Contradiction, ...]:
    """Mark numbers, dates and names that differ although the two speak of the same things."""
    shared = claim.stems & passage.stems
    if len(shared) < 3:
        return ()
    found = []
    for kind, mine, theirs in (
        (ReasonKind.NUMBER, claim.numbers, passage.numbers),
        (ReasonKind.DATE, claim.dates, passage.dates),
    ):
        only_mine, only_theirs = mine - theirs, theirs - mine
        if only_mine and only_theirs:
            found.append(Contradiction(kind, ", ".join(sorted(only_mine)), ", ".join(sorted(only_theirs))))
    others = _other_names(claim, passage, shared)
    return (*found, others) if others else tuple(found)


def _other_names(claim: Facts, passage: Facts, shared: frozenset[str]) -> Contradiction | None:
    """Return the names that differ where nearly everything else agrees: another person did the same."""
    mine = {name: raw for name, raw in claim.names.items() if name not in passage.names and name not in claim.dates}
    theirs = {n: raw for n, raw in passage.names.items() if n not in claim.names and n not in passage.dates}
    rest = claim.stems - {stem(name) for name in claim.names}
    if not mine or not theirs or len(shared & rest) < max(2, ALIKE * len(rest)):
        return None
    return Contradiction(ReasonKind.NAME, ", ".join(mine.values()), ", ".join(theirs.values()))
