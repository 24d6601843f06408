"""The built-in extractor: sentences, quotes, attribution, names and ranking, in that order."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TypeVar

from factcheck.extraction.attribution import Attribution, attribute
from factcheck.extraction.interface import Extraction, Sentence, Span, SpeakerEntity
from factcheck.extraction.marks import stretches
from factcheck.extraction.resolve import Resolved, Resolver, sources_of
from factcheck.extraction.tokens import MOST_TOKENS, tokenise
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
MOST_SPANS = 420_000  # more than 40 MB of prose have; then no more is read, so that memory stays bounded
MOST_SHARED = 20_000  # words and figures that are kept once for all spans

Shared = TypeVar("Shared", str, float)


class BuiltinExtractor:
    """Reads English news; in other languages it pairs the quotation marks and says so."""

    name = "builtin"
    version = "3"

    def extract(self, text: str) -> Extraction:
        """Return what stands in `text`; any text at all is accepted."""
        given, text = text, unwrapped(text)
        language = detect_language(text, LANGUAGE_SAMPLE)
        pieces = _pieces(text)
        found = _Findings()
        english = language in (None, "en")
        read_to = _read(text[slice(*pieces[0])], 0, found, MOST_TOKENS if english else 0, english)
        left_at = None
        for start, end in pieces[1:]:
            if len(found.spans) > MOST_SPANS:
                left_at = start
                break
            _read(text[start:end], start, found, 0, english)
        part_read = english and (read_to is not None or len(pieces) > 1)
        warnings = _warnings(language, (read_to or pieces[0][1]) if part_read else None, left_at)
        spans = found.spans if text is given else [_as_given(span, given) for span in found.spans]
        return Extraction(tuple(found.sentences), tuple(spans), tuple(found.sources.values()), language, warnings)


@dataclass(slots=True)
class _Findings:
    """What the pieces read so far hold."""

    sentences: list[Sentence] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    sources: dict[tuple[str, str, bool], SpeakerEntity] = field(default_factory=dict)
    groups: int = 0
    shared: dict[str | float, str | float] = field(default_factory=dict)

    def once(self, value: Shared) -> Shared:
        """The same object for equal values, as long as there are not many: half a million quotes say little new."""
        if len(self.shared) < MOST_SHARED:
            return self.shared.setdefault(value, value)  # type: ignore[return-value]
        return self.shared.get(value, value)  # type: ignore[return-value]


def _pieces(text: str) -> list[tuple[int, int]]:
    """An article is one piece; a longer text is cut after a paragraph, where it has any."""
    out, start, size = [], 0, WHOLE
    while len(text) - start > size:
        end = text.rfind("\n", start + size // 2, start + size) + 1 or start + size
        out.append((start, end))
        start, size = end, PIECE
    return [*out, (start, len(text))]


def _read(text: str, base: int, found: _Findings, most_tokens: int, english: bool) -> int | None:
    """Add what stands in one piece; return how far it was read for paraphrases, if not to its end.

    Without tokens it is read for quotes only.
    """
    parts = _roles(text, sentences(text), headline=base == 0)
    quotes = stretches(text)
    furniture = [(part.start, part.end) for part in parts if part.role == "furniture"]
    tokens = tokenise(text, quotes, most_tokens)
    items = attribute(text, tokens, quotes, furniture, english)
    resolver = Resolver(text, tokens)
    resolved = [resolver.resolve(item) for item in items]
    unify(resolved)
    spans = _spans(text, items, resolved, resolver, found)
    spans += _statements(text, parts, spans, len(items), found)
    spans.sort(key=lambda span: (span.start, span.end))
    for source in sources_of(resolved):
        found.sources.setdefault((source.name, source.kind, source.anonymous), source)
    if base:
        parts = [Sentence(part.start + base, part.end + base, part.role) for part in parts]
        spans = [_shifted(span, base, found.groups) for span in spans]
    found.sentences += parts
    found.spans += spans
    found.groups += len(items) + len(spans)
    return tokens.ends[-1] if most_tokens and len(tokens.words) >= most_tokens else None


def _shifted(span: Span, by: int, groups: int) -> Span:
    names = ("speaker_start", "speaker_end", "cue_start", "cue_end", "via_start", "via_end")
    moved = {name: value + by for name in names if (value := getattr(span, name)) is not None}
    return replace(span, start=span.start + by, end=span.end + by, group=span.group + groups, **moved)


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
        out.append(f"nothing after character {left_at:,} was read: more than {MOST_SPANS:,} quotes and statements")
    return tuple(out)


def _roles(text: str, spans: list[tuple[int, int]], headline: bool) -> list[Sentence]:
    out = []
    for number, (start, end) in enumerate(spans):
        line = text[start:end]
        first = headline and number == 0 and len(line) < 200 and line[-1:] not in '.!?"”'
        out.append(Sentence(start, end, "furniture" if is_furniture(line) else "headline" if first else "body"))
    return out


def _spans(
    text: str, items: list[Attribution], resolved: list[Resolved], resolver: Resolver, found: _Findings
) -> list[Span]:
    out, once = [], found.once
    worth = iter(worth_of([text[slice(*part)] for item in items for part in (*item.quotes, *item.paraphrases)]))
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
                    text=once(text[start:end]),
                    speaker=once(whose.name) if whose.name else whose.name,
                    speaker_start=who[0] if who else None,
                    speaker_end=who[1] if who else None,
                    cue=once(text[slice(*cue)]) if cue else None,
                    cue_start=cue[0] if cue else None,
                    cue_end=cue[1] if cue else None,
                    group=group,
                    confidence=once(round(item.confidence, 3)),
                    via=via[0] if via else None,
                    via_start=via[1] if via else None,
                    via_end=via[2] if via else None,
                    anonymous=whose.anonymous,
                    check_worthiness=once(round(next(worth), 3)),
                    entity=once(whose.entity) if whose.entity else whose.entity,
                )
            )
    return out


def _statements(text: str, parts: list[Sentence], spans: list[Span], group: int, found: _Findings) -> list[Span]:
    """A span for each sentence of the article in which nobody else's words stand."""
    taken = sorted((span.start, span.end) for span in spans)
    own, number = [], 0
    for part in parts:
        while number < len(taken) and taken[number][1] <= part.start:
            number += 1
        if part.role != "furniture" and not (number < len(taken) and taken[number][0] < part.end):
            own.append(part)
    worth = worth_of([text[part.start : part.end] for part in own])
    return [
        Span(
            kind="statement",
            start=part.start,
            end=part.end,
            text=found.once(text[part.start : part.end]),
            speaker=None,
            speaker_start=None,
            speaker_end=None,
            cue=None,
            cue_start=None,
            cue_end=None,
            group=group + number,
            confidence=found.once(round(value, 3)),
            check_worthiness=found.once(round(value, 3)),
        )
        for number, (part, value) in enumerate(zip(own, worth, strict=True))
    ]
