"""Words that a paraphrase puts between quotation marks: a supporting passage has them, or nothing is verified."""

from __future__ import annotations

from pathlib import Path

import pytest

from factcheck.desk import Desk
from factcheck.errors import GateClosedError
from factcheck.model import Claim, ClaimKind
from tests.desk.conftest import claim_with

TEXT = """Harbor plan divides Weir

Mayor Orla Venn called the harbor plan “reckless” on Monday.

The so-called “green” bridge opened in 2019.
"""


@pytest.fixture
def called(desk: Desk, tmp_path: Path) -> Claim:
    path = tmp_path / "harbor.txt"
    path.write_text(TEXT, encoding="utf-8")
    desk.add_article(path)
    claim = claim_with(desk, "reckless")
    assert claim.kind == ClaimKind.PARAPHRASE
    return claim


def page(tmp_path: Path, words: str) -> Path:
    path = tmp_path / "minutes.txt"
    path.write_text(f"Minutes of the council.\n\n{words}\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "words",
    [
        "She called the harbor plan ambitious and asked for a second reading.",
        "She called the harbor plan a piece of recklessness.",
        "She called the harbor plan reck-less-ish.",
    ],
)
def test_a_passage_without_the_words_verifies_nothing(desk: Desk, called: Claim, tmp_path: Path, words: str) -> None:
    desk.cite(called, page(tmp_path, words), passage=words)
    with pytest.raises(GateClosedError, match="between quotation marks: “reckless”"):
        desk.verify(called)
    desk.verify(called, "heard on the recording", override=True)
    assert desk.claim(called).overridden


@pytest.mark.parametrize("words", ["The plan, she said, was “Reckless.”", "‘It is reckless,’ she told the council."])
def test_a_passage_with_the_words_does(desk: Desk, called: Claim, tmp_path: Path, words: str) -> None:
    desk.cite(called, page(tmp_path, words), passage=words)
    desk.verify(called)
    assert desk.claim(called).status == "verified"


def test_the_words_elsewhere_on_the_page_are_not_enough(desk: Desk, called: Claim, tmp_path: Path) -> None:
    other = "She spoke of the harbor plan for an hour."
    words = "A reader wrote that driving by the harbor was reckless."
    desk.cite(called, page(tmp_path, f"{other}\n\n{words}"), passage=other)
    with pytest.raises(GateClosedError, match="reckless"):
        desk.verify(called)
    desk.cite(called, tmp_path / "minutes.txt", passage=words)  # whoever cites it answers for it
    desk.verify(called)


def test_who_has_said_it_to_the_checker_has_said_it(desk: Desk, called: Claim) -> None:
    desk.contact(called, "Orla Venn", "She said: reckless, and meant it", how="phone")
    desk.verify(called)


def test_words_at_arms_length_in_the_authors_own_sentence_are_not_held_to_it(
    desk: Desk, called: Claim, tmp_path: Path
) -> None:
    opened = claim_with(desk, "opened in 2019")
    words = "The bridge was opened in 2019."
    desk.cite(opened, page(tmp_path, words), passage=words)
    desk.verify(opened)
