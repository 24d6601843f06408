"""A quote found in another speaker's mouth is said so."""

from __future__ import annotations

from factcheck.checking.match import Warn
from factcheck.checking.speakers import Voice, other_voice, same_person

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
