"""Many hands, kills and full disks, with the real program in real processes."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import threading
from pathlib import Path

import pytest

from factcheck.desk import Desk
from tests.store.conftest import ACK, PROGRAM


def marks(count: int, name: str = "ann") -> str:
    """Lines for `mark --stdin`, each one a change."""
    return "".join(f"{1 + n % 3} {('checking', 'unchecked')[n // 3 % 2]} {name}\n" for n in range(count))


def batch(path: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*PROGRAM, "--db", str(path), "mark", "--stdin", "--ack"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def stored(path: Path) -> set[tuple[str, str]]:
    conn = sqlite3.connect(path)
    found = {(str(seq), digest) for seq, digest in conn.execute("SELECT seq, hash FROM events")}
    conn.close()
    return found


@pytest.mark.parametrize("after", [1, 7, 40])
def test_a_kill_loses_nothing_that_was_acknowledged(story: Path, after: int) -> None:
    with batch(story) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        feeder = threading.Thread(target=_feed, args=(process, marks(2000)))
        feeder.start()
        told = "".join(process.stdout.readline() for _ in range(after))
        process.send_signal(signal.SIGKILL)
        told += process.stdout.read()
        feeder.join()
    acks = ACK.findall(told)
    assert len(acks) >= after
    assert set(acks) <= stored(story)
    with Desk.open(story, "ann") as desk:
        assert desk.audit().ok
        desk.mark(1, "checking")


def _feed(process: subprocess.Popen[str], lines: str) -> None:
    assert process.stdin is not None
    try:
        process.stdin.write(lines)
        process.stdin.close()
    except BrokenPipeError:
        pass


def test_many_writers_lose_nothing_and_double_nothing(story: Path) -> None:
    before = len(stored(story))
    processes = [batch(story) for _ in range(6)]
    feeders = [
        threading.Thread(target=_feed, args=(process, marks(60, f"writer{number}")))
        for number, process in enumerate(processes)
    ]
    for feeder in feeders:
        feeder.start()
    acks = []
    for process, feeder in zip(processes, feeders, strict=True):
        feeder.join()
        assert process.stdout is not None
        assert process.stderr is not None
        acks += ACK.findall(process.stdout.read())
        assert process.stderr.read() == ""
        assert process.wait() == 0
        process.stdout.close()
        process.stderr.close()
    assert len(set(acks)) == len(acks) == 360
    assert set(acks) <= stored(story)
    assert len(stored(story)) == before + 360
    with Desk.open(story) as desk:
        assert desk.audit().ok


def test_an_audit_sees_one_moment_while_others_write(story: Path) -> None:
    with batch(story) as process, Desk.open(story, readonly=True) as reader:
        assert process.stdout is not None
        feeder = threading.Thread(target=_feed, args=(process, marks(300)))
        feeder.start()
        process.stdout.readline()
        for _ in range(5):
            assert reader.audit().problems == ()
        process.stdout.read()
        feeder.join()


@pytest.mark.skipif(shutil.which("sqlite3") is None, reason="the sqlite3 shell is not installed")
def test_another_program_copies_the_live_file_whole(story: Path, tmp_path: Path) -> None:
    with batch(story) as process:
        assert process.stdout is not None
        feeder = threading.Thread(target=_feed, args=(process, marks(300)))
        feeder.start()
        told = process.stdout.readline()
        for number in range(3):
            copy = tmp_path / f"copy-{number}.db"
            subprocess.run(["sqlite3", str(story), f".backup {copy}"], check=True)
            assert set(ACK.findall(told)) <= stored(copy)
            with Desk.open(copy, readonly=True) as desk:
                assert desk.audit().ok
            told += process.stdout.readline()
        process.stdout.read()
        feeder.join()


def test_a_full_disk_is_told_in_one_line_and_loses_nothing(story: Path) -> None:
    limit = story.stat().st_size + 200 * 1024

    def no_more() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    done = subprocess.run(
        [*PROGRAM, "--db", str(story), "mark", "--stdin", "--ack"],
        input=marks(20_000),
        capture_output=True,
        text=True,
        preexec_fn=no_more,
    )
    assert done.returncode == 5, done.stderr
    lines = done.stderr.splitlines()
    assert lines[0].startswith("Error: ")
    assert len(lines) <= 2
    acks = ACK.findall(done.stdout)
    assert acks
    assert set(acks) <= stored(story)
    with Desk.open(story, "ann") as desk:
        assert desk.audit().ok
        desk.mark(1, "disputed", "looked wrong", override=True)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_file_that_cannot_be_written_is_told(story: Path) -> None:
    story.chmod(0o444)
    done = subprocess.run(
        [*PROGRAM, "--db", str(story), "--by", "ann", "mark", "1", "checking"], capture_output=True, text=True
    )
    assert done.returncode == 5
    assert "only be read" in done.stderr
    for command in ("status", "audit"):
        read = subprocess.run([*PROGRAM, "--db", str(story), command], capture_output=True, text=True)
        assert read.returncode == 0, read.stderr
