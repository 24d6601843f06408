"""A newer capture: "the page has changed" is not "your passage has changed"."""

from __future__ import annotations

from factcheck.checking.recheck import PassageState, compare_passage
from factcheck.text.selectors import make_passage

PAGE = (
    "Board of works, minutes. The bridge was opened in May. It will carry 1,500 cars a day. "
    "The harbour master was not present. The next meeting is in June."
)
WORDS = "It will carry 1,500 cars a day."
PASSAGE = make_passage(PAGE, PAGE.index(WORDS), PAGE.index(WORDS) + len(WORDS))


def test_a_page_that_grew_still_has_the_passage() -> None:
    check = compare_passage(PASSAGE, "Corrected. " + PAGE.replace("next meeting is in June", "next meeting is in July"))
    assert check.state is PassageState.STILL_THERE
    assert check.passage is not None
    assert check.passage.start == PASSAGE.start + 11


def test_a_passage_among_other_neighbours_has_moved() -> None:
    moved = PAGE.replace(" " + WORDS, "") + " " + WORDS
    assert compare_passage(PASSAGE, moved).state is PassageState.MOVED


def test_a_changed_passage_shows_what_changed() -> None:
    check = compare_passage(PASSAGE, PAGE.replace("1,500", "900"))
    assert (check.state, check.severity) == (PassageState.CHANGED, "meaning")
    assert [(edit.printed, edit.source) for edit in check.differences] == [("1,500", "900")]


def test_a_removed_passage_is_gone() -> None:
    check = compare_passage(PASSAGE, PAGE.replace(WORDS, ""))
    assert (check.state, check.passage) == (PassageState.GONE, None)
