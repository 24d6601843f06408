"""Claims of one draft are found again in the next, and no verdict lands on other words."""

from __future__ import annotations

import random
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.checking.drafts import Anchor, Fate, Redraft, reanchor
from factcheck.text.words import words_of

OLD = (
    "The bridge cost 4 million. Mayor Orla Venn said “it is safe, and it will stay open”. It opened in May.\n\n"
    "Nobody was hurt in the flood. The old pier did not fall."
)


def anchors_on(*claims: str, text: str = OLD) -> list[Anchor]:
    return [Anchor(k, text.index(claim), text.index(claim) + len(claim)) for k, claim in enumerate(claims)]


def redraft(new: str, *claims: str) -> Redraft:
    return reanchor(OLD, new, anchors_on(*claims))


def test_an_untouched_claim_is_kept_where_it_now_stands() -> None:
    new = "A new first line. " + OLD
    (one,) = redraft(new, "it is safe, and it will stay open").anchors
    assert one.fate is Fate.KEPT
    assert new[one.start : one.end] == "it is safe, and it will stay open"


def test_typography_alone_changes_nothing() -> None:
    new = OLD.replace("“", '"').replace("”", '"').replace("in the flood", "in\nthe flood")
    assert [
        a.fate for a in redraft(new, "“it is safe, and it will stay open”", "Nobody was hurt in the flood").anchors
    ] == [
        Fate.KEPT,
        Fate.KEPT,
    ]


def test_a_moved_claim_is_kept_and_said_to_have_moved() -> None:
    new = "Nobody was hurt in the flood. " + OLD.replace("Nobody was hurt in the flood. ", "")
    (one,) = redraft(new, "Nobody was hurt in the flood.").anchors
    assert (one.fate, one.moved or one.start == 0) == (Fate.KEPT, True)


def test_a_changed_claim_shows_the_difference() -> None:
    (one,) = redraft(OLD.replace("4 million", "5 million"), "The bridge cost 4 million.").anchors
    assert one.fate is Fate.CHANGED
    assert [(d.old, d.new) for d in one.differences] == [("4", "5")]


def test_a_claim_turned_into_a_question_is_changed() -> None:
    (one,) = redraft(OLD.replace("It opened in May.", "It opened in May?"), "It opened in May.").anchors
    assert one.fate is Fate.CHANGED


def test_a_vanished_claim_is_gone() -> None:
    (one,) = redraft(OLD.replace("It opened in May.", ""), "It opened in May.").anchors
    assert (one.fate, one.start) == (Fate.GONE, None)


def test_the_words_of_another_claim_are_not_taken_for_a_deleted_one() -> None:
    old = "It rained. Venn spoke. It rained."
    result = reanchor(old, "Venn spoke. It rained.", [Anchor(0, 0, 10), Anchor(1, 23, 33)])
    assert [a.fate for a in result.anchors] == [Fate.GONE, Fate.KEPT]


def test_new_sentences_are_listed() -> None:
    new = OLD + " A clerk resigned."
    result = redraft(new, "It opened in May.")
    assert [new[a:b] for a, b in result.new_sentences] == ["A clerk resigned."]


def edited(text: str, seed: int) -> str:
    """Return the text with sentences moved, dropped, doubled and words swapped."""
    chosen = random.Random(seed)
    parts = [part + "." for part in text.replace("\n\n", " ").split(".") if part.strip()]
    chosen.shuffle(parts)
    for _ in range(chosen.randrange(3)):
        k = chosen.randrange(len(parts))
        words = parts[k].split(" ")
        words[chosen.randrange(len(words))] = chosen.choice(["not", "5", "Hollar", "", "open"])
        parts[k] = " ".join(words)
    if chosen.random() < 0.3:
        parts.pop(chosen.randrange(len(parts)))
    if chosen.random() < 0.3:
        parts.append(chosen.choice(parts))
    return " ".join(parts)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.integers(0, 10**9), st.lists(st.tuples(st.integers(0, 150), st.integers(1, 60)), min_size=1, max_size=8))
def test_random_edits_never_attach_a_verdict_to_other_words(seed: int, places: list[tuple[int, int]]) -> None:
    anchors = [Anchor(k, start, min(len(OLD), start + length)) for k, (start, length) in enumerate(places)]
    new = edited(OLD, seed)
    result = reanchor(OLD, new, anchors)
    assert [a.id for a in result.anchors] == [a.id for a in anchors]
    for anchor, now in zip(anchors, result.anchors, strict=True):
        if now.fate is Fate.GONE:
            assert now.start is None
            continue
        assert now.start is not None
        assert now.end is not None
        assert 0 <= now.start <= now.end <= len(new)
        if now.fate is Fate.KEPT:
            old_words = whole_words(OLD, anchor.start, anchor.end)
            assert words_of(new[now.start : now.end]).forms == old_words


def whole_words(text: str, start: int, end: int) -> list[str]:
    words = words_of(text)
    return [f for k, f in enumerate(words.forms) if words.span(k, k + 1)[1] > start and words.span(k, k + 1)[0] < end]


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.text(max_size=80), st.text(max_size=80), st.integers(0, 80), st.integers(0, 80))
def test_any_two_drafts_can_be_compared(old: str, new: str, a: int, b: int) -> None:
    reanchor(old, new, [Anchor(1, min(a, b, len(old)), min(max(a, b), len(old)))])


def test_a_changed_end_belongs_to_the_claim_with_its_full_stop() -> None:
    new = OLD.replace("It opened in May.", "It opened in June, at last.")
    (one,) = redraft(new, "It opened in May.").anchors
    assert one.fate is Fate.CHANGED
    assert new[one.start : one.end] == "It opened in June, at last."
    assert [(d.old, d.new) for d in one.differences] == [("May", "June, at last")]


def test_a_changed_end_inside_quotation_marks_stops_there() -> None:
    new = OLD.replace("it will stay open", "it will stay shut")
    (one,) = redraft(new, "it is safe, and it will stay open").anchors
    assert new[one.start : one.end] == "it is safe, and it will stay shut"


def test_a_changed_beginning_belongs_to_the_claim() -> None:
    new = OLD.replace("Nobody was hurt", "Somebody was hurt")
    (one,) = redraft(new, "Nobody was hurt in the flood.").anchors
    assert new[one.start : one.end] == "Somebody was hurt in the flood."


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.integers(0, 10**9), st.lists(st.integers(0, 150), min_size=2, max_size=8, unique=True))
def test_kept_claims_that_were_apart_never_share_words(seed: int, cuts: list[int]) -> None:
    edges = sorted({0, len(OLD), *(OLD.find(" ", cut) for cut in cuts)} - {-1})
    anchors = [Anchor(k, a, b) for k, (a, b) in enumerate(pairwise(edges))]
    new = edited(OLD, seed)
    spans = sorted(
        (now.start, now.end)
        for now in reanchor(OLD, new, anchors).anchors
        if now.fate is Fate.KEPT and now.start is not None and now.end is not None
    )
    assert all(one[1] <= other[0] for one, other in pairwise(spans))


def test_a_changed_claim_does_not_swallow_one_that_moved_into_it() -> None:
    old = "The bridge over the river was opened by the mayor in May. Nobody was hurt in the flood."
    new = "The bridge over the river Nobody was hurt in the flood. was opened by the mayor in May."
    result = reanchor(old, new, [Anchor(0, 0, 57), Anchor(1, 58, len(old))])
    changed, moved = result.anchors
    assert moved.fate is Fate.KEPT
    assert changed.fate is Fate.CHANGED
    assert "Nobody" not in new[changed.start : changed.end]


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.integers(0, 10**9), st.lists(st.integers(0, 150), min_size=2, max_size=8, unique=True))
def test_claims_that_were_apart_stay_apart_however_they_changed(seed: int, cuts: list[int]) -> None:
    edges = sorted({0, len(OLD), *(OLD.find(" ", cut) for cut in cuts)} - {-1})
    anchors = [Anchor(k, a, b) for k, (a, b) in enumerate(pairwise(edges))]
    new = edited(edited(OLD, seed), seed + 1)
    words = words_of(new)
    held: list[int] = []
    for now in reanchor(OLD, new, anchors).anchors:
        if now.start is not None and now.end is not None:
            held += [k for k in range(len(words)) if now.start < words.span(k, k + 1)[1] <= now.end]
    assert len(held) == len(set(held))


def test_a_sentence_that_moved_is_not_new_but_its_second_copy_is() -> None:
    assert redraft(f"It opened in May. {OLD.replace('It opened in May.', '')}").new_sentences == ()
    new = f"{OLD} It opened in May."
    assert [new[a:b] for a, b in redraft(new).new_sentences] == ["It opened in May."]


def test_words_put_into_quotation_marks_are_a_new_sentence() -> None:
    new = OLD.replace("The old pier did not fall.", "The old pier “did not fall”.")
    assert [new[a:b] for a, b in redraft(new).new_sentences] == ["The old pier “did not fall”."]


def test_a_draft_of_signs_alone_is_compared_in_time_that_grows_with_it() -> None:
    text = '.,"“ ' * 40_000
    result = reanchor(text, f"{text[100:]} y {text[:100]}", [Anchor(k, k * 100, k * 100 + 30) for k in range(50)])
    assert len(result.anchors) == 50
