"""Runs that two word lists share, and how long it takes to find them."""

from __future__ import annotations

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.text.alignment import common_runs
from factcheck.text.language import language_of

WORDS = st.lists(st.sampled_from("abcde"), max_size=40)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(WORDS, WORDS)
def test_runs_are_equal_words_in_order_on_both_sides(old: list[str], new: list[str]) -> None:
    at_old = at_new = 0
    for run in common_runs(old, new):
        assert run.old >= at_old
        assert run.new >= at_new
        assert old[run.old : run.old + run.length] == new[run.new : run.new + run.length]
        at_old, at_new = run.old + run.length, run.new + run.length


def test_equal_lists_are_one_run() -> None:
    words = "the bridge is safe".split()
    assert [(run.old, run.new, run.length) for run in common_runs(words, words)] == [(0, 0, 4)]


def test_one_repeated_word_does_not_blow_up() -> None:
    started = time.process_time()
    common_runs(["word"] * 200_000 + ["a"], ["word"] * 150_000 + ["b"])
    assert time.process_time() - started < 10


def test_a_language_is_told_by_its_small_words_or_its_script() -> None:
    assert language_of("The board of works said that the bridge is safe and will stay open.") == "English"
    assert language_of("Le pont est sûr et il va rester ouvert, dit le maire de la ville.") == "French"
    assert language_of("Die Brücke ist sicher und sie wird nicht geschlossen, sagt der Rat.") == "German"
    assert language_of("Мост безопасен, сказал мэр.") == "a language in Cyrillic script"
    assert language_of("Venn") is None
