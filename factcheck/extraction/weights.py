"""The learnt weights as a file: small integers, packed; read once a process.

A file is compressed with zlib: a JSON header on one line (layers, vocabulary, names and shapes), then each
array as 8-bit integers (with one scale a column, in the header) or as 32-bit floats where it is small.
(LZMA makes it 1% smaller, and takes ten times as long to read: 64 ms of every `add`.)
"""

from __future__ import annotations

import json
import zlib
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np

from factcheck.extraction.features import Vocabulary
from factcheck.extraction.network import B_CONTENT, B_CUE, B_SOURCE, TAGS, Array, Network

FILE = "tagger.bin"
PARTS = ("words", "suffixes", "prefixes", "shapes", "vectors")
_NEVER = np.float32(-1e4)


def pack(network: Network, vocabulary: Vocabulary) -> bytes:
    """Return the bytes of a weights file; matrices lose all but 8 bits of each weight."""
    arrays, blobs = [], []
    for name in sorted(network.weights):
        value = np.asarray(network.weights[name], np.float32)
        if value.ndim == 2 and value.size > 2000:
            scale = np.maximum(np.abs(value).max(axis=0), 1e-8) / 127
            whole = np.rint(value / scale).astype(np.int8)
            arrays.append([name, list(value.shape), "int8"])
            blobs += [scale.astype("<f4").tobytes(), whole.T.tobytes()]
        else:
            arrays.append([name, list(value.shape), "float32"])
            blobs.append(value.astype("<f4").tobytes())
    words = {part: list(getattr(vocabulary, part)) for part in PARTS}
    header = {"format": 2, "blocks": list(network.blocks), "arrays": arrays, "vocabulary": words}
    told = json.dumps(header, ensure_ascii=True, separators=(",", ":"), sort_keys=True).encode()
    return zlib.compress(told + b"\n" + b"".join(blobs), 9)


def unpack(packed: bytes) -> tuple[Network, Vocabulary]:
    """Read what `pack` wrote."""
    told, _, rest = zlib.decompress(packed).partition(b"\n")
    header = json.loads(told)
    weights: dict[str, Array] = {}
    at = 0
    for name, size, kind in header["arrays"]:
        count = int(np.prod(size))
        if kind == "int8":
            scale = np.frombuffer(rest, "<f4", size[1], at)
            whole = np.frombuffer(rest, np.int8, count, at + 4 * size[1]).reshape(size[1], size[0]).T
            weights[name] = np.ascontiguousarray(whole * scale, dtype=np.float32)
            at += 4 * size[1] + count
        else:
            weights[name] = np.frombuffer(rest, "<f4", count, at).reshape(size).astype(np.float32)
            at += 4 * count
    numbered: dict[str, Any] = {
        part: {key: number for number, key in enumerate(keys, 1)} for part, keys in header["vocabulary"].items()
    }
    weights["moves"], weights["first"] = _allowed(weights["T"], weights["T0"])
    return Network(tuple(header["blocks"]), weights), Vocabulary(**numbered)


def _allowed(moves: Array, first: Array) -> tuple[Array, Array]:
    """Scores of the moves from tag to tag, and of the first tag, where an inside needs its begin."""
    moves, first = moves.copy(), first.copy()
    for begin in (B_SOURCE, B_CUE, B_CONTENT):
        first[begin + 1] = _NEVER
        moves[[tag for tag in range(TAGS) if tag not in (begin, begin + 1)], begin + 1] = _NEVER
    return moves, first


@lru_cache(maxsize=1)
def load() -> tuple[Network, Vocabulary]:
    """Read the weights that come with the package."""
    return unpack(files("factcheck.extraction").joinpath(FILE).read_bytes())
