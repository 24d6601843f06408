"""Finding evidence: which sentences of a document bear on a claim, and why.

Ranking is BM25 (Robertson and Zaragoza 2009) with the document's own word statistics over a light
stemmer. A suggestion is a place to look, never a verdict: what the sentence shares with the claim is
listed, and where its numbers, dates or names disagree with the claim's it is marked, nothing more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import log

from factcheck.checking.match_numbers import is_number, values
from factcheck.checking.match_pairs import stem
from factcheck.checking.match_words import MONTHS_AND_DAYS, STOP_WORDS
from factcheck.text.words import words_of

K1 = 1.2
B = 0.6


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


@dataclass(frozen=True, slots=True)
class Terms:
    """A sentence as it is ranked: stems, and which of its words are names and numbers."""

    stems: tuple[str, ...]
    names: frozenset[str]
    numbers: frozenset[str]
    dates: frozenset[str]


def terms_of(sentence: str) -> Terms:
    """Cut a sentence into what ranking compares."""
    words = words_of(sentence)
    names = set()
    for k, form in enumerate(words.forms):
        start, end = words.span(k, k + 1)
        raw = words.given[start:end]
        if raw[:1].isupper() and form not in STOP_WORDS and (k or raw[1:2].isupper() or len(form) > 3):
            names.add(form.removesuffix("'s"))
    numbers = frozenset(values(words.forms)) if any(map(is_number, words.forms)) else frozenset()
    dates = frozenset(form for form in words.forms if form in MONTHS_AND_DAYS)
    stems = tuple(stem(form) for form in words.forms if form not in STOP_WORDS)
    return Terms(stems, frozenset(names), numbers, dates)


def rank_passages(
    claim: str, sentences: Sequence[str], idf: Mapping[str, float] | None = None, most: int = 20
) -> list[Suggestion]:
    """Return the sentences that share most with the claim, best first; none that shares nothing.

    `idf` gives the weight of a stem; without it the sentences' own statistics are used.
    """
    wanted = terms_of(claim)
    documents = [terms_of(sentence) for sentence in sentences]
    weights = idf if idf is not None else weights_of(documents)
    mean = sum(len(d.stems) for d in documents) / max(1, len(documents)) or 1.0
    scored = []
    query = set(wanted.stems)
    for number, document in enumerate(documents):
        if query.isdisjoint(document.stems):
            continue
        scored.append((_bm25(query, document, weights, mean), number))
    scored.sort(key=lambda pair: (-pair[0], pair[1]))
    return [
        Suggestion(
            number, score, _reasons(wanted, documents[number], weights), _contradictions(wanted, documents[number])
        )
        for score, number in scored[:most]
    ]


def weights_of(documents: Sequence[Terms]) -> dict[str, float]:
    """Return the inverse document frequency of every stem among these sentences."""
    counts: Counter[str] = Counter()
    for document in documents:
        counts.update(set(document.stems))
    total = len(documents)
    return {term: log(1 + (total - n + 0.5) / (n + 0.5)) for term, n in counts.items()}


def _bm25(query: set[str], document: Terms, weights: Mapping[str, float], mean: float) -> float:
    counts = Counter(term for term in document.stems if term in query)
    norm = K1 * (1 - B + B * len(document.stems) / mean)
    return sum(weights.get(term, 0.0) * n * (K1 + 1) / (n + norm) for term, n in counts.items())


def _reasons(claim: Terms, passage: Terms, weights: Mapping[str, float]) -> tuple[Reason, ...]:
    """List what the two share: names, numbers, dates, then words, the rarest first."""
    found = [Reason(ReasonKind.NAME, name) for name in sorted(claim.names & passage.names)]
    found += [Reason(ReasonKind.NUMBER, number) for number in sorted(claim.numbers & passage.numbers)]
    found += [Reason(ReasonKind.DATE, date) for date in sorted(claim.dates & passage.dates)]
    told = {stem(reason.text) for reason in found}
    shared = sorted(set(claim.stems) & set(passage.stems) - told, key=lambda term: -weights.get(term, 0.0))
    rare = sorted(weights.values())[len(weights) // 2] if weights else 0.0
    for term in shared[:8]:
        kind = ReasonKind.RARE_WORD if weights.get(term, 0.0) >= rare else ReasonKind.WORD
        found.append(Reason(kind, term))
    return tuple(found)


def _contradictions(claim: Terms, passage: Terms) -> tuple[Contradiction, ...]:
    """Mark numbers and dates that differ although the two speak of the same things."""
    if len(set(claim.stems) & set(passage.stems)) < 3:
        return ()
    found = []
    for kind, mine, theirs in (
        (ReasonKind.NUMBER, claim.numbers, passage.numbers),
        (ReasonKind.DATE, claim.dates, passage.dates),
    ):
        only_mine, only_theirs = mine - theirs, theirs - mine
        if only_mine and only_theirs:
            found.append(Contradiction(kind, ", ".join(sorted(only_mine)), ", ".join(sorted(only_theirs))))
    return tuple(found)
