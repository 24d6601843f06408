"""Train the ranking of checkable statements on PoliClaim's training speeches (gold and silver labels).

    python benchmarks/extraction/train_worthiness.py CLAIMS [--out factcheck/extraction/worthiness.bin]
    python benchmarks/extraction/train_worthiness.py CLAIMS --test

Needs numpy and scipy (the extra `train`). Deterministic. `--test` leaves each gold speech out in turn.
"""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from factcheck.extraction.worthiness import BUCKETS, hashed

PENALTY = 1.0


def read(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]


def matrix(sentences: list[str]) -> csr_matrix:
    rows = [hashed(sentence) for sentence in sentences]
    ends = np.cumsum([0] + [len(row) for row in rows])
    return csr_matrix(
        ([v for row in rows for _, v in row], [b for row in rows for b, _ in row], ends), (len(rows), BUCKETS)
    )


def fit(x: csr_matrix, y: np.ndarray) -> tuple[np.ndarray, float]:
    """L2-penalised logistic regression; returns the weights and the offset."""
    sign = 2.0 * y - 1

    def value(w: np.ndarray) -> tuple[float, np.ndarray]:
        margin = sign * (x @ w[:-1] + w[-1])
        slope = -sign / (1 + np.exp(np.clip(margin, -30, 30)))
        gradient = np.append(x.T @ slope + PENALTY * w[:-1], slope.sum())
        return float(np.logaddexp(0, -margin).sum() + PENALTY / 2 * (w[:-1] @ w[:-1])), gradient

    found = minimize(value, np.zeros(BUCKETS + 1), jac=True, method="L-BFGS-B", options={"maxiter": 200}).x
    return found[:-1], float(found[-1])


def pack(weights: np.ndarray, offset: float) -> bytes:
    scale = float(np.abs(weights).max() / 127)
    whole = np.rint(weights / scale).astype(np.int8)
    return f"{scale:.9g} {offset:.6g}\n".encode() + whole.tobytes()


def average_precision(y: np.ndarray, score: np.ndarray) -> float:
    ranked = y[np.argsort(-score, kind="stable")]
    return float((np.cumsum(ranked) / np.arange(1, len(y) + 1))[ranked == 1].mean())


def f1(y: np.ndarray, said: np.ndarray) -> float:
    return float(2 * (y & said).sum() / (y.sum() + said.sum()))


def test(gold: list[dict], silver: list[dict]) -> None:
    speeches = np.array([item["doc"] for item in gold])
    x_gold, y_gold = matrix([i["text"] for i in gold]), np.array([i["label"] for i in gold])
    x_silver, y_silver = matrix([i["text"] for i in silver]), np.array([i["label"] for i in silver])
    from scipy.sparse import vstack

    score = np.zeros(len(gold))
    for speech in sorted(set(speeches)):
        kept = speeches != speech
        weights, offset = fit(vstack([x_gold[kept], x_silver]).tocsr(), np.append(y_gold[kept], y_silver))
        score[~kept] = x_gold[~kept] @ weights + offset
    print(f"gold, each speech left out: F1 {f1(y_gold, score > 0):.3f}", end=" ")
    print(f"average precision {average_precision(y_gold, score):.4f}")


def main() -> None:
    home = Path(__file__).resolve().parents[2]
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("corpus", type=Path, nargs="?", default=home.parent / "shared/eval/claims")
    parser.add_argument("--out", type=Path, default=home / "factcheck/extraction/worthiness.bin")
    parser.add_argument("--test", action="store_true")
    options = parser.parse_args()
    gold = read(options.corpus / "claim_policlaim_train_gold.jsonl")
    silver = read(options.corpus / "claim_policlaim_train_silver.jsonl")
    if options.test:
        test(gold, silver)
        return
    both = gold + silver
    packed = pack(*fit(matrix([i["text"] for i in both]), np.array([i["label"] for i in both])))
    options.out.write_bytes(packed)
    print(f"{options.out}: {len(packed)} bytes from {len(both)} sentences")


if __name__ == "__main__":
    main()
