"""Where a claim's words stand in a revision, in the form in which an event keeps it."""

from __future__ import annotations

from typing import Any


def anchor_data(text: str, start: int, end: int) -> dict[str, Any]:
    """Return the event's entry for a stretch of the text: its words, offsets, and what stands around."""
    from factcheck.text.selectors import make_passage  # its word tables are not needed for reading lists

    passage = make_passage(text, start, end)
    return {"text": passage.exact, "start": start, "end": end, "prefix": passage.prefix, "suffix": passage.suffix}


def locate(text: str, words: str) -> tuple[int, int] | None:
    """Return where words stand in a text, word for word; see `factcheck.text.selectors.locate`."""
    from factcheck.text import selectors

    return selectors.locate(text, words)
