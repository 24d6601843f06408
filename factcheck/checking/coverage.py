"""Nothing slips: which sentences of an article are accounted for, and which are still open."""

from __future__ import annotations

from collections.abc import Sequence

from factcheck.model import Sentence, SentenceRole


def open_sentences(sentences: Sequence[Sentence], places: Sequence[tuple[int, int]]) -> list[Sentence]:
    """Return the sentences that carry no claim, were not skipped, and are not page furniture.

    `places` are the (start, end) of the live claims, by start. One pass over both.
    """
    still_open = []
    ends_so_far, next_place = 0, 0
    ordered = sorted(places)
    for sentence in sentences:
        while next_place < len(ordered) and ordered[next_place][0] < sentence.end:
            ends_so_far = max(ends_so_far, ordered[next_place][1])
            next_place += 1
        carried = ends_so_far > sentence.start
        skipped = sentence.skip_reason is not None or sentence.role == SentenceRole.FURNITURE
        if not (carried or skipped):
            still_open.append(sentence)
    return still_open
