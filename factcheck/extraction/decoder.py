"""From the network's scores to attributions: the best tags, and which belongs to which.

The tags of a window are the likeliest chain (Viterbi), with the probability of each tag at each token
beside it (forward-backward). A content belongs to the cue it points at, a cue to the source it points at.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from factcheck.extraction.features import WINDOW, encode, windows
from factcheck.extraction.network import (
    B_CONTENT,
    B_CUE,
    B_SOURCE,
    I_CONTENT,
    TAGS,
    Array,
    Network,
    Reading,
    bucket,
    read,
)
from factcheck.extraction.tokens import Tokens
from factcheck.extraction.weights import load

Part = tuple[int, int]  # tokens, half-open
# Added to the score of a content that begins outside quotation marks: on articles held back from training
# the likeliest tags miss twice as many attributions as they invent.
LEAN = np.float32(0.3)
_BUCKET = bucket(np.arange(-WINDOW, WINDOW + 1))


@dataclass(slots=True)
class Found:
    """One attribution, in tokens: what was said, who said it, by which cue."""

    contents: list[Part] = field(default_factory=list)
    source: Part | None = None
    cue: Part | None = None
    confidence: float = 0.0


@dataclass(slots=True)
class Decoded:
    """Attributions of an article, and how likely each token is to be somebody's words."""

    found: list[Found]
    content: NDArray[np.float32]
    used: NDArray[np.bool_]  # the token is part of an attribution
    spare: list[Found]  # a cue with its source, to which no content was found
    sources: list[Part]  # every mention tagged as a source, in order


@dataclass(slots=True)
class _Window:
    start: int
    reading: Reading
    tags: list[int]
    chances: Array


def decode(tokens: Tokens) -> Decoded:
    """Tag an article with the weights that come with the package."""
    network, vocabulary = load()
    features = encode(tokens, vocabulary)
    out = Decoded([], np.zeros(len(features), np.float32), np.zeros(len(features), np.bool_), [], [])
    outside = np.array(tokens.quoted, np.int8) == 0
    cuts = list(windows(tokens.words))
    for first in range(0, len(cuts), 64):  # a book is read a few pages at a time, to bound the memory
        part = cuts[first : first + 64]
        readings = read(network, [features[a:b] for a, b in part])
        for (start, stop), reading in zip(part, readings, strict=True):
            reading.scores[outside[start:stop], B_CONTENT] += LEAN
        tagged = _tag(network, [reading.scores for reading in readings])
        for (start, stop), reading, (tags, chances) in zip(part, readings, tagged, strict=True):
            out.content[start:stop] = chances[:, B_CONTENT] + chances[:, I_CONTENT]
            _link(network, _Window(start, reading, tags, chances), out)
    return out


# ------------------------------------------------------------------ tags


def _tag(network: Network, scores: list[Array]) -> list[tuple[list[int], Array]]:
    """The likeliest tags of each window, and the probability of every tag at every token."""
    moves, first = network.weights["moves"], network.weights["first"]
    lengths = [len(score) for score in scores]
    padded = np.zeros((max(lengths), len(scores), TAGS), np.float32)
    backward = np.zeros_like(padded)
    for number, score in enumerate(scores):
        padded[: len(score), number] = score
        backward[: len(score), number] = score[::-1]
    paths = _viterbi(padded, lengths, moves, first)
    ahead, behind = _sweeps(padded, backward, moves, first)
    out = []
    for number, (length, path) in enumerate(zip(lengths, paths, strict=True)):
        # both sweeps count the token's own score; one of them is divided out again
        own = np.exp(scores[number] - scores[number].max(axis=1, keepdims=True))
        joint = ahead[:length, number] * behind[:length, number][::-1] / np.maximum(own, 1e-30)
        out.append((path, joint / np.maximum(joint.sum(axis=1, keepdims=True), 1e-30)))
    return out


def _viterbi(scores: Array, lengths: list[int], moves: Array, first: Array) -> list[list[int]]:
    best = np.empty_like(scores)
    best[0] = reached = scores[0] + first
    for score, row in zip(scores[1:], best[1:], strict=True):
        reached = (reached[:, :, None] + moves).max(axis=1)
        reached += score
        row[:] = reached
    paths = []
    for number, length in enumerate(lengths):
        pointers = (best[: length - 1, number, :, None] + moves).argmax(axis=1).tolist()
        tag = int(best[length - 1, number].argmax())
        path = [tag]
        for back in reversed(pointers):
            tag = back[tag]
            path.append(tag)
        paths.append(path[::-1])
    return paths


def _sweeps(forward: Array, backward: Array, moves: Array, first: Array) -> tuple[Array, Array]:
    """Forward probabilities of the tags, and backward ones over reversed windows, side by side.

    Scaled every other token, which is often enough for 32 bits: only their ratios at a token count.
    """
    likely = np.stack([forward, backward], axis=1)
    likely -= likely.max(axis=3, keepdims=True)
    np.exp(likely, out=likely)
    steps = np.exp(np.stack([moves, moves.T]))
    out = np.empty_like(likely)
    state = likely[0].copy()
    state[0] *= np.exp(first)
    out[0] = state
    for number in range(1, len(likely)):
        state = np.matmul(state, steps, out=out[number])
        state *= likely[number]
        if number % 2:
            state /= np.add.reduce(state, axis=2, keepdims=True) + np.float32(1e-30)
    return out[:, 0], out[:, 1]


def segments(tags: list[int]) -> list[tuple[int, int, int]]:
    """The runs of a tag sequence as (begin tag, first token, after the last)."""
    out = []
    at = 0
    while at < len(tags):
        tag, begin = tags[at], at
        at += 1
        if tag in (B_SOURCE, B_CUE, B_CONTENT):
            while at < len(tags) and tags[at] == tag + 1:
                at += 1
            out.append((tag, begin, at))
    return out


# ------------------------------------------------------------------ links


def _link(network: Network, window: _Window, out: Decoded) -> None:
    """Make attributions of the segments of one window, and add them to `out`."""
    parts = segments(window.tags)
    cues = [(a, b) for tag, a, b in parts if tag == B_CUE]
    sources = [(a, b) for tag, a, b in parts if tag == B_SOURCE]
    contents = [(a, b) for tag, a, b in parts if tag == B_CONTENT]
    made = [Found(cue=_shift(cue, window.start), source=_source(network, window, cue, sources)) for cue in cues]
    for content in contents:
        if cues:
            item = made[_pick(network, window, "c", content, [cue[0] for cue in cues])]
        else:
            item = Found()
            made.append(item)
            if sources:
                best = _pick(network, window, "q", content, [source[1] - 1 for source in sources])
                item.source = _shift(sources[best], window.start)
        item.contents.append(_shift(content, window.start))
        sure = float(window.chances[content[0] : content[1], B_CONTENT:].sum(axis=1).mean())
        item.confidence = max(item.confidence, sure)
    out.sources.extend(_shift(source, window.start) for source in sources)
    for item in made:
        if not item.contents:
            out.spare.append(item)
            continue
        out.found.append(item)
        for part in (item.source, item.cue, *item.contents):
            if part is not None:
                out.used[part[0] : part[1]] = True


def _shift(part: Part, by: int) -> Part:
    return part[0] + by, part[1] + by


def _scores(network: Network, window: _Window, link: str, part: Part, targets: list[int]) -> Array:
    """How well each target token suits the tokens of `part`, on average."""
    query = window.reading.hidden[part[0] : part[1]].mean(axis=0) @ network.weights["Q" + link]
    key = window.reading.hidden[targets] @ network.weights["K" + link]
    distance = np.array(targets)[None, :] - np.arange(part[0], part[1])[:, None]
    out: Array = key @ query / 8 + network.weights["R" + link][_BUCKET[distance + WINDOW]].mean(axis=0)
    return out


def _pick(network: Network, window: _Window, link: str, part: Part, targets: list[int]) -> int:
    return int(_scores(network, window, link, part, targets).argmax()) if len(targets) > 1 else 0


def _source(network: Network, window: _Window, cue: Part, sources: list[Part]) -> Part | None:
    """The source that a cue points at; None where it points at itself."""
    if not sources:
        return None
    targets = [source[1] - 1 for source in sources] + [cue[0]]
    best = _pick(network, window, "s", (cue[0], cue[0] + 1), targets)
    return _shift(sources[best], window.start) if best < len(sources) else None
