"""The built-in extractor: sentences, quotes, attribution, names and ranking, in that order."""

from __future__ import annotations

from factcheck.extraction.attribution import Attribution, attribute
from factcheck.extraction.interface import Extraction, Sentence, Span
from factcheck.extraction.marks import stretches
from factcheck.extraction.resolve import Resolved, Resolver, sources_of
from factcheck.extraction.tokens import MOST_TOKENS, Tokens, tokenise
from factcheck.extraction.via import passed_on
from factcheck.extraction.worthiness import worth_of
from factcheck.text.furniture import is_furniture
from factcheck.text.language import NAMES, detect_language
from factcheck.text.sentences import sentences

LANGUAGE_SAMPLE = 10_000  # characters


class BuiltinExtractor:
    """Reads English news; in other languages it pairs the quotation marks and says so."""

    name = "builtin"
    version = "1"

    def extract(self, text: str) -> Extraction:
        """Return what stands in `text`; any text at all is accepted."""
        language = detect_language(text, LANGUAGE_SAMPLE)
        parts = _roles(text, sentences(text))
        quotes = stretches(text)
        furniture = [(part.start, part.end) for part in parts if part.role == "furniture"]
        tokens = tokenise(text, quotes)
        found = attribute(text, tokens, quotes, furniture)
        resolver = Resolver(text, tokens)
        resolved = [resolver.resolve(item) for item in found]
        spans = _spans(text, found, resolved, resolver)
        spans += _statements(text, parts, spans, len(found))
        spans.sort(key=lambda span: (span.start, span.end))
        return Extraction(tuple(parts), tuple(spans), sources_of(resolved), language, _warnings(tokens, language))


def _warnings(tokens: Tokens, language: str | None) -> tuple[str, ...]:
    out = []
    if language not in (None, "en"):
        name = NAMES.get(language or "", language)
        out.append(f"the article seems to be in {name}: quotes are found, but who said them only in English")
    if len(tokens.words) >= MOST_TOKENS:
        out.append(f"only the first {tokens.ends[-1]:,} characters were read for paraphrases; quotes throughout")
    return tuple(out)


def _roles(text: str, spans: list[tuple[int, int]]) -> list[Sentence]:
    out = []
    for number, (start, end) in enumerate(spans):
        line = text[start:end]
        first = number == 0 and len(line) < 200 and line[-1:] not in '.!?"”'
        out.append(Sentence(start, end, "furniture" if is_furniture(line) else "headline" if first else "body"))
    return out


def _spans(text: str, found: list[Attribution], resolved: list[Resolved], resolver: Resolver) -> list[Span]:
    out = []
    worth = iter(worth_of([text[slice(*part)] for item in found for part in (*item.quotes, *item.paraphrases)]))
    for group, (item, whose) in enumerate(zip(found, resolved, strict=True)):
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
                    check_worthiness=round(next(worth), 3),
                )
            )
    return out


def _statements(text: str, parts: list[Sentence], spans: list[Span], group: int) -> list[Span]:
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
            text=text[part.start : part.end],
            speaker=None,
            speaker_start=None,
            speaker_end=None,
            cue=None,
            cue_start=None,
            cue_end=None,
            group=group + number,
            confidence=round(value, 3),
            check_worthiness=round(value, 3),
        )
        for number, (part, value) in enumerate(zip(own, worth, strict=True))
    ]
