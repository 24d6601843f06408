"""Where a claim's words stand in a revision, in the form in which an event keeps it."""

from __future__ import annotations

from typing import Any


def anchor_data(text: str, start: int, end: int) -> dict[str, Any]:
    """Return the event's entry for a stretch of the text: its words, offsets, and what stands around."""
    from factcheck.text.selectors import make_passage  # its word tables are not needed for reading lists

    passage = make_passage(text, start, end)
    return {"text": passage.exact, "start": start, "end": end, "prefix": passage.prefix, "suffix": passage.suffix}


def locate(text: str, words: str, *, start: int = 0, near: int | None = None) -> tuple[int, int] | None:
    """Return where words stand in a text from `start` on; see `factcheck.text.selectors.places`.

    Of several places the one nearest to `near` is taken, else the first where they stand letter by letter.
    """
    from factcheck.text import selectors

    found = [(start + a, start + b) for a, b in selectors.places(text[start:], words)]
    if near is not None:
        return min(found, key=lambda place: abs(place[0] - near), default=None)
    exact = (place for place in found if text[slice(*place)] == words.strip())
    return next(exact, found[0] if found else None)
