"""Text in; quotes, attributed claims, speakers and checkable statements out.

The built-in extractor needs no network and no configuration. Others can be installed: a package that
declares the entry point group `factcheck.extractors` offers them by name.
"""

from __future__ import annotations

from factcheck.extraction.interface import Extraction, Extractor, Sentence, Span, SpeakerEntity
from factcheck.extraction.registry import BUILTIN, available_extractors, extract, get_extractor

__all__ = [
    "BUILTIN",
    "Extraction",
    "Extractor",
    "Sentence",
    "Span",
    "SpeakerEntity",
    "available_extractors",
    "extract",
    "get_extractor",
]
