"""The normal form takes typography away and knows the way back."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.text.normal import normalise
from factcheck.text.words import words_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("It’s “safe” — said", 'it\'s "safe" - said'),
        ("the oﬃce ﬁle", "the office file"),
        ("co\u00adoperate now\u200bhere", "cooperate nowhere"),
        ("Vallée", unicodedata.normalize("NFD", "Vallée")),
        ("we don&rsquo;t &amp; won&#39;t", "we don't & won't"),
        ("we don&rsq\u200buo;t", "we don't"),
        ("we donâ€™t", "we don't"),
        ("the har-\nbour", "the harbour"),
        ("ＦＵＬＬ　ｗｉｄｔｈ", "full width"),
        ("STRASSE", "Straße"),
        ("the <em>whole</em> town", "the whole town"),
        ("the town¹² voted", "the town voted"),
    ],
)
def test_the_same_words_in_other_typography_have_the_same_words(one: str, other: str) -> None:
    assert words_of(one).forms == words_of(other).forms


@pytest.mark.parametrize(
    ("one", "other"), [("1.5 million", "15 million"), ("1,500", "1.500"), ("its", "it's"), ("10 to 2", "102")]
)
def test_what_is_not_typography_stays_different(one: str, other: str) -> None:
    assert words_of(one).forms != words_of(other).forms


def test_thousands_and_signs_are_one_word() -> None:
    assert words_of("1,500 people, 5% & more").forms == ["1500", "people", "5", "percent", "and", "more"]


def test_a_word_is_found_again_in_the_text_as_given() -> None:
    text = "The oﬃ\u00adce &mdash; “the whole oﬃce” &mdash; was har-\nboured."
    words = words_of(text)
    found = {form: text[slice(*words.span(k, k + 1))] for k, form in enumerate(words.forms)}
    assert found["harboured"] == "har-\nboured"
    assert found["office"] == "oﬃce"
    assert words.forms[1] == "office"
    assert text[slice(*words.span(1, 2))] == "oﬃ\u00adce"


def test_scripts_without_spaces_are_cut_into_characters() -> None:
    assert words_of("桥是安全的").forms == list("桥是安全的")


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.text(max_size=80))
def test_every_offset_points_into_the_text_as_given(text: str) -> None:
    words = words_of(text)
    last = 0
    for k in range(len(words)):
        start, end = words.span(k, k + 1)
        assert 0 <= start <= end <= len(text)
        assert start >= last
        last = start


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.text(alphabet="ab -\n&;<>/\u00ad\u200b’“”éﬁ\u0301½", max_size=60))
def test_normalising_twice_changes_no_word(text: str) -> None:
    once = normalise(text).text
    assert len(normalise(once).text) <= len(once)
