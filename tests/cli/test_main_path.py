"""From the first read to the report, typed as a fact-checker types it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

Run = Callable[..., Result]
Ok = Callable[..., str]

pytestmark = pytest.mark.usefixtures("story")


def claim_with(ok: Ok, words: str) -> dict:
    return next(claim for claim in json.loads(ok("claims", "--json")) if words in claim["text"])


def test_adding_tells_what_was_found(run: Run, article: Path) -> None:
    result = run("add", str(article), db="new.db")
    assert result.exit_code == 0
    assert "Added article 1 (tunnel)" in result.stdout
    assert "Made a new database" in result.stderr


def test_the_same_text_is_not_added_twice(ok: Ok, article: Path) -> None:
    assert "nothing was added" in ok("add", str(article))
    assert len(json.loads(ok("status", "--json"))) == 1


def test_an_article_can_be_piped_in(ok: Ok) -> None:
    ok(
        "add",
        "-",
        "--title",
        "Ferry",
        "--slug",
        "ferry",
        stdin="The ferry sank in 1911, the museum said. Nobody died.\n",
    )
    assert [item["article"] for item in json.loads(ok("status", "--json"))] == ["tunnel", "ferry"]


def test_claims_as_json_have_the_nine_keys(ok: Ok) -> None:
    claims = json.loads(ok("claims", "tunnel", "--json"))
    keys = ["id", "article", "kind", "text", "start", "end", "status", "source", "parent"]
    assert claims
    assert all(list(claim) == keys for claim in claims)


def test_claims_can_be_chosen(ok: Ok) -> None:
    quotes = json.loads(ok("claims", "--kind", "quote", "--json"))
    assert {claim["kind"] for claim in quotes} == {"quote"}
    assert json.loads(ok("claims", "--status", "needs-recheck", "--json")) == []
    assert len(json.loads(ok("claims", "--limit", "2", "--json"))) == 2


def test_a_claim_is_verified_on_a_passage_that_stands_in_a_capture(run: Run, ok: Ok, site) -> None:
    claim = claim_with(ok, "212 million")["id"]
    refused = run("verify", claim)
    assert refused.exit_code == 3
    assert "factcheck cite" in refused.stderr

    ok(
        "cite",
        claim,
        f"{site.url}/record",
        "--supports",
        "--passage",
        "The work cost 212 million crowns",
        "--allow",
        site.address,
    )
    assert "verified" in ok("verify", claim, "--note", "the record says so")
    shown = ok("show", claim)
    assert "The work cost 212 million crowns" in shown
    assert "✓ verified" in shown
    assert "the record says so" in shown


def test_the_passage_must_be_in_the_capture(run: Run, ok: Ok, site) -> None:
    claim = claim_with(ok, "212 million")["id"]
    result = run("cite", claim, f"{site.url}/record", "--passage", "It cost 300 million.", "--allow", site.address)
    assert result.exit_code == 1
    assert "do not stand in capture" in result.stderr


def test_an_altered_quote_is_shown_beside_the_words_of_its_source(run: Run, ok: Ok, site) -> None:
    claim = claim_with(ok, "The tunnel is safe")["id"]
    ok(
        "cite",
        claim,
        f"{site.url}/record",
        "--passage",
        "The tunnel is safer than the old bridge",
        "--allow",
        site.address,
    )
    assert run("verify", claim).exit_code == 3
    checked = run("check", claim, "--json")
    assert checked.exit_code == 1
    assert json.loads(checked.stdout)[0]["label"] in ("altered", "absent")


def test_a_contact_supports_a_claim(ok: Ok) -> None:
    claim = claim_with(ok, "The tunnel is safe")["id"]
    ok("contact", claim, "--who", "Ida Lindqvist", "--said", "Yes, I said so.", "--how", "phone")
    assert "verified" in ok("verify", claim)


def test_an_override_is_shown_ever_after(run: Run, ok: Ok) -> None:
    assert run("verify", "1", "--override").exit_code == 2
    assert "overridden" in ok("verify", "1", "--override", "--note", "saw it")
    assert "OVERRIDDEN" in ok("show", "1")


def test_undo_takes_the_last_change_back_and_says_what(ok: Ok) -> None:
    ok("mark", "1", "not-checkable", "--note", "a headline")
    assert "decided the claim" in ok("undo")
    assert json.loads(ok("claims", "--json"))[0]["status"] == "unchecked"


def test_claims_are_put_right_by_hand(ok: Ok) -> None:
    added = ok("claim", "add", "tunnel", "will open in June", "--kind", "statement")
    number = added.split()[2]
    ok("claim", "edit", number, "--source", "Port authority")
    assert "Port authority" in ok("show", number)
    ok("claim", "cut", number, "--reason", "twice")
    assert number not in [str(claim["id"]) for claim in json.loads(ok("claims", "--json"))]


def test_a_claim_is_split_and_merged(ok: Ok) -> None:
    claim = claim_with(ok, "212 million")["id"]
    parts = ok("claim", "split", claim, "--at", "according to")
    second = parts.splitlines()[1].split()[2]
    assert "Merged" in ok("claim", "merge", claim, second)


def test_sources_are_listed_renamed_and_merged(ok: Ok) -> None:
    names = [source["name"] for source in json.loads(ok("source", "list", "--json"))]
    mayor = next(name for name in names if "Lindqvist" in name)
    ok("source", "edit", mayor, "--name", "Ida Lindqvist", "--kind", "person", "--alias", "the mayor")
    assert "the mayor" in ok("source", "show", "the mayor")


def test_closing_says_what_is_open_and_does_it_when_nothing_is(run: Run, ok: Ok) -> None:
    refused = run("close", "tunnel")
    assert refused.exit_code == 1
    assert "open claim" in refused.stderr
    for claim in json.loads(ok("claims", "--open", "--json")):
        ok("mark", claim["id"], "unverifiable", "--note", "nobody answered")
    for sentence in json.loads(ok("status", "tunnel", "--json"))[0]["open_sentences"]:
        ok("skip", sentence["id"], "--reason", "opinion")
    assert "Closed tunnel" in ok("close", "tunnel")
    assert "open again" in ok("reopen", "tunnel")


def test_a_second_person_signs(run: Run, ok: Ok) -> None:
    ok("mark", "1", "unverifiable", "--note", "nobody knows")
    assert run("sign", "tunnel").exit_code == 3
    assert "signed off by ben" in ok("sign", "tunnel", "--by", "ben")


def test_a_new_draft_keeps_the_claims(ok: Ok, article: Path) -> None:
    article.write_text(article.read_text().replace("212 million", "231 million"))
    assert "Revision 2" in ok("revise", "tunnel", str(article))


def test_the_report_comes_in_three_forms(ok: Ok, tmp_path: Path) -> None:
    assert "# " in ok("report", "tunnel")
    ok("report", "tunnel", "-o", str(tmp_path / "report.html"))
    assert (tmp_path / "report.html").read_text().lower().startswith("<!doctype html>")
    assert json.loads(ok("report", "tunnel", "-f", "json"))


def test_the_log_tells_who_did_what(ok: Ok) -> None:
    ok("mark", "1", "checking", "--by", "ben")
    last = json.loads(ok("log", "--limit", "1", "--json"))[0]
    assert (last["actor"], last["action"]) == ("ben", "claim.mark")


def test_the_actor_is_named_before_or_after_the_command(run: Run, ok: Ok) -> None:
    run("--by", "cleo", "mark", "1", "checking")
    assert json.loads(ok("log", "--limit", "1", "--json"))[0]["actor"] == "cleo"


def test_the_audit_finds_nothing_wrong(ok: Ok) -> None:
    assert ok("audit").startswith("ok: ")
    found = json.loads(ok("audit", "--json"))
    assert found["ok"]
    assert set(found) == {"ok", "problems", "notices", "events", "head"}


def test_queries_go_by_name_or_as_sql(ok: Ok) -> None:
    assert "worklist" in ok("query")
    assert json.loads(ok("query", "worklist", "article=tunnel", "--json"))
    assert ok("query", "select count(*) as n from articles", "--csv") == "n\n1\n"
    assert "SELECT" in ok("query", "worklist", "--sql")


def test_what_was_archived_can_be_searched_and_read(run: Run, ok: Ok, site, tmp_path: Path) -> None:
    run("fetch", f"{site.url}/record", "--allow", site.address)
    assert "treasurer" in ok("capture", "text", "1")
    assert "200" in ok("capture", "show", "1")
    assert json.loads(ok("search", "treasurer", "--json"))[0]["id"] == 1
    ok("capture", "open", "1", "-o", str(tmp_path / "page.html"))
    assert (tmp_path / "page.html").read_bytes() == site.pages["/record"][1]
    assert json.loads(ok("refs", "--json"))[0]["last_outcome"] == "captured"


def test_two_captures_of_a_page_are_compared(run: Run, ok: Ok, site) -> None:
    ok("fetch", f"{site.url}/record", "--allow", site.address)
    site.pages["/record"] = (200, site.pages["/record"][1].replace(b"212", b"231"))
    ok("fetch", f"{site.url}/record", "--allow", site.address)
    result = run("capture", "diff", "1", "2")
    assert result.exit_code == 1
    assert "231" in result.stdout


def test_evidence_is_looked_at_again(run: Run, ok: Ok, site) -> None:
    claim = claim_with(ok, "212 million")["id"]
    ok("cite", claim, f"{site.url}/record", "--passage", "cost 212 million crowns", "--allow", site.address)
    ok("verify", claim)
    site.pages["/record"] = (200, site.pages["/record"][1].replace(b"212 million", b"231 million"))
    result = run("recheck", "--allow", site.address, "--json")
    assert result.exit_code == 1
    assert claim_with(ok, "212 million")["status"] == "needs_recheck"
