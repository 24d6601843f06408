"""Evidence and verdicts: nothing is verified on trust."""

from __future__ import annotations

from pathlib import Path

import pytest

from factcheck.archive.options import FetchOptions
from factcheck.desk import Desk
from factcheck.errors import (
    ConflictError,
    FactcheckError,
    FetchError,
    GateClosedError,
    RefusedError,
    UsageError,
)
from factcheck.model import Article
from tests.conftest import RECORD, SmallWeb
from tests.desk.conftest import claim_with

COST = "had cost 44 million crowns, and not 41 million as first announced"


def test_a_quote_is_verified_on_the_words_of_a_capture(
    desk: Desk, article: Article, record: str, options: FetchOptions
) -> None:
    claim = claim_with(desk, "We tested every cable")
    with pytest.raises(GateClosedError) as refused:
        desk.verify(claim)
    assert "cite" in str(refused.value.hint)
    cited = desk.cite(claim, record, options=options)
    assert cited.match is not None
    assert cited.match.label == "exact"
    words = desk.capture_text(cited.capture)
    place = slice(cited.evidence.start, cited.evidence.end)
    assert words.text[place] == cited.evidence.exact
    desk.verify(claim, "as in the record")
    assert (desk.claim(claim).status, desk.claim(claim).status_by) == ("verified", "ann")
    assert desk.audit().ok


def test_an_altered_quote_cannot_be_verified(
    desk: Desk, article: Article, web: SmallWeb, options: FetchOptions
) -> None:
    url = web.publish("/other.html", RECORD.replace("We tested every\ncable", "We never tested every\ncable"))
    claim = claim_with(desk, "We tested every cable")
    cited = desk.cite(claim, url, options=options)
    assert cited.match is not None
    assert cited.match.label == "altered"
    with pytest.raises(GateClosedError, match="altered"):
        desk.verify(claim)
    with pytest.raises(UsageError, match="note"):
        desk.verify(claim, override=True)
    desk.verify(claim, "heard the tape", override=True)
    assert desk.claim(claim).overridden


def test_words_in_another_mouth_are_told(desk: Desk, article: Article, web: SmallWeb, options: FetchOptions) -> None:
    page = (
        "<html><title>Opening day</title><article><h1>Opening day</h1><p>The crowd was large on Monday.</p><p>“We"
        " tested every cable,” said Rolf Berg, the contractor, who had come with his sons.</p></article></html>"
    )
    cited = desk.cite(claim_with(desk, "We tested every cable"), web.publish("/opening.html", page), options=options)
    assert any("Rolf Berg" in warning for warning in cited.warnings)


def test_the_house_may_let_cosmetic_changes_pass(
    desk: Desk, article: Article, web: SmallWeb, options: FetchOptions
) -> None:
    url = web.publish("/record.html", RECORD.replace("We tested every\ncable", "We, um, tested every\ncable"))
    claim = claim_with(desk, "We tested every cable")
    cited = desk.cite(claim, url, options=options)
    assert cited.match is not None
    assert (cited.match.label, cited.match.severity) == ("altered", "cosmetic")
    with pytest.raises(GateClosedError):
        desk.verify(claim)
    with pytest.raises(UsageError, match="no kind"):
        desk.set_policy(article, accepts=["negation-dropped"])
    desk.set_policy(article, accepts=["contraction"])
    with pytest.raises(GateClosedError):
        desk.verify(claim)
    desk.set_policy(article, accepts=["contraction", "filler"])
    desk.verify(claim)


def test_a_passage_must_stand_in_the_capture_word_for_word(
    desk: Desk, article: Article, record: str, options: FetchOptions
) -> None:
    claim = claim_with(desk, "It cost 41 million crowns")
    with pytest.raises(FactcheckError, match="do not stand") as told:
        desk.cite(claim, record, "refutes", passage=COST.replace("44", "54"), options=options)
    assert "44 million" in str(told.value.hint)
    assert desk.entry(claim).exhibits == ()
    desk.cite(claim, record, "refutes", passage=COST, options=options)
    with pytest.raises(GateClosedError, match="note"):
        desk.dispute(claim)
    desk.dispute(claim, "44 million, says the treasurer")
    assert desk.claim(claim).status == "disputed"


def test_a_logged_contact_stands_for_a_passage(desk: Desk, article: Article) -> None:
    claim = claim_with(desk, "The bridge is safe")
    desk.contact(claim, "Ilse Tamm", "Yes, I said that.", how="phone")
    desk.verify(claim)
    assert desk.claim(claim).status == "verified"


def test_statuses_need_what_the_design_says(desk: Desk, article: Article) -> None:
    claim = claim_with(desk, "What a sight")
    desk.mark(claim, "checking")
    for status in ("unverifiable", "not-checkable"):
        with pytest.raises(GateClosedError):
            desk.mark(claim, status)
        desk.mark(claim, status, "an exclamation")
    with pytest.raises(UsageError, match="no status"):
        desk.mark(claim, "true")
    with pytest.raises(UsageError, match="program"):
        desk.mark(claim, "needs_recheck")


def test_who_did_not_see_the_last_change_is_refused(desk: Desk, article: Article) -> None:
    claim = claim_with(desk, "What a sight")
    seen = desk.claim(claim).seq
    desk.acting_as("bob").mark(claim, "not_checkable", "opinion")
    with pytest.raises(ConflictError, match="bob"):
        desk.mark(claim, "unverifiable", "nobody knows", if_seq=seen)
    desk.mark(claim, "unverifiable", "nobody knows", if_seq=desk.claim(claim).seq)


def test_a_second_person_signs(desk: Desk, article: Article) -> None:
    claim = claim_with(desk, "What a sight")
    desk.set_policy(article, "newsroom")
    desk.mark(claim, "not_checkable", "opinion")
    assert claim.id in desk.status().missing_signoffs
    with pytest.raises(RefusedError, match="second person"):
        desk.sign(claim=claim)
    desk.acting_as("bob").sign(claim=claim)
    assert claim.id not in desk.status().missing_signoffs


def test_the_newsroom_wants_two_independent_references(
    desk: Desk, article: Article, record: str, web: SmallWeb, options: FetchOptions
) -> None:
    desk.set_policy(article, "newsroom")
    claim = claim_with(desk, "We tested every cable")
    council = '<meta property="og:site_name" content="The council"><title>'
    record = web.publish("/record.html", RECORD.replace("<title>", council))
    desk.cite(claim, record, options=options)
    with pytest.raises(GateClosedError, match="independent"):
        desk.verify(claim)
    site = '<meta property="og:site_name" content="The Reprint"><title>'
    twin = web.publish("/reprint.html", RECORD.replace("<title>", site).replace("<h1>Council", "<h1>From the Council"))
    reprint = desk.cite(claim, twin, options=options).capture
    assert [finding.kind for finding in desk.dossier().findings if finding.capture_id == reprint.id] == ["same-story"]
    with pytest.raises(GateClosedError, match="now: 1"):
        desk.verify(claim)
    own = (
        "<html><head><title>Diary</title><meta property='og:site_name' content='A diary'></head><article><p>I stood by"
        " the rail with my notebook when the mayor came out, in the rain, and turned to us. “We tested every cable,”"
        " she called over the wind, and the men from the yard clapped.</p><p>Later a gull took my sandwich, so I went"
        " home along the quay and wrote this down before supper.</p></article></html>"
    )
    desk.cite(claim, web.publish("/diary.html", own), options=options)
    desk.verify(claim)


def test_a_failed_fetch_is_kept_and_told(desk: Desk, article: Article, web: SmallWeb, options: FetchOptions) -> None:
    claim = claim_with(desk, "What a sight")
    with pytest.raises(FetchError, match="404"):
        desk.cite(claim, web.url + "/gone.html", options=options)
    (kept,) = desk.captures(web.url + "/gone.html")
    assert (kept.outcome, kept.status) == ("http_error", 404)
    assert desk.pending_urls() == [web.url + "/gone.html"]


def test_a_file_is_cited_like_a_url(desk: Desk, article: Article, tmp_path: Path) -> None:
    page = tmp_path / "record.html"
    page.write_text(RECORD, encoding="utf-8")
    claim = claim_with(desk, "We tested every cable")
    cited = desk.cite(claim, page)
    assert desk.capture_body(cited.capture) == page.read_bytes()
    again = desk.cite(claim, page)
    assert again.capture.id == cited.capture.id


def test_a_capture_keeps_what_was_received(
    desk: Desk, article: Article, record: str, web: SmallWeb, options: FetchOptions
) -> None:
    (stored,) = desk.fetch([record], options=options, with_text=True)
    assert stored.title == "Council record, 2 March"
    assert "We tested every cable" in " ".join(str(stored.text).split())
    assert desk.capture_body(stored.capture.id) == RECORD.encode()
    assert ("Content-Type", "text/html; charset=utf-8") in stored.capture.headers
    desk.fetch([record], options=options)
    bodies = desk.query("SELECT count(*) FROM bodies WHERE size = " + str(len(RECORD.encode())))
    assert bodies.rows[0][0] == 1


def test_a_changed_page_is_told_from_a_changed_passage(
    desk: Desk, article: Article, record: str, web: SmallWeb, options: FetchOptions
) -> None:
    claim = claim_with(desk, "We tested every cable")
    desk.cite(claim, record, options=options)
    desk.verify(claim)
    web.publish("/record.html", RECORD.replace("two hard winters", "three hard winters"))
    (result,) = desk.recheck([record], options=options)
    assert (result.state, desk.claim(claim).status) == ("standing", "verified")
    web.publish("/record.html", RECORD.replace("We tested every\ncable", "We tested nearly every\ncable"))
    (result,) = desk.recheck([record], options=options)
    assert (result.state, desk.claim(claim).status) == ("changed", "needs_recheck")
    web.pages.clear()
    (result,) = desk.recheck([record], options=options)
    assert result.state == "unreachable"
    assert desk.audit().ok


def test_a_new_draft_keeps_what_stands_and_asks_again_for_what_changed(
    desk: Desk, article: Article, tmp_path: Path
) -> None:
    from tests.conftest import ARTICLE

    kept, changed, gone = (
        claim_with(desk, words) for words in ("We tested every cable", "It cost 41 million", "What a sight")
    )
    for claim in (kept, changed, gone):
        desk.mark(claim, "unverifiable", "tried")
    draft = tmp_path / "draft.txt"
    new = ARTICLE.replace("41 million", "43 million").replace(" What a sight it is!", "")
    draft.write_text("A new first line for the paper.\n\n" + new, encoding="utf-8")
    revised = desk.revise(article, draft)
    assert desk.claim(kept).status == "unverifiable"
    assert desk.claim(changed).status == "needs_recheck"
    assert desk.claim(changed).text.startswith("It cost 43 million crowns")
    assert (desk.claim(gone).state, [claim.id for claim in revised.cut]) == ("cut", [gone.id])
    text = desk.revision(article).text
    for claim in desk.claims():
        assert text[claim.start : claim.end] == claim.text
    assert desk.audit().ok
    desk.undo()
    assert desk.claim(gone).state == "live"
    assert desk.claim(changed).status == "unverifiable"
    assert desk.audit().ok
