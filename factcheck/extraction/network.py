"""The tagger: a small convolutional and recurrent network, run forward in numpy.

Each token gets a score for every tag (outside; begin or inside of a source, a cue, a content), and
link vectors that say which cue a content belongs to and which source a cue has. A residual
stack of gated convolutions (Dauphin et al. 2017, arXiv:1612.08083) and of element-wise recurrences in
both directions (Lei et al. 2018, arXiv:1709.02755), with layer normalisation before each.
`benchmarks/extraction` trains it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from factcheck.extraction.threads import one_thread

Array = NDArray[np.float32]
Ints = NDArray[np.int32]

TAGS = 7  # outside, B-source, I-source, B-cue, I-cue, B-content, I-content
OUTSIDE, B_SOURCE, I_SOURCE, B_CUE, I_CUE, B_CONTENT, I_CONTENT = range(TAGS)
LINKS = ("c", "s", "q")  # content -> cue, cue -> source, content -> source
BUCKETS = 24
KEY = 64
BATCH = 24


@dataclass(frozen=True, slots=True)
class Network:
    """The layers (`blocks`: "c2" a convolution of dilation 2, "r" a recurrence) and all weights by name."""

    blocks: tuple[str, ...]
    weights: dict[str, Array]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the network says of one window of n tokens: tag scores (n, 7) and hidden vectors (n, width)."""

    scores: Array
    hidden: Array


@dataclass(frozen=True, slots=True)
class _Layout:
    """Windows laid end to end with empty rows between, so that no convolution sees its neighbour.

    `rows` are the rows that hold tokens; `step` and `lane` are where each stands when the windows lie
    side by side, as the recurrence reads them, and `back` is the same with each window reversed.
    """

    rows: NDArray[np.int64]
    there: Array
    step: NDArray[np.int64]
    back: NDArray[np.int64]
    lane: NDArray[np.int64]
    longest: int
    lanes: int


def bucket(distance: NDArray[Any]) -> Ints:
    """Distances in tokens as bucket numbers: exact up to 8, then ever wider."""
    size = np.abs(distance)
    far = (8 + np.log2(np.maximum(size, 8) / 8) * 3.0).astype(np.int32)
    out: Ints = np.sign(distance) * np.where(size < 8, size, np.minimum(BUCKETS, far)) + BUCKETS
    return out


def read(network: Network, windows: list[Ints]) -> list[Reading]:
    """Run the network over windows of features; each is read by itself."""
    out: list[Reading] = []
    with one_thread():
        for first in range(0, len(windows), BATCH):
            out.extend(_read_batch(network, windows[first : first + BATCH]))
    return out


def _layout(lengths: list[int], gap: int) -> _Layout:
    begins = np.cumsum([0] + [length + gap for length in lengths[:-1]])
    rows = np.concatenate([np.arange(b, b + n) for b, n in zip(begins, lengths, strict=True)])
    there = np.zeros((int(begins[-1]) + lengths[-1], 1), np.float32)
    there[rows] = 1
    step = np.concatenate([np.arange(n) for n in lengths])
    back = np.concatenate([np.arange(n - 1, -1, -1) for n in lengths])
    lane = np.repeat(np.arange(len(lengths)), lengths)
    return _Layout(rows, there, step, back, lane, max(lengths), len(lengths))


def _read_batch(network: Network, windows: list[Ints]) -> list[Reading]:
    weights = network.weights
    lengths = [len(window) for window in windows]
    layout = _layout(lengths, max((int(block[1:]) for block in network.blocks if block[0] == "c"), default=0))
    features = np.concatenate(windows)
    told = np.concatenate([weights[f"emb{i}"].take(features[:, i], axis=0) for i in range(features.shape[1])], axis=-1)
    hidden = np.zeros((len(layout.there), weights["Win"].shape[1]), np.float32)
    hidden[layout.rows] = told @ weights["Win"] + weights["bin"]
    for number, block in enumerate(network.blocks):
        name = f"blk{number}."
        value = _normalise(hidden, weights[name + "g"], weights[name + "b"]) * layout.there
        if block[0] == "c":
            hidden += _convolve(value, weights, name, int(block[1:])) * layout.there
        else:
            hidden[layout.rows] += _recur(value[layout.rows], weights, name, layout)
    final = _normalise(hidden[layout.rows], weights["fg"], weights["fb"])
    scores = final @ weights["Wt"] + weights["bt"]
    ends = np.cumsum(lengths).tolist()
    return [Reading(scores[b - n : b], final[b - n : b]) for b, n in zip(ends, lengths, strict=True)]


def _normalise(values: Array, gain: Array, offset: Array) -> Array:
    share = np.float32(1 / values.shape[-1])
    centred: Array = np.subtract(values, np.add.reduce(values, axis=-1, keepdims=True) * share, dtype=np.float32)
    spread: Array = np.sqrt(np.einsum("ij,ij->i", centred, centred) * share + np.float32(1e-5))
    centred /= spread[:, None]
    centred *= gain
    centred += offset
    return centred


def _sigmoid(values: Array) -> Array:
    out: Array = np.tanh(values * np.float32(0.5))  # the same function, and it cannot overflow
    out *= np.float32(0.5)
    out += np.float32(0.5)
    return out


def _convolve(value: Array, weights: dict[str, Array], name: str, dilation: int) -> Array:
    """A gated convolution over the tokens `dilation` to the left, here, and to the right."""
    width = value.shape[1]
    joined = np.zeros((len(value), 3 * width), np.float32)
    joined[dilation:, :width] = value[:-dilation]
    joined[:, width : 2 * width] = value
    joined[:-dilation, 2 * width :] = value[dilation:]
    both = joined @ weights[name + "W"]
    both += weights[name + "c"]
    half = both.shape[-1] // 2
    out: Array = both[:, :half] * _sigmoid(both[:, half:])
    return out


def _recur(value: Array, weights: dict[str, Array], name: str, layout: _Layout) -> Array:
    """A memory carried to the right in one half of the channels and to the left in the other."""
    both = value @ weights[name + "W"]
    both += weights[name + "c"]
    width = both.shape[-1] // 3
    half = width // 2
    keep = _sigmoid(both[:, width : 2 * width])
    add = (1 - keep) * np.tanh(both[:, :width])
    kept = np.zeros((layout.longest, layout.lanes, width), np.float32)
    added = np.zeros_like(kept)
    for target, given in ((kept, keep), (added, add)):
        target[layout.step, layout.lane, :half] = given[:, :half]
        target[layout.back, layout.lane, half:] = given[:, half:]
    state = np.zeros((layout.lanes, width), np.float32)
    for held, row in zip(kept, added, strict=True):
        held *= state
        row += held
        state = row
    add[:, :half] = added[layout.step, layout.lane, :half]
    add[:, half:] = added[layout.back, layout.lane, half:]
    out: Array = (add * _sigmoid(both[:, 2 * width :])) @ weights[name + "Wo"]
    return out
