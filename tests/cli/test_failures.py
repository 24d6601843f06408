"""Whatever goes wrong is told in one line with a hint, and has its exit status."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from factcheck.cli import failures
from factcheck.errors import FactcheckError

Run = Callable[..., Result]


def told(result: Result) -> list[str]:
    assert "Traceback" not in result.stderr
    return result.stderr.splitlines()


def test_a_missing_database(run: Run) -> None:
    result = run("claims")
    assert result.exit_code == 2
    assert told(result)[0].startswith("Error: there is no database at ")
    assert "factcheck init" in told(result)[1]


def test_a_missing_article(run: Run, tmp_path: Path) -> None:
    assert run("add", str(tmp_path / "none.txt")).exit_code == 2
    assert run("add", str(tmp_path)).exit_code == 2


@pytest.mark.parametrize("data", [b"", b" \n\n", b"\x89PNG\r\n\x1a\n" + bytes(200)], ids=["empty", "blank", "binary"])
def test_an_article_that_is_none(run: Run, tmp_path: Path, data: bytes) -> None:
    (tmp_path / "story.txt").write_bytes(data)
    result = run("add", str(tmp_path / "story.txt"))
    assert result.exit_code == 2
    assert told(result)[1].startswith("Hint: ")
    assert not list(tmp_path.glob("*.db"))  # nothing half-made


@pytest.mark.usefixtures("story")
@pytest.mark.parametrize("handle", ["999", "abc", "-1", "99999999999999999999999"])
def test_an_unknown_claim_hints_at_the_list(run: Run, handle: str) -> None:
    result = run("show", "--", handle)
    assert result.exit_code == 2
    assert "factcheck claims" in result.stderr


@pytest.mark.usefixtures("story")
def test_a_wrong_status_lists_the_right_ones(run: Run) -> None:
    result = run("mark", "1", "verifed")
    assert result.exit_code == 2
    assert "did you mean verified" in result.stderr
    assert "not_checkable" in result.stderr
    assert run("claims", "--status", "done").exit_code == 2


@pytest.mark.usefixtures("story")
def test_the_program_alone_sets_needs_recheck(run: Run) -> None:
    assert run("mark", "1", "needs-recheck").exit_code == 2


@pytest.mark.usefixtures("story")
def test_an_unknown_article(run: Run) -> None:
    assert run("status", "nowhere").exit_code == 2
    assert run("report", "nowhere").exit_code == 2


def test_a_file_that_is_no_database(run: Run, tmp_path: Path) -> None:
    (tmp_path / "story.db").write_text("This is no database at all. " * 50)
    result = run("claims")
    assert result.exit_code == 6
    assert "not a factcheck file" in result.stderr


def test_a_database_of_another_program(run: Run, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "story.db") as other:
        other.execute("CREATE TABLE songs (title)")
    other.close()
    assert run("claims").exit_code == 6
    assert run("mark", "1", "checking").exit_code == 6


def test_a_database_of_a_newer_version(run: Run, story: Path) -> None:
    with sqlite3.connect(story) as newer:
        newer.execute("PRAGMA user_version = 9999")
    newer.close()
    result = run("claims")
    assert result.exit_code == 6
    assert "newer" in result.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_database_that_cannot_be_written(run: Run, story: Path) -> None:
    story.chmod(0o444)
    assert run("mark", "1", "checking").exit_code == 5
    assert run("claims").exit_code == 0


@pytest.mark.usefixtures("story")
def test_a_closed_gate_says_what_is_missing_and_which_command_supplies_it(run: Run) -> None:
    result = run("verify", "1")
    assert result.exit_code == 3
    assert "lacks" in told(result)[0]
    assert "factcheck cite 1 URL --supports" in told(result)[1]


@pytest.mark.usefixtures("story")
def test_somebody_else_was_first(run: Run) -> None:
    run("mark", "1", "checking", "--by", "ben")
    result = run("mark", "1", "checking", "--if-seq", "1")
    assert result.exit_code == 3
    assert "ben" in result.stderr


@pytest.mark.usefixtures("story")
def test_a_page_that_is_not_there(run: Run, site) -> None:
    result = run("cite", "1", f"{site.url}/gone", "--passage", "x", "--allow", site.address)
    assert result.exit_code == 4
    assert "404" in result.stderr


@pytest.mark.usefixtures("story")
def test_a_private_address_is_refused(run: Run, site) -> None:
    result = run("fetch", f"{site.url}/record")
    assert result.exit_code == 3
    assert "refused" in result.stdout


def test_wrong_usage_is_two_lines(run: Run) -> None:
    for words in (("nothing",), ("claims", "--nothing"), ("show",), ("claims", "--limit", "many")):
        result = run(*words)
        assert result.exit_code == 2
        assert [line.split(":")[0] for line in told(result)] == ["Error", "Hint"]


def test_db_after_the_command_is_told_where_it_belongs(run: Run) -> None:
    assert "stands before the command" in run("claims", "--db", "x.db", db=None).stderr


def test_the_database_is_named_by_the_environment(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("FACTCHECK_DB", str(tmp_path / "named.db"))
    assert run("init", db=None).exit_code == 0
    assert (tmp_path / "named.db").exists()


def raising(error: BaseException) -> Callable[[], None]:
    def run() -> None:
        raise error

    return run


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (FactcheckError("short", hint="more"), 1),
        (KeyboardInterrupt(), 130),
        (BrokenPipeError(), 141),
        (OSError(28, "No space left on device"), 5),
        (FileNotFoundError(2, "No such file", "x"), 2),
        (sqlite3.OperationalError("odd"), 6),
        (ValueError("a\x1b[2Jbug\nTraceback"), 1),
        (RecursionError(), 1),
    ],
)
def test_every_exception_has_a_status_and_no_traceback(
    error: BaseException, status: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(failures, "drop_stdout", lambda: None)
    assert failures.status_of(raising(error)) == status
    shown = capsys.readouterr().err
    assert len(shown.splitlines()) <= 2
    assert "\x1b" not in shown


def test_a_traceback_is_there_for_those_who_ask(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FACTCHECK_DEBUG", "1")
    failures.status_of(raising(ValueError("bug")))
    assert "Traceback" in capsys.readouterr().err


def real(*words: str, **more: object) -> subprocess.CompletedProcess[str]:
    code = "from factcheck.cli import main; main()"
    return subprocess.run([sys.executable, "-c", code, *words], text=True, stderr=subprocess.PIPE, timeout=60, **more)  # type: ignore[call-overload,no-any-return]


@pytest.mark.parametrize("words", [("claims",), ("claims", "--nl"), ("claims", "--json"), ("claims", "--csv")])
def test_a_reader_who_has_seen_enough_of_a_list_is_no_failure(story: Path, words: tuple[str, ...]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as gone:
        done = real("--db", str(story), *words, stdout=gone)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_behind_the_output_is_an_error(story: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = real("--db", str(story), "claims", "--json", stdout=full)
    assert done.returncode == 5
    assert done.stderr.startswith("Error: ")
    assert "Exception ignored" not in done.stderr


def test_a_reader_that_goes_away_is_no_error_message(story: Path) -> None:
    code = "from factcheck.cli import main; main()"
    numbers = "with recursive n(i) as (select 1 union all select i + 1 from n limit 200000) select i from n"
    process = subprocess.Popen(
        [sys.executable, "-c", code, "--db", str(story), "query", numbers, "--nl"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr.read() == ""
    process.stderr.close()
    process.wait(60)
