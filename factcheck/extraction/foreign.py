"""An extractor of another package, held to the interface: what it gives back wrong is told, and goes no further.

Offsets that do not fit would land in claims and in the log, where nobody could put them right any more.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from math import isfinite
from typing import Any

from factcheck.errors import FactcheckError
from factcheck.extraction.interface import Extraction, Extractor, Sentence, Span, SpeakerEntity

KINDS = {
    Span: ("quote", "paraphrase", "statement"),
    Sentence: ("headline", "body", "furniture"),
    SpeakerEntity: ("person", "organisation", "group", "document", "unknown"),
}
HINT = "that is for whoever wrote it to mend; leave --extractor out to use the built-in one"
TRACED_HINT = f"FACTCHECK_DEBUG=1 shows where; {HINT}"
_LONGEST = 200  # characters of somebody else's message


class Faulty(Exception):
    """What an extractor gave back is not what the interface asks for."""


class Foreign:
    """An extractor of another package, whose faults are told as such."""

    def __init__(self, offered: str, extractor: Extractor) -> None:
        self.name = str(extractor.name)
        self.version = str(extractor.version)
        self._shown = repr(offered)
        self._extractor = extractor

    def extract(self, text: str) -> Extraction:
        """Return what it finds in `text`.

        Raises:
            FactcheckError: it fails, or gives back what is no extraction of this text.
        """
        try:
            return checked(self._extractor.extract(text), text)
        except FactcheckError:
            raise
        except Faulty as fault:
            raise FactcheckError(f"the extractor {self._shown} is faulty: {fault}", hint=HINT) from None
        except (Exception, SystemExit) as error:
            raise failed(self._shown, error) from error


def failed(shown: str, error: BaseException) -> FactcheckError:
    """What is told of an extractor, called `shown`, that raised something."""
    said = " ".join(str(error).split())[:_LONGEST]
    what = type(error).__name__ + (f": {said}" if said else "")
    return FactcheckError(f"the extractor {shown} failed: {what}", hint=TRACED_HINT)


def checked(found: object, text: str) -> Extraction:
    """Return an extraction that is one.

    Raises:
        Faulty: it is none of this text; the message names the first thing that does not fit.
    """
    if not isinstance(found, Extraction):
        raise Faulty(f"what extract() gives back is {_kind(found)}, expected an Extraction")
    whole = replace(
        found,
        sentences=_all(found.sentences, Sentence, "sentences"),
        spans=_all(found.spans, Span, "spans"),
        sources=_all(found.sources, SpeakerEntity, "sources"),
        warnings=_all(found.warnings, str, "warnings"),
    )
    _expect(whole.language, (str, type(None)), "language")
    for number, sentence in enumerate(whole.sentences):
        _place(sentence.start, sentence.end, text, f"sentences[{number}]")
        _one_of(sentence.role, KINDS[Sentence], f"sentences[{number}].role")
    for number, span in enumerate(whole.spans):
        _span(span, text, f"spans[{number}]")
    for number, source in enumerate(whole.sources):
        _source(source, f"sources[{number}]")
    _in_order(whole.sentences, "sentences")
    _in_order(whole.spans, "spans")
    return whole


def _all(items: object, kind: type[Any], name: str) -> tuple[Any, ...]:
    if not isinstance(items, Iterable) or isinstance(items, (str, bytes)):
        raise Faulty(f"{name} is {_kind(items)}, expected a tuple")
    out = tuple(items)
    for number, item in enumerate(out):
        _expect(item, (kind,), f"{name}[{number}]")
    return out


def _span(span: Span, text: str, where: str) -> None:
    _one_of(span.kind, KINDS[Span], f"{where}.kind")
    _place(span.start, span.end, text, where)
    if span.text != text[span.start : span.end]:
        raise Faulty(f"{where}: text is not what stands at {span.start} to {span.end}")
    for name in ("speaker", "cue", "via", "entity"):
        _expect(getattr(span, name), (str, type(None)), f"{where}.{name}")
    for name in ("speaker", "cue", "via"):
        start, end = getattr(span, f"{name}_start"), getattr(span, f"{name}_end")
        if start is not None or end is not None:
            _place(start, end, text, f"{where}.{name}")
    for name in ("confidence", "check_worthiness"):
        _share(getattr(span, name), f"{where}.{name}")
    _expect(span.group, (int,), f"{where}.group")
    _expect(span.anonymous, (bool,), f"{where}.anonymous")


def _source(source: SpeakerEntity, where: str) -> None:
    _expect(source.name, (str,), f"{where}.name")
    if not source.name.strip():
        raise Faulty(f"{where} has no name")
    _all(source.aliases, str, f"{where}.aliases")
    _one_of(source.kind, KINDS[SpeakerEntity], f"{where}.kind")
    _expect(source.anonymous, (bool,), f"{where}.anonymous")


def _place(start: object, end: object, text: str, where: str) -> None:
    for value in (start, end):
        _expect(value, (int,), f"{where}, offset")
    assert isinstance(start, int)
    assert isinstance(end, int)
    if not 0 <= start < end <= len(text):
        raise Faulty(f"{where} is at {start} to {end} of a text of {len(text)} characters")


def _share(value: object, where: str) -> None:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise Faulty(f"{where} is {_kind(value)}, expected a number")
    if not (isfinite(value) and 0 <= value <= 1):
        raise Faulty(f"{where} is {value}, expected 0 to 1")


def _one_of(value: object, words: tuple[str, ...], where: str) -> None:
    if value not in words:
        raise Faulty(f"{where} is {value!r}, expected {', '.join(words[:-1])} or {words[-1]}"[:_LONGEST])


def _expect(value: object, kinds: tuple[type[Any], ...], where: str) -> None:
    if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
        wanted = " or ".join("None" if kind is type(None) else kind.__name__ for kind in kinds)
        raise Faulty(f"{where} is {_kind(value)}, expected {wanted}")


def _kind(value: object) -> str:
    return "None" if value is None else f"of type {type(value).__name__}"


def _in_order(items: Iterable[Any], name: str) -> None:
    """Each starts after the one before; spans that share words share a group, and one of them holds the other."""
    around: list[tuple[int, Any]] = []
    last = 0
    for number, item in enumerate(items):
        if item.start < last:
            raise Faulty(f"{name}[{number}] starts before {name}[{number - 1}], expected them ordered by start")
        last = item.start
        while around and around[-1][1].end <= item.start:
            around.pop()
        if around:
            other, outer = around[-1]
            inside = item.end <= outer.end or item.start == outer.start
            if not (inside and isinstance(item, Span) and item.group == outer.group):
                raise Faulty(f"{name}[{other}] and {name}[{number}] overlap at {item.start}")
        around.append((number, item))
