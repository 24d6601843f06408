"""Finding evidence: which sentences of a document bear on a claim, and why.

Ranking is BM25 (Robertson and Zaragoza 2009) with the document's own word statistics over a light
stemmer. A suggestion is a place to look, never a verdict: what the sentence shares with the claim is
listed, and where its numbers, dates or names disagree with the claim's it is marked, nothing more.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property, partial
from heapq import nsmallest
from itertools import pairwise
from math import log

from factcheck.checking.match_numbers import is_number, values
from factcheck.checking.match_pairs import stem
from factcheck.checking.match_words import MONTHS_AND_DAYS, STOP_WORDS, TITLES
from factcheck.text.normal import normalise
from factcheck.text.words import words_of

K1, B = 0.8, 0.5
"""BM25's saturation and length normalisation; sentences are short and say a thing once."""

PRESENCE, NUMBER, NAME = 1.5, 1.0, 0.5
"""What a shared word adds by being there at all, and once more if it is a number or a name of the claim."""

ORDER, AFTER, NEAR = 0.3, 0.12, 0.55
"""What two words in the claim's order add, what the next sentence lends, and what those of the claim's words
add that stand not in the sentence but near it: they tell that the passage speaks of the same matter.

All are rounded from one linear model (softmax over the sentences, weight decay) fitted to WiCE's development
set, in a page and over all pages together; fitted to four fifths and measured on the fifth, in turns.
NEAR is below the model's .75, for claims whose evidence shares few words with them.
"""

REACH = 10
"""Sentences before and after that are near."""

ALIKE = 0.7
"""Share of a claim's other words that a sentence must have for its names to be held against the claim's."""

LOOKED_AT = 100
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


@dataclass(frozen=True)
class Suggestion:
    """A sentence that bears on a claim: its place in the list given and its score; why is told when asked."""

    index: int
    score: float
    _why: Callable[[], tuple[tuple[Reason, ...], tuple[Contradiction, ...]]] = field(repr=False, compare=False)

    @cached_property
    def _told(self) -> tuple[tuple[Reason, ...], tuple[Contradiction, ...]]:
        return self._why()

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """What the sentence shares with the claim."""
        return self._told[0]

    @property
    def contradictions(self) -> tuple[Contradiction, ...]:
        """In what the sentence disagrees with the claim."""
        return self._told[1]


class PassageIndex:
    """Sentences made ready for ranking: which stems stand where, and how telling each stem is.

    `idf` gives the weights of stems; without it the sentences' own statistics are used. With `only`, just
    these stems are looked at: enough for one claim, and quicker.
    """

    def __init__(
        self,
        sentences: Sequence[str],
        idf: Mapping[str, float] | None = None,
        only: frozenset[str] | None = None,
    ) -> None:
        self.sentences = sentences
        self.stems = [stems(sentence) for sentence in sentences]
        self.lengths = list(map(len, self.stems))
        self.mean = sum(self.lengths) / max(1, len(sentences)) or 1.0
        self.places: dict[str, list[int]] = {}
        """For each stem the sentences that hold it, in order; one that holds it twice stands there twice."""
        places = self.places
        for number, terms in enumerate(self.stems):
            if only is not None and only.isdisjoint(terms):
                continue
            for term in terms:
                if only is None or term in only:
                    if term in places:
                        places[term].append(number)
                    else:
                        places[term] = [number]
        total = len(sentences)
        self.weights: Mapping[str, float] = idf or {
            term: _weight(total, len(set(numbers))) for term, numbers in places.items()
        }
        self.rare = 0.8 * max(idf.values(), default=0.0) if idf else _weight(total, max(1, total // 500))

    def rank(self, claim: str, most: int = 20) -> list[Suggestion]:
        """Return the sentences that share most with the claim, best first."""
        terms = stems(claim)
        scores = self._by_words(claim, terms)
        best = nsmallest(max(most, LOOKED_AT), scores, key=lambda number: (-scores[number], number))
        pairs = set(pairwise(terms))
        final = {number: self._with_company(number, terms, pairs, scores) for number in best}
        wanted = _Once(claim)
        ranked = sorted(best, key=lambda number: (-final[number], number))[:most]
        return [Suggestion(number, final[number], partial(self._why, wanted, number)) for number in ranked]

    def _by_words(self, claim: str, terms: Sequence[str]) -> dict[int, float]:
        """Return the score by shared words of every sentence that shares any."""
        told = _telling(claim)
        scores: dict[int, float] = {}
        for term in dict.fromkeys(terms):
            weight = self.weights.get(term, 0.0)
            present = PRESENCE + told.get(term, 0.0)
            for number, count in Counter(self.places.get(term, ())).items():
                norm = K1 * (1 - B + B * self.lengths[number] / self.mean)
                value = weight * (count * (K1 + 1) / (count + norm) + present)
                scores[number] = scores.get(number, 0.0) + value
        return scores

    def _why(self, wanted: _Once, number: int) -> tuple[tuple[Reason, ...], tuple[Contradiction, ...]]:
        held = facts_of(self.sentences[number])
        return _reasons(wanted.facts, held, self.weights, self.rare), _contradictions(wanted.facts, held)

    def _with_company(
        self, number: int, terms: Sequence[str], pairs: set[tuple[str, str]], scores: Mapping[int, float]
    ) -> float:
        """Return a sentence's score with what its word order and the sentences around it add."""
        own = self.stems[number]
        held = pairs.intersection(pairwise(own))
        order = sum(self.weights.get(a, 0.0) + self.weights.get(b, 0.0) for a, b in held)
        near = sum(self.weights.get(term, 0.0) for term in set(terms).difference(own) if self._is_near(term, number))
        return scores[number] + ORDER * order + AFTER * scores.get(number + 1, 0.0) + NEAR * near

    def _is_near(self, term: str, number: int) -> bool:
        """Whether a sentence within reach of this one has the stem."""
        places = self.places.get(term, ())
        at = bisect_left(places, number - REACH)
        return at < len(places) and places[at] <= number + REACH


class _Once:
    """A claim whose facts are read when first asked for, and then kept."""

    def __init__(self, claim: str) -> None:
        self._claim = claim

    @cached_property
    def facts(self) -> Facts:
        return facts_of(self._claim)


def _weight(total: int, holders: int) -> float:
    """Return how telling a stem is that stands in `holders` of `total` sentences (BM25's idf)."""
    return log(1 + (total - holders + 0.5) / (holders + 0.5))


def rank_passages(
    claim: str, sentences: Sequence[str], idf: Mapping[str, float] | None = None, most: int = 20
) -> list[Suggestion]:
    """Return the sentences that share most with the claim, best first; none that shares nothing.

    `idf` gives the weight of a stem; without it the sentences' own statistics are used. For many claims
    against the same sentences make a `PassageIndex` once.
    """
    return PassageIndex(sentences, idf, frozenset(stems(claim))).rank(claim, most)


@dataclass(frozen=True, slots=True)
class Facts:
    """A sentence as it is explained: its stems, and what in it can be held against a claim."""

    stems: frozenset[str]
    names: Mapping[str, str]  # as compared: as written
    numbers: frozenset[str]
    dates: frozenset[str]
    spelt: Mapping[str, str]  # its stems: a word of it that has the stem


def stems(sentence: str) -> list[str]:
    """Return the stems of a sentence's words, without the words that stand in every sentence."""
    text = sentence.lower() if sentence.isascii() else normalise(sentence).text
    return list(filter(None, map(_STEMS.__getitem__, _TERM.findall(text))))


def _telling(claim: str) -> dict[str, float]:
    """Return what the claim's numbers and names are worth beyond other words."""
    told = {term: NUMBER for term in stems(claim) if term[0].isdigit()}
    for word in list(_LETTERS.finditer(claim))[1:]:
        if word.group()[0].isupper():
            told.update(dict.fromkeys(stems(word.group()), NAME))
    return told


class _Stems(dict[str, str]):
    """The stem of every word met so far, empty for stop words: a dictionary is the quickest cache there is."""

    def __missing__(self, word: str) -> str:
        if len(self) >= _MOST_STEMS:
            self.clear()
        found = "" if word in STOP_WORDS else stem(TITLES.get(word, word) if len(word) > 2 else word)
        self[word] = found
        return found


_MOST_STEMS = 200_000
_STEMS = _Stems()


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
    spelt = _spelt(sentence)
    return Facts(frozenset(spelt), names, numbers, dates, spelt)


def _spelt(sentence: str) -> dict[str, str]:
    """The stems of a sentence, each with a word of the sentence that has it ("middl": "middle")."""
    text = sentence.lower() if sentence.isascii() else normalise(sentence).text
    return {_STEMS[word]: word for word in reversed(_TERM.findall(text)) if _STEMS[word]}


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
        found.append(Reason(kind, passage.spelt.get(term, term)))
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
