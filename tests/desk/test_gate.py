"""What may not pass the gate: the article itself, error pages, scraps, other passages, other people's words."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from factcheck.archive.options import FetchOptions
from factcheck.desk import Desk
from factcheck.errors import FactcheckError, GateClosedError, MissingExtraError, UsageError
from factcheck.model import Article
from factcheck.pages import Document
from factcheck.store import texts
from tests.conftest import ARTICLE, RECORD, SmallWeb
from tests.desk.conftest import claim_with
from tests.pages.pages_samples import pdf

CARS = "The old bridge had carried 9,000 cars a day, said the engineer."


def test_an_article_is_no_evidence_for_itself(desk: Desk, article: Article, article_file: Path, tmp_path: Path) -> None:
    desk.set_policy(article, "newsroom")
    claim = claim_with(desk, "It cost 41 million crowns")
    words = "It cost 41 million crowns."
    cited = desk.cite(claim, article_file, passage=words, directness="primary")
    assert any("the article itself" in warning for warning in cited.warnings)
    with pytest.raises(GateClosedError, match="the article itself"):
        desk.verify(claim)
    copy = tmp_path / "copy.txt"
    copy.write_text(ARTICLE.replace("\n", "\r\n") + "\n", encoding="utf-8")
    desk.cite(claim, copy, passage=words, directness="primary")
    with pytest.raises(GateClosedError, match="the article itself"):
        desk.verify(claim)
    desk.verify(claim, "the editor says so", override=True)
    assert desk.claim(claim).overridden
    assert [item.flaw for item in desk.entry(claim).exhibits] == [
        "capture 1 is the article itself",
        "capture 2 is the article itself",
    ]
    report = desk.report(article)
    for told in (report.html(), report.markdown()):
        assert "Does not count: capture 2 is the article itself" in told


def test_an_article_from_the_web_is_no_evidence_for_itself(desk: Desk, web: SmallWeb, options: FetchOptions) -> None:
    page = RECORD.replace("Council record, 2 March", "Bridge opens")
    url = web.publish("/art.html", page)
    desk.add_article(url, allow=[web.address])
    claim = desk.add_claim(text="the bridge had cost 44 million crowns")
    desk.cite(claim, url, passage="the bridge had cost 44 million crowns", options=options)
    with pytest.raises(GateClosedError, match="the article itself"):
        desk.verify(claim)
    web.publish("/art.html", page.replace("</p>", " An afterthought.</p>"))
    desk.cite(claim, url, passage="the bridge had cost 44 million crowns", refetch=True, options=options)
    with pytest.raises(GateClosedError, match="the article itself"):
        desk.mark_many([(claim.id, "verified", None)])


@pytest.mark.parametrize(
    ("status", "page", "told"),
    [
        (404, f"<title>Old</title><article><p>{CARS}</p></article>", "an error page \\(404\\)"),
        (200, f"<title>404 Not Found</title><p>{CARS}</p>", "not found"),
    ],
)
def test_an_error_page_proves_nothing(
    desk: Desk, article: Article, web: SmallWeb, options: FetchOptions, status: int, page: str, told: str
) -> None:
    (stored,) = desk.fetch([web.publish("/cars.html", page, status)], options=options)
    claim = claim_with(desk, "9,000 cars")
    cited = desk.cite(claim, capture=stored.capture.id, passage="had carried 9,000 cars a day")
    assert cited.warnings
    with pytest.raises(GateClosedError, match=told):
        desk.verify(claim)
    desk.cite(claim, None, "refutes", capture=stored.capture.id, passage="had carried 9,000 cars a day")
    with pytest.raises(GateClosedError, match=told):
        desk.dispute(claim, "no such figure")
    desk.verify(claim, "seen before it went", override=True)


@pytest.mark.parametrize("scrap", [".", "…", "%", "e", "ridge", "4", "1 million crow"])
def test_a_passage_is_whole_words(desk: Desk, article: Article, record: str, options: FetchOptions, scrap: str) -> None:
    claim = claim_with(desk, "It cost 41 million crowns")
    with pytest.raises(FactcheckError, match="word"):
        desk.cite(claim, record, passage=scrap, options=options)
    assert desk.entry(claim).exhibits == ()
    whole = desk.cite(claim, record, passage="cost 44 million crowns", options=options)
    assert whole.evidence.exact == "cost 44 million crowns"


def test_a_quote_is_verified_on_its_own_words(desk: Desk, article: Article, record: str, options: FetchOptions) -> None:
    claim = claim_with(desk, "We tested every cable")
    cited = desk.cite(claim, record, passage="had cost 44 million crowns", options=options)
    assert " ".join(cited.evidence.exact.split()).startswith("We tested every cable")
    kinds = {item.evidence.stance: item.evidence.exact for item in desk.entry(claim).exhibits}
    assert kinds["context"] == "had cost 44 million crowns"
    assert any("context" in warning for warning in cited.warnings)
    desk.verify(claim)


def test_an_unrelated_passage_does_not_carry_a_quote(
    desk: Desk, article: Article, record: str, options: FetchOptions
) -> None:
    claim = claim_with(desk, "It cost 41 million crowns")
    desk.cite(claim, record, passage="She thanked the builders", options=options)
    desk.edit_claim(claim, text="We tested every cable.", kind="quote")
    with pytest.raises(GateClosedError, match="another passage"):
        desk.verify(claim)
    desk.cite(claim, record, options=options)
    desk.verify(claim)


def test_a_quote_may_be_cited_where_it_stands_a_second_time(
    desk: Desk, article: Article, web: SmallWeb, options: FetchOptions
) -> None:
    page = RECORD.replace("</article>", "<p>In her diary: “We tested every cable.” No more.</p></article>")
    claim = claim_with(desk, "We tested every cable")
    cited = desk.cite(
        claim, web.publish("/twice.html", page), passage="In her diary: “We tested every cable.”", options=options
    )
    assert cited.evidence.exact.startswith("In her diary")
    assert len(desk.entry(claim).exhibits) == 1
    desk.verify(claim)


def test_words_in_another_mouth_ask_for_a_note(
    desk: Desk, article: Article, web: SmallWeb, options: FetchOptions
) -> None:
    page = (
        "<html><title>Opening day</title><article><h1>Opening day</h1><p>The crowd was large on Monday.</p><p>“We"
        " tested every cable,” said Rolf Berg, the contractor, who had come with his sons.</p></article></html>"
    )
    claim = claim_with(desk, "We tested every cable")
    cited = desk.cite(claim, web.publish("/opening.html", page), options=options)
    assert not any("other_speaker" in warning for warning in cited.warnings)
    with pytest.raises(GateClosedError, match="Rolf Berg"):
        desk.verify(claim)
    with pytest.raises(GateClosedError, match="Rolf Berg"):
        desk.mark_many([(claim.id, "verified", None)])
    event = desk.verify(claim, "Berg read out what she had said")
    assert "Rolf Berg" in event.data["despite"][0]
    assert desk.audit().ok
    other = claim_with(desk, "The bridge is safe")
    assert desk.verify(other, "I was there", override=True).data.get("despite") is None


def test_the_right_speaker_in_one_capture_is_enough(
    desk: Desk, article: Article, record: str, web: SmallWeb, options: FetchOptions
) -> None:
    page = (
        "<html><title>Opening day</title><article><h1>Opening day</h1><p>The crowd was large on Monday.</p><p>“We"
        " tested every cable,” said Rolf Berg, the contractor, who had come with his sons.</p></article></html>"
    )
    claim = claim_with(desk, "We tested every cable")
    desk.cite(claim, web.publish("/opening.html", page), options=options)
    desk.cite(claim, record, options=options)
    desk.verify(claim)


def test_altered_words_are_what_stops_a_quote(
    desk: Desk, article: Article, web: SmallWeb, options: FetchOptions
) -> None:
    url = web.publish("/other.html", RECORD.replace("We tested every\ncable", "We never tested every\ncable"))
    claim = claim_with(desk, "We tested every cable")
    desk.cite(claim, url, "refutes", options=options)
    first, *_ = desk.missing(claim, "verified")
    assert "altered: meaning" in first
    assert not any("not compared" in item for item in desk.missing(claim, "verified"))
    desk.dispute(claim, "she said the opposite")


def test_an_altered_quote_cited_in_support_is_told(
    desk: Desk, article: Article, web: SmallWeb, options: FetchOptions
) -> None:
    url = web.publish("/other.html", RECORD.replace("We tested every\ncable", "We never tested every\ncable"))
    cited = desk.cite(claim_with(desk, "We tested every cable"), url, options=options)
    assert any("--refutes" in warning for warning in cited.warnings)


def test_the_same_passage_is_not_recorded_twice(
    desk: Desk, article: Article, record: str, options: FetchOptions
) -> None:
    claim = claim_with(desk, "It cost 41 million crowns")
    first = desk.cite(claim, record, "refutes", passage="cost 44 million crowns", options=options)
    again = desk.cite(claim, record, "refutes", passage="cost 44 million crowns", options=options)
    assert (first.already, again.already) == (False, True)
    assert again.evidence == first.evidence
    assert desk.cite(claim, record, "context", passage="cost 44 million crowns", options=options).already is False
    desk.withdraw(first.evidence.id, "not this one")
    assert desk.cite(claim, record, "refutes", passage="cost 44 million crowns", options=options).already is False


def test_a_pdf_is_read_when_its_extra_is_there(
    desk: Desk, article: Article, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("pypdf")
    minutes = tmp_path / "minutes.pdf"
    minutes.write_bytes(pdf("We tested every cable."))
    claim = claim_with(desk, "We tested every cable")
    capture = desk.obtain(minutes)
    unread = Document(kind="pdf", error="unsupported_type", flags=("needs_extra_pdf",))  # as a base install leaves it
    with monkeypatch.context() as without, sqlite3.connect(desk.path) as conn:
        without.setattr("factcheck.desk.captures.find_spec", lambda name: None)
        texts.keep(conn, capture.id, unread)
        conn.commit()
        for _ in range(2):
            with pytest.raises(MissingExtraError, match="'pdf'"):
                desk.cite(claim, minutes)
    assert desk.cite(claim, minutes).match.label == "exact"  # type: ignore[union-attr]
    desk.verify(claim)


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("photo.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "picture"),
        ("papers.zip", b"PK\x03\x04" + bytes(range(256)) * 2, "not a text"),
        ("tool.bin", b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 3, "not a text"),
        ("scan.pdf", pdf(""), "scan"),
        ("half.pdf", pdf("We tested every cable.")[:120], "damaged"),
    ],
)
def test_what_holds_no_words_is_kept_and_told(
    desk: Desk, article: Article, tmp_path: Path, name: str, data: bytes, told: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    for words in ("We tested every cable", "It cost 41 million crowns"):
        with pytest.raises(FactcheckError, match="holds no words that could be read") as refused:
            desk.cite(claim_with(desk, words), path, passage=None if "We" in words else "41 million")
        assert told in refused.value.message
    assert len(desk.captures(path.absolute().as_uri())) == 1


def test_unknown_kinds_and_statuses_of_claims_are_told(desk: Desk, article: Article) -> None:
    for asked in ({"status": "bogus"}, {"kind": "bogus"}):
        with pytest.raises(UsageError, match="bogus"):
            desk.claims(article, **asked)  # type: ignore[arg-type]
    assert desk.claims(article, status="needs_recheck") == []


def test_a_decided_claim_that_becomes_a_quote_is_checked_again(
    desk: Desk, article: Article, record: str, options: FetchOptions
) -> None:
    claim = claim_with(desk, "It cost 41 million crowns")
    desk.cite(claim, record, passage="She thanked the builders", options=options)
    desk.verify(claim)
    desk.edit_claim(claim, kind="quote")
    assert desk.claim(claim).status == "needs_recheck"
    quote = claim_with(desk, "We tested every cable")
    desk.cite(quote, record, options=options)
    desk.verify(quote)
    desk.edit_claim(quote, source="Rolf Berg")
    assert desk.claim(quote).status == "needs_recheck"
    assert desk.audit().ok


@pytest.mark.parametrize("change", [{"source": "Rolf Berg"}, {"kind": "statement"}])
def test_a_decided_paraphrase_that_another_says_is_checked_again(
    desk: Desk, article: Article, change: dict[str, str]
) -> None:
    claim = claim_with(desk, "the old bridge had carried")
    desk.contact(claim, "Joss Arden", "Nine thousand a day.")
    desk.verify(claim)
    desk.edit_claim(claim, source=claim.source)
    assert desk.claim(claim).status == "verified"
    desk.edit_claim(claim, **change)  # type: ignore[arg-type]
    assert desk.claim(claim).status == "needs_recheck"


def test_nobody_acts_in_the_programs_name(desk: Desk, article: Article) -> None:
    claim = claim_with(desk, "the old bridge had carried")
    for name in ("factcheck", " Factcheck\n"):
        with pytest.raises(UsageError, match="own name"):
            desk.acting_as(name).mark(claim, "checking")


@pytest.mark.parametrize("note", [None, " ", "\u200b", "\u2060 \n\u00ad"])
def test_an_override_needs_a_reason_that_can_be_read(desk: Desk, article: Article, note: str | None) -> None:
    claim = claim_with(desk, "the old bridge had carried")
    with pytest.raises(UsageError, match="needs a note"):
        desk.verify(claim, note, override=True)
    with pytest.raises(GateClosedError, match="a note"):
        desk.mark(claim, "unverifiable", note)


def test_a_merge_does_not_get_past_the_gate(
    desk: Desk, article: Article, record: str, options: FetchOptions, tmp_path: Path
) -> None:
    claim = claim_with(desk, "It cost 41 million crowns")
    cited = desk.cite(claim, record, passage="She thanked the builders", options=options)
    desk.backup(tmp_path / "copy.db")
    desk.verify(claim, "well")
    with Desk.open(tmp_path / "copy.db", "bob") as other:
        other.withdraw(cited.evidence.id, "it says nothing of the cost")
    merged = desk.merge(tmp_path / "copy.db")
    assert merged.rechecked == (claim.id,)
    now = desk.claim(claim)
    assert (now.status, now.status_by) == ("needs_recheck", "factcheck")
    assert "supporting passage" in str(now.status_note)
    assert desk.audit().ok
    with Desk.open(tmp_path / "copy.db", "bob") as other:
        assert other.merge(desk.path).rechecked == ()
        assert other.claim(claim.id).status == "needs_recheck"
    assert desk.merge(tmp_path / "copy.db").events == 0
