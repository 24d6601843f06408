"""A file whose first pages are gone: its events are found in the bare bytes."""

from __future__ import annotations

from pathlib import Path

import pytest

from factcheck.desk import Desk
from factcheck.errors import DamagedError
from factcheck.model import Article
from tests.conftest import TickingClock


def test_events_outlive_the_pages_that_tell_where_they_are(desk: Desk, article: Article, tmp_path: Path) -> None:
    """An event that is longer than a page (here the article's own) lies in pieces, and is named as missing."""
    for number in range(40):
        desk.mark(1 + number % 3, ("checking", "unchecked")[number // 3 % 2])
    copy = desk.backup(tmp_path / "copy.db")
    data = bytearray(copy.read_bytes())
    data[100:4096] = bytes(3996)
    copy.write_bytes(data)
    saved = Desk.repair(copy, tmp_path / "saved.db")
    lines = {event.hash for event in desk.log()}
    with Desk.open(tmp_path / "saved.db", "ann", clock=TickingClock()) as rescued:
        kept = {event.data.get("wrapped", event.hash) for event in rescued.log()}
        assert saved.events >= 40
        assert len(kept & lines) >= 40
        assert {problem.code for problem in rescued.audit().problems} <= {"body", "text"}


def test_where_nothing_is_left_it_says_so(tmp_path: Path) -> None:
    path = tmp_path / "noise.db"
    path.write_bytes(b'{"action":"claim.mark","actor":"' + b"\x00\xff" * 5000)
    with pytest.raises(DamagedError, match="no event"):
        Desk.repair(path, tmp_path / "saved.db")
    assert not (tmp_path / "saved.db").exists()
