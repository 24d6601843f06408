"""What is said of a quote: is it there, and was it altered?"""

from __future__ import annotations

import pytest

from factcheck.checking.match import EditKind, Label, Severity, Warn, find_quote, match_quote

SOURCE = (
    "The board met on Tuesday.\n\n"
    "“We will open the bridge in May, and it will carry 1,500 cars a day,” Mayor Orla Venn said. “Nobody in "
    "this town has ever doubted that the river is only dangerous in spring. I think the old pier can stay. "
    "We must never forget the flood.”\n\n"
    "“The bridge is not safe,” said Piet Hollar, the harbour master. “It has cracks.”\n"
)


def judged(quote: str, text: str = SOURCE) -> tuple[str, str]:
    found = match_quote(quote, text)
    return found.label.value, found.severity.value


@pytest.mark.parametrize(
    "quote",
    [
        "We will open the bridge in May, and it will carry 1,500 cars a day.",
        "we will open the bridge in May — and it will carry 1500 cars a day!",
        "WE WILL OPEN THE BRIDGE IN MAY",
        "We\u00a0will o\u00adpen the bri\u200bdge in May",
        "it will carry 1,500 cars a day. Nobody in this town has ever doubted",
    ],
)
def test_typography_and_an_attribution_in_the_middle_are_free(quote: str) -> None:
    assert judged(quote) == ("exact", "none")


@pytest.mark.parametrize(
    "inside",
    [
        "\n\nThe Venn Courier\n12\n\n",
        "\n\n- 5 -\n\n",
        "\nADVERTISEMENT\n",
        " [Applause.] ",
        " (LAUGHTER) ",
        "[12] ",
        "¹² ",
        "12 ",
        ",'' he said, ''",
        " [of Venn County] ",
        ",” he told the meeting, “",
        ".” She looked at the river, then added: “",
        ".\n\n“",
        " <br/>",
        "\r\n",
    ],
)
def test_what_interrupts_the_speaker_in_the_source_is_free(inside: str) -> None:
    text = SOURCE.replace("Nobody in this town has", f"Nobody in this town{inside}has")
    found = match_quote("Nobody in this town has ever doubted that the river is only dangerous in spring", text)
    assert found.label is Label.EXACT
    assert found.start is not None
    assert text[found.start :].startswith("Nobody")


def test_a_transcripts_line_numbers_are_no_words() -> None:
    words = (
        "we have looked at the bridge for a whole year and we found that every single pier of it stands on sand".split()
    )
    lines = [f"{n:2d}   {' '.join(words[3 * n - 3 : 3 * n])}" for n in range(1, 9)]
    assert judged(" ".join(words), "\n".join(lines)) == ("exact", "none")


@pytest.mark.parametrize(
    ("quote", "kind"),
    [
        ("We will open the bridge ... and it will carry 1,500 cars", EditKind.MARKED_ELISION),
        ("We will open the bridge [. . .] and it will carry", EditKind.MARKED_ELISION),
        ("[They] will open the bridge in May", EditKind.MARKED_SUBSTITUTION),
        ("We will open the bridge [over the Venn] in May", EditKind.MARKED_INSERTION),
        ("We will open the bridge (over the Venn) in May", EditKind.MARKED_INSERTION),
        ("We will open[ed] the bridge in May", EditKind.MARKED_SUBSTITUTION),
        ("We will open the bridge [sic] in May", EditKind.MARKED_INSERTION),
    ],
)
def test_marked_changes_make_it_elided(quote: str, kind: EditKind) -> None:
    found = match_quote(quote, SOURCE)
    assert found.label is Label.ELIDED
    assert kind in {edit.kind for edit in found.edits}


@pytest.mark.parametrize(
    ("quote", "kind", "severity"),
    [
        ("We will not open the bridge in May", EditKind.NEGATION_ADDED, Severity.MEANING),
        ("We must forget the flood", EditKind.NEGATION_DROPPED, Severity.MEANING),
        ("The bridge is safe", EditKind.NEGATION_DROPPED, Severity.MEANING),
        ("it will carry 15,000 cars a day", EditKind.NUMBER_CHANGED, Severity.MEANING),
        ("We will open the bridge in June, and it will carry", EditKind.DATE_CHANGED, Severity.MEANING),
        ("They will open the bridge in May", EditKind.PRONOUN_CHANGED, Severity.MEANING),
        ("We may open the bridge in May, and it", EditKind.MODAL_CHANGED, Severity.MEANING),
        ("doubted that the river is dangerous in spring", EditKind.QUALIFIER_CHANGED, Severity.MEANING),
        ("I think the new pier can stay", EditKind.OPPOSITE_WORD, Severity.MEANING),
        ("doubted that the stream is only dangerous in spring", EditKind.WORD_SUBSTITUTED, Severity.WORDING),
        ("We will open the bridges in May", EditKind.WORD_FORM, Severity.WORDING),
        ("We will open bridge the in May, and it will carry", EditKind.ORDER_CHANGED, Severity.WORDING),
        ("We will open the brigde in May", EditKind.SPELLING, Severity.COSMETIC),
        ("We'll open the bridge in May", EditKind.CONTRACTION, Severity.COSMETIC),
        ("We will open the the bridge in May", EditKind.DOUBLED_WORD, Severity.COSMETIC),
        ("We will open a bridge in May", EditKind.FUNCTION_WORD, Severity.COSMETIC),
    ],
)
def test_an_unmarked_change_is_named_and_graded(quote: str, kind: EditKind, severity: Severity) -> None:
    found = match_quote(quote, SOURCE)
    assert found.label is Label.ALTERED
    assert found.severity is severity
    assert kind in {edit.kind for edit in found.edits}


def test_a_name_is_a_name_at_the_start_of_a_sentence_too() -> None:
    text = "It was late. “Hollar has never seen the river,” she said. Later Hollar spoke."
    found = match_quote("Brandt has never seen the river", text)
    assert (found.label, found.edits[0].kind) == (Label.ALTERED, EditKind.NAME_CHANGED)


def test_a_bracket_does_not_hide_that_the_sources_own_bracket_was_changed() -> None:
    text = "“I told [Piet Hollar] that the pier would hold,” Venn wrote."
    assert judged("I told [Piet Hollar] that the pier would hold", text) == ("exact", "none")
    assert judged("I told [Orla Hollar] that the pier would hold", text) == ("altered", "meaning")
    held = "a third of the town (31%) wants the bridge closed"
    assert judged("a third of the town (81%) wants the bridge closed", held) == ("altered", "meaning")


def test_a_mark_does_not_excuse_the_change_beside_it() -> None:
    assert judged("We will open the bridge ... and it will carry 1,900 cars a day") == ("altered", "meaning")


def test_an_ellipsis_may_not_join_other_speakers_order_or_distance() -> None:
    assert judged("We must never forget the flood ... It has cracks") == ("altered", "meaning")
    assert judged("it will carry 1,500 cars a day ... We will open the bridge in May") == ("altered", "meaning")
    far = SOURCE.replace("I think", "The council talked about the harbour dues for a while. " * 40 + "I think")
    assert judged("We will open the bridge in May ... I think the old pier can stay", far) == ("altered", "meaning")


def test_a_dropped_sentence_is_a_splice() -> None:
    found = match_quote("is only dangerous in spring. We must never forget the flood.", SOURCE)
    assert (found.label, found.severity) == (Label.ALTERED, Severity.MEANING)


def test_words_of_the_narrator_are_not_the_speakers() -> None:
    text = "“We will go home,” he said. He was tired and the harbour was empty by then."
    found = match_quote("We will go home. He was tired and the harbour was empty", text)
    assert found.label is Label.ALTERED
    assert found.severity is Severity.MEANING


def test_a_transcript_gives_each_label_its_own_words() -> None:
    text = "MAYOR VENN: We will go to the river.\nMR. HOLLAR: We will lose the harbour if we do that."
    assert judged("We will go to the river. We will lose the harbour", text) == ("altered", "meaning")
    page = "MAYOR VENN: We will go to the\n\nPage 2\nMAYOR VENN (continuing): river and the harbour."
    assert judged("We will go to the river and the harbour", page) == ("exact", "none")


@pytest.mark.parametrize(
    "quote",
    ["The town will sell its last two ferries to the islands", "", "…", "[Venn]", "We will see what the council says"],
)
def test_what_no_passage_holds_is_absent(quote: str) -> None:
    found = match_quote(quote, SOURCE)
    assert (found.label, found.document, found.start, found.end) == (Label.ABSENT, None, None, None)


def test_a_cut_that_hides_a_negation_is_warned_of() -> None:
    found = match_quote("The bridge is … safe", SOURCE)
    assert found.label is Label.ELIDED
    assert Warn.HIDES_QUALIFIER in found.warnings
    assert "not" in str(found.warnings[0])
    whole = match_quote(
        "I think the old pier can stay. … It has cracks",
        SOURCE.replace("\n\n“The bridge is not safe,” said Piet Hollar, the harbour master. “", " "),
    )
    assert Warn.HIDES_QUALIFIER not in whole.warnings


def test_a_translation_is_told_from_an_absence() -> None:
    french = "« Le pont est sûr et il restera ouvert, a dit le maire de la ville, qui ne veut pas attendre. »"
    found = match_quote("The bridge is safe and it will stay open, the mayor of the town said", french)
    assert [warning.kind for warning in found.warnings] == [Warn.OTHER_LANGUAGE]


def test_edits_point_into_both_texts() -> None:
    quote = "We will open the bridge in June ... and it will carry 1,900 cars"
    found = match_quote(quote, SOURCE)
    for edit in found.edits:
        assert quote[edit.printed_start : edit.printed_end] == edit.printed
        assert SOURCE[edit.source_start : edit.source_end] == edit.source


def test_the_document_that_holds_the_quote_is_named() -> None:
    texts = ["Nothing of the sort happened.", SOURCE.replace("in May", "in June"), SOURCE]
    assert find_quote("We will open the bridge in May", texts).document == 2
    assert find_quote("We will open the bridge in June", texts).document == 1
    assert find_quote("We will open the bridge in May", []).label is Label.ABSENT


def test_parts_from_two_documents_are_a_splice() -> None:
    other = "“The ferry will be sold before the winter comes,” said the clerk."
    found = find_quote(
        "The ferry will be sold before the winter comes ... We must never forget the flood", [SOURCE, other]
    )
    assert (found.label, found.severity) == (Label.ALTERED, Severity.MEANING)


def test_an_unaltered_passage_wins_over_a_variant_nearby() -> None:
    text = (
        "He had said “we will now open the old bridge in the spring” before. On Monday: “We will not open the old "
        "bridge,” he insisted, “in the spring.”"
    )
    found = match_quote("We will not open the old bridge in the spring", text)
    assert found.label is Label.EXACT


def test_words_that_changed_places_are_an_order_changed() -> None:
    text = "“We must help the miners and the millers of this valley,” Venn said."
    found = match_quote("We must help the millers and the miners of this valley", text)
    assert [(edit.kind, edit.severity) for edit in found.edits] == [(EditKind.ORDER_CHANGED, Severity.WORDING)]
    beaten = "“I saw that Hollar beat Venn in the race by a mile,” she said."
    assert judged("I saw that Venn beat Hollar in the race by a mile", beaten) == ("altered", "meaning")


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("We will go home", "“We will\nnot ever\ngo home,” he said."),
        ("We need men", "“We need\n500\nmen,” he said."),
        ("We will the bridge", "“We will\nclose\nthe bridge,” he said."),
        ("I saw win", "“I saw\nPiet Hollar\nwin,” he said."),
        ("We will go home today", "“We will [not] go home today,” he said."),
        ("It rose 5 percent in a year", "“It rose .5 percent in a year,” he said."),
        ("It was 5 degrees in the harbour", "“It was -5 degrees in the harbour,” he said."),
        ("Some 1015 men came to the river", "“Some 10-15 men came to the river,” he said."),
        ("She is notable to do it", "“She is not able to do it,” he said."),
        ("I will fight win", "He said he “I will fight” but not “win”."),
        ("[he]'ll be home by the spring", "“She'd be home by the spring,” he said."),
        ("It cost $5 in the year", "“It cost £5 in the year,” he said."),
        ("It took 5 weeks in the end", "“It took 5 days in the end,” he said."),
    ],
)
def test_no_negation_number_or_name_is_passed_in_disguise(quote: str, text: str) -> None:
    assert match_quote(quote, text).label in (Label.ALTERED, Label.ABSENT)
