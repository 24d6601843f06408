"""A desk on a new file, with the invented article in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from factcheck.archive.options import FetchOptions
from factcheck.desk import Desk
from factcheck.model import Article, Claim
from tests.conftest import RECORD, SmallWeb, TickingClock


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Desk.open(tmp_path / "story.db", actor="ann", create=True, clock=TickingClock()) as opened:
        yield opened


@pytest.fixture
def article(desk: Desk, article_file: Path) -> Article:
    return desk.add_article(article_file).article


@pytest.fixture
def options(web: SmallWeb) -> FetchOptions:
    return replace(FetchOptions(), allow=frozenset({web.address}), delay=0.0, robots="ignore", max_attempts=1)


@pytest.fixture
def record(web: SmallWeb) -> str:
    return web.publish("/record.html", RECORD)


def claim_with(desk: Desk, words: str) -> Claim:
    """Return the one live claim that holds these words."""
    (found,) = [claim for claim in desk.claims() if words in claim.text]
    return found
