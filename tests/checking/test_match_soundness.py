"""Any two texts can be compared, in bounded time, and what is said of them holds."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from factcheck.checking.match import Label, find_quote, match_quote
from factcheck.checking.match_fts import fts_queries

PIECES = st.sampled_from(
    "we |will |not |go |home |[|]|(|)|...|… |“|”|\"|'|\n|\n\n|1|2.5 |%|f***ing |Venn |said |- |&rsquo;"
    "|\u00ad|é|<em>|, |. |? |12 |MR. VENN: ".split("|")
)
MESSY = st.lists(PIECES, max_size=40).map("".join)
SENTENCE = st.lists(
    st.sampled_from("we will not go home to the old river town in may or june".split()), min_size=4, max_size=20
)


@settings(max_examples=400, deadline=None, derandomize=True)
@given(st.text(max_size=60), st.text(max_size=200))
@example("\ud800 a", "a \udfff")
@example("[", "]")
def test_any_two_texts_can_be_compared(quote: str, text: str) -> None:
    found = match_quote(quote, text)
    assert found.label in Label
    fts_queries(quote)


@settings(max_examples=500, deadline=None, derandomize=True)
@given(MESSY, MESSY, MESSY)
def test_offsets_lie_in_the_texts(quote: str, text: str, other: str) -> None:
    texts = [text, other + text]
    found = find_quote(quote, texts)
    if found.label is Label.ABSENT:
        return
    assert found.document is not None
    source = texts[found.document]
    assert found.start is not None
    assert found.end is not None
    assert 0 <= found.start <= found.end <= len(source)
    assert 0 <= found.coverage <= 1
    for edit in found.edits:
        assert quote[edit.printed_start : edit.printed_end] == edit.printed
        assert source[edit.source_start : edit.source_end] == edit.source


@settings(max_examples=200, deadline=None, derandomize=True)
@given(SENTENCE, SENTENCE, SENTENCE)
def test_a_quote_that_stands_in_the_text_is_exact(before: list[str], words: list[str], after: list[str]) -> None:
    text = f"{' '.join(before)}. “{' '.join(words)}” {' '.join(after)}."
    assert match_quote(" ".join(words), text).label is Label.EXACT


@settings(max_examples=300, deadline=None, derandomize=True)
@given(SENTENCE, st.integers(0, 19), st.sampled_from(["not", "never", "41", "Hollar"]))
def test_a_word_put_in_is_never_passed(words: list[str], at: int, new: str) -> None:
    at %= len(words)
    printed = [*words[:at], new, *words[at:]]
    found = match_quote(" ".join(printed), f"He said “{' '.join(words)}”.")
    assert found.label in (Label.ALTERED, Label.ABSENT)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(SENTENCE, st.integers(0, 19), st.sampled_from(["no", "never", "41", "Hollar"]))
def test_a_word_left_out_is_never_passed(words: list[str], at: int, gone: str) -> None:
    at = 1 + at % (len(words) - 1)
    source = [*words[:at], gone, *words[at:]]
    found = match_quote(" ".join(words), f"He said “{' '.join(source)}”.")
    assert found.label in (Label.ALTERED, Label.ABSENT)


HOSTILE = {
    "one word": ("word word nothing", "word " * 100_000),
    "one word, long quote": ("word " * 3000 + "end", "word " * 100_000),
    "quotation marks": ("he said it", '"' * 500_000),
    "brackets": ("[a] he [b] said", "[" * 250_000 + "he said" + "]" * 250_000),
    "brackets in the quote": ("x [y] ... z " * 3000, "x y z " * 50_000),
    "tags": ("b c", "<b " * 150_000),
    "entities": ("b c", "&amp;" * 100_000),
    "accents": ("e\u0301e", "e\u0301" * 200_000),
    "line ends": ("a b", "\n" * 500_000 + "a b"),
    "counted lines": ("one two three", "\n".join(f"{i % 1000}  one two" for i in range(40_000))),
    "letters": ("a" * 5000, "a" * 500_000),
    "long against long": ("word " * 50_000 + "x", "word " * 50_000 + "y"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_takes_bounded_time(name: str) -> None:
    quote, text = HOSTILE[name]
    started = time.process_time()
    match_quote(quote, text)
    assert time.process_time() - started < 15


@pytest.mark.soak
@pytest.mark.parametrize("name", HOSTILE)
def test_five_megabytes_of_hostile_text_take_bounded_time(name: str) -> None:
    quote, text = HOSTILE[name]
    started = time.process_time()
    match_quote(quote, text * (5_000_000 // len(text) + 1))
    assert time.process_time() - started < 60
