"""Is a quote really there, and was it altered? `match_quote` and `find_quote`.

The printed words are found in the document, word by word, and every difference is named: marked ones
(ellipsis, bracket) make a quote `elided`; unmarked ones make it `altered`; words of which no passage
holds enough are `absent`. Offsets always point into the texts as given. See
`docs/explanation/quote-matching.md` for the rules and how they were measured.
"""

from __future__ import annotations

from collections.abc import Sequence

from factcheck.checking.match_collection import Collection, collection_of
from factcheck.checking.match_judge import judge
from factcheck.checking.match_model import Edit, EditKind, Label, QuoteMatch, Severity, Warn, Warned
from factcheck.checking.match_printed import read_printed
from factcheck.checking.match_source import document_of

__all__ = [
    "Collection",
    "Edit",
    "EditKind",
    "Label",
    "QuoteMatch",
    "Severity",
    "Warn",
    "Warned",
    "find_quote",
    "match_quote",
]


def match_quote(quote: str, text: str) -> QuoteMatch:
    """Find `quote` in `text` and say how the two differ."""
    return judge(read_printed(quote), [(0, document_of(text))])


def find_quote(quote: str, texts: Sequence[str]) -> QuoteMatch:
    """Find the document of `texts` that holds `quote` best, and say how the two differ."""
    return collection_of(texts).find(quote)
