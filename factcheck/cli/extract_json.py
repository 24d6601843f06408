"""What `extract` gives programs: one JSON object for each file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from factcheck.cli.rows import to_json

if TYPE_CHECKING:
    from factcheck.cli.extract_given import Given
    from factcheck.extraction import Extraction

FIELDS = (
    *("kind", "start", "end", "text", "speaker", "speaker_start", "speaker_end"),
    *("cue", "cue_start", "cue_end", "group"),
)
"""The first keys of every span, in this order; what else the extractor tells comes after."""

AT_ONCE = 500
"""Spans turned into JSON at a time: a long text's would fill the memory."""


def pieces(file: str, given: Given, found: Extraction) -> Iterator[str]:
    """Yield one file's JSON object, piece by piece."""
    yield f'{{"id": {to_json(_stem(file))}, "spans": ['
    yield from _listed(span for span in found.spans if span.kind != "statement")
    # Apart, because they are nobody's words: whoever counts attributions counts the spans.
    yield '], "statements": ['
    yield from _listed(span for span in found.spans if span.kind == "statement")
    yield "]"
    warnings = [*given.warnings, *found.warnings]
    if warnings:
        yield f', "warnings": {to_json(warnings)}'
    if given.converted:
        yield f', "text": {to_json(given.text)}'
    yield "}"


def _listed(spans: Iterator[Any]) -> Iterator[str]:
    before = ""
    while part := [_span(span) for span in islice(spans, AT_ONCE)]:
        yield before + to_json(part)[1:-1]
        before = ", "


def _stem(file: str) -> str:
    return "-" if file == "-" else Path(file).stem


def _span(span: Any) -> dict[str, Any]:
    kind: Any = type(span)
    return {name: getattr(span, name) for name in _names(kind)}


@lru_cache(maxsize=8)
def _names(kind: type) -> tuple[str, ...]:
    """The keys of a span, those that are fixed first."""
    return (*FIELDS, *(field.name for field in fields(kind) if field.name not in FIELDS))
