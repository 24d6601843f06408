"""An article is read before anybody has to wait for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from factcheck.desk import Desk, intake
from factcheck.desk.intake import Extracted
from factcheck.model import Article


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
