"""How many of the references behind a claim do not carry one another's story."""

from __future__ import annotations

from collections.abc import Iterable

from factcheck.desk import captures as archive
from factcheck.desk.context import Context
from factcheck.errors import FactcheckError
from factcheck.model import Evidence, Stance
from factcheck.store.records import captures


def count(ctx: Context, pieces: Iterable[Evidence]) -> int:
    """Count the independent groups among the references whose passages support the claim."""
    from factcheck.checking.independence import groups

    texts: dict[int, str] = {}
    for item in pieces:
        if item.stance != Stance.SUPPORTS or item.state not in ("standing", "moved"):
            continue
        capture = captures.by_id(ctx.conn, item.capture_id)
        if capture is None or capture.ref_id in texts:
            continue
        try:
            found = archive.text_of(ctx, capture)
        except FactcheckError:
            continue
        texts[capture.ref_id] = found.text[: found.main_end] or found.text
    return len(groups(list(texts.values()))) if texts else 0
