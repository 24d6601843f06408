"""`serve`: Datasette on this machine only, on the file that is named, until it is told to stop."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

Run = Callable[..., Result]


def test_the_file_is_served_with_its_queries_and_ends_on_a_signal(story: Path) -> None:
    pytest.importorskip("datasette")
    code = "from factcheck.cli import main; main()"
    process = subprocess.Popen(
        [sys.executable, "-c", code, "--db", str(story), "serve", "--port", "0"], stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    try:
        first = process.stderr.readline()
        address = first.split(" at ")[1].split(" ")[0]
        assert address.startswith("http://127.0.0.1:")
        while "Uvicorn running" not in process.stderr.readline():
            assert process.poll() is None
        with urllib.request.urlopen(f"{address}/worklist.json?article=tunnel&_shape=array", timeout=30) as answer:
            assert json.loads(answer.read())[0]["article"] == "tunnel"
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)


def test_a_port_in_use_is_told_with_the_way_out(run: Run, story: Path) -> None:
    pytest.importorskip("datasette")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        result = run("serve", "--port", taken.getsockname()[1])
    assert result.exit_code == 2
    assert "--port 0" in result.stderr


def test_without_datasette_it_says_which_extra_to_install(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    result = run("serve")
    assert result.exit_code == 2
    assert "factcheck-desk[web]" in result.stderr


def test_people_are_added_listed_and_removed(run: Run, story: Path) -> None:
    added = run("user", "add", "Dana Editor", "--role", "editor")
    assert added.exit_code == 0
    assert added.stdout.startswith("http://127.0.0.1:8001/-/factcheck/sign-in?token=")
    assert json.loads(run("user", "list", "--json").stdout) == [{"name": "Dana Editor", "role": "editor"}]
    assert len(run("user", "token", "Dana Editor").stdout.strip()) > 30
    assert run("user", "link", "nobody").exit_code == 2
    assert run("user", "add", "x", "--role", "king").exit_code == 2
    assert run("user", "remove", "Dana Editor").exit_code == 0
    assert "nobody yet" in run("user", "list").stderr
