"""The built-in extractor: sentences, quotes, attribution, names and ranking, in that order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from factcheck.extraction.attributed import Attribution
from factcheck.extraction.attribution import attribute
from factcheck.extraction.blocks import with_blocks
from factcheck.extraction.chains import chained
from factcheck.extraction.interface import Extraction, Sentence, Span, SpeakerEntity
from factcheck.extraction.marks import stretches
from factcheck.extraction.packed import PackedSentences, PackedSpans
from factcheck.extraction.readable import Offsets, readable
from factcheck.extraction.resolve import Resolver
from factcheck.extraction.resolved import Resolved
from factcheck.extraction.sources import sources_of
from factcheck.extraction.tokens import MOST_TOKENS, tokenise
from factcheck.extraction.transcripts import with_turns
from factcheck.extraction.trimming import trimmed
from factcheck.extraction.variants import unify
from factcheck.extraction.via import passed_on
from factcheck.extraction.worthiness import worth_of
from factcheck.text.furniture import is_furniture
from factcheck.text.language import NAMES, detect_language
from factcheck.text.sentences import sentences
from factcheck.text.wrapping import unwrapped

LANGUAGE_SAMPLE = 10_000  # characters
# Characters read as a whole: more than any article has. What lies beyond is read for quotes only, so many at a time.
WHOLE, PIECE = 2_000_000, 250_000
MOST_SPANS = 420_000  # and sources; more than 40 MB of prose have. Then no more is read: memory stays bounded


class BuiltinExtractor:
    """Reads English news; in other languages it pairs the quotation marks and says so."""

    name = "builtin"
    version = "3"

    def extract(self, text: str) -> Extraction:
        """Return what stands in `text`; any text at all is accepted."""
        given, text = text, unwrapped(text)
        language = detect_language(text, LANGUAGE_SAMPLE)
        english = language in (None, "en")
        pieces = _pieces(text)
        first = _read(text[slice(*pieces[0])], MOST_TOKENS if english else 0, english)
        if len(pieces) == 1:
            warnings = _warnings(language, first.read_to, None)
            spans = first.spans if text is given else [_as_given(span, given) for span in first.spans]
            return Extraction(tuple(first.sentences), tuple(spans), first.sources, language, warnings)
        found = _Findings(PackedSentences(), PackedSpans(given))
        read_to = (first.read_to or pieces[0][1]) if english else None
        found.add(first, 0)
        del first
        left_at = None
        for start, end in pieces[1:]:
            if len(found.spans) + len(found.sources) > MOST_SPANS:
                left_at = start
                break
            found.add(_read(text[start:end], 0, english, later=True), start)
        warnings = _warnings(language, read_to, left_at)
        return Extraction(found.sentences, found.spans, tuple(found.sources.values()), language, warnings)


@dataclass(slots=True)
class _Piece:
    """What one piece of a text holds, offsets from its own beginning; `read_to` if not all of it was tagged."""

    sentences: list[Sentence]
    spans: list[Span]
    sources: tuple[SpeakerEntity, ...]
    groups: int
    read_to: int | None


@dataclass(slots=True)
class _Findings:
    """What the pieces of a long text read so far hold."""

    sentences: PackedSentences
    spans: PackedSpans
    sources: dict[tuple[str, str, bool], SpeakerEntity] = field(default_factory=dict)
    groups: int = 0

    def add(self, piece: _Piece, base: int) -> None:
        """Add a piece that begins at `base`."""
        self.sentences.add(piece.sentences, base)
        self.spans.add(piece.spans, base, self.groups)
        for source in piece.sources:
            self.sources.setdefault((source.name, source.kind, source.anonymous), source)
        self.groups += piece.groups


def _pieces(text: str) -> list[tuple[int, int]]:
    """An article is one piece; a longer text is cut after a paragraph, where it has any."""
    out, start, size = [], 0, WHOLE
    while len(text) - start > size:
        end = text.rfind("\n", start + size // 2, start + size) + 1 or start + size
        out.append((start, end))
        start, size = end, PIECE
    return [*out, (start, len(text))]


def _read(text: str, most_tokens: int, english: bool, later: bool = False) -> _Piece:
    """Read one piece, the first or a later one; without tokens it is read for quotes only."""
    plain, offsets = readable(text)
    piece = _read_plain(plain, most_tokens, english, later)
    return piece if offsets is None else _moved(piece, text, offsets)


def _moved(piece: _Piece, text: str, offsets: Offsets) -> _Piece:
    """The findings in the plain form of `text` as findings in `text`."""
    parts = [Sentence(offsets.start(part.start), offsets.end(part.end), part.role) for part in piece.sentences]
    spans = [_moved_span(span, text, offsets) for span in piece.spans]
    read_to = None if piece.read_to is None else offsets.end(piece.read_to)
    return replace(piece, sentences=parts, spans=spans, read_to=read_to)


def _moved_span(span: Span, text: str, offsets: Offsets) -> Span:
    start, end = offsets.start(span.start), offsets.end(span.end)
    who, cue, via = (
        (None, None) if first is None or last is None else (offsets.start(first), offsets.end(last))
        for first, last in (
            (span.speaker_start, span.speaker_end),
            (span.cue_start, span.cue_end),
            (span.via_start, span.via_end),
        )
    )
    return replace(
        span,
        start=start,
        end=end,
        text=text[start:end],
        speaker_start=who[0],
        speaker_end=who[1],
        cue=None if cue[0] is None else text[cue[0] : cue[1]],
        cue_start=cue[0],
        cue_end=cue[1],
        via_start=via[0],
        via_end=via[1],
    )


def _read_plain(text: str, most_tokens: int, english: bool, later: bool) -> _Piece:
    """Read a piece in its plain form."""
    parts = _roles(text, sentences(text), headline=not later)
    quotes = stretches(text)
    furniture = [(part.start, part.end) for part in parts if part.role == "furniture"]
    tokens = tokenise(text, quotes, most_tokens)
    items = attribute(text, tokens, quotes, furniture, english)
    if english:
        items = trimmed(text, with_blocks(text, with_turns(text, tokens, items, furniture)))
        items = chained(text, items, parts)
    resolver = Resolver(text, tokens)
    resolved = [resolver.resolve(item) for item in items]
    unify(resolved)
    own = _own(parts, items)
    worth = iter(_worth(text, items, own))
    spans = _spans(text, items, resolved, resolver, worth)
    spans += _statements(text, own, len(items), worth)
    spans.sort(key=lambda span: (span.start, span.end))
    read_to = tokens.ends[-1] if most_tokens and len(tokens.words) >= most_tokens else None
    return _Piece(parts, spans, sources_of(resolved), len(items) + len(own), read_to)


def _as_given(span: Span, text: str) -> Span:
    """The span with its words as they stand in `text`, line breaks and all."""
    cue = text[span.cue_start : span.cue_end] if span.cue is not None else None
    return replace(span, text=text[span.start : span.end], cue=cue)


def _warnings(language: str | None, read_to: int | None, left_at: int | None) -> tuple[str, ...]:
    out = []
    if language not in (None, "en"):
        name = NAMES.get(language or "", language)
        out.append(f"the article seems to be in {name}: quotes are found, but who said them only in English")
    if read_to is not None:
        out.append(f"only the first {read_to:,} characters were read for paraphrases; quotes throughout")
    if left_at is not None:
        out.append(
            f"nothing after character {left_at:,} was read: more than {MOST_SPANS:,} quotes, sources and statements"
        )
    return tuple(out)


def _roles(text: str, spans: list[tuple[int, int]], headline: bool) -> list[Sentence]:
    out = []
    for number, (start, end) in enumerate(spans):
        line = text[start:end]
        first = headline and number == 0 and len(line) < 200 and line[-1:] not in '.!?"”'
        out.append(Sentence(start, end, "furniture" if is_furniture(line) else "headline" if first else "body"))
    return out


def _own(parts: list[Sentence], items: list[Attribution]) -> list[Sentence]:
    """The sentences of the article in which nobody else's words stand."""
    taken = sorted(part for item in items for part in item.parts)
    own, number = [], 0
    for part in parts:
        while number < len(taken) and taken[number][1] <= part.start:
            number += 1
        if part.role != "furniture" and not (number < len(taken) and taken[number][0] < part.end):
            own.append(part)
    return own


def _worth(text: str, items: list[Attribution], own: list[Sentence]) -> list[float]:
    """How check-worthy each content of `items` and each sentence of `own` is, read together."""
    contents = [part for item in items for part in item.parts]
    contents += [(part.start, part.end) for part in own]
    return [round(value, 3) for value in worth_of([text[start:end] for start, end in contents])]


def _spans(
    text: str, items: list[Attribution], resolved: list[Resolved], resolver: Resolver, worth: Iterator[float]
) -> list[Span]:
    out = []
    for group, (item, whose) in enumerate(zip(items, resolved, strict=True)):
        who, cue = item.source, item.cue
        via = passed_on(text, item, resolver)
        contents = [(part, "quote") for part in item.quotes] + [(part, "paraphrase") for part in item.paraphrases]
        for (start, end), kind in contents:
            out.append(
                Span(
                    kind=kind,
                    start=start,
                    end=end,
                    text=text[start:end],
                    speaker=whose.name,
                    speaker_start=who[0] if who else None,
                    speaker_end=who[1] if who else None,
                    cue=text[slice(*cue)] if cue else None,
                    cue_start=cue[0] if cue else None,
                    cue_end=cue[1] if cue else None,
                    group=group,
                    confidence=round(item.confidence, 3),
                    via=via[0] if via else None,
                    via_start=via[1] if via else None,
                    via_end=via[2] if via else None,
                    anonymous=whose.anonymous,
                    check_worthiness=next(worth),
                    entity=whose.entity,
                )
            )
    return out


def _statements(text: str, own: list[Sentence], group: int, worth: Iterator[float]) -> list[Span]:
    """A span for each sentence of the article's own."""
    return [
        Span(
            kind="statement",
            start=part.start,
            end=part.end,
            text=text[part.start : part.end],
            speaker=None,
            speaker_start=None,
            speaker_end=None,
            cue=None,
            cue_start=None,
            cue_end=None,
            group=group + number,
            confidence=value,
            check_worthiness=value,
        )
        for number, (part, value) in enumerate(zip(own, worth, strict=True))
    ]
