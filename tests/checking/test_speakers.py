"""A quote found in another speaker's mouth is said so."""

from __future__ import annotations

import pytest

from factcheck.checking.match import Warn
from factcheck.checking.speakers import Voice, named_beside, other_voice, same_person

VOICES = [Voice(0, 40, "Mayor Orla Venn"), Voice(100, 160, "Piet Hollar")]


def test_the_voice_that_covers_the_passage_is_compared_with_the_source() -> None:
    assert other_voice(5, 30, ["Orla Venn"], VOICES) is None
    warned = other_voice(105, 150, ["Orla Venn", "the mayor"], VOICES)
    assert warned is not None
    assert warned == Warn.OTHER_SPEAKER.value
    assert "Piet Hollar" in str(warned)


def test_a_capture_that_names_nobody_near_tells_nothing() -> None:
    assert other_voice(5000, 5050, ["Orla Venn"], VOICES) is None
    assert other_voice(5, 30, [], VOICES) is None


def test_titles_and_first_names_do_not_make_another_person() -> None:
    assert same_person("Sen. Venn", "Orla Venn")
    assert same_person("Orla", "Orla Venn")
    assert not same_person("Piet Hollar", "Orla Venn")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("“The pier holds,” Hollar said.", True),
        ("“The pier holds,” said the harbour master Hollar.", True),
        ("“The pier holds,” Piet Hollar told the board.", True),
        ("Hollar said: “The pier holds.”", True),
        ("“The pier holds, and it will hold,” Hollar said.", True),
        ("“The pier holds,” Venn said.", False),
        ("“The pier holds,” Venn told Hollar.", False),
        ("“The pier holds,” he said.", False),
        ("“The pier holds,” said Hollar’s clerk.", False),
        ("Hollar was there. “The pier holds,” Venn said.", False),
        ("The pier holds", False),
    ],
)
def test_a_name_right_beside_the_words_settles_whose_they_are(text: str, named: bool) -> None:
    start = text.index("The pier holds")
    assert named_beside(text, start, start + 14, ["Piet Hollar"]) is named
