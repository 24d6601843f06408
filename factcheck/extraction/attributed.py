"""One attribution: what somebody is said to have said, as the parts of this package hand it on."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

Part = tuple[int, int]  # code points, half-open

BY_FORM = 0.8  # confidence, where the form of the page says whose words they are: a label, a block after a colon
WORD = re.compile(r"\w+(?:[.'’\-]\w+)*")
"""A word with its inner stops, apostrophes and hyphens."""


@dataclass(slots=True)
class Attribution:
    """What one source is said to have said: quotes and paraphrases, the mention and the cue."""

    quotes: list[Part] = field(default_factory=list)
    paraphrases: list[Part] = field(default_factory=list)
    source: Part | None = None
    cue: Part | None = None
    confidence: float = 0.5
    via: Part | None = None  # who is said to have passed it on
    borrowed: bool = False  # the source was taken over from another attribution
    labelled: bool = False  # the source is the label before a turn of a transcript

    @property
    def parts(self) -> tuple[Part, ...]:
        """Its words: the quotes, then the paraphrases."""
        return (*self.quotes, *self.paraphrases)

    @property
    def start(self) -> int:
        """Where its first words begin."""
        return min(part[0] for part in self.parts)

    @property
    def end(self) -> int:
        """Where its last words end."""
        return max(part[1] for part in self.parts)
