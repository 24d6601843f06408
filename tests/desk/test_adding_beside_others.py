"""An article and its drafts are read before anybody has to wait for them."""

from __future__ import annotations

from pathlib import Path

import pytest

from factcheck.desk import Desk, intake
from factcheck.desk.intake import Extracted
from factcheck.errors import RefusedError
from factcheck.model import Article
from tests.desk.conftest import claim_with


def test_others_decide_while_an_article_is_read(
    desk: Desk, article: Article, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual, decided = intake.extracted, []

    def slow(*given: object) -> Extracted:
        with Desk.open(desk.path, "ben") as ben:
            decided.append(ben.mark(1, "checking"))
        return usual(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(intake, "extracted", slow)
    desk.add_article("-", content=b"Another story of the day. It is short.", slug="other")
    assert len(decided) == 1
    assert desk.audit().ok
    assert desk.add_article("-", content=b"Another story of the day. It is short.", slug="other").duplicate


def test_of_two_who_add_the_same_text_at_once_one_does(
    desk: Desk, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual, added = intake.extracted, []
    text = b"Another story of the day. It is short."

    def slow(*given: object) -> Extracted:
        monkeypatch.setattr(intake, "extracted", usual)
        with Desk.open(desk.path, "ben") as ben:
            added.append(ben.add_article("-", content=text, slug="other"))
        return usual(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(intake, "extracted", slow)
    assert desk.add_article("-", content=text, slug="other").duplicate
    assert [one.duplicate for one in added] == [False]


SECOND, THIRD = (f"Harbour bridge opens\n\nIt cost {cost} million crowns.\n".encode() for cost in (44, 45))


def test_others_decide_while_a_draft_is_read(desk: Desk, article: Article, monkeypatch: pytest.MonkeyPatch) -> None:
    usual, decided = intake.extracted, []
    kept = claim_with(desk, "It cost 41 million crowns")

    def slow(*given: object) -> Extracted:
        if not decided:
            with Desk.open(desk.path, "ben") as ben:
                decided.append(ben.mark(kept, "unverifiable", "the treasurer does not answer"))
        return usual(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(intake, "extracted", slow)
    desk.revise(article, "-", content=SECOND)
    assert desk.claim(kept).status == "needs_recheck"  # his decision was seen, and is of other words
    assert desk.audit().ok


def test_a_draft_that_came_first_is_the_one_before(
    desk: Desk, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual, first = intake.extracted, []

    def slow(*given: object) -> Extracted:
        monkeypatch.setattr(intake, "extracted", usual)
        with Desk.open(desk.path, "ben") as ben:
            first.append(ben.revise(article, "-", content=SECOND))
        return usual(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(intake, "extracted", slow)
    revised = desk.revise(article, "-", content=THIRD)
    assert [first[0].revision.number, revised.revision.number] == [2, 3]
    assert desk.revision(article, 2).text.encode() == SECOND
    assert desk.audit().ok


def test_a_draft_is_not_brought_into_an_article_that_was_closed_meanwhile(
    desk: Desk, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = intake.extracted

    def slow(*given: object) -> Extracted:
        monkeypatch.setattr(intake, "extracted", usual)
        with Desk.open(desk.path, "ben") as ben:
            for claim in ben.claims(article):
                ben.mark(claim, "not_checkable", "an exercise")
            for sentence in ben.sentences(article, open_only=True):
                ben.skip(sentence.id, "opinion")
            ben.close_article(article)
        return usual(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(intake, "extracted", slow)
    with pytest.raises(RefusedError, match="closed"):
        desk.revise(article, "-", content=SECOND)
    assert desk.revision(article).number == 1
