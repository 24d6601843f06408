"""The article's text is cut into pieces without losing a character, however claims overlap."""

from __future__ import annotations

import report_dossiers as made
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.model import Sentence
from factcheck.report.marking import mark_text


def pieces(text, *claims, sentences=(), still_open=()):
    return [piece for part in mark_text(text, claims, sentences, still_open) for piece in part.pieces]


def span(number, start, end):
    return made.claim(number, "x", start=start, end=end)


def test_a_claim_is_a_piece_and_its_flag_follows():
    found = pieces("Rain fell. Snow fell.", span(1, 0, 9))
    assert [(piece.text, piece.claims, piece.flags) for piece in found] == [
        ("Rain fell", (1,), ()),
        (".", (), (1,)),
        (" Snow fell.", (), ()),
    ]


def test_the_flag_stands_after_the_closing_mark_of_a_quote():
    text = "“We saw rain,” she said."
    found = pieces(text, span(7, 1, 12))
    assert [(piece.text, piece.flags) for piece in found if piece.flags] == [(",”", (7,))]


def test_nested_claims_name_the_outer_one_first():
    found = pieces("one two three", span(2, 4, 7), span(1, 0, 13))
    assert [(piece.text, piece.claims) for piece in found] == [("one ", (1,)), ("two", (1, 2)), (" three", (1,))]


def test_crossing_claims_share_the_words_between():
    found = pieces("one two three", span(1, 0, 7), span(2, 4, 13))
    assert [(piece.text, piece.claims) for piece in found] == [("one ", (1,)), ("two", (1, 2)), (" three", (2,))]


def test_a_claim_over_two_paragraphs_is_marked_in_both():
    found = pieces("“one\n\n“two” end", span(1, 1, 10))
    assert [(piece.text, piece.claims) for piece in found if piece.claims] == [("one", (1,)), ("“two", (1,))]


def test_a_claim_beyond_the_text_or_without_a_place_is_left_out():
    assert pieces("one", span(1, None, None), span(2, 3, 9), span(3, -2, 1)) == pieces("one")


def test_sentences_tell_how_they_stand():
    text = "A. B. C."
    parts = (
        Sentence(1, 1, 1, 0, 2, "body"),
        Sentence(2, 1, 2, 3, 5, "body", skip_reason="opinion"),
        Sentence(3, 1, 3, 6, 8, "furniture"),
    )
    found = pieces(text, sentences=parts, still_open=(1,))
    assert [(piece.text.strip(), piece.state, piece.sentence) for piece in found if piece.text.strip()] == [
        ("A.", "open", 1),
        ("B.", "skipped", 2),
        ("C.", "furniture", None),
    ]


@given(
    st.text(alphabet="ab .,”\n\r\u2028é", max_size=60),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=8),
)
@settings(max_examples=200, derandomize=True, deadline=None)
def test_no_character_and_no_flag_is_lost(text, places):
    claims = [span(number, min(place), max(place)) for number, place in enumerate(places, 1)]
    paragraphs = mark_text(text, claims, (), ())
    joined = "".join(piece.text for part in paragraphs for piece in part.pieces)
    assert "".join(joined.split()) == "".join(text.split())
    for claim in claims:
        words = text[claim.start : claim.end]
        flags = [piece for part in paragraphs for piece in part.pieces if claim.id in piece.flags]
        assert len(flags) == (1 if words.strip() else 0)
        marked = "".join(piece.text for part in paragraphs for piece in part.pieces if claim.id in piece.claims)
        assert "".join(marked.split()) == "".join(words.split())
