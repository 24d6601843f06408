"""A checkpoint: a small text that says how long the log was and what it hashed to.

Kept elsewhere (in a mail, on paper, with a notary), it shows that a log was cut or rewritten since.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from factcheck.ledger import merkle
from factcheck.ledger.chain import GENESIS

_FORM = re.compile(
    r"factcheck checkpoint 1\nevents: (\d{1,15})\nhead: ([0-9a-f]{64})\nroot: ([0-9a-f]{64})\nat: ([0-9T:.Z-]{20,32})\n"
)

NAMESPACE = "factcheck-checkpoint"
"""The namespace of SSH signatures on checkpoints (`ssh-keygen -Y sign -n ...`)."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The state of a log: its size, its last event's hash, and its RFC 6962 Merkle root."""

    events: int
    head: str
    root: str
    at: str

    def text(self) -> str:
        """Return the checkpoint as it is written to a file and signed."""
        return f"factcheck checkpoint 1\nevents: {self.events}\nhead: {self.head}\nroot: {self.root}\nat: {self.at}\n"


def parse(text: str) -> Checkpoint:
    """Read a checkpoint.

    Raises:
        ValueError: it is not one.
    """
    found = _FORM.fullmatch(text)
    if found is None:
        raise ValueError("not a factcheck checkpoint")
    return Checkpoint(int(found[1]), found[2], found[3], found[4])


def take(rows: Iterable[tuple[str, str]], at: str) -> Checkpoint:
    """Make a checkpoint of `(line, hash)` rows in order."""
    count, head = 0, GENESIS

    def lines() -> Iterable[str]:
        nonlocal count, head
        for line, digest in rows:
            count, head = count + 1, digest
            yield line

    found = merkle.root(lines())
    return Checkpoint(count, head, found, at)


def contradiction(kept: Checkpoint, now: Checkpoint) -> str | None:
    """Say how a log, of which `now` is the state after `kept.events` events, contradicts a checkpoint kept.

    None where the log still begins with what the checkpoint stands for.
    """
    if now.events < kept.events:
        return (
            f"the log has {now.events} events; when the checkpoint was taken it had {kept.events}: its end was cut off"
        )
    if (now.head, now.root) != (kept.head, kept.root):
        return f"the first {kept.events} events are not those of the checkpoint: the log was rewritten"
    return None
