"""The HTML report tells the whole record, in one page that needs nothing else."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import pytest
import report_dossiers as made
from bs4 import BeautifulSoup, Tag

from factcheck.report import render_html


@pytest.fixture(scope="module")
def page() -> BeautifulSoup:
    return BeautifulSoup(render_html(made.example()), "lxml")


def text_of(node: Tag | BeautifulSoup | None) -> str:
    assert node is not None
    return " ".join(node.get_text().split())


def test_the_charset_and_the_content_policy_come_first():
    head = render_html(made.example()).split("<title>")[0]
    assert head.startswith('<!doctype html>\n<html lang="en">\n<head>\n<meta charset=utf-8>\n<meta http-equiv')
    assert "default-src 'none'; style-src 'sha256-" in head


def test_nothing_is_loaded_and_nothing_runs(page):
    assert not page.find_all(["script", "img", "link", "iframe", "form"])
    assert not page.find_all(style=True)
    assert not [node for node in page.find_all(True) if any(name.startswith("on") for name in node.attrs)]
    assert "@import" not in page.style.string
    assert "url(" not in page.style.string


def test_the_article_stands_there_word_for_word():
    prose = BeautifulSoup(render_html(made.example()), "lxml").select_one(".prose")
    for extra in prose.select(".flag"):
        extra.decompose()
    assert text_of(prose) == " ".join(made.TEXT.split())


def test_each_claim_is_marked_with_its_status_and_a_labelled_flag(page):
    flag = page.select_one("#at-2")
    assert flag["href"] == "#claim-2"
    assert text_of(flag) == "Claim 2, quote, disputed"
    assert flag.select_one("use")["href"] == "#i-disputed"
    marked = "".join(mark.get_text() for mark in page.select(".prose mark.s-verified"))
    assert marked == "The bridge over the Sill will close in MayRepairs will cost 12 million crowns"


def test_a_claim_inside_a_claim_is_nested_in_it(page):
    inner = page.select_one(".prose mark.s-disputed > mark.s-unchecked")
    assert inner.get_text() in "a year without the bridge"


def test_the_card_tells_status_who_and_when_source_and_note(page):
    card = page.select_one("#claim-2")
    told = text_of(card)
    assert text_of(card.h3) == "Claim 2 Disputed"
    assert "Ines Holt" in told
    assert card.select_one('time[datetime="2026-03-04T09:30:00.000000Z"]').string == "4 Mar 2026, 09:30 UTC"
    assert "Said by Ada Rowe – in the text Ada Rowe with the cue said" in told
    assert "The record has the opposite." in told


def test_evidence_shows_the_passage_in_context_with_url_time_and_hash(page):
    exhibit = page.select_one("#claim-1 .exhibit")
    assert exhibit.select_one(".found").get_text() == "The bridge is closed from 4 May."
    assert text_of(exhibit.blockquote) == (
        "… mayor took the floor. The bridge is closed from 4 May. The council took note."
    )
    assert exhibit.select_one("a.deep")["href"] == "https://council.example/minutes/1#:~:text=We%20did%20not"
    assert made.capture().body_sha256 in text_of(exhibit)
    assert "4 Mar 2026, 09:30 UTC" in text_of(exhibit)
    assert exhibit.find("a", href="#capture-1")


def test_a_quote_stands_beside_its_source_with_the_differences_marked(page):
    finding = page.select_one("#claim-2 .finding")
    assert "Altered, the difference changes the meaning, 88 % of the printed words" in text_of(finding)
    printed, source = finding.select(".side")
    assert text_of(printed) == "We [difference 1: planned]1 for a year without the bridge"
    assert text_of(source) == "We [difference 1: did not plan]1 for a year without the bridge"
    assert text_of(finding.select_one(".differences")) == "Negation: printed planned, the source has did not plan"


def test_an_override_is_shown_loudly_above_and_on_its_card(page):
    assert "1 claim got past the gate on an override" in text_of(page.select_one("#summary .alarm"))
    assert page.select_one("#summary .alarm a")["href"] == "#claim-5"
    assert "Override. Ines Holt set it to verified past the gate" in text_of(page.select_one("#claim-5 .alarm"))


def test_an_override_is_still_shown_after_a_later_verdict():
    past = made.verdict(1, "verified", override=True, note="hurry")
    later = made.verdict(2, "disputed", claim_id=1)
    claim = made.claim(1, "Repairs will cost 12 million crowns", status="disputed")
    page = BeautifulSoup(render_html(made.dossier(made.entry(claim, verdicts=(past, later)))), "lxml")
    assert "hurry" in text_of(page.select_one("#claim-1 .alarm"))


def test_the_summary_counts_and_names_what_is_open(page):
    summary = page.select_one("#summary")
    assert "Work is still open: 1 claim without a verdict." in text_of(summary)
    assert [text_of(item)[:14] for item in summary.select(".legend li")] == [
        "2 Verified bor",
        "1 Disputed evi",
        "1 Unverifiable",
        "1 Unchecked no",
    ]
    widths = [float(bar["width"]) for bar in summary.select(".bar rect")]
    assert widths == [400.0, 200.0, 200.0, 200.0]
    assert summary.select_one(".open-list a")["href"] == "#claim-3"


def test_a_complete_article_says_so():
    claim = made.claim(1, "Repairs will cost 12 million crowns", status="verified")
    assert "Every sentence is accounted for and no claim is open." in render_html(made.dossier(made.entry(claim)))


def test_skipped_sentences_keep_their_reason(page):
    skipped = page.select_one("#skipped li")
    assert text_of(skipped).startswith("It is an ugly bridge. Opinion: a matter of taste – Ines Holt")
    assert page.select_one(f"#{skipped.a['href'][1:]}").name == "a"


def test_open_sentences_are_marked_in_the_text():
    base = made.dossier()
    left = base.sentences[1]
    open_one = replace(base, coverage=replace(base.coverage, open_sentences=(left,)))
    page = BeautifulSoup(render_html(open_one), "lxml")
    assert text_of(page.select_one(f"#sentence-{left.number}")) == f"Sentence {left.number} is [open]"
    assert page.select_one(".open-list a")["href"] == f"#sentence-{left.number}"


def test_the_appendix_lists_captures_with_hash_and_headers(page):
    capture = page.select_one("#capture-1")
    told = text_of(capture)
    assert "captured, HTTP 200 OK" in told
    assert made.capture().body_sha256 in told
    assert 'ETag"a1"' in told
    assert "18.4 kB" in told


def test_a_failed_capture_says_why():
    failed = made.capture(
        outcome="failed", status=None, error="dns", detail="no such host", body_sha256=None, title=None
    )
    page = BeautifulSoup(render_html(made.dossier(captures=(failed,))), "lxml")
    assert "failed: dns, no such host" in text_of(page.select_one("#capture-1"))


def test_every_link_within_the_page_leads_somewhere_and_ids_are_single(page):
    ids = [node["id"] for node in page.find_all(id=True)]
    assert len(ids) == len(set(ids))
    targets = {link["href"][1:] for link in page.find_all(["a", "use"], href=re.compile("^#"))}
    assert targets <= set(ids)


def test_landmarks_and_headings_are_in_order(page):
    assert page.select_one("header.masthead h1")
    assert len(page.find_all("h1")) == 1
    assert page.nav["aria-label"] == "Contents"
    assert page.main
    assert page.footer
    levels = [int(node.name[1]) for node in page.find_all(re.compile("^h[1-6]$"))]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert page.select_one("a.skip")["href"] == "#main"


def test_an_article_without_anything_still_has_a_report():
    page = render_html(made.dossier(text="", sentences=()))
    assert "No claim is recorded." in page
    assert "No source is named." in page


def test_a_claim_gone_from_the_text_is_listed_without_a_place():
    gone = made.claim(1, "words that stand nowhere", state="cut")
    page = BeautifulSoup(render_html(made.dossier(made.entry(gone))), "lxml")
    assert page.select_one("#claim-1 .back") is None
    assert "Cut" in text_of(page.select_one("#claim-1 header"))


def test_a_claim_that_was_cut_is_listed_last_and_not_marked():
    cut = made.claim(1, "It is an ugly bridge.", state="cut")
    live = made.claim(2, "12 million crowns")
    gone = made.entry(cut, history=(made.event(3, "claim.cut", reason="an opinion"),))
    page = BeautifulSoup(render_html(made.dossier(gone, made.entry(live))), "lxml")
    assert "Cut because an opinion" in text_of(page.select_one("#claim-1"))
    assert [card["id"] for card in page.select(".card")] == ["claim-2", "claim-1"]
    assert text_of(page.select_one("#claim-1 h3")) == "Claim 1 Cut"
    assert page.select_one("#at-1") is None


def test_a_status_that_this_version_does_not_know_is_shown_by_name():
    page = render_html(made.dossier(made.entry(made.claim(1, "12 million", status="half_true"))))
    assert "Half true" in page


def test_the_way_to_a_page_and_its_certificate_are_told():
    moved = made.capture(
        final_url="https://council.example/new",
        hops=({"url": "https://council.example/old", "status": 301, "headers": []},),
        tls={"version": "TLSv1.3", "issuer": "commonName=Example CA", "sha256": "ab" * 32},
        robots="disallowed",
        memento="2026-01-01T00:00:00Z",
        same_as=7,
    )
    page = BeautifulSoup(render_html(made.dossier(captures=(moved, made.capture(7)))), "lxml")
    told = text_of(page.select_one("#capture-1"))
    assert "301 from https://council.example/old" in told
    assert "https://council.example/new" in told
    assert "TLSv1.3, certificate by commonName=Example CA, SHA-256 abab" in told
    assert "disallowed" in told
    assert page.select_one("#capture-1 a[href='#capture-7']")


def test_history_tells_edits_withdrawals_and_undoing():
    events = (
        made.event(2, "claim.edit", set={"text": "new words", "by": []}, was={"text": "old words", "by": []}),
        made.event(
            3, "evidence.restate", set={"state": "withdrawn", "note": "our own article"}, was={"state": "standing"}
        ),
        made.event(4, "undo", undoes="claim.mark", undoes_seq=3, event="ab"),
        made.event(5, "claim.cut", reason="a caption"),
        made.event(6, "something.new", note="from a newer version"),
    )
    entry = made.entry(made.claim(1, "12 million crowns"), history=events)
    told = text_of(BeautifulSoup(render_html(made.dossier(entry)), "lxml").select_one("#claim-1 .history"))
    for words in (
        "edited the claim: source, text, “old words” became “new words”",
        "withdrew a passage: our own article",
        "took back event 3",
        "cut the claim: a caption",
        "something.new: from a newer version",
    ):
        assert words in told
