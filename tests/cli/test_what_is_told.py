"""What the screen tells: overrides ever after, what an edit changed, what was taken back, what may not be."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Site


def test_an_override_is_shown_wherever_the_claim_is(story: Path, ok: Any) -> None:
    assert "OVERRIDDEN" not in ok("claims")
    ok("verify", "1", "--override", "--note", "I was there")
    assert "OVERRIDDEN" in ok("claims", "--status", "verified")
    first = json.loads(ok("claims", "--json"))[0]
    assert (first["status"], first["overridden"]) == ("verified", True)
    assert json.loads(ok("query", "claims-by-status", "status=verified", "--json"))[0]["overridden"] == 1


def test_the_log_tells_what_an_edit_changed_and_what_was_taken_back(story: Path, site: Site, ok: Any) -> None:
    ok("claim", "edit", "5", "--text", "two shafts had to be sealed")
    ok("source", "edit", "Tomas Berg", "--description", "the port's engineer", "--protected")
    ok("cite", "4", site.url + "/record", "--allow", site.address, "-p", "The work cost 212 million crowns")
    ok("withdraw", "1", "--reason", "the wrong meeting")
    ok("mark", "1", "checking")
    ok("undo")
    lines = ok("log")
    told = {line.split()[4]: line for line in lines.splitlines()[::-1] if re.match(r"\s*\d", line)}
    assert "two shafts had to be sealed again" in told["claim.edit"]
    assert "→ “two shafts had to be sealed”" in told["claim.edit"]
    assert "the port's engineer" in told["source.edit"]
    assert "protected" in told["source.edit"]
    assert "withdrawn" in told["evidence.restate"]
    assert "the wrong meeting" in told["evidence.restate"]
    assert "taken back since" in told["claim.mark"]
    assert "claim.mark" in told["undo"]
    assert "?" not in told["capture.add"]
    rows = json.loads(ok("log", "--json"))
    assert [row["action"] for row in rows if row["undone"]] == ["claim.mark"]
    history = ok("show", "5")
    assert "→ “two shafts had to be sealed”" in history
    assert "taken back since" in ok("show", "1")


def test_evidence_is_told_in_sentences(story: Path, site: Site, ok: Any, run: Any) -> None:
    words = ("-p", "The work cost 212 million crowns", "--context", "--allow", site.address)
    assert "Evidence 1 is context for claim 4" in ok("cite", "4", site.url + "/record", *words)
    assert "nothing was added" in ok("cite", "4", site.url + "/record", *words)
    assert "nothing was added" in ok("claim", "add", "1", "The harbour tunnel in Osterby will open in June.")


def test_words_in_another_mouth_are_told_when_they_are_verified(story: Path, site: Site, ok: Any, run: Any) -> None:
    page = (
        "<title>Port news</title><article><p>The crews came home on Monday after a long week at sea.</p>"
        "<p>“We have tested every pump twice,” said Bo Ek, the foreman, who had come with his sons.</p></article>"
    )
    site.pages["/other"] = (200, page.encode())
    cited = run("cite", "2", site.url + "/other", "--allow", site.address)
    assert "Bo Ek" in cited.stderr
    assert "other_speaker" not in cited.stdout + cited.stderr
    refused = run("verify", "2")
    assert refused.exit_code == 3
    assert "Bo Ek" in refused.stderr
    assert run("mark", "--stdin", stdin="2 verified ana\n").exit_code == 3
    done = run("verify", "2", "--note", "he read her words out")
    assert (done.exit_code, "Bo Ek" in done.stderr) == (0, True)
    shown = ok("show", "2")
    assert "Bo Ek" in shown
    assert "other_speaker" not in shown


def test_what_the_program_alone_sets_is_told(story: Path, run: Any) -> None:
    for words in (("mark", "1", "needs_recheck"), ("mark", "1", "needs-recheck")):
        told = run(*words)
        assert told.exit_code == 2
        assert "set by the program" in told.stderr


@pytest.mark.parametrize("url", ["ftp://files.example/a", "http://127.0.0.1:9/a"])
def test_what_may_not_be_fetched_ends_alike(story: Path, run: Any, url: str) -> None:
    assert {run(*words, url).exit_code for words in (("fetch",), ("cite", "1"), ("add",))} == {3}


def test_a_file_of_addresses_is_fetched_and_nonsense_is_not(story: Path, site: Site, tmp_path: Path, run: Any) -> None:
    (tmp_path / "refs.txt").write_text(f"# two\n{site.url}/record\n{site.url}/gone\n")
    told = run("fetch", "refs.txt", "--allow", site.address, "--delay", "0")
    assert told.exit_code == 4
    assert "2 references" in told.stderr
    before = len(json.loads(run("log", "--json").stdout))
    for words in (("missing.txt",), ("missing.txt", site.url + "/record")):
        told = run("fetch", *words, "--allow", site.address)
        assert (told.exit_code, "no file missing.txt" in told.stderr) == (2, True)
    assert len(json.loads(run("log", "--json").stdout)) == before


def test_a_missing_folder_is_a_wrong_path(story: Path, article: Path, run: Any) -> None:
    assert run("add", article, db="nodir/x.db").exit_code == 2
    assert run("report", "-o", "nodir/report.html").exit_code == 2


def test_an_empty_file_becomes_a_database_aloud(tmp_path: Path, article: Path, run: Any) -> None:
    (tmp_path / "empty.db").touch()
    assert "Made a new database" in run("add", article, db="empty.db").stderr


def test_a_source_is_shown_whole(story: Path, ok: Any) -> None:
    ok("source", "edit", "Tomas Berg", "--description", "the port's engineer", "--protected")
    found = json.loads(ok("source", "show", "Tomas Berg", "--json"))
    assert (found["name"], found["description"], found["protected"]) == ("Tomas Berg", "the port's engineer", True)
    assert [claim["id"] for claim in found["said"]] == [5]
    (line,) = [line for line in ok("source", "list").splitlines() if "Tomas Berg" in line]
    assert "protected" in line


def test_what_is_absent_has_no_severity(story: Path, site: Site, ok: Any, run: Any) -> None:
    ok("cite", "3", site.url + "/record", "--allow", site.address, "-p", "the council took note", "--context")
    site.pages["/other"] = (200, b"<title>Weather</title><p>Rain is expected along the coast on Monday evening.</p>")
    ok("fetch", site.url + "/other", "--allow", site.address)
    for row in json.loads(run("check", "--json").stdout):
        assert row["severity"] != "none" or row["label"] != "absent"
