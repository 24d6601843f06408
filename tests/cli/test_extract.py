"""`extract`: no database, one line a file, offsets into the file's own text."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from factcheck.cli import extract as module
from factcheck.cli.extract import FIELDS

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
    monkeypatch.setattr(module, "_cores", lambda: 2)
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
    monkeypatch.setattr(module, "AT_ONCE", 1)
    assert ok("extract", str(article), "--nl", db=None) == whole


@pytest.mark.parametrize("ahead", [1, 64])
def test_a_reader_who_has_seen_enough_ends_it(tmp_path: Path, ahead: int) -> None:
    files = []
    for number in range(60):
        files.append(str(tmp_path / f"a{number}.txt"))
        Path(files[-1]).write_text("“We sail at dawn,” Bo Ek said. " * 40)
    program = (
        "import sys\nfrom factcheck.cli import extract as module, main\n"
        f"module.AHEAD, module._cores = {ahead}, lambda: 2\nmain()"
    )
    command = [sys.executable, "-c", program, "extract", *files, "--nl"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        assert json.loads(process.stdout.readline())["id"] == "a0"
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0
