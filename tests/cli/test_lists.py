"""Every list comes as a table, JSON, JSON lines, CSV or TSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

Ok = Callable[..., str]

LISTS = [
    ("claims",),
    ("status",),
    ("status", "tunnel"),
    ("source", "list"),
    ("log",),
    ("query",),
    ("query", "worklist"),
    ("refs",),
    ("search", "tunnel"),
]


@pytest.mark.usefixtures("story")
@pytest.mark.parametrize("command", LISTS, ids=" ".join)
def test_a_list_says_the_same_in_every_form(ok: Ok, command: tuple[str, ...]) -> None:
    records = json.loads(ok(*command, "--json"))
    assert [json.loads(line) for line in ok(*command, "--nl").splitlines()] == records
    for form, mark in (("--csv", ","), ("--tsv", "\t")):
        rows = list(csv.DictReader(io.StringIO(ok(*command, form)), delimiter=mark))
        assert len(rows) == len(records)
        assert not records or list(rows[0]) == list(records[0])
    assert len(ok(*command, "--csv", "--no-headers").splitlines()) >= len(records)
    ok(*command)


@pytest.mark.usefixtures("story")
def test_a_table_in_a_pipe_is_whole_and_aligned(ok: Ok) -> None:
    lines = ok("claims").splitlines()
    start = lines[0].index("text")
    assert all(line[start - 1] == " " for line in lines)
    assert any("The work cost 212 million crowns, according to the port authority" in line for line in lines)


@pytest.mark.usefixtures("story")
def test_two_forms_at_once_are_wrong_usage(run) -> None:
    assert run("claims", "--json", "--csv").exit_code == 2


def test_an_empty_list_is_told_on_stderr(run) -> None:
    run("init")
    result = run("claims")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "no claims" in result.stderr
    assert run("claims", "--json").stdout == "[]\n"
    assert run("claims", "--csv").stdout.startswith("id,status")


def test_hostile_words_are_inert_in_every_form(ok: Ok, run, tmp_path: Path) -> None:
    text = "The \x1b]0;x\x07harbour \u202etunnel opened in June 2019.\n\n=cmd|' /C calc'!A0 cost 5 million crowns.\n"
    (tmp_path / "bad.txt").write_text(text, encoding="utf-8")
    run("add", str(tmp_path / "bad.txt"), "--title", "\x1b[2Jtitle\u202e")
    for command in (
        ("claims",),
        ("claims", "--csv"),
        ("claims", "--json"),
        ("status",),
        ("status", "1"),
        ("show", "1"),
        ("log",),
    ):
        shown = ok(*command)
        assert "\x1b" not in shown
        assert "\u202e" not in shown
    for row in csv.reader(io.StringIO(ok("claims", "--csv"))):
        assert not any(value.startswith(("=", "+", "@")) for value in row)
