"""Train the ranking of checkable statements, and measure it on speeches that were left out.

    python benchmarks/extraction/train_worthiness.py CLAIMS POLNEAR/train vectors.npz [--out FILE] [--test]

Learns from PoliClaim's training speeches (gold and silver labels), a small sample of labelled news
sentences, and `own_sentences.txt`, written for it, of kinds that speeches lack (recipes, bylines, sport);
ClaimBuster's labels, which mean something a little different, come in as one more feature. Word classes are
learnt from the corpora's sentences and from the PolNeAR training articles, without labels, and from the vectors
of words that `make_vectors.py` wrote.
Needs numpy and scipy (the extra `train`), 4 GB of memory. One thread, no chance, no clock: the same bytes
each time.

`--test` leaves each gold speech out in turn, each eighth of the silver ones, each publisher of the news
sample, and each tenth of our own; beside it stands a plain regression on words and word pairs, hashed into 16 KB.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import zlib
from collections import Counter
from itertools import pairwise
from pathlib import Path

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, hstack, vstack
from word_classes import both

from factcheck.extraction.worthiness import Ranking, pack
from factcheck.extraction.worthiness_features import BUCKETS, WordClasses, features, plain, tokens
from factcheck.text.sentences import sentences

PENALTY = 1.5
MEAN = 3.0  # how loud the mean of the word vectors is beside the hashed features
BORROWED = 0.2  # and ClaimBuster's score
NEWS = 4.0  # a news sentence counts as four
SHIFT = 0.3  # F1 is best where the probability is below one half: moved, so that 0.5 is the cut

Labelled = tuple[csr_matrix, np.ndarray]


def read(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]


def read_own() -> list[dict]:
    """Our own sentences: a label and a text a line."""
    lines = Path(__file__).with_name("own_sentences.txt").read_text(encoding="utf-8").splitlines()
    return [{"text": line[2:], "label": int(line[0])} for line in lines if line[:2] in ("0 ", "1 ")]


def matrix(texts: list[str], classes: WordClasses, known: np.ndarray) -> csr_matrix:
    """One row a sentence: its hashed features, then the mean of its words' vectors."""
    told = features(texts, classes)
    size = len(texts)
    hashed = csr_matrix((told.values, (told.sentences, told.buckets)), (size, BUCKETS))
    words = csr_matrix((told.shares, (told.word_sentences, told.words)), (size, len(known)))
    return hstack([hashed, csr_matrix(MEAN * (words @ known))]).tocsr()


def fit(x: csr_matrix, y: np.ndarray, counts: np.ndarray | None = None, penalty: float = 1.0) -> np.ndarray:
    """L2-penalised logistic regression; returns the weights, the offset last."""
    counts = np.ones(len(y)) if counts is None else counts

    def value(w: np.ndarray) -> tuple[float, np.ndarray]:
        margin = x @ w[:-1] + w[-1]
        slope = counts * (1 / (1 + np.exp(-np.clip(margin, -30, 30))) - y)
        lost = (counts * (np.logaddexp(0, margin) - y * margin)).sum() + penalty / 2 * (w[:-1] @ w[:-1])
        return float(lost), np.append(x.T @ slope + penalty * w[:-1], slope.sum())

    return minimize(value, np.zeros(x.shape[1] + 1), jac=True, method="L-BFGS-B", options={"maxiter": 200}).x


def learn(x: csr_matrix, y: np.ndarray, counts: np.ndarray, borrowed: np.ndarray) -> np.ndarray:
    """Weights for `x`, with another regression's score as a feature: both are linear, and so is their sum."""
    score = BORROWED * (x @ borrowed[:-1] + borrowed[-1])
    found = fit(hstack([x, csr_matrix(score.reshape(-1, 1))]).tocsr(), y, counts, PENALTY)
    out = np.append(found[:-2], found[-1])
    return out + found[-2] * BORROWED * borrowed


def average_precision(y: np.ndarray, score: np.ndarray) -> float:
    ranked = y[np.argsort(-score, kind="stable")]
    return float((np.cumsum(ranked) / np.arange(1, len(y) + 1))[ranked == 1].mean())


def f1(y: np.ndarray, said: np.ndarray) -> float:
    return float(2 * (y & said).sum() / (y.sum() + said.sum()))


def test(name: str, whose: np.ndarray, mine: Labelled, others: list[Labelled], counts: list, borrowed) -> None:
    """Leave each part of `mine` out in turn; the first of `counts` is for what is kept of it."""
    x, y = mine
    score = np.zeros(len(y))
    for part in sorted(set(whose)):
        kept = whose != part
        rows = vstack([x[kept], *(item[0] for item in others)]).tocsr()
        labels = np.concatenate([y[kept], *(item[1] for item in others)])
        sizes = [int(kept.sum()), *(len(item[1]) for item in others)]
        weight = np.concatenate([np.full(size, count) for size, count in zip(sizes, counts, strict=True)])
        found = learn(rows, labels, weight, borrowed)
        score[~kept] = x[~kept] @ found[:-1] + found[-1] + SHIFT
    report(name, whose, y, score)


def report(name: str, whose: np.ndarray, y: np.ndarray, score: np.ndarray) -> None:
    print(f"{name}: F1 {f1(y, score > 0):.3f}, average precision {average_precision(y, score):.4f}", flush=True)
    for part in sorted(set(whose)):
        mine = whose == part
        share, found = y[mine].mean(), f1(y[mine], score[mine] > 0)
        print(
            f"    {part}: {mine.sum()}, {share:.0%} facts, {found:.3f}, {average_precision(y[mine], score[mine]):.3f}"
        )


def test_plain(name: str, whose: np.ndarray, mine: list[dict], other: list[dict]) -> None:
    """The peer: words and word pairs, hashed into 16,384 buckets, learnt from the same speeches."""
    x = [plain_matrix([item["text"] for item in part]) for part in (mine, other)]
    y, others = (np.array([item["label"] for item in part]) for part in (mine, other))
    score = np.zeros(len(y))
    for part in sorted(set(whose)):
        kept = whose != part
        found = fit(vstack([x[0][kept], x[1]]).tocsr(), np.concatenate([y[kept], others]))
        score[~kept] = x[0][~kept] @ found[:-1] + found[-1]
    report(f"a plain regression, {name}", whose, y, score)


def plain_matrix(texts: list[str]) -> csr_matrix:
    rows, columns, values = [], [], []
    for row, text in enumerate(texts):
        words = re.findall(r"\w+|[^\w\s]", text.lower())
        counts = Counter(words) + Counter(f"{one} {other}" for one, other in pairwise(words))
        length = sum(count * count for count in counts.values()) ** 0.5 or 1.0
        for name, count in counts.items():
            rows.append(row)
            columns.append(zlib.crc32(name.encode()) % 16384)
            values.append(3 * count / length)
    return csr_matrix((values, (rows, columns)), (len(texts), 16384))


def main() -> None:
    home = Path(__file__).resolve().parents[2]
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("claims", type=Path, help="the folder of labelled sentences")
    parser.add_argument("articles", type=Path, help="PolNeAR's training articles")
    parser.add_argument("vectors", type=Path, help="vectors of words, which make_vectors.py writes")
    parser.add_argument("--out", type=Path, default=home / "factcheck/extraction/worthiness.bin")
    parser.add_argument("--test", action="store_true")
    options = parser.parse_args()
    names = ("policlaim_train_gold", "policlaim_train_silver", "news_polnear_handlabel", "claimbuster2_train")
    sets = [read(options.claims / f"claim_{name}.jsonl") for name in names]
    sets.append(read_own())
    classes, known = learn_words(
        [item["text"] for part in sets[:4] for item in part], options.articles, options.vectors
    )
    gold, silver, news, other, own = (
        (matrix([item["text"] for item in part], classes, known), np.array([item["label"] for item in part]))
        for part in sets
    )
    borrowed = fit(*other)
    if options.test:
        speeches = np.array([item["doc"] for item in sets[0]])
        test_plain("gold, each speech left out", speeches, sets[0], sets[1])
        test("gold, each speech left out", speeches, gold, [silver, own, news], [1, 1, 1, NEWS], borrowed)
        numbers = {doc: number for number, doc in enumerate(sorted({item["doc"] for item in sets[1]}))}
        eighths = np.array([numbers[item["doc"]] % 8 for item in sets[1]])
        test_plain("silver, an eighth of the speeches left out", eighths, sets[1], sets[0])
        test(
            "silver, an eighth of the speeches left out", eighths, silver, [gold, own, news], [1, 1, 1, NEWS], borrowed
        )
        publishers = np.array([item["publisher"] for item in sets[2]])
        test("news, each publisher left out", publishers, news, [gold, silver, own], [NEWS, 1, 1, 1], borrowed)
        tenths = np.arange(len(sets[4])) % 10
        test("our own, each tenth left out", tenths, own, [gold, silver, news], [1, 1, 1, NEWS], borrowed)
        return
    labels = np.concatenate([gold[1], silver[1], own[1], news[1]])
    counts = np.where(np.arange(len(labels)) < len(labels) - len(news[1]), 1.0, NEWS)
    found = learn(vstack([gold[0], silver[0], own[0], news[0]]).tocsr(), labels, counts, borrowed)
    words = MEAN * known @ found[BUCKETS : BUCKETS + known.shape[1]]
    packed = pack(Ranking(found[:BUCKETS], words, float(found[-1]) + SHIFT, classes))
    options.out.write_bytes(packed)
    print(f"{options.out}: {len(packed)} bytes from {len(labels)} sentences")


def learn_words(labelled: list[str], articles: Path, vectors: Path) -> tuple[WordClasses, np.ndarray]:
    """Word classes and vectors, from all sentences without their labels, and from what the encoder makes of words."""
    cut = []
    for path in sorted(articles.glob("text/*.txt")):
        text = path.read_bytes().decode("utf-8")
        cut += [text[start:end] for start, end in sentences(text)]
    words = [[plain(word) for word in tokens(sentence)] for sentence in cut + labelled]
    with np.load(vectors) as held:
        encoded: dict[str, np.ndarray] = {}
        for word, vector in zip(held["words"].tolist(), held["vectors"], strict=True):
            encoded.setdefault(plain(word), vector.astype(np.float64))
    numbers, coarse, fine, known = both(words, encoded)
    return WordClasses(numbers, coarse, fine), known


if __name__ == "__main__":
    main()
