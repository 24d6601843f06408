"""The demo works through the whole example, offline, and shows the point of the product."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from factcheck.cli.root import app

Run = Callable[..., Result]


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    """A demo, worked through twice in one folder: the second replaces what the first left behind."""
    folder = tmp_path_factory.mktemp("demo") / "out"
    for _ in range(2):
        result = CliRunner(env={"FACTCHECK_ACTOR": "ana"}).invoke(app, ["demo", str(folder)], prog_name="factcheck")
        assert result.exit_code == 0, result.stderr
    return folder, result


@pytest.fixture
def made(shown: tuple[Path, Result], tmp_path: Path) -> Path:
    """A copy of what the demo left."""
    return Path(shutil.copytree(shown[0], tmp_path / "out"))


def test_the_demo_ends_with_a_report(run: Run, shown: tuple[Path, Result], made: Path) -> None:
    assert (made / "report.html").read_text(encoding="utf-8").lower().startswith("<!doctype html>")
    for words in ("$ factcheck --db demo.db cite", "✓ exact", "✓ elided", "≠ altered", "✗ absent", "✗ disputed"):
        assert words in shown[1].stdout
    assert "opinion" in shown[1].stdout
    claims = json.loads(run("claims", "--json", db="out/demo.db").stdout)
    assert {"verified", "disputed", "unverifiable"} <= {claim["status"] for claim in claims}


def test_the_demo_leaves_one_database_file_and_the_report(shown: tuple[Path, Result]) -> None:
    assert sorted(path.name for path in shown[0].iterdir()) == [".factcheck-demo", "demo.db", "report.html"]


@pytest.mark.parametrize("name", ["report.html", "demo.db"])
def test_a_file_of_the_user_s_is_never_replaced(run: Run, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / name).write_text("mine")
    result = run("demo", str(folder), db=None)
    assert result.exit_code == 2
    assert name in result.stderr
    assert "factcheck demo" in result.stderr
    assert "mine-2" in result.stderr
    assert [(path.name, path.read_text()) for path in folder.iterdir()] == [(name, "mine")]


def test_work_done_in_the_demo_s_file_stays(run: Run, made: Path) -> None:
    assert run("mark", "1", "checking", db="out/demo.db").exit_code == 0
    before = run("log", "--json", db="out/demo.db").stdout
    assert run("demo", str(made), db=None).exit_code == 2
    assert run("log", "--json", db="out/demo.db").stdout == before


def test_a_report_that_was_written_into_stays(run: Run, made: Path) -> None:
    (made / "report.html").write_text("my notes")
    assert run("demo", str(made), db=None).exit_code == 2
    assert (made / "report.html").read_text() == "my notes"


def test_looking_at_the_demo_does_not_make_it_ones_own(run: Run, made: Path) -> None:
    from factcheck.cli.demo_folder import make_room

    assert run("claims", db="out/demo.db").exit_code == 0
    (made / "notes.txt").write_text("mine")
    make_room(made)
    assert [path.name for path in made.iterdir()] == ["notes.txt"]


def test_a_file_in_the_place_of_the_folder_is_wrong_usage(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    assert run("demo", str(tmp_path / "file"), db=None).exit_code == 2


def test_a_sentence_with_a_claim_is_not_said_to_have_none(made: Path) -> None:
    from factcheck.cli.walkthrough import _carries
    from factcheck.desk import Desk

    with Desk.open(made / "demo.db", readonly=True) as desk:
        spans = [(claim.start, claim.end) for claim in desk.claims() if claim.start is not None]
        sentences = desk.sentences()
    for item in sentences:
        carried = any(start < item.end and item.start < end for start, end in spans)
        assert _carries(made / "demo.db", item.id) == carried
