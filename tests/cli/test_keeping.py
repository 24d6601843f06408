"""Backups, checkpoints, dossiers and merges, as typed."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

Run = Callable[..., Result]
Ok = Callable[..., str]

pytestmark = pytest.mark.usefixtures("story")


def test_a_backup_is_restored_where_the_file_is_gone(run: Run, ok: Ok, story: Path) -> None:
    assert "\nVerified: " in ok("backup", "friday.db")
    assert run("backup", "friday.db").exit_code == 2  # nothing is overwritten
    assert run("restore", "friday.db").exit_code == 2
    story.rename("old.db")
    ok("restore", "friday.db")
    assert len(json.loads(ok("claims", "--json"))) == 5


def test_a_checkpoint_kept_elsewhere_is_audited_against(ok: Ok, tmp_path: Path) -> None:
    ok("checkpoint", "kept")
    ok("mark", "1", "checking")
    assert ok("audit", "--checkpoint", str(tmp_path / "kept" / "checkpoint.txt")).startswith("ok")


def test_a_cut_log_is_seen_with_the_checkpoint(run: Run, ok: Ok, story: Path) -> None:
    shutil.copy(story, "earlier.db")
    ok("mark", "1", "checking")
    ok("checkpoint", "kept")
    result = run("audit", "--checkpoint", "kept/checkpoint.txt", db="earlier.db")
    assert result.exit_code == 1
    assert "problem" in result.stdout


def test_a_dossier_is_written(ok: Ok, tmp_path: Path) -> None:
    assert "Wrote" in ok("bundle", "dossier", "tunnel")
    assert list((tmp_path / "dossier").iterdir())


def test_two_peoples_files_become_one(run: Run, ok: Ok, story: Path) -> None:
    shutil.copy(story, "ben.db")
    assert run("mark", "1", "unverifiable", "--note", "asked", "--by", "ben", db="ben.db").exit_code == 0
    ok("mark", "2", "checking")
    result = run("merge", "ben.db")
    assert result.exit_code in (0, 1)
    assert "Took over 1 event" in result.stdout
    assert json.loads(ok("claims", "--json"))[0]["status"] == "unverifiable"


def test_a_whole_file_is_repaired_without_loss_and_compacted(ok: Ok) -> None:
    assert "Saved" in ok("repair", "--to", "saved.db")
    assert len(json.loads(ok("claims", "--json", db="saved.db"))) == 5
    assert json.loads(ok("compact", "--json")) == []  # nothing was fetched
    Path("record.html").write_text("<p>We tested every cable.</p>" * 40, encoding="utf-8")
    ok("cite", "1", "record.html", "--context", "--passage", "We tested every cable.")
    (files,) = json.loads(ok("compact", "--json"))
    assert (files["host"], files["bodies"]) == ("files", 1)
    assert files["stored"] < files["received"] == 40 * 29
    assert json.loads(ok("compact", "--sizes", "--json")) == [files]


def test_claims_are_exported_for_a_spreadsheet_without_protected_names(ok: Ok) -> None:
    ok("source", "edit", "Tomas Berg", "--protected")
    ok("export", "csv", "claims.csv")
    with Path("claims.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["id"] for row in rows] == ["1", "2", "3", "4", "5"]
    assert "Berg" not in Path("claims.csv").read_text(encoding="utf-8").replace("Engineer Tomas Berg", "")


def test_captures_travel_as_a_web_archive(run: Run, ok: Ok, site) -> None:
    pytest.importorskip("warcio")
    ok("fetch", f"{site.url}/record", "--allow", site.address)
    ok("export", "warc", "all.warc.gz")
    result = run("import", "all.warc.gz", "--json", db="other.db")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["title"] == "Council record"
    assert "treasurer" in ok("search", "treasurer", db="other.db")
    assert run("export", "warc", "all.zip").exit_code == 2


def test_a_file_is_taken_in_as_a_capture(run: Run, ok: Ok, tmp_path: Path) -> None:
    (tmp_path / "letter.html").write_text("<title>Letter</title><p>The treasurer wrote this letter in March.</p>")
    record = json.loads(ok("import", "letter.html", "--json"))
    assert (record["outcome"], record["title"]) == ("captured", "Letter")
    assert run("import", "none.pdf").exit_code == 2


def test_who_comes_second_is_shown_both_versions(run: Run, ok: Ok) -> None:
    seen = json.loads(ok("query", "select seq from claims where id = 1", "--json"))[0]["seq"]
    ok("mark", "1", "unverifiable", "--note", "nobody answered", "--by", "ben")
    result = run("mark", "1", "checking", "--if-seq", str(seen), "--by", "ann")
    assert result.exit_code == 3
    for words in ("unverifiable", "set by ben", "nobody answered", "you wanted checking"):
        assert words in result.stderr


def test_an_audit_of_a_file_with_unreadable_pages_says_so(run: Run, story: Path) -> None:
    data = bytearray(story.read_bytes())
    data[8192 : 8192 + 40960] = bytes(40960)
    Path("holes.db").write_bytes(data)
    result = run("audit", db="holes.db")
    assert result.exit_code == 6
    assert "Traceback" not in result.output


def test_the_caches_are_made_anew_in_place(ok: Ok) -> None:
    assert "search indexes anew" in ok("repair")
    assert ok("audit").startswith("ok")
