"""Fact-checking and source tracking: every claim, its source, its evidence and its verdict in one file.

Names are loaded when they are first used, so that `import factcheck` costs next to nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

_HOME = {
    "Desk": "factcheck.desk",
    "FactcheckError": "factcheck.errors",
    "QuoteMatch": "factcheck.checking.match",
    "Extraction": "factcheck.extraction.interface",
    "extract": "factcheck.extraction",
    "find_quote": "factcheck.checking.match",
    "match_quote": "factcheck.checking.match",
}

__all__ = ["Desk", "Extraction", "FactcheckError", "QuoteMatch", "extract", "find_quote", "match_quote"]

if TYPE_CHECKING:
    from factcheck.checking.match import QuoteMatch, find_quote, match_quote
    from factcheck.desk import Desk
    from factcheck.errors import FactcheckError
    from factcheck.extraction import extract
    from factcheck.extraction.interface import Extraction


def __getattr__(name: str) -> Any:
    home = _HOME.get(name)
    if home is None:
        raise AttributeError(f"module 'factcheck' has no attribute {name!r}")
    return getattr(importlib.import_module(home), name)


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
