"""What changed between two captures, by words; menus and teasers are set apart."""

from __future__ import annotations

from factcheck.desk.changes import between, word_changes
from factcheck.store.records.captures import CaptureText


def words(main: str, rest: str = "") -> CaptureText:
    return CaptureText(1, "html", None, None, None, None, None, None, (), (), None, len(main), main + rest)


STORY = "The council met on Tuesday.\nThe ferry carried 212 people across the sound, said the harbour master."


def test_the_changed_words_stand_in_their_context() -> None:
    (place,) = word_changes(STORY, STORY.replace("212 people", "some 240 people"))
    assert place == (
        ("same", "The ferry carried"),
        ("removed", "212"),
        ("added", "some 240"),
        ("same", "people across the sound, said the harbour master."),
    )


def test_white_space_is_no_change() -> None:
    assert list(word_changes("one  two\n\nthree", "one two\nthree ")) == []


def test_a_paragraph_that_came_or_went_is_told_whole() -> None:
    assert list(word_changes(STORY, "The council met on Tuesday.")) == [
        (("removed", "The ferry carried 212 people across the sound, said the harbour master."),)
    ]
    assert list(word_changes("One line.", "One line.\nA second line.")) == [(("added", "A second line."),)]


def test_far_changes_in_one_paragraph_are_two_places() -> None:
    many = [f"word{number}" for number in range(60)]
    other = [*many]
    other[3], other[50] = "early", "late"
    first, second = word_changes(" ".join(many), " ".join(other))
    assert ("removed", "word3") in first
    assert ("added", "late") in second


def test_what_stands_around_the_main_text_is_set_apart() -> None:
    found = between(words(STORY, "\x1eMost read: fish"), words(STORY, "\x1eMost read: rain"))
    assert not found.main
    assert found.rest == ((("same", "Most read:"), ("removed", "fish"), ("added", "rain")),)
    assert found
    assert not between(words(STORY), words(STORY))


def test_long_texts_that_share_nothing_are_not_compared_word_by_word() -> None:
    old, new = " ".join(f"a{n}" for n in range(5000)), " ".join(f"b{n}" for n in range(5000))
    assert [kind for kind, _ in next(word_changes(old, new))] == ["removed", "added"]
