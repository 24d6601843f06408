"""A file whose first page is gone is given a new one; where that does not help, events are found in the bare bytes."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from factcheck.desk import Desk
from factcheck.errors import DamagedError
from factcheck.model import Article
from tests.conftest import TickingClock


def marked(desk: Desk) -> None:
    for number in range(40):
        desk.mark(1 + number % 3, ("checking", "unchecked")[number // 3 % 2])


@pytest.mark.parametrize("first", [0, 100], ids=["the whole page", "all but the header"])
def test_a_lost_first_page_loses_nothing(desk: Desk, article: Article, tmp_path: Path, first: int) -> None:
    marked(desk)
    copy = desk.backup(tmp_path / "copy.db")
    data = bytearray(copy.read_bytes())
    data[first:4096] = bytes(4096 - first)
    copy.write_bytes(data)
    saved = Desk.repair(copy, tmp_path / "saved.db")
    assert (saved.missing_events, saved.missing_bodies, saved.not_applied) == ((), (), ())
    with Desk.open(tmp_path / "saved.db", readonly=True) as rescued:
        assert rescued.audit().ok
        assert [event.hash for event in rescued.log()] == [event.hash for event in desk.log()]
        assert rescued.claims() == desk.claims()


def test_events_that_no_table_leads_to_are_found_between_the_others(
    desk: Desk, article: Article, tmp_path: Path
) -> None:
    marked(desk)
    copy = desk.backup(tmp_path / "copy.db")
    conn = sqlite3.connect(copy, isolation_level=None)
    conn.execute("PRAGMA secure_delete = OFF")
    conn.execute("DROP TRIGGER events_last")
    conn.execute("DELETE FROM events WHERE seq = 20")  # its bytes are still there
    conn.close()
    saved = Desk.repair(copy, tmp_path / "saved.db")
    assert saved.missing_events == ()
    with Desk.open(tmp_path / "saved.db", readonly=True) as rescued:
        assert rescued.audit().ok


def test_events_outlive_the_pages_that_tell_where_they_are(desk: Desk, article: Article, tmp_path: Path) -> None:
    """An event that is longer than a page (here the article's own) lies in pieces, and is named as missing."""
    marked(desk)
    copy = desk.backup(tmp_path / "copy.db")
    conn = sqlite3.connect(copy, isolation_level=None)
    conn.execute("CREATE TABLE later (a)")
    conn.execute("PRAGMA page_size = 8192")
    conn.execute("VACUUM")  # no new file is laid out like this one
    conn.close()
    data = bytearray(copy.read_bytes())
    data[100:8192] = bytes(8092)
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
