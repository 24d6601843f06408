"""What the eye does not see, an accent's own character or a soft hyphen, keeps no name from being read."""

from unicodedata import normalize

import pytest

from factcheck.extraction import extract
from factcheck.extraction import readable as module
from factcheck.extraction.readable import readable

STORY = (
    "José Pérez Núñez runs the mill in Osterby.\n\n“We will open the mill on Monday,” José Pérez Núñez said.\n\n"
    "“It is safe to do so,” Pérez Núñez added."
)


def test_accents_of_their_own_change_no_name() -> None:
    text = normalize("NFD", STORY)
    assert text != STORY
    found = extract(text)
    quotes = [span for span in found.spans if span.kind == "quote"]
    assert [span.speaker for span in quotes] == ["José Pérez Núñez"] * 2
    assert [normalize("NFC", span.text) for span in found.spans] == [span.text for span in extract(STORY).spans]
    last = quotes[-1]
    assert last.speaker_start is not None
    assert text[last.speaker_start : last.speaker_end] == normalize("NFD", "Pérez Núñez")
    assert last.text == text[last.start : last.end]


@pytest.mark.parametrize(
    "name", ["Orla Ve\u00adnn", "Orla\u200b Venn", "Orla Venn\u200f", "\u200eOrla Venn", "Orla\u2060 Ven\u200dn\ufeff"]
)
def test_invisible_characters_are_no_part_of_a_name(name: str) -> None:
    text = f"Orla Venn runs the harbor. “We will open the gates on Monday,” {name} said."
    span = next(span for span in extract(text).spans if span.kind == "quote")
    assert span.speaker == "Orla Venn"
    assert span.speaker_start is not None
    assert text[span.speaker_start : span.speaker_end] == name.strip("\u200e\u200f\ufeff")


def test_a_plain_text_is_read_as_it_is() -> None:
    assert readable(STORY) == (STORY, None)


def test_accents_without_end_are_read() -> None:
    plain, offsets = readable("e" + "\u0301\u0323" * 50_000 + "a\u200b")
    assert len(plain) == 2
    assert offsets is not None
    assert (offsets.start(1), offsets.end(2)) == (100_001, 100_002)
    extract("\u200b" * 1000)


def test_a_text_made_plain_in_many_pieces_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    text = normalize("NFD", STORY)
    whole, _ = readable(text)
    monkeypatch.setattr(module, "AT_ONCE", 2)
    assert readable(text)[0] == whole == STORY
