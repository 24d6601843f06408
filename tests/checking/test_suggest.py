"""Evidence is ranked with its reasons; a disagreement is marked, never judged."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.checking.suggest import PassageIndex, ReasonKind, rank_passages

PAGE = [
    "Board of works, minutes.",
    "Mayor Orla Venn opened the bridge over the Venn in May.",
    "The bridge cost 4 million, the clerk said.",
    "The harbour was empty.",
    "The clerk is Piet Hollar.",
]


def test_the_sentence_that_shares_most_comes_first_with_its_reasons() -> None:
    best = rank_passages("Orla Venn opened the new bridge in May", PAGE)[0]
    assert best.index == 1
    assert {(r.kind, r.text) for r in best.reasons} >= {(ReasonKind.NAME, "Orla"), (ReasonKind.DATE, "may")}


def test_reasons_are_words_of_the_sentence_and_not_their_stems() -> None:
    page = ["The middle piers were hurriedly examined.", "The harbour was empty.", "The clerk is Piet Hollar."]
    best = rank_passages("A hurried examination of the middle pier", page)[0]
    told = {reason.text for reason in best.reasons}
    assert "middle" in told
    assert told <= {"middle", "piers", "hurriedly", "examined"}


def test_a_number_that_disagrees_is_marked() -> None:
    best = rank_passages("The clerk said the bridge cost 5 million", PAGE)[0]
    assert best.index == 2
    assert [(c.kind, c.claim, c.passage) for c in best.contradictions] == [(ReasonKind.NUMBER, "5000000", "4000000")]


def test_another_name_for_the_same_deed_is_marked() -> None:
    best = rank_passages("Engineer Piet Hollar opened the bridge over the Venn in May", PAGE)[0]
    assert best.index == 1
    assert [c.kind for c in best.contradictions] == [ReasonKind.NAME]


def test_what_shares_nothing_is_left_out() -> None:
    assert rank_passages("Quite unrelated words", PAGE) == []
    assert rank_passages("The bridge", []) == []


def test_one_index_serves_many_claims() -> None:
    index = PassageIndex(PAGE)
    assert index.rank("who is the clerk")[0].index in (2, 4)
    assert index.rank("an empty harbour")[0].index == 3


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.text(max_size=60), st.lists(st.text(max_size=60), max_size=8))
def test_any_texts_can_be_ranked(claim: str, sentences: list[str]) -> None:
    for item in rank_passages(claim, sentences):
        assert 0 <= item.index < len(sentences)
