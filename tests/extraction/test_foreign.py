"""What another package's extractor gives back is held to the interface, and the first fault is named."""

from dataclasses import replace

import pytest

from factcheck.extraction import Extraction, Sentence, Span, SpeakerEntity, extract
from factcheck.extraction.foreign import Faulty, checked

TEXT = "“We saw it,” Orla Venn said. The pier is closed."
QUOTE = Span("quote", 1, 11, "We saw it,", "Orla Venn", 13, 22, "said", 23, 27, 0, 0.9, entity="Orla Venn")
WHOLE = Span("paraphrase", 0, 12, "“We saw it,”", "Orla Venn", 13, 22, "said", 23, 27, 0, 1)
STATEMENT = Span("statement", 29, 48, "The pier is closed.", *[None] * 6, 1, 0.5)
SENTENCE = Sentence(0, 28, "body")
SOURCE = SpeakerEntity("Orla Venn", ("Venn",), "person", False)
GOOD = Extraction((SENTENCE,), (QUOTE, STATEMENT), (SOURCE,), "en", ("short",))


def test_what_is_right_is_taken_as_it_is():
    assert checked(GOOD, TEXT) == GOOD


def test_the_built_in_extractor_keeps_to_the_interface():
    text = TEXT + " “We,” he said, “are late.” She called it “a gift to nobody” on Monday, according to Tom Reed."
    assert checked(extract(text), text) == extract(text)


def test_lists_and_generators_are_made_tuples():
    given = Extraction([SENTENCE], (span for span in [QUOTE]), [SOURCE], None, [])
    assert checked(given, TEXT).spans == (QUOTE,)


def test_a_quote_may_stand_in_the_paraphrase_that_it_is_part_of():
    assert checked(replace(GOOD, spans=(WHOLE, QUOTE)), TEXT).spans == (WHOLE, QUOTE)


def spans(*changed):
    return replace(GOOD, spans=changed)


FAULTS = {
    "a dictionary": ({"spans": []}, r"what extract\(\) gives back is of type dict, expected an Extraction"),
    "nothing": (None, r"what extract\(\) gives back is None"),
    "spans that are none": (replace(GOOD, spans=None), "spans is None, expected a tuple"),
    "a span that is none": (spans({"kind": "quote"}), r"spans\[0\] is of type dict, expected Span"),
    "warnings in one string": (replace(GOOD, warnings="short"), "warnings is of type str, expected a tuple"),
    "beyond the end": (spans(replace(QUOTE, end=99)), r"spans\[0\] is at 1 to 99 of a text of 48 characters"),
    "before the beginning": (spans(replace(QUOTE, start=-1)), r"spans\[0\] is at -1 to 11"),
    "empty": (spans(replace(QUOTE, end=1, text="")), r"spans\[0\] is at 1 to 1"),
    "an offset that is no whole number": (spans(replace(QUOTE, end=11.0)), r"spans\[0\], offset is of type float"),
    "an offset that is a truth": (spans(replace(QUOTE, start=True)), r"spans\[0\], offset is of type bool"),
    "other words": (spans(replace(QUOTE, text="We saw")), r"spans\[0\]: text is not what stands at 1 to 11"),
    "a kind of its own": (spans(replace(QUOTE, kind="rumour")), r"spans\[0\].kind is 'rumour', expected quote, "),
    "half a mention": (spans(replace(QUOTE, cue_end=None)), r"spans\[0\].cue, offset is None, expected int"),
    "a mention outside": (spans(replace(QUOTE, speaker_end=90)), r"spans\[0\].speaker is at 13 to 90"),
    "a speaker that is no name": (spans(replace(QUOTE, speaker=7)), r"spans\[0\].speaker is of type int"),
    "confidence in words": (spans(replace(QUOTE, confidence="high")), r"spans\[0\].confidence is of type str"),
    "no number": (spans(replace(QUOTE, confidence=float("nan"))), r"spans\[0\].confidence is nan, expected 0 to 1"),
    "per cent": (spans(replace(QUOTE, check_worthiness=90)), r"spans\[0\].check_worthiness is 90"),
    "no order": (spans(STATEMENT, QUOTE), r"spans\[1\] starts before spans\[0\]"),
    "words shared": (
        spans(QUOTE, replace(QUOTE, start=4, end=22, text=TEXT[4:22])),
        r"spans\[0\] and spans\[1\] overlap at 4",
    ),
    "two groups": (spans(WHOLE, replace(QUOTE, group=2)), r"spans\[0\] and spans\[1\] overlap at 1"),
    "sentences shared": (
        replace(GOOD, sentences=(SENTENCE, Sentence(9, 28, "body"))),
        r"sentences\[0\] and sentences\[1\]",
    ),
    "a role of its own": (replace(GOOD, sentences=(Sentence(0, 9, "title"),)), r"sentences\[0\].role is 'title'"),
    "a source of its own kind": (
        replace(GOOD, sources=(replace(SOURCE, kind="ship"),)),
        r"sources\[0\].kind is 'ship'",
    ),
    "a source without a name": (replace(GOOD, sources=(replace(SOURCE, name=" "),)), r"sources\[0\] has no name"),
    "aliases in one string": (
        replace(GOOD, sources=(replace(SOURCE, aliases="Venn"),)),
        r"sources\[0\].aliases is of type str",
    ),
    "a language that is none": (replace(GOOD, language=7), "language is of type int"),
}


@pytest.mark.parametrize(("found", "said"), FAULTS.values(), ids=FAULTS)
def test_the_first_fault_is_named(found, said):
    with pytest.raises(Faulty, match=said):
        checked(found, TEXT)
