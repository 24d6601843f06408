"""The built-in extractor: sentences, quotes, attribution, names and ranking, in that order."""

from __future__ import annotations

from factcheck.extraction.attribution import Attribution, attribute
from factcheck.extraction.interface import Extraction, Sentence, Span
from factcheck.extraction.language import NAMES, detect_language
from factcheck.extraction.marks import stretches
from factcheck.extraction.tokens import tokenise
from factcheck.text.furniture import is_furniture
from factcheck.text.sentences import sentences


class BuiltinExtractor:
    """Reads English news; in other languages it pairs the quotation marks and says so."""

    name = "builtin"
    version = "1"

    def extract(self, text: str) -> Extraction:
        """Return what stands in `text`; any text at all is accepted."""
        language = detect_language(text)
        parts = _roles(text, sentences(text))
        quotes = stretches(text)
        furniture = [(part.start, part.end) for part in parts if part.role == "furniture"]
        found = attribute(text, tokenise(text, quotes), quotes, furniture)
        spans = _spans(text, found)
        spans += _statements(text, parts, spans, len(found))
        spans.sort(key=lambda span: (span.start, span.end))
        return Extraction(tuple(parts), tuple(spans), (), language, _warnings(language))


def _warnings(language: str | None) -> tuple[str, ...]:
    if language in (None, "en"):
        return ()
    name = NAMES.get(language or "", language)
    return (f"the article seems to be in {name}: quotes are found, but who said them only in English",)


def _roles(text: str, spans: list[tuple[int, int]]) -> list[Sentence]:
    out = []
    for number, (start, end) in enumerate(spans):
        line = text[start:end]
        first = number == 0 and len(line) < 200 and line[-1:] not in '.!?"”'
        out.append(Sentence(start, end, "furniture" if is_furniture(line) else "headline" if first else "body"))
    return out


def _spans(text: str, found: list[Attribution]) -> list[Span]:
    out = []
    for group, item in enumerate(found):
        who, cue = item.source, item.cue
        name = text[slice(*who)] if who else None
        contents = [(part, "quote") for part in item.quotes] + [(part, "paraphrase") for part in item.paraphrases]
        for (start, end), kind in contents:
            out.append(
                Span(
                    kind=kind,
                    start=start,
                    end=end,
                    text=text[start:end],
                    speaker=name,
                    speaker_start=who[0] if who else None,
                    speaker_end=who[1] if who else None,
                    cue=text[slice(*cue)] if cue else None,
                    cue_start=cue[0] if cue else None,
                    cue_end=cue[1] if cue else None,
                    group=group,
                    confidence=item.confidence,
                )
            )
    return out


def _statements(text: str, parts: list[Sentence], spans: list[Span], group: int) -> list[Span]:
    taken = sorted((span.start, span.end) for span in spans)
    out, number = [], 0
    for part in parts:
        while number < len(taken) and taken[number][1] <= part.start:
            number += 1
        if part.role == "furniture" or (number < len(taken) and taken[number][0] < part.end):
            continue
        words = text[part.start : part.end]
        out.append(
            Span("statement", part.start, part.end, words, None, None, None, None, None, None, group, 0.5,
                 check_worthiness=0.5)
        )  # fmt: skip
        group += 1
    return out
