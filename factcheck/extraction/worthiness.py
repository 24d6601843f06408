"""How likely a sentence is to state a fact that can be checked: for ranking, never for hiding.

A logistic regression on hashed features (`worthiness_features.py`) and on the mean of what each known
word is worth. Learnt by `benchmarks/extraction/train_worthiness.py`.
"""

from __future__ import annotations

import json
import lzma
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np

from factcheck.extraction.worthiness_features import BUCKETS, Floats, WordClasses, features

FILE = "worthiness.bin"
BATCH = 500  # sentences read at a time


@dataclass(frozen=True, slots=True)
class Ranking:
    """Learnt weights: of each bucket, of each known word, and the offset."""

    buckets: Floats
    words: Floats
    offset: float
    classes: WordClasses


def check_worthiness(sentence: str) -> float:
    """Return the probability that `sentence` states a verifiable fact; 0.5 is the best cut, if one is needed."""
    return worth_of([sentence])[0]


def worth_of(sentences: Sequence[str]) -> list[float]:
    """Return `check_worthiness` of each sentence, read together."""
    out: list[float] = []
    for first in range(0, len(sentences), BATCH):
        out += scores(sentences[first : first + BATCH], load()).tolist()
    return [0.0 if score == -np.inf else 1 / (1 + float(np.exp(-max(-30.0, min(30.0, score))))) for score in out]


def scores(sentences: Sequence[str], ranking: Ranking) -> Floats:
    """The score (a logit) of each sentence; minus infinity where there is no word."""
    told = features(sentences, ranking.classes)
    count = len(sentences)
    summed = np.bincount(told.sentences, ranking.buckets[told.buckets] * told.values, minlength=count)
    summed += np.bincount(told.word_sentences, ranking.words[told.words] * told.shares, minlength=count)
    there = np.bincount(told.sentences, minlength=count) > 0
    out: Floats = np.where(there, summed + ranking.offset, -np.inf)
    return out


def pack(ranking: Ranking) -> bytes:
    """Return the bytes of a weights file: 8 bits a bucket, 16 a word."""
    scales = [float(np.abs(ranking.buckets).max() / 127), float(np.abs(ranking.words).max() / 32767)]
    header = {
        "format": 2,
        "words": list(ranking.classes.numbers),
        "offset": round(ranking.offset, 6),
        "scales": scales,
    }
    told = json.dumps(header, separators=(",", ":"), sort_keys=True).encode()
    arrays = (
        np.rint(ranking.buckets / scales[0]).astype(np.int8),
        np.rint(ranking.words / scales[1]).astype("<i2"),
    )
    classes = bytes(ranking.classes.coarse) + bytes(ranking.classes.fine)
    return lzma.compress(told + b"\n" + b"".join(array.tobytes() for array in arrays) + classes, preset=9)


def unpack(packed: bytes) -> Ranking:
    """Read what `pack` wrote."""
    told, _, rest = lzma.decompress(packed).partition(b"\n")
    header = json.loads(told)
    count = len(header["words"])
    buckets = np.frombuffer(rest, np.int8, BUCKETS) * header["scales"][0]
    words = np.frombuffer(rest, "<i2", count, BUCKETS) * header["scales"][1]
    coarse, fine = rest[BUCKETS + 2 * count :][:count], rest[BUCKETS + 3 * count :]
    numbers = {word: number for number, word in enumerate(header["words"])}
    return Ranking(buckets, words, header["offset"], WordClasses(numbers, coarse, fine))


@lru_cache(maxsize=1)
def load() -> Ranking:
    """Read the weights that come with the package."""
    return unpack(files("factcheck.extraction").joinpath(FILE).read_bytes())
