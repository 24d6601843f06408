"""Recording: an article with its claims and sources, by the program and by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from factcheck.desk import Desk
from factcheck.errors import FactcheckError, NotFoundError, RefusedError, UsageError
from factcheck.model import Article
from tests.conftest import ARTICLE
from tests.desk.conftest import claim_with


def test_an_article_is_recorded_with_every_sentence_and_quote(desk: Desk, article_file: Path) -> None:
    added = desk.add_article(article_file)
    assert (added.article.slug, added.quotes, added.duplicate) == ("bridge", 2, False)
    assert added.article.title == "Harbour bridge opens after two years"
    quotes = desk.claims(kind="quote")
    assert {claim.source for claim in quotes} == {quotes[0].source}
    assert "Ilse Tamm" in str(quotes[0].source)
    for claim in desk.claims():
        assert ARTICLE[claim.start : claim.end] == claim.text
    for sentence in desk.sentences():
        assert ARTICLE[sentence.start : sentence.end] == sentence.text


def test_the_same_text_is_not_recorded_twice(desk: Desk, article: Article, tmp_path: Path) -> None:
    copy = tmp_path / "copy.txt"
    copy.write_text(ARTICLE, encoding="utf-8")
    added = desk.add_article(copy)
    assert added.duplicate
    assert added.article.id == article.id
    assert len(desk.articles()) == 1


def test_an_article_without_extraction_has_open_sentences(desk: Desk, article_file: Path) -> None:
    added = desk.add_article(article_file, extract=False)
    assert added.claims == 0
    assert added.open_sentences == added.sentences


def test_a_known_source_is_the_same_in_the_next_article(desk: Desk, article: Article) -> None:
    before = {source.name: source.id for source in desk.sources()}
    second = "“More cables will follow,” said Mayor Ilse Tamm.\n\nEngineer Joss Arden said nothing was wrong."
    desk.add_article("-", content=second.encode(), slug="second")
    after = {source.name: source.id for source in desk.sources()}
    shared = before.keys() & after.keys()
    assert shared
    assert all(before[name] == after[name] for name in shared)


@pytest.mark.parametrize(
    ("make", "error"),
    [
        (lambda desk, folder: desk.add_article(folder / "missing.txt"), NotFoundError),
        (lambda desk, folder: desk.add_article(folder), UsageError),
        (lambda desk, folder: desk.add_article("-", content=b" \n"), FactcheckError),
        (lambda desk, folder: desk.add_article("-", content=b"\x7fELF\0\0\1"), UsageError),
        (lambda desk, folder: desk.claim(99), NotFoundError),
        (lambda desk, folder: desk.article("nothing"), NotFoundError),
        (lambda desk, folder: desk.skip(99, "opinion"), NotFoundError),
    ],
)
def test_what_cannot_be_done_says_why_and_changes_nothing(desk: Desk, tmp_path: Path, make, error) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(error) as told:
        make(desk, tmp_path)
    assert told.value.hint
    assert desk.log() == []


@pytest.mark.parametrize(
    "wrong",
    [
        lambda desk: desk.add_claim(text="It cost", kind="rumour"),
        lambda desk: desk.contact(1, "A clerk", "Yes.", stance="perhaps"),
        lambda desk: desk.edit_source(desk.sources()[0], kind="ghost"),
        lambda desk: desk.set_policy(None, "lenient"),
    ],
)
def test_a_word_that_is_none_of_ours_is_refused_with_the_choices(desk: Desk, article: Article, wrong) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(UsageError) as told:
        wrong(desk)
    assert "one of" in str(told.value.hint)


def test_a_claim_by_hand_stands_on_words_of_the_article(desk: Desk, article: Article) -> None:
    made = desk.add_claim(text="opened to traffic on Monday", source="City press office")
    assert ARTICLE[made.start : made.end] == "opened to traffic on Monday"
    assert (made.origin, made.source) == ("manual", "City press office")
    with pytest.raises(UsageError, match="do not stand"):
        desk.add_claim(text="closed to traffic on Monday")


def test_a_child_claim_may_say_in_other_words_what_its_parent_states(desk: Desk, article: Article) -> None:
    quote = claim_with(desk, "We tested every cable")
    child = desk.add_claim(text="All cables of the bridge were tested.", parent=quote)
    assert (child.parent_id, child.start) == (quote.id, None)


def test_splitting_and_merging_go_both_ways(desk: Desk, article: Article) -> None:
    claim = claim_with(desk, "The bridge is safe")
    first, second = desk.split_claim(claim, "and it will")
    assert (first.text, second.text) == ("The bridge is safe,", "and it will stay safe,")
    assert second.source == first.source
    joint = desk.merge_claims(first, second)
    assert joint.text == claim.text
    assert desk.claim(second).state == "merged"


def test_a_cut_claim_leaves_its_sentence_open(desk: Desk, article: Article) -> None:
    claim = claim_with(desk, "It cost 41 million crowns")
    desk.cut_claim(claim, "not ours")
    assert [sentence.text for sentence in desk.status().open_sentences] == ["It cost 41 million crowns."]
    desk.skip(desk.status().open_sentences[0].id, "background")
    assert not desk.status().open_sentences
    with pytest.raises(UsageError, match="was cut"):
        desk.verify(claim)


def test_two_names_of_one_person_become_one_source(desk: Desk, article: Article) -> None:
    made = desk.add_claim(text="What a sight it is", source="I. Tamm")
    speaker = claim_with(desk, "We tested every cable")
    kept = desk.merge_sources(str(speaker.source), "I. Tamm")
    assert "I. Tamm" in kept.aliases
    assert desk.claim(made).source == kept.name
    renamed = desk.edit_source(kept, name="Ilse Marie Tamm", kind="person")
    assert desk.source("I. Tamm").id == renamed.id


def test_undo_takes_back_one_change_after_another(desk: Desk, article: Article) -> None:
    before = [(claim.id, claim.text, claim.state, claim.source) for claim in desk.claims(state=None)]
    claim = claim_with(desk, "It cost 41 million crowns")
    desk.cut_claim(claim, "not ours")
    desk.split_claim(claim_with(desk, "The bridge is safe"), "and it will")
    desk.add_claim(text="What a sight it is", source="Somebody New")
    desk.edit_claim(claim_with(desk, "We tested"), source="Somebody Else")
    for _ in range(4):
        desk.undo()
    assert [(claim.id, claim.text, claim.state, claim.source) for claim in desk.claims(state=None)] == before
    assert desk.audit().ok


def test_undo_stops_where_somebody_built_on_it(desk: Desk, article: Article) -> None:
    claim = desk.add_claim(text="What a sight it is")
    desk.acting_as("bob").contact(claim, "A passer-by", "It is.")
    with pytest.raises(RefusedError):
        desk.undo()
    assert desk.claim(claim).state == "live"


def test_nothing_can_be_changed_in_a_closed_article(desk: Desk) -> None:
    desk.add_article("-", content=b"Nothing is as it was.", extract=False, slug="short")
    with pytest.raises(FactcheckError, match="1 of 1 sentences"):
        desk.close_article("short")
    sentence = desk.sentences("short")[0]
    desk.skip(sentence.id, "rhetoric")
    desk.close_article("short")
    with pytest.raises(RefusedError, match="closed"):
        desk.skip(sentence.id, "opinion")
    with pytest.raises(RefusedError, match="closed"):
        desk.add_claim("short", text="Nothing is")
    desk.reopen("short")
    desk.add_claim("short", text="Nothing is")
