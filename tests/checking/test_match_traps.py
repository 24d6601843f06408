"""Traps of quote matching: small changes that weigh much, and large ones that weigh nothing."""

from __future__ import annotations

import pytest

from factcheck.checking.match import EditKind, Label, Severity, Warn, match_quote

SPEECH = (
    "The hearing opened late.\n\n“We do not think that the harbour will be closed before the last week of May, and "
    "both piers can stay open for 58 percent of our boats,” said Orla Venn. “Her friends in the United States are "
    "sniffing around for a great bargain. No one is going to sell the pier to any company.”\n"
)


@pytest.mark.parametrize(
    ("quote", "kind", "severity"),
    [
        ("We do think that the harbour will not be closed before the last week", "order-changed", "meaning"),
        ("both piers can stay open for 58 people of our boats", "number-changed", "meaning"),
        ("the harbour will be closed before the next week of May", "opposite-word", "meaning"),
        ("the harbour will be closed before this last week of May", "function-word", "cosmetic"),
        ("and one piers can stay open for 58 percent of our boats", "qualifier-changed", "meaning"),
        ("around for a terrible bargain. No one is going to sell", "opposite-word", "meaning"),
        ("going to sell the pier to every company", "qualifier-changed", "meaning"),
        ("before the last weeks of May", "word-form", "wording"),
        ("Her friend in the United States are", "word-form", "wording"),
        ("in the United States are snifing around for a great", "spelling", "cosmetic"),
        ("Her friends in the U.S. are sniffing around", "house-style", "cosmetic"),
        ("Her friends in the US are sniffing around", "house-style", "cosmetic"),
        ("and both piers can stay open for 58 percent of are boats", "spelling", "cosmetic"),
    ],
)
def test_a_small_change_is_graded_by_what_it_does(quote: str, kind: str, severity: str) -> None:
    found = match_quote(quote, SPEECH)
    assert (found.label, found.severity) == (Label.ALTERED, severity)
    assert kind in {edit.kind for edit in found.edits}


@pytest.mark.parametrize(
    "inside",
    [
        " <laughter>",
        " *laughs*",
        " (through interpreter)",
        "[a]",
        "\n12:31\n",
        "\n\nWatch: the mayor walks home\n\n",
        "\n\nRead more: The river at night\n\n",
        "\n\nShare on Facebook\n\nPhoto: O. Venn\n\n",
        "\nAdvertisement - Continue reading the main story\n",
        "\n12/3/2016 The flood that was - The Courier\n",
    ],
)
def test_what_a_page_puts_between_two_words_is_free(inside: str) -> None:
    text = SPEECH.replace(" be closed", f"{inside} be closed")
    assert match_quote("We do not think that the harbour will be closed before the last week", text).label == "exact"


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("we don't know it", "She said, “we don`t know it”."),
        ("we know the river well", "She said, “we know the [river](https://venn.example/river) well”."),
    ],
)
def test_marks_of_typewriters_and_of_markdown_are_free(quote: str, text: str) -> None:
    assert match_quote(quote, text).label is Label.EXACT


def test_a_sentence_that_lost_its_first_not_is_altered() -> None:
    found = match_quote("one is going to sell the pier to any company.", SPEECH)
    assert (found.label, found.severity) == (Label.ALTERED, Severity.MEANING)
    assert [edit.kind for edit in found.edits] == [EditKind.NEGATION_DROPPED]


def test_a_fragment_behind_a_not_is_exact_but_warned_of() -> None:
    found = match_quote("think that the harbour will be closed", SPEECH)
    assert found.label is Label.EXACT
    assert Warn.STARTS_LATE in found.warnings


def test_a_neighbour_who_disagrees_is_another_speaker() -> None:
    text = "“We will open the pier,” Venn said.\n\nPiet Hollar disagreed. “And we will close it by June.”"
    found = match_quote("We will open the pier. And we will close it by June.", text)
    assert found.severity is Severity.MEANING


def test_halves_that_changed_places_are_reordered_and_the_whole_passage_is_shown() -> None:
    quote = "the last week of May, and both piers can stay open. We do not think that the harbour will be closed before"
    found = match_quote(quote, SPEECH)
    assert EditKind.REORDERED in {edit.kind for edit in found.edits}
    assert found.start is not None
    assert SPEECH[found.start :].startswith("We do not think")


def test_a_last_word_is_not_looked_for_far_away() -> None:
    text = "“She came to the pier very late,” he said. The mayor entered the race as an early favourite.\n"
    found = match_quote("She came to the pier very early", text)
    assert [edit.kind for edit in found.edits] == [EditKind.OPPOSITE_WORD]


def test_a_tighter_reading_wins_over_a_milder_one() -> None:
    text = "They discussed Venn's new wall and praised it.\n\n“Orla Venn's wall is not safe for anybody,” he said.\n"
    found = match_quote("Marrow Venn's wall is not safe for anybody", text)
    assert found.severity is Severity.MEANING
    assert found.start is not None
    assert text[found.start :].startswith("Orla")


def test_a_pronoun_for_which_the_source_puts_a_name_in_brackets_is_the_speakers() -> None:
    text = "She said that she would “paint [the old piers] red before May”."
    assert match_quote("paint them red before May", text).label is Label.EXACT
    assert match_quote("paint us red before May", text).label is Label.ALTERED


@pytest.mark.parametrize("quote", ["it may have cost us one-eighth of 1.", "it may have cost us one-eighth of 1"])
def test_a_number_cut_off_from_its_unit_is_another_number(quote: str) -> None:
    found = match_quote(quote, "“I think it may have cost us one-eighth of 1 percent,” she said.")
    assert [edit.kind for edit in found.edits] == [EditKind.NUMBER_CHANGED]


def test_a_pronoun_for_a_name_is_never_passed_beside_the_last_word() -> None:
    found = match_quote("the boats were left to the she Harbour", "“The boats were left to the Venn Harbour,” he said.")
    assert (found.label, found.severity) == (Label.ALTERED, Severity.MEANING)


def test_a_contraction_at_the_start_is_no_substitution() -> None:
    found = match_quote(
        "We have got to do all that we can", "Say: ‘this is who we are.’ We’ve got to do all that we can."
    )
    assert [edit.kind for edit in found.edits] == [EditKind.CONTRACTION]


@pytest.mark.parametrize(
    ("quote", "source", "kind"),
    [
        ("the wealth goes to the top percent of us", "the wealth goes to the top 1 percent of us", "number-changed"),
        ("it couldn't've been handled by anybody else", "it could've been handled by anybody else", "negation-added"),
        ("In two weeks the pier will be shut", "In less than two weeks the pier will be shut", "qualifier-changed"),
        ("we will know whether she is ready or", "we will know whether she is ready or not", "negation-dropped"),
    ],
)
def test_what_a_small_word_carries_is_seen(quote: str, source: str, kind: str) -> None:
    found = match_quote(quote, f"She told them: “{source},” and left.")
    assert (found.label, found.severity) == (Label.ALTERED, Severity.MEANING)
    assert kind in {edit.kind for edit in found.edits}
