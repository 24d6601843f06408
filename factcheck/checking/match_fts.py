"""Finding, in a full-text index, the captures that may hold a quote.

The store keeps an FTS5 index of the captures' texts. `fts_queries` gives the MATCH expressions to put
to it, the strictest first: stop as soon as one yields captures enough, and compare with those.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from factcheck.checking.match_printed import read_printed
from factcheck.checking.match_words import STOP_WORDS

_TERM = re.compile(r"[^\W_]+")
_PHRASE = 5
"""Words of a phrase query: long enough to be rare, short enough to lie between two alterations."""


def fts_queries(quote: str, most: int = 8) -> tuple[str, ...]:
    """Return FTS5 queries for captures that may hold the quote, strict ones first.

    First phrases of neighbouring words (any of them will do), so that one altered word does not hide
    the capture; then all telling words together; then any of them, the longest first. An index made
    with `unicode61 remove_diacritics 2` is expected.
    """
    printed = read_printed(quote)
    plain = [printed.forms[k] for k in printed.plain()]
    terms = [term for form in plain for term in _TERM.findall(form)]
    telling = list(dict.fromkeys(t for t in terms if t not in STOP_WORDS and len(t) > 2))
    chosen = sorted(telling, key=len, reverse=True)[:most]
    queries = []
    phrases = _phrases(printed.forms, sorted({0, len(printed.forms), *printed.cuts}))
    if phrases:
        queries.append(" OR ".join(f'"{phrase}"' for phrase in phrases[:most]))
    if len(chosen) >= 3:
        queries.append(" AND ".join(f'"{term}"' for term in chosen[:5]))
    if chosen or terms:
        queries.append(" OR ".join(f'"{term}"' for term in chosen or list(dict.fromkeys(terms))[:most]))
    return tuple(dict.fromkeys(queries))


def _phrases(forms: Sequence[str], edges: list[int]) -> list[str]:
    """Return runs of neighbouring words from every part of the quote, those with most telling words first."""
    found: list[tuple[int, int, str]] = []
    for first, last in pairwise(edges):
        size = min(_PHRASE, last - first)
        if size < 2:
            continue
        starts = [*range(first, last - size + 1, size), last - size]
        for at in dict.fromkeys(starts):
            part = forms[at : at + size]
            rare = sum(1 for form in part if form not in STOP_WORDS)
            found.append((-rare, at, " ".join(t for form in part for t in _TERM.findall(form))))
    return [phrase for _, _, phrase in sorted(found)]
