"""What the named queries answer, on an article that was worked through by two people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from factcheck.desk import Desk
from factcheck.errors import NotFoundError

ARTICLE = """Ferry line to Aldmoor closes in June

The ferry to Aldmoor will stop in June after ninety years of service.
“We carry four passengers on a winter morning and nine hundred on a summer Sunday,” said Rika Tannow, who runs the line.
A clerk at the ministry said the island would get a bridge by 2040.
“Nobody asked the islanders a single question,” said Obe Larsen of the island council.
The crossing takes forty minutes.
Isn't the sea lovely?
"""

RECORD = """<html><head><title>Council minutes</title></head><body><article><h1>Council minutes</h1>
<p>Ms Tannow told the council: “We carry four passengers on a winter morning and nine hundred on a summer Sunday.”</p>
<p>Mr Larsen replied that nobody had asked the islanders more than a single question in all this time.</p>
<p>The crossing takes forty minutes in calm weather, and the last boat leaves Aldmoor at nine in the evening.</p>
</article></body></html>"""

COPY = """<html><head><title>Ferry news</title></head><body><article><h1>No more boats</h1>
<p>The ferry to Aldmoor will stop in June; season tickets are refunded at the quay until the end of the year.</p>
<p>The harbour office will answer questions on weekday mornings, and a bus will meet the last boat of the day.</p>
</article></body></html>"""

NOTICE = """<html><head><title>Notice to travellers</title></head><body><article><h1>Notice to travellers</h1>
<p>The ferry to Aldmoor will stop in June; season tickets are refunded at the quay until the end of the year.</p>
<p>The harbour office will answer questions on weekday mornings, and a bus will meet the last boat of the day.</p>
</article></body></html>"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("ferry")
    for name, text in {"ferry.txt": ARTICLE, "minutes.html": RECORD, "notice.html": NOTICE, "copy.html": COPY}.items():
        (folder / name).write_text(text, encoding="utf-8")
    now = datetime(2031, 5, 1, 9, tzinfo=UTC)

    def clock() -> datetime:
        nonlocal now
        now += timedelta(seconds=1)
        return now

    with Desk.open(folder / "ferry.db", actor="mira", create=True, clock=clock) as opened:
        work(opened, folder)
        yield opened


def work(desk: Desk, folder: Path) -> None:
    desk.add_article(folder / "ferry.txt", slug="ferry", extract=False, policy="newsroom")
    stops = desk.add_claim("ferry", text="The ferry to Aldmoor will stop in June after ninety years of service")
    rika = desk.add_claim(
        "ferry",
        text="We carry four passengers on a winter morning and nine hundred on a summer Sunday",
        kind="quote",
        source="Rika Tannow",
    )
    bridge = desk.add_claim(
        "ferry", text="the island would get a bridge by 2040", kind="paraphrase", source="a clerk at the ministry"
    )
    obe = desk.add_claim(
        "ferry", text="Nobody asked the islanders a single question", kind="quote", source="Obe Larsen"
    )
    desk.add_claim("ferry", text="The crossing takes forty minutes")
    desk.edit_source("a clerk at the ministry", anonymous=True)
    desk.cite(rika, folder / "minutes.html", "supports", directness="primary")
    desk.cite(obe, folder / "minutes.html", "context", passage="asked the islanders more than a single question")
    desk.cite(stops, folder / "notice.html", "supports", passage="The ferry to Aldmoor will stop in June")
    desk.cite(stops, folder / "copy.html", "supports", passage="The ferry to Aldmoor will stop in June")
    desk.check([rika, obe])
    desk.verify(rika)
    desk.verify(stops, note="the notice will do", override=True)
    desk.mark(bridge, "unverifiable", note="the ministry does not answer")
    desk.acting_as("tomas").sign("ferry", claim=rika)


def rows(desk: Desk, query: str, **params: Any) -> list[dict[str, Any]]:
    return desk.query(query, params).dicts()


def test_the_worklist_holds_what_is_open(desk: Desk) -> None:
    assert {row["text"] for row in rows(desk, "worklist", article="ferry")} == {
        "Nobody asked the islanders a single question",
        "The crossing takes forty minutes",
    }


def test_the_worklist_of_the_whole_file_is_that_of_its_articles(desk: Desk) -> None:
    assert rows(desk, "worklist") == rows(desk, "worklist", article="ferry")
    with pytest.raises(NotFoundError, match="no article no-such-article"):
        rows(desk, "worklist", article="no-such-article")


def test_claims_by_status_tell_who_decided_and_why(desk: Desk) -> None:
    (row,) = rows(desk, "claims-by-status", status="unverifiable")
    assert row["source"] == "a clerk at the ministry"
    assert row["decided_by"] == "mira"
    assert row["note"] == "the ministry does not answer"


def test_progress_counts_by_status(desk: Desk) -> None:
    (row,) = rows(desk, "progress")
    assert (row["claims"], row["verified"], row["unverifiable"], row["unchecked"]) == (5, 2, 1, 2)


def test_coverage_is_what_the_desk_says(desk: Desk) -> None:
    (row,) = rows(desk, "coverage", article="ferry")
    state = desk.status("ferry")
    assert (row["sentences"], row["open"]) == (state.sentences, len(state.open_sentences))
    assert row["with_a_claim"] == 5


def test_open_sentences_are_those_of_the_desk(desk: Desk) -> None:
    expected = [item.text for item in desk.status("ferry").open_sentences]
    assert [row["text"] for row in rows(desk, "open-sentences")] == expected
    assert "Isn't the sea lovely?" in expected


def test_an_evidence_trail_tells_everything_in_order(desk: Desk) -> None:
    claim = rows(desk, "claims-by-status", status="verified")
    quote = next(row["claim"] for row in claim if row["kind"] == "quote")
    trail = rows(desk, "evidence-trail", claim=quote)
    assert [row["at"] for row in trail] == sorted(row["at"] for row in trail)
    found = {row["record"].split(" (")[0]: row for row in trail}
    assert set(found) == {"claim", "passage", "finding", "verdict", "sign-off"}
    assert found["claim"]["note"] == "Rika Tannow"
    assert found["passage"]["says"] == "supports"
    assert found["passage"]["url"].endswith("minutes.html")
    assert len(found["passage"]["body_sha256"]) == 64
    assert found["finding"]["says"].startswith("exact")
    assert found["sign-off"]["who"] == "tomas"


def test_sources_and_what_they_said(desk: Desk) -> None:
    assert [row["name"] for row in rows(desk, "sources-by-name")] == [
        "a clerk at the ministry",
        "Obe Larsen",
        "Rika Tannow",
    ]
    assert [row["name"] for row in rows(desk, "sources-by-name", name="ob")] == ["Obe Larsen"]
    (said,) = rows(desk, "what-sources-said", source="obe larsen")
    assert said["text"] == "Nobody asked the islanders a single question"
    assert len(rows(desk, "what-sources-said", article="ferry")) == 3
    assert len(rows(desk, "what-sources-said")) == 3


def test_references_tell_the_health_of_their_captures(desk: Desk) -> None:
    found = {row["title"]: row for row in rows(desk, "references", article="ferry")}
    assert set(found) == {"Council minutes", "Notice to travellers", "Ferry news"}
    assert found["Council minutes"]["health"] == "archived"
    assert found["Council minutes"]["passages"] == 2
    assert rows(desk, "references") == rows(desk, "references", article="ferry")
    (capture,) = rows(desk, "reference-history", reference=found["Council minutes"]["reference"])
    assert capture["outcome"] == "captured"
    assert rows(desk, "failed-captures") == []


def test_quotes_that_differ_are_found(desk: Desk) -> None:
    (row,) = rows(desk, "quotes-that-differ")
    assert row["quote"] == "Nobody asked the islanders a single question"
    assert row["source"] == "Obe Larsen"
    assert row["label"] in ("altered", "absent")
    assert rows(desk, "quotes-that-differ", article="ferry") == [row]


def test_verified_claims_on_one_reference_are_listed_and_a_copy_does_not_make_two(desk: Desk) -> None:
    found = rows(desk, "single-source-claims")
    assert {row["text"].split()[0] for row in found} == {"We", "The"}
    assert {row["directness"] for row in found} == {"primary", "secondary"}


def test_references_that_carry_one_story_are_listed(desk: Desk) -> None:
    (row,) = rows(desk, "same-story")
    assert row["title"] == "Ferry news"
    assert "notice.html" in row["detail"]
    assert rows(desk, "same-story", article="ferry") == [row]


def test_anonymous_sources_are_listed_with_what_rests_on_them(desk: Desk) -> None:
    (row,) = rows(desk, "anonymous-sources", article="ferry")
    assert row["text"] == "the island would get a bridge by 2040"
    assert row["passages"] == 0
    assert rows(desk, "anonymous-sources") == [row]


def test_overridden_verdicts_are_listed_with_the_reason(desk: Desk) -> None:
    (row,) = rows(desk, "overridden-verdicts")
    assert (row["status"], row["note"], row["decided_by"]) == ("verified", "the notice will do", "mira")
    assert rows(desk, "overridden-verdicts", article="ferry") == [row]


def test_sign_offs_missing_are_those_of_the_desk(desk: Desk) -> None:
    listed = [row["claim"] for row in rows(desk, "signoffs-missing")]
    assert listed == list(desk.status("ferry").missing_signoffs)
    assert len(listed) == 2


def test_activity_is_the_log_the_newest_first(desk: Desk) -> None:
    found = rows(desk, "activity", article="ferry")
    assert found[0]["action"] == "signoff.add"
    assert found[0]["actor"] == "tomas"
    assert found[-1]["action"] == "article.add"
    assert {row["article"] for row in found[:-1]} == {"ferry"}
    assert [row["actor"] for row in rows(desk, "activity", actor="tomas")] == ["tomas"]
    assert len(rows(desk, "activity", limit=3)) == 3


def test_words_are_searched_in_claims_and_in_the_archive(desk: Desk) -> None:
    (claim,) = rows(desk, "find-claims", words="islanders QUESTION")
    assert claim["source"] == "Obe Larsen"
    (page,) = rows(desk, "find-captures", words="evening NINE")
    assert page["title"] == "Council minutes"
    assert "[nine] in the [evening]" in page["passage"]


def test_no_passage_is_lost(desk: Desk) -> None:
    assert rows(desk, "passages-lost") == []
