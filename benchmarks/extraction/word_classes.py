"""Word vectors and word classes from the company that words keep, for the ranking of sentences.

Two kinds of vectors: positive pointwise mutual information of words at most three apart in our own sentences, reduced
by a truncated singular value decomposition (Levy and Goldberg 2014), and those of a pretrained encoder
(`make_vectors.py`), which knows the words of other subjects too. Classes are the vectors' clusters by spherical
k-means. Deterministic.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.linalg import svds

LEAST, REACH, WIDTH = 4, 3, 50  # occurrences of a word; words to either side; length of a vector
COARSE, FINE = 63, 255
SMOOTH = 0.75
SEEDS = 4000  # the commonest words, among which the clusters begin
COMMONEST = 20_000  # of the encoder's words; of the others only those of our own sentences
OWN = 0.7  # how loud our own vectors are beside the encoder's


def vectors(sentences: list[list[str]]) -> tuple[dict[str, int], np.ndarray]:
    """The words by number, the commonest first, and one vector of length 1 for each."""
    counts = Counter(word for sentence in sentences for word in sentence)
    ordered = sorted((item for item in counts.items() if item[1] >= LEAST), key=lambda item: (-item[1], item[0]))
    numbers = {word: number for number, (word, _) in enumerate(ordered)}
    together = _together([[numbers.get(word, -1) for word in sentence] for sentence in sentences])
    keys = sorted(together)
    rows, columns = np.array(keys).T
    seen = np.array([together[key] for key in keys])
    size = len(numbers)
    by_row = np.bincount(rows, seen, minlength=size)
    by_column = np.bincount(columns, seen, minlength=size) ** SMOOTH
    by_column *= by_row.sum() / by_column.sum()
    gained = np.maximum(0, np.log(seen * by_row.sum() / (by_row[rows] * by_column[columns])))
    left, strength, _ = svds(csr_matrix((gained, (rows, columns)), (size, size)), k=2 * WIDTH, v0=np.ones(size))
    best = np.argsort(-strength)[:WIDTH]
    found = left[:, best] * np.sqrt(strength[best])
    return numbers, found / (np.linalg.norm(found, axis=1, keepdims=True) + 1e-9)


def both(
    sentences: list[list[str]], encoded: dict[str, np.ndarray]
) -> tuple[dict[str, int], list[int], list[int], np.ndarray]:
    """The words by number, coarse classes (by the encoder), fine ones (by our sentences), both vectors side by side.

    `encoded` are the encoder's vectors by word, the commonest first. A word that one of the two does not know has
    zeros there, and no class.
    """
    own, near = vectors(sentences)
    words = list(encoded)[:COMMONEST]
    words += sorted(set(own) - set(words), key=own.__getitem__)
    numbers = {word: number for number, word in enumerate(words)}
    nothing = np.zeros_like(next(iter(encoded.values())))
    wide = np.array([encoded.get(word, nothing) for word in words])
    there = np.array([word in encoded for word in words])
    wide[there] -= wide[there].mean(axis=0)
    wide /= np.linalg.norm(wide, axis=1, keepdims=True) + 1e-9
    narrow = np.array([near[own[word]] if word in own else np.zeros(WIDTH) for word in words])
    classes = clusters(near, FINE)
    fine = [classes[own[word]] if word in own else 0 for word in words]
    return numbers, clusters(wide, COARSE), fine, np.hstack([wide, OWN * narrow])


def _together(sentences: Iterable[list[int]]) -> Counter[tuple[int, int]]:
    """How often two words stand near each other; farther ones count less."""
    out: Counter[tuple[int, int]] = Counter()
    for sentence in sentences:
        for at, one in enumerate(sentence):
            for distance in range(1, REACH + 1):
                other = sentence[at + distance] if at + distance < len(sentence) else -1
                if one >= 0 and other >= 0:
                    out[one, other] += 1 / distance
                    out[other, one] += 1 / distance
    return out


def clusters(found: np.ndarray, count: int, rounds: int = 25) -> list[int]:
    """The cluster of each vector, from 1 on."""
    centres = found[np.random.default_rng(0).choice(min(SEEDS, len(found)), count, replace=False)].copy()
    for _ in range(rounds):
        nearest = (found @ centres.T).argmax(axis=1)
        for number in range(count):
            mine = found[nearest == number]
            if len(mine):
                centre = mine.mean(axis=0)
                centres[number] = centre / (np.linalg.norm(centre) + 1e-9)
    return [int(number) + 1 for number in (found @ centres.T).argmax(axis=1)]
