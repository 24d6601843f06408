"""The writers' queue: one at a time, in the order in which they came, whoever dies meanwhile."""

from __future__ import annotations

import os
import signal
import struct
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from factcheck.desk import Desk
from factcheck.store import queue
from factcheck.store.queue import Queue, QueueTimeout

pytest.importorskip("fcntl")
PATIENCE = 60.0

WAITER = """
import sys
from pathlib import Path
from factcheck.desk import Desk
from factcheck.store import queue
from factcheck.store.queue import Queue
Queue(Path(sys.argv[1])).enter(60)
print("in", flush=True)
sys.stdin.read()
"""


def drawn(database: Path) -> int:
    """How many numbers were drawn so far."""
    return int(struct.unpack("<Q", Path(f"{database}.lock").read_bytes()[:8].ljust(8, b"\0"))[0])


def until_drawn(database: Path, count: int) -> None:
    end = time.monotonic() + PATIENCE
    while drawn(database) < count:
        assert time.monotonic() < end
        time.sleep(0.001)


class Waiter(threading.Thread):
    """Waits for its turn, notes its name, and leaves."""

    def __init__(self, database: Path, name: str, order: list[str]) -> None:
        super().__init__(name=name)
        self.database, self.order = database, order

    def run(self) -> None:
        place = Queue(self.database)
        place.enter(PATIENCE)
        self.order.append(self.name)
        place.leave()
        place.close()


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "story.db"


def test_who_came_first_goes_first(database: Path) -> None:
    holder, order = Queue(database), list[str]()
    holder.enter(PATIENCE)
    waiters = [Waiter(database, f"w{number}", order) for number in range(8)]
    for number, waiter in enumerate(waiters, 1):
        waiter.start()
        until_drawn(database, number)
    assert order == []
    holder.leave()
    for waiter in waiters:
        waiter.join()
    assert order == [f"w{number}" for number in range(8)]


def test_who_just_had_a_turn_goes_behind_those_who_wait(database: Path) -> None:
    holder, order = Queue(database), list[str]()
    holder.enter(PATIENCE)
    waiter = Waiter(database, "waiter", order)
    waiter.start()
    until_drawn(database, 1)
    holder.leave()
    holder.enter(PATIENCE)
    order.append("holder")
    holder.close()
    waiter.join()
    assert order == ["waiter", "holder"]


def test_a_killed_writer_holds_nobody_up(database: Path) -> None:
    holder = Queue(database)
    holder.enter(PATIENCE)
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", WAITER, str(database)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    until_drawn(database, 2)
    order = list[str]()
    waiter = Waiter(database, "last", order)
    waiter.start()
    until_drawn(database, 3)
    processes[1].send_signal(signal.SIGKILL)  # it waits, or its turn comes in a moment
    holder.close()
    processes[0].send_signal(signal.SIGKILL)
    for process in processes:
        process.communicate()
    waiter.join(PATIENCE)
    assert order == ["last"]
    after = Queue(database)
    after.enter(PATIENCE)
    after.close()


def test_patience_ends(database: Path) -> None:
    holder, other = Queue(database), Queue(database)
    holder.enter(PATIENCE)
    with pytest.raises(QueueTimeout):
        other.enter(0.05)
    holder.leave()
    other.enter(PATIENCE)
    other.close()


@pytest.mark.parametrize("content", [b"", b"x", b"\xff" * 16, b"nonsense" * 100])
def test_a_lock_file_of_any_content_serves(database: Path, content: bytes) -> None:
    Path(f"{database}.lock").write_bytes(content)
    first, second = Queue(database), Queue(database)
    for one in (first, second, first):
        one.enter(PATIENCE)
        one.leave()
    order = list[str]()
    first.enter(PATIENCE)
    waiter = Waiter(database, "waiter", order)
    waiter.start()
    with pytest.raises(QueueTimeout):
        second.enter(0.05)
    first.leave()
    waiter.join()
    assert order == ["waiter"]


TRUNCATED_WHILE_HELD = """
import sys
from pathlib import Path
from factcheck.desk import Desk
with Desk.open(Path(sys.argv[1]), "ann") as desk:
    with desk._ctx.writing():
        open(sys.argv[1] + ".lock", "wb").close()
        desk.mark(1, "checking")
    open(sys.argv[1] + ".lock", "wb").close()
    desk.undo()
"""


def test_a_lock_file_that_is_cut_short_meanwhile_ends_nobody(story: Path) -> None:
    done = subprocess.run([sys.executable, "-c", TRUNCATED_WHILE_HELD, str(story)], capture_output=True, text=True)
    assert done.returncode == 0, (done.returncode, done.stderr)
    assert codes(story) == set()


def test_who_waits_at_a_lock_file_that_is_cut_short_has_a_turn(database: Path) -> None:
    holder, order = Queue(database), list[str]()
    holder.enter(PATIENCE)
    first = Waiter(database, "first", order)
    first.start()
    until_drawn(database, 1)
    os.truncate(f"{database}.lock", 0)
    second = Waiter(database, "second", order)
    second.start()
    until_drawn(database, 1)
    holder.leave()
    for waiter in (first, second):
        waiter.join()
    assert sorted(order) == ["first", "second"]


def test_a_lock_file_that_was_taken_away_is_made_again(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "RECHECK", 0)
    first, second = Queue(database), Queue(database)
    first.enter(PATIENCE)
    first.leave()
    Path(f"{database}.lock").unlink()
    first.enter(PATIENCE)
    with pytest.raises(QueueTimeout):
        second.enter(0.05)


# --- what was acknowledged


@pytest.fixture
def story(database: Path) -> Path:
    with Desk.open(database, "ann", create=True) as desk:
        desk.add_article("-", content=b"The bridge is safe. It opened in May.", slug="bridge")
    return database


def codes(path: Path) -> set[str]:
    with Desk.open(path, readonly=True) as desk:
        return {problem.code for problem in desk.audit().problems}


def test_a_lost_write_ahead_log_is_told_also_after_more_was_written(story: Path) -> None:
    held = story.read_bytes()  # a file as it is without its write-ahead log
    with Desk.open(story, "ann") as desk:
        desk.mark(1, "checking")
        desk.undo()
    story.write_bytes(held)
    assert codes(story) == {"lost"}
    with Desk.open(story, "ann") as desk:
        for _ in range(4):
            desk.mark(1, "checking")
            desk.undo()
    assert codes(story) == {"lost"}
    Path(f"{story}.lock").unlink()
    assert codes(story) == set()


def test_a_restored_backup_and_a_new_file_miss_nothing(story: Path, tmp_path: Path) -> None:
    with Desk.open(story, "ann") as desk:
        desk.backup(tmp_path / "kept.db")
        desk.mark(1, "checking")
    story.unlink()
    Desk.restore(tmp_path / "kept.db", story)
    assert codes(story) == set()
    with Desk.open(story, "ann") as desk:
        desk.mark(1, "checking")
    story.unlink()
    with Desk.open(story, "ann", create=True):
        pass
    assert codes(story) == set()
