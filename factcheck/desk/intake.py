"""From an article's text to what is recorded of it: sentences, claims with anchors, and sources.

Runs the extractor and turns what it found into the data of an event. A name that the file knows
already (a person's full name, a body's name) becomes the same source; anonymous voices and surnames alone
only where the same article has them: in a new draft, what a person has named or merged stays so.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from factcheck.desk.anchors import anchor_data
from factcheck.extraction import get_extractor
from factcheck.extraction.interface import Extraction, Span, SpeakerEntity
from factcheck.model import ClaimKind, Origin, SentenceRole, Source
from factcheck.store.records import sources

MOST_BETWEEN = 120
"""Characters that a cue may put between two parts of one paraphrase."""


@dataclass(slots=True)
class Intake:
    """What was read out of a text, as the data of an event."""

    text: str
    language: str | None
    warnings: tuple[str, ...]
    extractor: str
    sentences: list[dict[str, Any]]
    claims: list[dict[str, Any]] = field(default_factory=list)
    sources: list[dict[str, Any]] = field(default_factory=list)
    known_as: list[dict[str, Any]] = field(default_factory=list)

    @property
    def headline(self) -> str | None:
        """The first sentence, where it is a headline."""
        first = self.sentences[0] if self.sentences else None
        if first is None or first["role"] != SentenceRole.HEADLINE:
            return None
        return " ".join(self.text[first["start"] : first["end"]].split())

    def event_data(self) -> dict[str, Any]:
        """Return the part of an event that records it."""
        return {
            "sentences": self.sentences,
            "claims": self.claims,
            "sources": self.sources,
            "known_as": self.known_as,
            "extractor": self.extractor,
        }


@dataclass(frozen=True, slots=True)
class Extracted:
    """What an extractor found in a text, and which one it was."""

    found: Extraction
    by: str


def extracted(text: str, extractor: str | None, marks: Iterable[tuple[int, int]] = ()) -> Extracted:
    """Run the extractor on a text; that takes its time, and needs nothing of the file.

    `marks` are stretches of the text that are no words of it (the marks of Markdown): they are passed over.
    """
    engine = get_extractor(extractor)
    return Extracted(engine.extract(_without(text, marks)), f"{engine.name} {engine.version}")


def read_out(
    conn: sqlite3.Connection, text: str, result: Extracted, *, extract: bool, article: int | None = None
) -> Intake:
    """Match the speakers found in a text with the sources already in the file; without `extract`, only sentences.

    `article` is the one of which this is a draft, if it is there already.
    """
    found = result.found
    intake = Intake(
        text=text,
        language=found.language,
        warnings=found.warnings,
        extractor=result.by if extract else "none",
        sentences=[_sentence(item.start, item.end, item.role) for item in found.sentences],
    )
    if extract:
        speakers = _Speakers(conn, text, found, intake, sources.ever_of(conn, article) if article else ())
        intake.claims = [claim_data(text, span, speakers.of(span)) for span in _joined(text, found.spans)]
    return intake


def _joined(text: str, spans: Sequence[Span]) -> list[Span]:
    """Join the parts of a paraphrase that its cue interrupts ("The council, he said, was proud"): one claim."""
    out: list[Span] = []
    for span in spans:
        last = out[-1] if out else None
        if (
            last is not None
            and last.kind == span.kind == ClaimKind.PARAPHRASE
            and last.group == span.group
            and last.cue_start is not None
            and last.end <= last.cue_start < span.start
            and span.start - last.end <= MOST_BETWEEN
            and "\n" not in text[last.end : span.start]
        ):
            out[-1] = replace(
                last,
                end=span.end,
                text=text[last.start : span.end],
                check_worthiness=max(last.check_worthiness, span.check_worthiness),
            )
        else:
            out.append(span)
    return out


def _without(text: str, marks: Iterable[tuple[int, int]]) -> str:
    """The text with blanks in the place of marks, so that every offset holds; one that opens a line parts it
    from the line before."""
    parts, done = [], 0
    for start, end in marks:
        blank = "".join(char if char in "\r\n" else " " for char in text[start:end])
        opens = start == 0 or text[start - 1] in "\r\n"
        parts += [text[done:start], "\n" + blank[1:] if opens else blank]
        done = end
    return "".join([*parts, text[done:]]) if parts else text


def _sentence(start: int, end: int, role: str) -> dict[str, Any]:
    entry: dict[str, Any] = {"start": start, "end": end, "role": role}
    if role == SentenceRole.FURNITURE:
        entry["reason"] = "not part of the article"
    return entry


def claim_data(text: str, span: Span, by: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the event's entry for one extracted claim."""
    return {
        "kind": span.kind,
        **anchor_data(text, span.start, span.end),
        "origin": Origin.EXTRACTED.value,
        "confidence": per_mille(span.confidence),
        "worth": per_mille(span.check_worthiness),
        "by": by,
    }


def per_mille(share: float) -> int:
    """Return a share between 0 and 1 as whole thousandths (events hold no floats)."""
    return round(min(max(share, 0.0), 1.0) * 1000)


class _Speakers:
    """Turns a span's speaker into a reference to a source: one already in the file, or a new one."""

    def __init__(
        self, conn: sqlite3.Connection, text: str, found: Extraction, intake: Intake, of_article: Sequence[Source]
    ) -> None:
        self._conn = conn
        self._of_article: dict[str, list[Source]] = {}
        for source in of_article:
            for name in {known.casefold() for known in (source.name, *source.aliases)}:
                self._of_article.setdefault(name, []).append(source)
        self._text = text
        self._intake = intake
        self._entities = {entity.name.casefold(): entity for entity in found.sources}
        self._known: dict[tuple[str, bool], int | str] = {}

    def of(self, span: Span) -> list[dict[str, Any]]:
        """Return the attributions of a span, the speaker first."""
        entries = []
        mention = _words(self._text, span.speaker_start, span.speaker_end)
        name = span.speaker or span.entity  # a bare "he" that nobody can resolve is no source
        if name:
            entries.append(
                {
                    "source": self._source(name, unnamed=span.speaker is None or span.anonymous),
                    "role": "speaker",
                    "cue": span.cue,
                    "cue_start": span.cue_start,
                    "cue_end": span.cue_end,
                    "mention": mention,
                    "mention_start": span.speaker_start,
                    "mention_end": span.speaker_end,
                    "group": span.group,
                }
            )
        if span.via:
            entries.append(
                {
                    "source": self._source(span.via, unnamed=False),
                    "role": "via",
                    "mention": _words(self._text, span.via_start, span.via_end),
                    "mention_start": span.via_start,
                    "mention_end": span.via_end,
                    "group": span.group,
                }
            )
        return entries

    def _source(self, name: str, *, unnamed: bool) -> int | str:
        key = (name.casefold(), unnamed)
        if key not in self._known:
            entity = self._entities.get(name.casefold()) or SpeakerEntity(name, (), "unknown", anonymous=unnamed)
            self._known[key] = self._match(entity, unnamed=unnamed or entity.anonymous)
        return self._known[key]

    def _match(self, entity: SpeakerEntity, *, unnamed: bool) -> int | str:
        aliases = [alias for alias in entity.aliases if alias != entity.name]
        twins = self._of_article.get(entity.name.casefold(), [])
        if len(twins) != 1 and not unnamed and _full_name(entity):
            twins = [twin for twin in sources.named(self._conn, entity.name) if not twin.anonymous]
        if len(twins) == 1:
            new = [alias for alias in aliases if alias not in (*twins[0].aliases, twins[0].name)]
            if new:
                self._intake.known_as.append({"source": twins[0].uid, "aliases": new})
            return twins[0].uid
        entry = {"name": entity.name, "kind": entity.kind, "aliases": aliases, "anonymous": unnamed}
        self._intake.sources.append(entry)
        return len(self._intake.sources) - 1


def _full_name(entity: SpeakerEntity) -> bool:
    """Whether a name says who is meant outside this article: a surname alone does not."""
    return entity.kind == "organisation" or " " in entity.name.strip()


def _words(text: str, start: int | None, end: int | None) -> str | None:
    return text[start:end] if start is not None and end is not None and end > start else None
