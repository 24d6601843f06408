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
    LINKS,
    TAGS,
    Array,
    Network,
    bucket,
    read,
)
from factcheck.extraction.tokens import Tokens
from factcheck.extraction.weights import load

Part = tuple[int, int]  # tokens, half-open
Doubles = NDArray[np.float64]
SCALED = 16  # tokens after which the sweeps are brought back to a sum of 1; they shrink by less than e^-40 a token
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
    hidden: Array
    tags: list[int]
    content: NDArray[np.float32]  # how likely each token is a content's


def decode(tokens: Tokens) -> Decoded:
    """Tag an article with the weights that come with the package."""
    network, vocabulary = load()
    features = encode(tokens, vocabulary)
    out = Decoded([], np.zeros(len(features), np.float32), np.zeros(len(features), np.bool_), [], [])
    links = _Links(network)
    cuts = list(windows(tokens.words))
    for first in range(0, len(cuts), 64):  # a book is read a few pages at a time, to bound the memory
        part = cuts[first : first + 64]
        readings = read(network, [features[a:b] for a, b in part])
        tagged = _tag(network, [reading.scores for reading in readings])
        for (start, stop), reading, (tags, chances) in zip(part, readings, tagged, strict=True):
            content = out.content[start:stop]
            np.add(chances[:, B_CONTENT], chances[:, I_CONTENT], out=content)
            _link(links, _Window(start, reading.hidden, tags, content), out)
    return out


# ------------------------------------------------------------------ tags


def _tag(network: Network, scores: list[Array]) -> list[tuple[list[int], Array]]:
    """The likeliest tags of each window, and the probability of every tag at every token.

    The windows stand side by side, one column each, so that a step from token to token is taken in all at once.
    """
    moves, first = network.weights["moves"], network.weights["first"]
    lengths = [len(score) for score in scores]
    padded = np.zeros((max(lengths), TAGS, len(scores)), np.float32)
    for number, score in enumerate(scores):
        padded[: len(score), :, number] = score
    paths = _viterbi(padded, lengths, moves, first)
    likely = np.exp(padded - np.maximum.reduce(padded, axis=1, keepdims=True))
    ahead, behind = _sweeps(likely, lengths, moves, first)
    out = []
    for number, (length, path) in enumerate(zip(lengths, paths, strict=True)):
        # both sweeps count the token's own score; one of them is divided out again
        joint = ahead[:length, number] * behind[:length, number][::-1]
        joint /= np.maximum(likely[:length, :, number], 1e-30)
        joint /= np.maximum(np.add.reduce(joint, axis=1, keepdims=True), 1e-30)
        out.append((path, joint.astype(np.float32)))
    return out


def _viterbi(scores: Array, lengths: list[int], moves: Array, first: Array) -> list[list[int]]:
    best = np.empty_like(scores)
    np.add(scores[0], first[:, None], out=best[0])
    reached, step = best[0], moves[:, :, None]
    ways = np.empty((TAGS, TAGS, scores.shape[2]), np.float32)
    for score, row in zip(scores[1:], best[1:], strict=True):
        np.add(reached[:, None], step, out=ways)
        np.maximum.reduce(ways, axis=0, out=row)
        row += score
        reached = row
    pointers = _came_from(best[:-1], moves)
    paths = []
    for number, length in enumerate(lengths):
        tag = int(best[length - 1, :, number].argmax())
        path = [tag]
        for back in reversed(pointers[: length - 1, :, number].tolist()):
            tag = back[tag]
            path.append(tag)
        paths.append(path[::-1])
    return paths


def _came_from(best: Array, moves: Array) -> NDArray[np.int8]:
    """Through which tag each tag of the next token is best reached; the first of equals."""
    most = best[:, :1] + moves[0][:, None]
    out = np.zeros(most.shape, np.int8)
    for tag in range(1, TAGS):
        through = best[:, tag : tag + 1] + moves[tag][:, None]
        np.copyto(out, np.int8(tag), where=through > most)
        np.maximum(most, through, out=most)
    return out


def _sweeps(likely: Array, lengths: list[int], moves: Array, first: Array) -> tuple[Doubles, Doubles]:
    """Forward probabilities of the tags, and backward ones over reversed windows, in one row each.

    In 64 bits, which need to be scaled every so often only: their ratios at a token are all that counts.
    """
    longest, _, lanes = likely.shape
    out = np.ones((longest, lanes, 2 * TAGS))
    for number, length in enumerate(lengths):
        out[:length, number, :TAGS] = likely[:length, :, number]
        out[:length, number, TAGS:] = likely[:length, :, number][::-1]
    steps = np.zeros((2 * TAGS, 2 * TAGS))
    steps[:TAGS, :TAGS] = np.exp(moves)
    steps[TAGS:, TAGS:] = np.exp(moves.T)
    state = out[0]
    state[:, :TAGS] *= np.exp(first)
    reached = np.empty_like(state)
    for number in range(1, longest):
        np.dot(state, steps, out=reached)
        state = out[number]
        state *= reached
        if number % SCALED == 0:
            halves = state.reshape(lanes, 2, TAGS)
            halves /= np.add.reduce(halves, axis=2, keepdims=True) + 1e-300
    return out[:, :, :TAGS], out[:, :, TAGS:]


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


class _Links:
    """The network's opinion of what belongs to what, for all segments of a window at once."""

    def __init__(self, network: Network) -> None:
        self._weights = network.weights
        self._near = {
            link: np.concatenate([[0.0], np.cumsum(network.weights["R" + link][_BUCKET], dtype=np.float64)])
            for link in LINKS
        }

    def best(self, link: str, hidden: Array, parts: list[Part], targets: list[int]) -> list[int]:
        """For each part the number of the target that suits it best."""
        return self.scores(link, hidden, parts, targets).argmax(axis=1).tolist()  # type: ignore[no-any-return]

    def scores(self, link: str, hidden: Array, parts: list[Part], targets: list[int]) -> Doubles:
        """How well each target token suits the tokens of each part, on average."""
        means = np.stack([np.add.reduce(hidden[a:b], axis=0) / np.float32(b - a) for a, b in parts])
        suits = (means @ self._weights["Q" + link]) @ (hidden[targets] @ self._weights["K" + link]).T
        at, edges = np.array(targets) + WINDOW, np.array(parts)
        begins, ends = edges[:, :1], edges[:, 1:]
        summed = self._near[link]
        near = summed[at - begins + 1] - summed[at - ends + 1]
        out: Doubles = suits / 8 + near / (ends - begins)
        return out


def _link(links: _Links, window: _Window, out: Decoded) -> None:
    """Make attributions of the segments of one window, and add them to `out`."""
    parts = segments(window.tags)
    cues = [(a, b) for tag, a, b in parts if tag == B_CUE]
    sources = [(a, b) for tag, a, b in parts if tag == B_SOURCE]
    contents = [(a, b) for tag, a, b in parts if tag == B_CONTENT]
    whose = _sources(links, window, cues, sources)
    made = [Found(cue=_shift(cue, window.start), source=who) for cue, who in zip(cues, whose, strict=True)]
    if cues:
        owners = _best(links, "c", window, contents, [cue[0] for cue in cues])
    else:
        owners = list(range(len(contents)))
        speakers = _best(links, "q", window, contents, [source[1] - 1 for source in sources])
        made = [Found(source=_shift(sources[best], window.start)) for best in speakers] or [Found() for _ in contents]
    for content, owner in zip(contents, owners, strict=True):
        item = made[owner]
        item.contents.append(_shift(content, window.start))
        sure = float(window.content[content[0] : content[1]].mean())
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


def _best(links: _Links, link: str, window: _Window, parts: list[Part], targets: list[int]) -> list[int]:
    """For each part the number of the target that suits it best; nothing where there is nothing to choose from."""
    if not parts or not targets:
        return []
    return links.best(link, window.hidden, parts, targets) if len(targets) > 1 else [0] * len(parts)


def _sources(links: _Links, window: _Window, cues: list[Part], sources: list[Part]) -> list[Part | None]:
    """The source that each cue points at; None where it points at itself."""
    if not cues or not sources:
        return [None] * len(cues)
    begins = [cue[0] for cue in cues]
    scores = links.scores(
        "s", window.hidden, [(at, at + 1) for at in begins], [source[1] - 1 for source in sources] + begins
    )
    itself = scores[np.arange(len(cues)), len(sources) + np.arange(len(cues))]
    best = scores[:, : len(sources)].argmax(axis=1).tolist()
    return [
        _shift(sources[number], window.start) if scores[row, number] >= itself[row] else None
        for row, number in enumerate(best)
    ]
