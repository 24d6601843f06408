"""Sentences that state a fact rank before those that do not; nothing is hidden."""

import pytest

from factcheck.extraction import extract
from factcheck.extraction.worthiness import check_worthiness, load, pack, unpack, worth_of

FACTS = [
    "The repairs cost $14 million and took 18 months.",
    "Unemployment in the county fell from 7.2 percent to 4.9 percent in two years.",
    "The council passed the law in 2019 by a vote of 9 to 2.",
    "More than 400 people lost their homes in the flood.",
]
OTHERS = [
    "Thank you, and good night.",
    "I believe in this town and in all of you.",
    "What a beautiful day it is!",
    "We must do better, and we will.",
]


@pytest.mark.parametrize("fact", FACTS)
def test_a_fact_ranks_before_a_wish_or_a_greeting(fact):
    assert check_worthiness(fact) > 0.5
    assert check_worthiness(fact) > max(map(check_worthiness, OTHERS))


def test_what_speeches_lack_is_ranked_too():
    facts = [
        "The goalkeeper saved two penalties.",
        "The suspect was arrested in Ronby on Tuesday.",
        "She studied medicine in Lindau before she joined the army.",
        "The vaccine protects nine children in ten.",
        "Astronomers found water on the moon of a distant planet.",
    ]
    others = [
        "Stir the soup and let it simmer until it is thick.",
        "Photo by Anna Lund",
        "Sign in to leave a comment.",
        "Were you happy there?",
        "A film to treasure.",
    ]
    assert min(worth_of(facts)) > 0.5 > max(worth_of(others))


def test_many_sentences_at_once_are_scored_as_one_by_one():
    texts = [*FACTS, "", " ", "...", *OTHERS] * 300
    assert worth_of(texts) == pytest.approx([check_worthiness(text) for text in texts[:11]] * 300)


@pytest.mark.parametrize("text", ["", "   ", "\n", "_"])
def test_what_has_no_word_is_worth_nothing(text):
    assert check_worthiness(text) == 0


@pytest.mark.parametrize("text", ["\ud800", "é" * 10_000, "9" * 10_000, "桥已关闭。", "“”" * 500, "a\u0000b"])
def test_any_text_gets_a_probability(text):
    assert 0 <= check_worthiness(text) <= 1


def test_a_sentence_of_no_worth_is_still_there():
    found = extract("The bridge closed in 2019.\n\nWhat a day.")
    assert [span.text for span in found.spans if span.kind == "statement"] == [
        "The bridge closed in 2019.",
        "What a day.",
    ]


def test_the_weights_survive_packing():
    packed = pack(load())
    assert pack(unpack(packed)) == packed
