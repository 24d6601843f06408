"""Lines that were broken because they were full are read as one; all others stay as they are."""

import textwrap

import pytest

from factcheck.extraction import extract
from factcheck.text.wrapping import unwrapped

STORY = [
    "The ferry to Tarn Island will not sail in May, the harbor board said on Monday after meeting its crews.",
    "“We have looked at every plank of her, and she cannot go to sea again before the summer,” said Orla Venn, the "
    "harbor master of Tarn. “Nobody should be sorry that we looked.”",
    "The ferry is 61 years old and carries about 900 people a day, more than any other on this coast of the country.",
]


@pytest.mark.parametrize("width", [60, 72, 80])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_wrapped_text_reads_as_one_that_is_not(width, end):
    wrapped = (end * 2).join(end.join(textwrap.wrap(part, width)) for part in STORY)
    assert len(unwrapped(wrapped)) == len(wrapped)
    found = extract(wrapped)
    assert [" ".join(span.text.split()) for span in found.spans if span.kind == "quote"] == [
        "We have looked at every plank of her, and she cannot go to sea again before the summer,",
        "Nobody should be sorry that we looked.",
    ]
    assert {span.speaker for span in found.spans if span.kind == "quote"} == {"Orla Venn"}
    for span in found.spans:
        assert span.text == wrapped[span.start : span.end]
        assert span.cue is None or span.cue == wrapped[span.cue_start : span.cue_end]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "One line.",
        "\n\n".join(STORY),
        "\n".join(STORY),
        "Milk\nBread\nA dozen eggs and some butter for the cake on Sunday afternoon\nSalt\nTea\nSugar",
        "First paragraph of it ends here.\nThe second one begins and is a little longer than that.\nThe third.",
    ],
)
def test_other_breaks_stay(text):
    assert unwrapped(text) == text
