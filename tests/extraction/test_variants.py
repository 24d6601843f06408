"""A body under several spellings is one source."""

import pytest

from factcheck.extraction import extract


def sources(text):
    return {source.name: source.aliases for source in extract(text).sources}


def test_case_article_and_owner_make_no_other_source():
    text = (
        "Drivers will be sent over Hallow Weir, the council’s works department said on Monday.\n\n"
        '"The bridge is not safe," the works department said.\n\n'
        "The Works Department said the repairs would take a year.\n"
    )
    assert sources(text) == {"Works Department": ("the council’s works department", "the works department")}
    assert {span.speaker for span in extract(text).spans} == {"Works Department"}


def test_police_are_their_department():
    text = 'The Tarn Police Department said two men were held.\n\n"They had no lights," Tarn police said.\n'
    assert sources(text) == {"Tarn Police Department": ("Tarn police",)}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            'The White House said it would help.\n\n"We will help," White House officials said.\n',
            {"White House", "White House officials"},
        ),
        (
            "The Tarn health department said the water is safe.\n\nThe Hallow health department said it is not.\n",
            {"Tarn health department", "Hallow health department"},
        ),
    ],
)
def test_others_stay_apart(text, names):
    assert set(sources(text)) == names


def test_a_body_is_not_the_place_named_before_it():
    text = 'The road goes over Hallow Weir, the council said.\n\n"It is safe," the council said.\n'
    assert "Hallow Weir" not in sources(text)
