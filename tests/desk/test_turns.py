"""A long run of writes lets others have their turn between."""

from __future__ import annotations

import sqlite3
import threading
import time

import pytest

from factcheck.desk import Desk, context
from factcheck.model import Article


def test_where_nobody_waits_all_is_written_in_one_go(
    desk: Desk, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(context, "TURN", 0)
    others = sqlite3.connect(desk.path)
    seen: list[int] = []

    def write(number: int) -> None:
        seen.append(others.execute("SELECT count(*) FROM verdicts").fetchone()[0])
        desk.mark(number, "checking")

    desk._ctx.in_turns([1, 2, 3], write)
    others.close()
    assert seen == [0, 0, 0]


def test_whoever_waits_is_let_in_between(desk: Desk, article: Article, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(context, "TURN", 0)  # however fast the machine
    order: list[str] = []
    inside, let_in = threading.Event(), threading.Event()

    def other() -> None:
        with Desk.open(desk.path, "ben") as ben:
            inside.wait()
            ben.mark(2, "checking")
            order.append("ben")
            let_in.set()

    def write(number: int) -> None:
        order.append(str(number))
        inside.set()
        if number == 1:
            while not desk._ctx.db.others_wait():
                time.sleep(0.001)
        else:
            let_in.wait()

    waiter = threading.Thread(target=other)
    waiter.start()
    desk._ctx.in_turns([1, 2], write)
    waiter.join()
    assert order[0] == "1"
    assert "ben" in order
