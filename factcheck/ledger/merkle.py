"""Merkle tree hashes as in RFC 6962, section 2.1: one hash that stands for a whole log."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

EMPTY = hashlib.sha256(b"").hexdigest()
"""The root of a log without entries."""


def leaf_hash(line: str) -> bytes:
    """Return the hash of one entry of the log."""
    return hashlib.sha256(b"\x00" + line.encode("utf-8", "surrogatepass")).digest()


def root(lines: Iterable[str]) -> str:
    """Return the Merkle tree hash of the lines, in hex; needs memory for the height of the tree only."""
    # A stack of full subtrees, the largest first, as the binary digits of the count so far.
    stack: list[tuple[int, bytes]] = []
    for line in lines:
        size, node = 1, leaf_hash(line)
        while stack and stack[-1][0] == size:
            node = _join(stack.pop()[1], node)
            size *= 2
        stack.append((size, node))
    if not stack:
        return EMPTY
    node = stack.pop()[1]
    while stack:
        node = _join(stack.pop()[1], node)
    return node.hex()


def _join(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()
