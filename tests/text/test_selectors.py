"""A passage is found again by its words, and a link opens on it."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.text.selectors import find_passage, locate, make_passage, places, text_fragment

PAGE = (
    "Minutes of the board.\n\n"
    "Mayor Orla Venn said: “The bridge is safe, and it will stay open.” She left at noon.\n\n"
    "The harbour master, Piet Hollar, disagreed. “The bridge is safe, for now,” he said."
)


def passage_of(words: str, text: str = PAGE):  # type: ignore[no-untyped-def]
    start = text.index(words)
    return make_passage(text, start, start + len(words))


def test_a_passage_keeps_its_words_its_surroundings_and_its_place() -> None:
    passage = passage_of("The bridge is safe, and it will stay open")
    assert PAGE[passage.start : passage.end] == passage.exact
    assert PAGE.startswith(passage.prefix + passage.exact + passage.suffix, passage.start - len(passage.prefix))


def test_a_passage_is_found_where_the_text_has_moved() -> None:
    passage = passage_of("it will stay open")
    moved = "Corrected on Friday.\n\n" + PAGE
    found = find_passage(moved, passage)
    assert found is not None
    assert found.start == passage.start + 22


def test_of_two_equal_places_the_one_with_the_same_neighbours_is_taken() -> None:
    passage = passage_of("The bridge is safe", PAGE[60:])
    moved = "“The bridge is safe, for now,” he said earlier.\n\n" + PAGE
    second = make_passage(PAGE, PAGE.rindex("The bridge is safe"), PAGE.rindex("The bridge is safe") + 18)
    found = find_passage(moved, second)
    assert found is not None
    assert passage.exact == found.exact
    assert moved[found.start :].startswith("The bridge is safe, for now")


def test_typography_may_differ_but_words_may_not() -> None:
    passage = passage_of("“The bridge is safe, and it will stay open.”")
    assert find_passage(PAGE.replace("“", '"').replace("”", '"').replace(" is ", " is\n"), passage)
    assert find_passage(PAGE.replace("is safe, and", "is not safe, and"), passage) is None
    assert find_passage(PAGE.replace("stay open", "stay closed"), passage) is None


@pytest.mark.parametrize(
    ("typed", "there"),
    [
        ('"the bridge is safe, and"', "The bridge is safe, and"),
        ("  it will stay   open ", "it will stay open"),
        ("Piet Hollar", "Piet Hollar"),
    ],
)
def test_locate_finds_what_a_person_typed(typed: str, there: str) -> None:
    place = locate(PAGE, typed)
    assert place is not None
    assert PAGE[slice(*place)].startswith(there)


def test_locate_is_word_for_word() -> None:
    assert locate(PAGE, "the bridge was safe") is None
    assert locate(PAGE, "bridge safe") is None
    assert locate(PAGE, "  ") is None


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("the pier", ["The pier", "THE\xa0PIER", "the pier"]),
        ("pier", ["pier", "PIER", "pier"]),
        ("ier", ["ier", "ier", "ier"]),  # stands only inside longer words
        ("'We’ve run out'", ["“We've  run out”"]),
        ("港", ["港", "港"]),
        ("quay", []),
        ("  ", []),
    ],
)
def test_every_place_of_the_words_in_the_order_of_the_text(words: str, found: list[str]) -> None:
    text = "The pier will close. THE\xa0PIER! Spiers of the pier: “We've  run out”, 港の港."
    assert [text[start:end] for start, end in places(text, words)] == found


def test_a_number_is_not_found_inside_another() -> None:
    assert locate("It cost 1.5 million.", "cost 15 million") is None


def test_a_link_opens_on_the_passage() -> None:
    link = text_fragment("https://venn.example/minutes?p=1#top", passage_of("it will stay open"))
    base, _, directive = link.partition(":~:text=")
    assert base == "https://venn.example/minutes?p=1#top"
    prefix, exact, suffix = directive.split(",")
    assert unquote(exact) == "it will stay open"
    assert prefix.endswith("-")
    assert suffix.startswith("-")


def test_signs_with_a_meaning_in_a_link_are_encoded() -> None:
    text = "A so-called, safe & sound bridge stands."
    link = text_fragment("https://venn.example/", make_passage(text, 2, 32))
    directive = link.partition(":~:text=")[2]
    assert "so%2Dcalled%2C%20safe%20%26%20sound%20bridge" in directive


def test_a_long_passage_is_linked_by_its_ends() -> None:
    text = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
    directive = text_fragment("https://venn.example/", make_passage(text, 0, len(text))).partition(":~:text=")[2]
    assert unquote(directive) == "one two three four five,ten eleven twelve thirteen fourteen"


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.text(max_size=60), st.integers(0, 60), st.integers(0, 60), st.text(max_size=20))
def test_any_passage_is_found_in_its_own_text_and_behind_more(text: str, a: int, b: int, more: str) -> None:
    passage = make_passage(text, min(a, b), max(a, b))
    if not passage.exact.strip():
        return
    assert find_passage(text, passage) == passage
    again = find_passage(more + text, passage)
    assert again is not None
    assert locate(text, passage.exact) is not None
    assert text_fragment("https://venn.example/", passage).startswith("https://venn.example/")
