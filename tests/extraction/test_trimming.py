"""A time beside a source is no part of it; what says nothing is no paraphrase; a handle is whoever it names."""

import pytest

from factcheck.extraction import extract


@pytest.mark.parametrize(
    ("text", "mention"),
    [
        (
            "The Osterby Port Authority today announced that the harbor would close in June.",
            "The Osterby Port Authority",
        ),
        ("The mayor yesterday announced a plan to build a bridge.", "The mayor"),
        ("Orla Venn on Monday said the harbor was unsafe and must close.", "Orla Venn"),
        ("Orla Venn again warned that the pier is rotten and must be closed.", "Orla Venn"),
    ],
)
def test_a_time_is_no_part_of_the_source(text: str, mention: str) -> None:
    span = next(span for span in extract(text).spans if span.kind == "paraphrase")
    assert text[span.speaker_start : span.speaker_end] == mention


def test_what_says_nothing_is_no_paraphrase() -> None:
    text = "What the mayor said:\n\nI doubt it very much. The mayor closed the harbor on Monday."
    assert [span.kind for span in extract(text).spans] == ["statement"] * 3


@pytest.mark.parametrize(
    ("where", "speaker"),
    [
        ("Orla Venn is the harbor master.", "Orla Venn"),
        ("Orla Dane Marsh (@orlavenn) is the harbor master.", "Orla Dane Marsh"),
        ("The harbor is in Osterby.", "@orlavenn"),
    ],
)
def test_a_handle_is_whom_the_article_ties_it_to(where: str, speaker: str) -> None:
    text = f"{where}\n\n“The harbor is closed until Monday,” @orlavenn tweeted."
    span = next(span for span in extract(text).spans if span.kind == "quote")
    assert span.speaker == speaker
    assert text[span.speaker_start : span.speaker_end].lstrip("@") == "orlavenn"


def test_an_aside_does_not_cut_what_is_said_in_two():
    text = "Radio Tarn said the flood in the lower town, lately rebuilt by the county, had closed two schools.\n"
    (said,) = [span for span in extract(text).spans if span.kind == "paraphrase"]
    assert said.text.startswith("the flood")
    assert said.text.endswith("two schools")
