"""A quote comparison is shown with the right words marked, whatever the offsets count from."""

from __future__ import annotations

import report_dossiers as made

from factcheck.report.comparing import compare


def sides(**data):
    found = compare(made.quote_match(1, **data))
    assert found
    return (
        [(run.text, run.role, run.number) for run in found.printed],
        [(run.text, run.role, run.number) for run in found.source],
    )


def edit(kind, printed, source, printed_start, source_start):
    return {
        "kind": kind,
        "printed": printed,
        "source": source,
        "printed_start": printed_start,
        "printed_end": printed_start + len(printed),
        "source_start": source_start,
        "source_end": source_start + len(source),
    }


def test_a_changed_word_is_marked_on_both_sides():
    printed, source = sides(
        printed="We lost forty boats", passage="We lost four boats", edits=[edit("number", "forty", "four", 8, 8)]
    )
    assert printed == [("We lost ", "same", None), ("forty", "changed", 1), (" boats", "same", None)]
    assert source == [("We lost ", "same", None), ("four", "changed", 1), (" boats", "same", None)]


def test_offsets_may_count_from_the_start_of_the_capture():
    passage = "no boats, no boats at all"
    _, source = sides(
        printed="no boats at all", passage=passage, start=400, edits=[edit("cut", "", "no boats, ", 0, 400)]
    )
    assert source == [("no boats, ", "only", 1), ("no boats at all", "same", None)]


def test_missing_words_leave_a_caret_where_they_should_stand():
    dropped = edit("negation-dropped", "", "not", 0, 5)
    printed, source = sides(printed="I do think so,", passage="I do not think so", edits=[dropped])
    assert printed == [("I do", "same", None), ("", "only", 1), (" think so,", "same", None)]
    assert source == [("I do ", "same", None), ("not", "only", 1), (" think so", "same", None)]


def test_added_words_leave_one_in_the_source():
    _, source = sides(printed="It is very long", passage="It is long", edits=[edit("words-added", "very", "", 6, 0)])
    assert source == [("It is", "same", None), ("", "only", 1), (" long", "same", None)]


def test_differences_are_numbered_in_the_order_of_the_text():
    found = compare(
        made.quote_match(
            1,
            printed="We lost five boats in the night",
            passage="We lost four boats and nine men in the night",
            edits=[edit("words-dropped", "", "and nine men", 0, 19), edit("number-changed", "five", "four", 8, 8)],
        )
    )
    assert [difference.kind for difference in found.differences] == ["Number changed", "Words dropped"]
    assert [(run.text, run.number) for run in found.printed if run.number] == [("five", 1), ("", 2)]


def test_wrong_or_missing_offsets_fall_back_to_the_words():
    printed, _ = sides(
        printed="a b c", passage="a x c", edits=[{"kind": "word", "printed": "b", "source": "x", "printed_start": 99}]
    )
    assert printed == [("a ", "same", None), ("b", "changed", 1), (" c", "same", None)]


def test_elided_words_are_spelled_out_and_not_held_against_the_quote():
    found = compare(
        made.quote_match(
            1,
            label="elided",
            severity="none",
            printed="We left … at noon",
            passage="We left the harbour at noon",
            edits=[edit("elision", "…", "the harbour", 8, 8)],
        )
    )
    assert [run.role for run in found.source] == ["same", "marked", "same"]
    assert found.differences[0].marked
    assert found.differences[0].source == "the harbour"


def test_an_exact_quote_has_no_differences():
    found = compare(made.quote_match(1, label="exact", severity="none", edits=[]))
    assert found.differences == ()
    assert [run.role for run in found.printed] == ["same"]


def test_a_finding_of_another_kind_or_without_words_is_not_compared():
    assert compare(made.quote_match(1, printed=None)) is None


def test_coverage_is_per_cent_of_a_share_or_of_per_mille():
    assert compare(made.quote_match(1, coverage=0.875)).coverage == 88
    assert compare(made.quote_match(1, coverage=875)).coverage == 88
    assert compare(made.quote_match(1, coverage=None)).coverage is None
    assert compare(made.quote_match(1, coverage=1.0)).coverage == 100


def test_odd_data_is_borne():
    assert compare(made.quote_match(1, edits=["x", {}], passage=None, warnings=None)).source == ()
