"""What the ranking of sentences looks at: words, pairs of them, their forms and their classes, hashed.

A word's classes were learnt from the company it keeps (`benchmarks/extraction/word_classes.py`), so that
what was learnt of "billion" serves "trillion" too. Sentences are read many at a time, as arrays.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

BUCKETS = 1 << 16
# The length of every sentence's feature vector, so that long sentences do not shout down short ones.
NORM = 3.0
LONGEST = 4000  # characters of a sentence that are looked at
MOST_KNOWN = 50_000  # words remembered; a text without end would fill the memory

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

_TOKEN = re.compile(r"\d[\d.,]*%?|[^\W\d_]+(?:['’][^\W\d_]+)?|[^\w\s]")
_DIGITS = str.maketrans("0123456789’", "0000000000'")
_CLOSED = frozenset(
    """i we you he she it they me us him her them my our your his its their this that these those a an the
    and or but if so as of in on at for from with by to not no never is are was were be been being am has
    have had do does did will would can could should must may might shall let there here who what when where
    why how which than then more most less all every each some any because until since while after before
    today tonight now already""".split()
)
_ENDINGS = ("ed", "ing", "s", "ly")
_ROUND = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F), np.uint64(0xBF58476D1CE4E5B9))
_NUMBER, _CAPITAL = zlib.crc32(b"#"), zlib.crc32(b"Xx")
# Columns of a word's row.
_WORD, _ENDING, _BEGINNING, _COARSE, _FINE, _FORM_FIRST, _FORM, _KNOWN = range(8)
# What each word tells by itself, and each pair of neighbours: column, weight.
_ALONE = ((_WORD, 1.0), (_ENDING, 0.4), (_BEGINNING, 0.4), (_COARSE, 0.7), (_FINE, 0.7))
_PAIRS = ((_WORD, 0.7), (_FORM, 0.6), (_COARSE, 0.6), (_FINE, 0.6))
_OPENING = 0.5  # the weight of each of the first three words


@dataclass(slots=True)
class WordClasses:
    """Known words by number, each with a coarse and a fine class (from 1; 0 is for all other words)."""

    numbers: dict[str, int]
    coarse: Sequence[int]
    fine: Sequence[int]
    rows: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def row(self, word: str) -> tuple[int, ...]:
        """The word as numbers: itself, ending, beginning, classes, form (first in a sentence or not), number."""
        found = self.rows.get(word)
        if found is None:
            if len(self.rows) >= MOST_KNOWN:
                self.rows.clear()
            found = self.rows[word] = self._row(word)
        return found

    def _row(self, word: str) -> tuple[int, ...]:
        low = plain(word)
        number = self.numbers.get(low, -1)
        long = len(low) > 4
        return (
            _hash(low),
            _hash(low[-3:]) if long else 0,
            _hash(low[:4]) if long else 0,
            self.coarse[number] if number >= 0 else 0,
            self.fine[number] if number >= 0 else 0,
            _hash(_form(word, low, first=True)),
            _hash(_form(word, low, first=False)),
            number,
        )


@dataclass(frozen=True, slots=True)
class Features:
    """Sentence number, bucket and value of each feature (values scaled to one length a sentence).

    `words` are the known words, by number, with their share in their sentence.
    """

    sentences: Ints
    buckets: Ints
    values: Floats
    word_sentences: Ints
    words: Ints
    shares: Floats


def tokens(sentence: str) -> list[str]:
    """The words, numbers and marks of a sentence."""
    return _TOKEN.findall(sentence[:LONGEST])


def plain(word: str) -> str:
    """A word in lower case, its digits all alike."""
    return word.lower().translate(_DIGITS)


def features(sentences: Sequence[str], classes: WordClasses) -> Features:
    """Return the features of `sentences`; one without words has none."""
    cut = [tokens(sentence) for sentence in sentences]
    lengths = np.array([len(words) for words in cut], np.int64)
    table = np.array([classes.row(word) for words in cut for word in words], np.int64).reshape(-1, 8)
    whose = np.repeat(np.arange(len(cut)), lengths)
    place = np.arange(len(table)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    table[:, _FORM] = np.where(place == 0, table[:, _FORM_FIRST], table[:, _FORM])
    told: list[tuple[Ints, Ints, float]] = []
    for kind, (column, weight) in enumerate(_ALONE, 1):
        kept = table[:, column] > 0 if column in (_ENDING, _BEGINNING) else slice(None)
        told.append((whose[kept], _bucket(kind, table[kept, column]), weight))
    paired = np.flatnonzero(place[1:] > 0)
    for kind, (column, weight) in enumerate(_PAIRS, 6):
        told.append((whose[paired], _bucket(kind, table[paired, column], table[paired + 1, column]), weight))
    told.append((whose[place < 3], _bucket(10, table[place < 3, _WORD]), _OPENING))
    told += _counted(sentences, table, whose, place, lengths)
    return _scaled(told, table[:, _KNOWN], whose, len(cut))


def _counted(
    sentences: Sequence[str], table: Ints, whose: Ints, place: Ints, lengths: Ints
) -> list[tuple[Ints, Ints, float]]:
    """One feature each: how it opens, how long it is, its last character, its numbers, its capitals."""
    there = np.flatnonzero(lengths > 0)
    last = np.array([ord((sentences[number][:LONGEST].rstrip() or " ")[-1]) for number in there.tolist()], np.int64)
    numbers = np.bincount(whose[table[:, _FORM] == _NUMBER], minlength=len(lengths))[there]
    capitals = np.bincount(whose[table[:, _FORM] == _CAPITAL], minlength=len(lengths))[there]
    size = np.minimum(8, (np.log2(lengths[there] + 1) * 1.5).astype(np.int64))
    columns = (table[place == 0, _FORM], size, last, np.minimum(4, numbers), np.minimum(5, capitals))
    return [(there, _bucket(kind, column), 1.0) for kind, column in enumerate(columns, 11)]


def _scaled(told: list[tuple[Ints, Ints, float]], known: Ints, whose: Ints, count: int) -> Features:
    rows = np.concatenate([part[0] for part in told])
    values = np.concatenate([np.full(len(part[0]), part[2]) for part in told])
    length = np.sqrt(np.bincount(rows, values * values, minlength=count))
    there = known >= 0
    share = 1 / np.maximum(np.bincount(whose[there], minlength=count), 1)
    return Features(
        rows,
        np.concatenate([part[1] for part in told]),
        values * (NORM / np.maximum(length, 1e-9))[rows],
        whose[there],
        known[there],
        share[whose[there]],
    )


def _hash(word: str) -> int:
    return zlib.crc32(word.encode("utf-8", "surrogatepass"))


def _bucket(kind: int, one: NDArray[Any], other: NDArray[Any] | None = None) -> Ints:
    """The bucket of each value, or pair of values, of one kind of feature."""
    mixed = one.astype(np.uint64) * _ROUND[0] + np.uint64(kind * 0x165667B1)
    if other is not None:
        mixed += other.astype(np.uint64) * _ROUND[1]
    mixed ^= mixed >> np.uint64(29)
    mixed *= _ROUND[2]
    mixed ^= mixed >> np.uint64(32)
    out: Ints = (mixed % np.uint64(BUCKETS)).astype(np.int64)
    return out


def _form(word: str, low: str, first: bool) -> str:
    """A word's class by its look: itself if it is a little word, else a number, a name, or its ending."""
    if low[0] == "0":
        return "#"
    if word[0].isupper() and not first:
        return "Xx"
    if low in _CLOSED:
        return low
    for ending in _ENDINGS:
        if low.endswith(ending):
            return "-" + ending
    return "w" if low[0].isalpha() else low
