"""The tagger: a small convolutional and recurrent network, run forward in numpy.

Each token gets a score for every tag (outside; begin or inside of a source, a cue, a content), and
link vectors that say which cue a content belongs to and which source a cue has. A residual
stack of gated convolutions (Dauphin et al. 2017, arXiv:1612.08083) and of element-wise recurrences in
both directions (Lei et al. 2018, arXiv:1709.02755), with layer normalisation before each.
`benchmarks/extraction` trains it.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
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
HALF = np.float32(0.5)


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
    """Windows laid end to end with `gap` empty rows between, so that no convolution sees its neighbour.

    `places` are the first row and the row after the last of each window.
    """

    places: list[tuple[int, int]]
    gap: int

    @property
    def rows(self) -> int:
        """The number of rows, empty ones included."""
        return self.places[-1][1]

    def clear_gaps(self, values: Array) -> None:
        """Make the rows between windows zero."""
        for _, stop in self.places[:-1]:
            values[stop : stop + self.gap] = 0


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
    places, start = [], 0
    for length in lengths:
        places.append((start, start + length))
        start += length + gap
    return _Layout(places, gap)


def _read_batch(network: Network, windows: list[Ints]) -> list[Reading]:
    weights = network.weights
    gap = max((int(block[1:]) for block in network.blocks if block[0] == "c"), default=0)
    layout = _layout([len(window) for window in windows], gap)
    hidden = _embed(windows, weights, layout)
    # All that a layer needs is written into the same few arrays: new ones of this size cost more than the sums.
    value, room = np.empty_like(hidden), _Room()
    for number, block in enumerate(network.blocks):
        name = f"blk{number}."
        # A layer is given half of its values, for the sake of its gates (`_twice_sigmoid`).
        _normalise(hidden, weights[name + "g"] * HALF, weights[name + "b"] * HALF, value)
        if block[0] == "c":
            layout.clear_gaps(value)
            hidden += _convolve(value, weights, name, int(block[1:]), room)
        else:
            hidden += _recur(value, weights, name, layout, room)
    _normalise(hidden, weights["fg"], weights["fb"], value)
    scores = value @ weights["Wt"]
    scores += weights["bt"]
    return [Reading(scores[start:stop], value[start:stop]) for start, stop in layout.places]


class _Room:
    """Arrays that are used again and again, by name; whoever takes one finds in it what was left there."""

    def __init__(self) -> None:
        self._held: dict[str, Array] = {}

    def take(self, name: str, *shape: int) -> Array:
        """An array of that shape."""
        size = prod(shape)
        held = self._held.get(name)
        if held is None or held.size < size:
            held = self._held[name] = np.empty(size, np.float32)
        return held[:size].reshape(shape)


def _embed(windows: list[Ints], weights: dict[str, Array], layout: _Layout) -> Array:
    """The hidden vectors that the first layer sees; what stands in the gaps is of no account."""
    columns = windows[0].shape[1]
    numbers = np.zeros((columns, layout.rows), np.intp)
    for (start, stop), window in zip(layout.places, windows, strict=True):
        numbers[:, start:stop] = window.T
    parts = [weights[f"emb{i}"].take(numbers[i], axis=0) for i in range(columns)]
    hidden: Array = np.concatenate(parts, axis=1) @ weights["Win"]
    hidden += weights["bin"]
    return hidden


def _normalise(values: Array, gain: Array, offset: Array, out: Array) -> None:
    """Every row brought to mean 0 and variance 1, then to the layer's own gain and offset."""
    width = values.shape[1]
    mean = values @ np.full(width, 1 / width, np.float32)
    np.subtract(values, mean[:, None], out=out)
    spread = np.einsum("ij,ij->i", out, out)
    spread *= np.float32(1 / width)
    spread += np.float32(1e-5)
    np.sqrt(spread, out=spread)
    np.reciprocal(spread, out=spread)
    out *= spread[:, None]
    out *= gain
    out += offset


def _twice_sigmoid(halves: Array, out: Array) -> Array:
    """Twice the logistic function of twice `halves`: the same as by the exponential, and it cannot overflow."""
    np.tanh(halves, out=out)
    out += np.float32(1)
    return out


def _convolve(value: Array, weights: dict[str, Array], name: str, dilation: int, room: _Room) -> Array:
    """A gated convolution over the tokens `dilation` to the left, here, and to the right."""
    rows, width = value.shape
    joined = room.take("in", rows, 3 * width)
    joined[:dilation, :width] = 0
    joined[dilation:, :width] = value[:-dilation]
    joined[:, width : 2 * width] = value
    joined[:-dilation, 2 * width :] = value[dilation:]
    joined[-dilation:, 2 * width :] = 0
    both = np.matmul(joined, weights[name + "W"], out=room.take("out", rows, 2 * width))
    both += weights[name + "c"] * HALF
    gate = _twice_sigmoid(both[:, width:], room.take("gate", rows, width))
    gate *= both[:, :width]
    return gate


def _recur(value: Array, weights: dict[str, Array], name: str, layout: _Layout, room: _Room) -> Array:
    """A memory carried to the right in one half of the channels and to the left in the other."""
    rows, width = value.shape
    both = np.matmul(value, weights[name + "W"], out=room.take("out", rows, 3 * width))
    both += weights[name + "c"] * HALF
    gates = _twice_sigmoid(both[:, width:], room.take("in", rows, 2 * width))
    gates *= HALF
    keep, let_out = gates[:, :width], gates[:, width:]
    add = room.take("gate", rows, width)
    np.add(both[:, :width], both[:, :width], out=add)
    np.tanh(add, out=add)
    add *= 1 - keep
    _carry(keep, add, layout, room)
    add *= let_out
    out: Array = add @ weights[name + "Wo"]
    return out


def _carry(keep: Array, add: Array, layout: _Layout, room: _Room) -> None:
    """Make of what each token adds the memory there: that of the token before, times `keep`, and what it adds.

    The windows are laid side by side, in one half of the channels turned round, and all read at once.
    """
    width, lanes = add.shape[1], len(layout.places)
    half = width // 2
    longest = max(stop - start for start, stop in layout.places)
    kept, added = (room.take(name, longest, lanes, width) for name in ("kept", "added"))
    for lane, (start, stop) in enumerate(layout.places):
        length = stop - start
        for target, given in ((kept, keep), (added, add)):
            target[:length, lane, :half] = given[start:stop, :half]
            target[:length, lane, half:] = given[start:stop, half:][::-1]
            target[length:, lane] = 0
    state = np.zeros((lanes, width), np.float32)
    for held, row in zip(kept, added, strict=True):
        held *= state
        row += held
        state = row
    for lane, (start, stop) in enumerate(layout.places):
        add[start:stop, :half] = added[: stop - start, lane, :half]
        add[start:stop, half:] = added[: stop - start, lane, half:][::-1]
