"""Records built by hand, for tests of what works on plain values."""

from __future__ import annotations

from typing import Any

from factcheck.model import Evidence


def evidence(number: int, claim: int, words: str, **changes: Any) -> Evidence:
    """Return a passage that stands in a capture and supports a claim."""
    start = changes.pop("start", 0)
    given: dict[str, Any] = {
        "uid": f"e{number:015x}.0",
        "capture_id": 1,
        "stance": "supports",
        "directness": "secondary",
        "prefix": "",
        "suffix": "",
        "page": None,
        "note": None,
        "state": "standing",
        "added_at": "2026-03-04T09:30:00.000000Z",
        "added_by": "Ines Holt",
    }
    return Evidence(id=number, claim_id=claim, exact=words, start=start, end=start + len(words), **given | changes)
