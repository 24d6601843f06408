"""Progress is shown on the terminal; the data goes where it was sent, as in `extract *.txt --nl > spans.jsonl`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Site

pty = pytest.importorskip("pty", reason="needs a pseudo-terminal")

Typed = Callable[..., tuple[int, str, str]]


@pytest.fixture
def typed(tmp_path: Path) -> Typed:
    """Type a command whose stderr is a terminal and whose stdout is a file; (status, stdout, what the terminal got)."""

    def run(*words: object) -> tuple[int, str, str]:
        ours, theirs = pty.openpty()
        out = tmp_path / "out"
        command = [sys.executable, "-m", "factcheck", *map(str, words)]
        with out.open("wb") as stdout:
            process = subprocess.Popen(command, stdout=stdout, stderr=theirs, env=os.environ | {"TERM": "xterm"})
        os.close(theirs)
        shown = b""
        while part := _read(ours):
            shown += part
        os.close(ours)
        return process.wait(), out.read_text(encoding="utf-8"), shown.decode()

    return run


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # its other end is closed
        return b""


def test_what_is_extracted_from_many_files(typed: Typed, article: Path) -> None:
    status, data, shown = typed("extract", "--nl", "--workers", 2, *[article] * 9, "none.txt")
    assert status == 2
    assert [json.loads(line)["id"] for line in data.splitlines()] == ["tunnel"] * 9
    assert "extracting" in shown
    assert "there is no file none.txt" in shown
    assert '"id"' not in shown


def test_the_acknowledgements_of_a_fetch(typed: Typed, site: Site, tmp_path: Path) -> None:
    assert typed("--db", tmp_path / "story.db", "init")[0] == 0
    status, data, shown = typed(
        "--db", tmp_path / "story.db", "fetch", "--ack", "--allow", site.address, f"{site.url}/record"
    )
    assert status == 0
    assert data.startswith("ACK ")
    assert "ACK" not in shown
