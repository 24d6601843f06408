"""Train the tagger on PolNeAR's training articles and our own, and write the weights that the package ships.

    python benchmarks/extraction/train_tagger.py POLNEAR/train vectors.npz [--out factcheck/extraction/tagger.bin]

Needs jax (the extra `train`), and the vectors of words that `make_vectors.py` wrote. One thread, a fixed seed, no
clock: the same versions of jax and numpy on the same kind of processor give the same bytes. PolNeAR's development
and test articles are never read. What was learnt so far is kept beside `--out` every few hundred steps: stopped, the
same command goes on where it was (`--minutes` stops it), and ends with the same bytes as a run in one piece.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
os.environ["OPENBLAS_NUM_THREADS"] = "1"

import jax
import jax.numpy as jnp
import numpy as np
from corpus import Article, labels, load, read_marked

from factcheck.extraction.features import SIZES, WINDOW, build_vocabulary, encode, windows
from factcheck.extraction.network import B_CUE, B_SOURCE, BUCKETS, I_SOURCE, KEY, LINKS, TAGS, Network, bucket
from factcheck.extraction.weights import pack

jax.config.update("jax_default_prng_impl", "unsafe_rbg")  # threefry takes a third of each step

WIDTH = 128
BLOCKS = ("c1", "c2", "r", "c4", "r")
EMBEDDING = {
    "words": 32,
    "suffixes": 20,
    "prefixes": 20,
    "shapes": 12,
    "vectors": 32,
    "quoted": 8,
    "paragraph": 8,
    "place": 8,
    "stop": 4,
}
DROP, DROP_INPUT, DROP_WORD = 0.25, 0.175, 0.15
RATE, DECAY, WARM_UP = 1.5e-3, 0.02, 200
BATCH, EPOCHS, SEED = 4, 16, 0
OWN = Path(__file__).with_name("own_articles.txt")  # invented; of other subjects than the corpus
OWN_TIMES = 2  # how often each of these is read, for one of the corpus
VECTORS = 18_000  # words whose vectors are told; the commonest come first
CANDIDATES = 28  # cues or sources of one window that a link is chosen among
LINK_WEIGHT = {"c": 0.15, "s": 1.0, "q": 0.08}
FIXED = "emb4"  # the vectors of words: not learnt here
BUCKET = jnp.array(bucket(np.arange(-WINDOW, WINDOW + 1)))
KEEP_EVERY = 200  # steps


def initial(sizes: list[int], vectors: np.ndarray) -> dict:
    """Return the weights before training, by the names that `factcheck.extraction.network` uses.

    `vectors` (words, width) are the words' own; the row of an unknown one is zero.
    """
    rng = np.random.default_rng(SEED)

    def normal(*shape: int, scale: float | None = None) -> jnp.ndarray:
        return jnp.array(rng.normal(0, scale or shape[0] ** -0.5, shape), jnp.float32)

    widths = list(EMBEDDING.values())
    weights = {f"emb{i}": normal(n, w, scale=0.3) for i, (n, w) in enumerate(zip(sizes, widths, strict=True))}
    weights[FIXED] = jnp.array(np.vstack([np.zeros(vectors.shape[1]), vectors]), jnp.float32)
    weights |= {"Win": normal(sum(widths), WIDTH), "bin": jnp.zeros(WIDTH)}
    for number, block in enumerate(BLOCKS):
        name = f"blk{number}."
        weights |= {name + "g": jnp.ones(WIDTH), name + "b": jnp.zeros(WIDTH)}
        if block[0] == "c":
            weights |= {name + "W": normal(3 * WIDTH, 2 * WIDTH), name + "c": jnp.zeros(2 * WIDTH)}
        else:
            bias = jnp.concatenate([jnp.zeros(WIDTH), jnp.ones(WIDTH), jnp.zeros(WIDTH)])
            weights |= {name + "W": normal(WIDTH, 3 * WIDTH), name + "c": bias, name + "Wo": normal(WIDTH, WIDTH)}
    weights |= {"fg": jnp.ones(WIDTH), "fb": jnp.zeros(WIDTH), "Wt": normal(WIDTH, TAGS), "bt": jnp.zeros(TAGS)}
    weights |= {"T": jnp.zeros((TAGS, TAGS)), "T0": jnp.zeros(TAGS)}
    for link in LINKS:
        weights |= {"Q" + link: normal(WIDTH, KEY), "K" + link: normal(WIDTH, KEY)}
        weights["R" + link] = jnp.zeros(2 * BUCKETS + 1)
    return weights


def product(values: jnp.ndarray, matrix: jnp.ndarray) -> jnp.ndarray:
    """Matrix product over the last axis; flat, because XLA is slow at it otherwise."""
    return (values.reshape(-1, values.shape[-1]) @ matrix).reshape((*values.shape[:-1], matrix.shape[-1]))


def drop(values: jnp.ndarray, key: jnp.ndarray, share: float) -> jnp.ndarray:
    return jnp.where(jax.random.bernoulli(key, 1 - share, values.shape), values / (1 - share), 0)


def normalise(values: jnp.ndarray, gain: jnp.ndarray, offset: jnp.ndarray) -> jnp.ndarray:
    centred = values - values.mean(-1, keepdims=True)
    return centred * jax.lax.rsqrt((centred**2).mean(-1, keepdims=True) + 1e-5) * gain + offset


def scan(new: jnp.ndarray, keep: jnp.ndarray, reverse: bool) -> jnp.ndarray:
    def step(state, item):
        state = item[1] * state + (1 - item[1]) * item[0]
        return state, state

    items = (new.swapaxes(0, 1), keep.swapaxes(0, 1))
    _, states = jax.lax.scan(step, jnp.zeros_like(new[:, 0]), items, reverse=reverse, unroll=4)
    return states.swapaxes(0, 1)


def forward(weights: dict, features: jnp.ndarray, mask: jnp.ndarray, key: jnp.ndarray) -> jnp.ndarray:
    """The hidden vectors, with dropout; without it this is `factcheck.extraction.network`."""
    keys = jax.random.split(key, len(BLOCKS) + 4)
    unknown = jax.random.bernoulli(keys[0], DROP_WORD, features.shape[:2])
    wholly = unknown & jax.random.bernoulli(keys[1], 0.5, features.shape[:2])
    for column, hide in ((0, unknown), (1, wholly), (2, wholly), (4, wholly)):
        features = features.at[:, :, column].set(jnp.where(hide, 0, features[:, :, column]))
    told = jnp.concatenate([weights[f"emb{i}"][features[:, :, i]] for i in range(features.shape[2])], -1)
    there = mask[:, :, None]
    hidden = (product(drop(told, keys[2], DROP_INPUT), weights["Win"]) + weights["bin"]) * there
    for number, block in enumerate(BLOCKS):
        name = f"blk{number}."
        value = normalise(hidden, weights[name + "g"], weights[name + "b"]) * there
        value = drop(value, keys[4 + number], DROP)
        if block[0] == "c":
            hidden += convolve(weights, name, value, int(block[1:])) * there
        else:
            hidden += recur(weights, name, value, there) * there
    return drop(normalise(hidden, weights["fg"], weights["fb"]), keys[3], DROP)


def convolve(weights: dict, name: str, value: jnp.ndarray, dilation: int) -> jnp.ndarray:
    wide = jnp.pad(value, ((0, 0), (dilation, dilation), (0, 0)))
    joined = jnp.concatenate([wide[:, : -2 * dilation], value, wide[:, 2 * dilation :]], -1)
    left, right = jnp.split(product(joined, weights[name + "W"]) + weights[name + "c"], 2, -1)
    return left * jax.nn.sigmoid(right)


def recur(weights: dict, name: str, value: jnp.ndarray, there: jnp.ndarray) -> jnp.ndarray:
    new, keep, gate = jnp.split(product(value, weights[name + "W"]) + weights[name + "c"], 3, -1)
    new, keep = jnp.tanh(new), jax.nn.sigmoid(keep) * there + (1 - there)
    half = WIDTH // 2
    states = [
        scan(new[..., :half], keep[..., :half], reverse=False),
        scan(new[..., half:], keep[..., half:], reverse=True),
    ]
    return product(jnp.concatenate(states, -1) * jax.nn.sigmoid(gate), weights[name + "Wo"])


def chain_loss(weights: dict, scores: jnp.ndarray, tags: jnp.ndarray, mask: jnp.ndarray) -> jnp.ndarray:
    """Negative log likelihood of the tags as a linear chain (Lafferty et al. 2001)."""
    moves = weights["T"]

    def step(alpha, item):
        score, there = item
        new = jax.nn.logsumexp(alpha[:, :, None] + moves[None], 1) + score
        return jnp.where(there[:, None] > 0, new, alpha), None

    items = (scores[:, 1:].swapaxes(0, 1), mask[:, 1:].T)
    alpha, _ = jax.lax.scan(step, scores[:, 0] + weights["T0"], items, unroll=4)
    path = (jnp.take_along_axis(scores, tags[:, :, None], -1)[..., 0] * mask).sum(1) + weights["T0"][tags[:, 0]]
    path += (moves[tags[:, :-1], tags[:, 1:]] * mask[:, 1:]).sum(1)
    return (jax.nn.logsumexp(alpha, -1) - path).sum()


def link_loss(weights, hidden, link, wanted, candidates, mask) -> jnp.ndarray:
    """Cross entropy of the right cue or source among those of the window."""
    query, key = product(hidden, weights["Q" + link]), product(hidden, weights["K" + link])
    near = jnp.take_along_axis(key, candidates[:, :, None], 1)
    distance = candidates[:, None, :] - jnp.arange(WINDOW)[None, :, None]
    scores = jnp.einsum("btk,bck->btc", query, near) / 8 + weights["R" + link][BUCKET[distance + WINDOW]]
    right = candidates[:, None, :] == wanted[:, :, None]
    first = jnp.ones((len(candidates), 1), bool)
    real = jnp.concatenate([first, candidates[:, 1:] > 0], 1)[:, None, :]
    if link == "s":  # a cue without a source points at itself
        own = (query * key).sum(-1, keepdims=True) / 8 + weights["R" + link][BUCKETS]
        scores = jnp.concatenate([scores, own], -1)
        right = jnp.concatenate([right, (wanted == jnp.arange(WINDOW)[None])[:, :, None]], -1)
        real = jnp.concatenate([real, jnp.ones_like(real[:, :, :1])], -1)
    scores = jnp.where(real, scores, -1e4)
    counts = jnp.any(right & real, -1) & (wanted >= 0) & (mask > 0)
    found = jax.nn.logsumexp(jnp.where(right & real, scores, -1e4), -1) - jax.nn.logsumexp(scores, -1)
    return -(found * counts).sum()


def loss(weights, features, wanted, mask, cues, sources, key) -> jnp.ndarray:
    hidden = forward(weights, features, mask, key)
    scores = product(hidden, weights["Wt"]) + weights["bt"]
    out = chain_loss(weights, scores, wanted[:, :, 0], mask)
    for column, (link, candidates) in enumerate(zip(LINKS, (cues, sources, sources), strict=True), 1):
        out += LINK_WEIGHT[link] * link_loss(weights, hidden, link, wanted[:, :, column], candidates, mask)
    return out / mask.sum()


@jax.jit
def update(state, features, wanted, mask, cues, sources, key, rate, count):
    """One step of AdamW (Loshchilov & Hutter 2019) with the gradient's norm held to 1."""
    weights, first, second = state
    value, gradient = jax.value_and_grad(loss)(weights, features, wanted, mask, cues, sources, key)
    norm = jnp.sqrt(sum((g**2).sum() for g in jax.tree.leaves(gradient)))
    gradient = jax.tree.map(lambda g: g * jnp.minimum(1.0, 1 / (norm + 1e-9)), gradient)
    first = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, first, gradient)
    second = jax.tree.map(lambda v, g: 0.99 * v + 0.01 * g * g, second, gradient)

    def move(p, m, v):
        change = (m / (1 - 0.9**count)) / (jnp.sqrt(v / (1 - 0.99**count)) + 1e-8)
        return p - rate * (change + (DECAY * p if p.ndim > 1 else 0))

    moved = jax.tree.map(move, weights, first, second)
    return (moved | {FIXED: weights[FIXED]}, first, second), value


def cut(article: Article, vocabulary) -> list[tuple[np.ndarray, np.ndarray]]:
    """Windows of an article: features, and labels with links counted from the window's start."""
    features, wanted = encode(article.tokens, vocabulary), labels(article)
    out = []
    for start, stop in windows(article.tokens.words):
        piece = wanted[start:stop].copy()
        links = piece[:, 1:]
        links[(links < start) | (links >= stop)] = -1
        links[links >= 0] -= start
        out.append((features[start:stop], piece))
    return out


def batch(chosen: list[tuple[np.ndarray, np.ndarray]]) -> tuple[np.ndarray, ...]:
    """Pad windows to one size; with the places of their cues and of the last words of their sources."""
    features = np.zeros((len(chosen), WINDOW, chosen[0][0].shape[1]), np.int32)
    wanted = np.zeros((len(chosen), WINDOW, 4), np.int32)
    wanted[:, :, 1:] = -1
    mask = np.zeros((len(chosen), WINDOW), np.float32)
    cues, sources = np.zeros((2, len(chosen), CANDIDATES), np.int32)
    for row, (feature, label) in enumerate(chosen):
        features[row, : len(feature)], wanted[row, : len(label)], mask[row, : len(label)] = feature, label, 1
        tags = wanted[row, :, 0]
        inside = (tags == B_SOURCE) | (tags == I_SOURCE)
        for places, found in ((cues, tags == B_CUE), (sources, inside & (np.append(tags[1:], 0) != I_SOURCE))):
            at = np.flatnonzero(found)[:CANDIDATES]
            places[row, : len(at)] = at
    return features, wanted, mask, cues, sources


class Progress:
    """How far the training has come: weights, AdamW's means, and both sources of chance."""

    def __init__(self, weights: dict[str, Any], pieces: int) -> None:
        self.weights = weights
        self.means = (jax.tree.map(jnp.zeros_like, weights), jax.tree.map(jnp.zeros_like, weights))
        self.key = jax.random.PRNGKey(SEED)
        self.order = np.random.default_rng(SEED)
        self.shuffled = np.zeros(pieces, np.int64)
        self.done = 0  # steps
        self.losses = 0.0  # of the epoch so far

    def save(self, path: Path) -> None:
        """Write everything to `path`, whole or not at all."""
        arrays = {f"{part}/{name}": np.asarray(value) for part, tree in self._trees() for name, value in tree.items()}
        chance = json.dumps([self.order.bit_generator.state, self.done, self.losses])
        beside = path.with_suffix(".new.npz")
        np.savez(beside, key=np.asarray(self.key), shuffled=self.shuffled, chance=np.array(chance), **arrays)
        beside.replace(path)

    def load(self, path: Path) -> None:
        """Go on from what `save` wrote."""
        with np.load(path) as kept:
            trees = [{name: jnp.array(kept[f"{part}/{name}"]) for name in tree} for part, tree in self._trees()]
            self.key, self.shuffled = jnp.array(kept["key"]), kept["shuffled"]
            state, self.done, self.losses = json.loads(str(kept["chance"]))
        self.weights, self.means = trees[0], (trees[1], trees[2])
        self.order.bit_generator.state = state

    def _trees(self) -> list[tuple[str, dict[str, Any]]]:
        return [("weights", self.weights), ("first", self.means[0]), ("second", self.means[1])]


def read_vectors(path: Path) -> tuple[list[str], np.ndarray]:
    """The commonest words, and their vectors as large as the embeddings that are learnt are at first."""
    with np.load(path) as made:
        vectors = made["vectors"][:VECTORS, : EMBEDDING["vectors"]]
        vectors = vectors / np.sqrt(vectors.std(axis=0))
        return made["words"][:VECTORS].tolist(), vectors * (0.3 / vectors.std())


def train(
    articles: list[Article], told: tuple[list[str], np.ndarray], epochs: int, kept: Path, minutes: float | None
) -> bytes | None:
    """Return the bytes of the weights file learnt from `articles`; None where `minutes` were over before.

    `told` are words, and the vector of each.
    """
    words, vectors = told
    vocabulary = build_vocabulary((article.tokens for article in articles), words)
    pieces = [piece for article in articles for piece in cut(article, vocabulary)]
    known = (vocabulary.words, vocabulary.suffixes, vocabulary.prefixes, vocabulary.shapes, vocabulary.vectors)
    sizes = [len(part) + 1 for part in known] + list(SIZES.values())
    now = Progress(initial(sizes, vectors), len(pieces))
    if kept.exists():
        now.load(kept)
    steps, begun = len(pieces) // BATCH, time.monotonic()
    while now.done < steps * epochs:
        step = now.done % steps
        if step == 0:
            now.shuffled, now.losses = now.order.permutation(len(pieces)), 0.0
        one_step(now, [pieces[i] for i in now.shuffled[step * BATCH : (step + 1) * BATCH]], steps * epochs)
        took = time.monotonic() - begun
        if step + 1 == steps:
            print(f"epoch {now.done // steps}/{epochs} loss {now.losses / steps:.4f} {took:.0f} s", flush=True)
        over = minutes is not None and took > 60 * minutes
        if over or now.done % KEEP_EVERY == 0:
            now.save(kept)
        if over:
            return None
    learnt = {name: np.array(value) for name, value in now.weights.items()}
    return pack(Network(BLOCKS, learnt), vocabulary)


def one_step(now: Progress, chosen: list[tuple[np.ndarray, np.ndarray]], total: int) -> None:
    """Learn from one batch; the rate climbs, then falls as a cosine."""
    now.done += 1
    rate = RATE * min(1.0, now.done / WARM_UP) * (0.5 + 0.5 * np.cos(np.pi * now.done / total)) + 1e-6
    now.key, own = jax.random.split(now.key)
    state = (now.weights, *now.means)
    (now.weights, *means), value = update(state, *batch(chosen), own, rate, float(now.done))
    now.means = (means[0], means[1])
    now.losses += float(value)


def main() -> None:
    home = Path(__file__).resolve().parents[2]
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("vectors", type=Path, help="what make_vectors.py wrote")
    parser.add_argument("--own", type=Path, default=OWN, help="articles with marks within the text")
    parser.add_argument("--out", type=Path, default=home / "factcheck/extraction/tagger.bin")
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--first", type=int, help="only so many articles (to try the trainer out)")
    parser.add_argument("--without-last", type=int, default=0, help="hold the latest N articles back, to tune on")
    parser.add_argument("--minutes", type=float, help="stop after so long; the same command goes on from there")
    options = parser.parse_args()
    articles = load(options.corpus)
    if options.without_last:
        articles = sorted(articles, key=lambda item: item.stem.split("_")[1])[: -options.without_last]
    articles = articles[: options.first]
    articles += read_marked(options.own) * OWN_TIMES
    kept = options.out.with_suffix(".partial.npz")
    packed = train(articles, read_vectors(options.vectors), options.epochs, kept, options.minutes)
    if packed is None:
        sys.exit(f"not done yet: the same command goes on from {kept}")
    options.out.write_bytes(packed)
    kept.unlink(missing_ok=True)
    print(f"{options.out}: {len(packed)} bytes from {len(articles)} articles")


if __name__ == "__main__":
    main()
