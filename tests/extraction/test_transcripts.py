"""A transcript's turns are their speakers' words, without a quotation mark; lists and headings are none."""

import pytest

from factcheck.extraction import extract
from factcheck.extraction.tokens import tokenise
from factcheck.extraction.transcripts import turns

INTERVIEW = (
    "Orla Venn, the harbor master of Osterby, spoke on Monday.\n\nVENN: We will not close the harbor. It is safe.\n\n"
    "Q: Why not?\n\nMS. VENN: Because nobody asked us to. The town needs it.\n\nAnd that is all.\n\n"
    "Orla Venn: The plan costs $4 million."
)


def said(text: str) -> list[tuple[str | None, str]]:
    return [(span.speaker, span.text) for span in extract(text).spans if span.kind == "paraphrase"]


def test_a_turn_is_its_speakers_until_the_next_one() -> None:
    assert said(INTERVIEW) == [
        ("Orla Venn", "We will not close the harbor. It is safe."),
        (None, "Why not?"),
        ("Orla Venn", "Because nobody asked us to. The town needs it."),
        ("Orla Venn", "And that is all."),
        ("Orla Venn", "The plan costs $4 million."),
    ]
    spans = extract(INTERVIEW).spans
    assert [span.text for span in spans if span.kind == "statement"] == [INTERVIEW.split("\n")[0]]
    spoken = [span for span in spans if span.kind == "paraphrase"]
    assert [INTERVIEW[span.speaker_start : span.speaker_end] for span in spoken[:3]] == ["VENN", "Q", "MS. VENN"]
    assert spoken[2].group == spoken[3].group
    assert not any(span.anonymous for span in spoken)


def test_who_answers_is_the_one_that_is_interviewed() -> None:
    text = "{}\n\nQ: Is the pier safe?\n\nA: I would walk on it.\n\nQ: And the road?\n\nA: We mended it in May."
    one = said(text.format("The Herald spoke with Orla Venn, who runs the harbor."))
    assert [who for who, _ in one] == [None, "Orla Venn", None, "Orla Venn"]
    two = said(text.format("We spoke with Orla Venn on Monday. On Tuesday we talked to Peter Rowe."))
    assert [who for who, _ in two] == [None] * 4


def test_a_surname_after_the_full_name_is_the_same_person() -> None:
    text = "The two met on air.\n\nKARA OSTWALD: Is it true?\n\nTOM BRANDELL: I think so.\n\nOSTWALD: You think so?"
    assert [who for who, _ in said(text)] == ["KARA OSTWALD", "TOM BRANDELL", "KARA OSTWALD"]


def test_who_has_no_name_ends_the_turn_before() -> None:
    text = "A hearing.\n\nMR. QUILL: I know.\n\nTHE CHAIRMAN: We will close.\n\nMR. QUILL: Thank you.\n\nQUORUM: Yes."
    assert said(text) == [("QUILL", "I know."), (None, "We will close."), ("QUILL", "Thank you.")]


def test_questions_may_have_a_stop() -> None:
    assert [words for _, words in said("Q. Is it safe?\nA. Yes, it is.\nQ. Sure?\nA. I am.")] == [
        "Is it safe?",
        "Yes, it is.",
        "Sure?",
        "I am.",
    ]


def test_what_the_speaker_quotes_is_not_lost() -> None:
    text = INTERVIEW.replace(
        "The plan costs", "Peter Rowe told me, “Nobody will pay for that pier,” and the plan costs"
    )
    spans = extract(text).spans
    quote = next(span for span in spans if span.kind == "quote")
    assert (quote.speaker, quote.text) == ("Peter Rowe", "Nobody will pay for that pier,")
    assert ("Orla Venn", "and the plan costs $4 million.") in said(text)


@pytest.mark.parametrize(
    "text",
    [
        "Population: 4,000.\n\nArea: 12 acres.\n\nMayor: Orla Venn.\n\nRiver: the Oster.",
        "Note: We were told late.\n\nUpdate: You can read it here.\n\nNote: We were wrong.\n\nUpdate: It is over.",
        "WASHINGTON: The vote is on Monday.\n\nLONDON: The queen was there.\n\nWASHINGTON: We were told of a bill.",
        "Ingredients: You need flour.\n\nDirections: We bake it.\n\nPrice: No idea.\n\nIngredients: We need eggs.",
        "WHERE: The harbor.\n\nWHEN: Monday, we hope.\n\nWHO: You and us.\n\nWHERE: The mill.\n\nWHEN: Our next day.",
        "Orla Venn: 34 seats.\n\nPeter Rowe: 12 seats.\n\nLena Orrin: 2 seats.",
        "Orla Venn: I will win.\n\nThe mayor opened the bridge.",
        "A: The first way.\n\nB: The other way we know.\n\nA: The first way again, you see.",
    ],
)
def test_lists_and_headings_are_no_transcript(text: str) -> None:
    assert turns(text, tokenise(text, []), []) == []
    assert not {span.speaker for span in extract(text).spans} & {"Ingredients", "Update", "WASHINGTON"}


def test_a_surname_in_capitals_is_a_speaker_whatever_stands_before_it() -> None:
    text = (
        "The council met on 3 March.\n\n"
        "The MAYOR (Orla Venn): I open the debate.\n\n"
        "Mr HALE (engineer): I do not call the quay safe.\n\n"
        "Cllr ROWE (opposition): We were never asked, and they read of it in the paper.\n\n"
        "Ald. PYM: I have had forty calls.\n"
    )
    found = {text[span.start : span.end][:12]: span.speaker for span in extract(text).spans if span.speaker}
    assert found["I do not cal"].casefold() == "hale"
    assert "rowe" in found["We were neve"].casefold()
    assert "pym" in found["I have had f"].casefold()


def test_a_label_that_is_not_understood_ends_the_turn_before_it() -> None:
    text = (
        "VENN: I open the debate.\n\nHALE: I do not call the quay safe.\n\nVENN: Are we agreed?\n\n"
        "Somebody from the back row: We were never asked.\n\nVENN: Thank you.\n"
    )
    assert not any(span.speaker for span in extract(text).spans if "never asked" in text[span.start : span.end])
