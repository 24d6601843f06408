"""Sentences of news text, and lines that are no part of an article."""

import pytest

from factcheck.text.furniture import is_furniture
from factcheck.text.sentences import sentences


def split(text):
    return [text[a:b] for a, b in sentences(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Gov. Ines Marlow met U.N. Ambassador J. P. Orrin in St. Brannoc on Jan. 5.",
        "Shares of Halden Inc. rose 3.5 percent to $1,200.50 at 4 p.m. Tuesday.",
        '"Is that all?" he asked.',
        '"We are done!" Orla Venn said.',
        "Smith v. Jones went to the U.S. Supreme Court.",
        "Sen. Pell (D-R.I.) voted no.",
        "He waited ... and then he left.",
        "See p. 12 of the report, and the map of c. 1900 in it.",
        "Tom Reed, a.k.a. Orr, came home.",
        "It was the worst week for the S.&P. 500 since May.",
        "4. Why the Tarn floods every spring",
    ],
)
def test_one_sentence_stays_whole(text):
    assert split(text) == [text]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("It rained. It poured.", ["It rained.", "It poured."]),
        ("He moved to the U.S. The rest stayed.", ["He moved to the U.S.", "The rest stayed."]),
        ('"I went. He came," she said. They left.', ['"I went.', 'He came," she said.', "They left."]),
        ("It closed at 5 p.m. The crowd left.", ["It closed at 5 p.m.", "The crowd left."]),
        ("Headline without a stop\n\nBody text here.", ["Headline without a stop", "Body text here."]),
        ("« Le pont est sûr. » L’année fut longue.", ["« Le pont est sûr. »", "L’année fut longue."]),
        (
            "Il a dit\u00a0: «\u00a0Non\u00a0!\u00a0» Elle rit.",
            ["Il a dit\u00a0: «\u00a0Non\u00a0!\u00a0»", "Elle rit."],
        ),
        ("Er ging. »Wir bleiben.« Dann kam sie.", ["Er ging.", "»Wir bleiben.«", "Dann kam sie."]),
        ("1. Open the door. 2. Close it.", ["1. Open the door.", "2. Close it."]),
        (
            "The act says (a) that it ends. (b) It ends in May.",
            ["The act says (a) that it ends.", "(b) It ends in May."],
        ),
        ("It was over by 5. He left.", ["It was over by 5.", "He left."]),
        ("雨が降った。風も吹いた。", ["雨が降った。", "風も吹いた。"]),
        ("The line was wrapped\nin the middle. Yes.", ["The line was wrapped\nin the middle.", "Yes."]),
    ],
)
def test_sentences_are_split(text, parts):
    assert split(text) == parts


def test_every_word_lies_in_a_sentence():
    text = "  One. Two!\n\n\tThree?  Four\u2029Five… six. "
    covered = "".join(split(text))
    assert [c for c in covered if not c.isspace()] == [c for c in text if not c.isspace()]


@pytest.mark.parametrize(
    "line",
    ["View Comments", "Recommended For You", "Advertisement", "Follow us on Twitter", "SHARE THIS ARTICLE", "* * *",
     "Related stories:", "Sign up for our daily newsletter", "12 Comments", "Copyright 2020 The Daily Harbor"],
)  # fmt: skip
def test_words_of_the_page_are_furniture(line):
    assert is_furniture(line)


@pytest.mark.parametrize(
    "line",
    ["Comments by the mayor angered many.", "She shared the prize.", "The next vote is in May.", "Read it, he said."],
)  # fmt: skip
def test_words_of_the_article_are_not(line):
    assert not is_furniture(line)
