"""What an extractor is given and what it gives back.

An extractor reads the text of an article and returns what in it is somebody's words: quotes,
attributed paraphrases, and the sentences that state something checkable. Offsets count code points
into the text as given, half-open. Nothing here depends on how the built-in extractor works.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable


@dataclass(frozen=True, slots=True)
class Span:
    """One stretch of words: a quote, a paraphrase or a statement.

    `text == article[start:end]`; the quotation marks are left out. `speaker` is the fullest name the
    article gives the source, and None where it gives none; `speaker_start`/`speaker_end` is the mention
    where it stands ("he"). `via` is who passed it on ("X said, according to Y": Y). Spans of one
    attribution share `group`. `entity` is what the source is called in `sources`, also where it has no
    name ("a senior official"). `confidence` is between 0 and 1; `check_worthiness` too, and it serves
    to rank, never to hide.
    """

    kind: str  # "quote", "paraphrase" or "statement"
    start: int
    end: int
    text: str
    speaker: str | None
    speaker_start: int | None
    speaker_end: int | None
    cue: str | None
    cue_start: int | None
    cue_end: int | None
    group: int
    confidence: float
    via: str | None = None
    via_start: int | None = None
    via_end: int | None = None
    anonymous: bool = False
    check_worthiness: float = 0.0
    entity: str | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence; `role` is "headline", "body" or "furniture" (words of the page, not the article)."""

    start: int
    end: int
    role: str


@dataclass(frozen=True, slots=True)
class SpeakerEntity:
    """One source of the article: its fullest name, its other spellings, and what it is.

    `kind` is "person", "organisation", "group", "document" or "unknown". An anonymous source is named
    by how the article describes it ("a senior official").
    """

    name: str
    aliases: tuple[str, ...]
    kind: str
    anonymous: bool


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything found in one article; sentences and spans are ordered by where they start.

    Spans that share words share a group, and one holds the other: a quote in the paraphrase that it is part of.
    Sentences and spans are tuples; those of a text longer than any article may be sequences that make
    each item when it is asked for.
    """

    sentences: Sequence[Sentence]
    spans: Sequence[Span]
    sources: tuple[SpeakerEntity, ...]
    language: str | None
    warnings: tuple[str, ...]


@runtime_checkable
class Extractor(Protocol):
    """Reads an article; `name` and `version` say which one did, for the record."""

    name: str
    version: str

    def extract(self, text: str) -> Extraction:
        """Return what stands in `text`; never raises on any text."""
        ...
