"""`extract`: no database, one line a file, offsets into the file's own text."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

from factcheck.cli import extract, extract_jobs, extract_json, rows
from factcheck.cli import terminal as terminals
from factcheck.cli.extract_json import FIELDS
from factcheck.errors import FactcheckError, MissingExtraError, UsageError

Ok = Callable[..., str]


def test_one_line_a_file_with_the_fixed_keys(ok: Ok, article: Path, tmp_path: Path) -> None:
    lines = ok("extract", str(article), "--nl", db=None).splitlines()
    record = json.loads(lines[0])
    assert (len(lines), record["id"]) == (1, "tunnel")
    assert all(tuple(span)[: len(FIELDS)] == FIELDS for span in record["spans"])
    assert not list(tmp_path.glob("*.db"))


def test_offsets_count_code_points_of_the_file_as_it_is(ok: Ok, tmp_path: Path) -> None:
    path = tmp_path / "odd.txt"
    path.write_bytes("\ufeffÅsa 🚢 said: “We sail at dawn.”\r\n\r\n“So be it,” said Bo Ek.\r\n".encode())
    text = path.read_bytes().decode("utf-8")
    for span in json.loads(ok("extract", str(path), "--nl", db=None))["spans"]:
        assert text[span["start"] : span["end"]] == span["text"]
        if span["cue"]:
            assert text[span["cue_start"] : span["cue_end"]] == span["cue"]


def test_json_is_one_array(ok: Ok, article: Path) -> None:
    assert [item["id"] for item in json.loads(ok("extract", str(article), str(article), "--json", db=None))] == [
        "tunnel"
    ] * 2


def test_many_files_keep_their_order_on_many_cores(
    ok: Ok, article: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extract_jobs, "cores", lambda: 2)
    files = []
    for number in range(40):
        files.append(tmp_path / f"a{number}.txt")
        files[-1].write_text(article.read_text() * (1 + number % 3))
    lines = ok("extract", *map(str, files), "--nl", db=None).splitlines()
    assert [json.loads(line)["id"] for line in lines] == [file.stem for file in files]


def test_a_missing_file_is_told_and_the_others_go_on(run, article: Path) -> None:
    result = run("extract", "none.txt", str(article), "--nl", db=None)
    assert result.exit_code == 2
    assert "there is no file none.txt" in result.stderr
    assert json.loads(result.stdout)["id"] == "tunnel"


def test_bytes_that_are_no_text(run, tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_bytes(b"SQLite format 3\0" + bytes(500))
    assert run("extract", str(tmp_path / "x.txt"), "--nl", db=None).exit_code == 2


def test_text_can_be_piped_in_and_a_page_is_turned_into_text(ok: Ok, tmp_path: Path) -> None:
    assert json.loads(ok("extract", "-", "--nl", db=None, stdin='"Yes," said Bo Ek.\n'))["id"] == "-"
    (tmp_path / "page.html").write_text(
        "<article><p>“We sail at dawn,” said Bo Ek, the captain of the ship.</p></article>"
    )
    record = json.loads(ok("extract", str(tmp_path / "page.html"), "--nl", db=None))
    assert all(record["text"][span["start"] : span["end"]] == span["text"] for span in record["spans"])


def test_people_get_a_list(ok: Ok, article: Path) -> None:
    assert "We have tested every pump twice" in ok("extract", str(article), db=None)


def test_a_missing_file_among_others_is_told_to_people_too(run, article: Path) -> None:
    result = run("extract", "none.txt", str(article), db=None)
    assert result.exit_code == 2
    assert "there is no file none.txt" in result.stderr
    assert "We have tested every pump twice" in result.stdout


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252", "mac-roman"])
def test_text_in_another_encoding_is_read_and_printed_with_it(ok: Ok, tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "old.txt"
    path.write_bytes("“We sail at dawn,” José Márquez said. “It’s time – and we are ready.”\n".encode(encoding))
    record = json.loads(ok("extract", str(path), "--nl", db=None))
    assert [span["speaker"] for span in record["spans"]] == ["José Márquez"] * 2
    assert all(record["text"][span["start"] : span["end"]] == span["text"] for span in record["spans"])
    assert "not in UTF-8" in record["warnings"][0]


def test_a_damaged_text_in_utf_8_is_still_one(ok: Ok, tmp_path: Path) -> None:
    path = tmp_path / "damaged.txt"
    path.write_bytes("“We sail at dawn,” José Márquez said.\n".encode() + b"\xed\xa0\x80\n")
    record = json.loads(ok("extract", str(path), "--nl", db=None))
    text = path.read_bytes().decode("utf-8", "replace")
    assert "text" not in record
    assert [text[span["start"] : span["end"]] for span in record["spans"]] == ["We sail at dawn,"]


def test_a_long_list_is_printed_in_pieces_as_it_would_be_in_one(
    ok: Ok, article: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = ok("extract", str(article), "--nl", db=None)
    monkeypatch.setattr(extract_json, "AT_ONCE", 1)
    assert ok("extract", str(article), "--nl", db=None) == whole


@pytest.mark.parametrize("ahead", [1, 64])
def test_a_reader_who_has_seen_enough_ends_it(tmp_path: Path, ahead: int) -> None:
    files = []
    for number in range(60):
        files.append(str(tmp_path / f"a{number}.txt"))
        Path(files[-1]).write_text("“We sail at dawn,” Bo Ek said. " * 40)
    program = (
        "import sys\nfrom factcheck.cli import extract_jobs as module, main\n"
        f"module.AHEAD, module.cores = {ahead}, lambda: 2\nmain()"
    )
    command = [sys.executable, "-c", program, "extract", *files, "--nl"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        assert json.loads(process.stdout.readline())["id"] == "a0"
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0


def test_a_hint_is_given_once_however_many_files_need_it(run, article: Path) -> None:
    result = run("extract", "none.txt", "nor.txt", str(article), "--nl", db=None)
    assert [line.partition(" there")[0] for line in result.stderr.splitlines()] == [
        "Error:",
        "Hint: see that the path is right",
        "Error:",
    ]


@pytest.mark.parametrize("error", [MissingExtraError("reading a PDF", "pdf"), UsageError("no", hint="yes")])
def test_what_is_wrong_with_a_file_comes_back_from_another_process(
    run, article: Path, monkeypatch: pytest.MonkeyPatch, error: FactcheckError
) -> None:
    def none(_: str) -> NoReturn:
        raise error

    monkeypatch.setattr(extract_jobs, "cores", lambda: 2)
    monkeypatch.setattr(extract_jobs, "read_text", none)  # the processes part after that
    result = run("extract", *[str(article)] * 9, "--nl", db=None)
    assert (result.exit_code, result.stdout) == (2, "")
    line = f"Error: {article}: {error.message}\n"
    assert result.stderr == line + f"Hint: {error.hint}\n" + line * 8


def test_a_source_without_a_name_stands_in_brackets(ok: Ok, tmp_path: Path) -> None:
    path = tmp_path / "pier.txt"
    path.write_text("The pier will close on Monday, a senior official said. “We have run out of pier,” said Bo Ek.\n")
    shown = ok("extract", str(path), db=None)
    assert "  (a senior official)  " in shown
    assert "  Bo Ek  " in shown


def test_many_files_are_shown_to_people_in_their_order_by_many_cores(
    ok: Ok, article: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = []
    for number in range(12):
        files.append(str(tmp_path / f"a{number}.txt"))
        Path(files[-1]).write_text(article.read_text(encoding="utf-8") * (1 + number % 3), encoding="utf-8")
    monkeypatch.setattr(extract_jobs, "cores", lambda: 1)
    one = ok("extract", *files, db=None)
    monkeypatch.setattr(extract_jobs, "cores", lambda: 2)
    assert ok("extract", *files, db=None) == one
    assert [line for line in one.splitlines() if line.startswith("==")] == [f"== {file}" for file in files]


def terminal(monkeypatch: pytest.MonkeyPatch, columns: int = 100) -> None:
    for module in (extract_jobs, extract, rows, terminals):
        monkeypatch.setattr(module, "is_terminal", lambda _: True)
    monkeypatch.setenv("COLUMNS", str(columns))


def test_on_a_terminal_the_article_is_coloured_and_a_list_follows(
    ok: Ok, article: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal(monkeypatch)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    shown = ok("extract", str(article), db=None)
    assert "\x1b[32mWe have tested every pump twice,\x1b[0m" in shown
    assert "\x1b[1;33mshe\x1b[0m" in shown
    assert "\x1b[4msaid\x1b[0m   " in shown  # the blanks that fill the column are not underlined
    assert all(len(re.sub(r"\x1b\[[0-9;]*m", "", line)) <= 100 for line in shown.splitlines())


def test_no_color_is_kept_to(ok: Ok, article: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal(monkeypatch)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("NO_COLOR", "1")
    assert not re.search(r"\x1b\[[0-9;]*3[0-9]m", ok("extract", str(article), db=None))


def test_what_would_repaint_the_terminal_is_marked(ok: Ok, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal(monkeypatch)
    path = tmp_path / "odd.txt"
    path.write_text("“We sail \x1b[2J at \u202edawn,” said Bo Ek, the \u2066captain.\n", encoding="utf-8")
    shown = ok("extract", str(path), db=None)
    assert not {"\x1b[2J", "\u202e", "\u2066"} & {shown, *shown}
    assert "<U+001B>[2J at <U+202E>dawn," in shown
