"""One person under several spellings is one source; two of one surname are two."""

import pytest

from factcheck.extraction import extract


def speakers(text):
    found = extract(text)
    return {span.text: span.speaker for span in found.spans if span.kind == "quote"}, found


def test_spellings_of_one_name_are_one_source_with_aliases():
    said, found = speakers(
        'Secretary-General Kim Tae-won spoke first. "The talks will go on," Kim Tae-Won told reporters.\n\n'
        '"There is no other way," Kim said.'
    )
    assert len(set(said.values())) == 1
    person = next(source for source in found.sources if source.kind == "person")
    assert {person.name, *person.aliases} >= {"Kim Tae-won", "Kim Tae-Won", "Kim"}


def test_two_persons_of_one_surname_are_kept_apart():
    said, _ = speakers(
        'Governor Helen Marlow opened the debate. "We need the road," Helen Marlow said.\n\n'
        'Her brother, Peter Marlow, disagreed. "We need the park," Peter Marlow said.\n\n'
        '"She is wrong about the cost," Mr. Marlow added.\n\n"He never listens," Mrs. Marlow said.'
    )
    assert said["We need the road,"] == "Helen Marlow"
    assert said["We need the park,"] == "Peter Marlow"
    assert said["She is wrong about the cost,"] == "Peter Marlow"
    assert said["He never listens,"] == "Helen Marlow"


def test_he_and_she_go_to_persons_of_that_sex():
    said, _ = speakers(
        'Peter Marlow met Susan Orrin on Friday. "It was a good meeting," he said.\n\n'
        '"It was a waste of time," she said.'
    )
    assert said["It was a good meeting,"] == "Peter Marlow"
    assert said["It was a waste of time,"] == "Susan Orrin"


def test_the_spokesman_is_the_named_one():
    said, _ = speakers(
        "The company denied it through a spokesman, Daniel Voss, on Friday.\n\n"
        '"We did nothing of the kind," the spokesman said.'
    )
    assert said["We did nothing of the kind,"] == "Daniel Voss"


def test_a_nickname_does_not_part_a_name():
    said, _ = speakers('John "Jack" Harrow runs the mill. "We open at dawn every day," Harrow said.')
    assert said["We open at dawn every day,"] == "John Harrow"


def test_bodies_and_countries_speak_too():
    found = extract(
        "Ruritania said its troops had left the valley. The Northern Relief Agency said the road was still closed. "
        "State television said the bridge had been hit."
    )
    names = [span.speaker for span in found.spans if span.kind == "paraphrase"]
    assert names == ["Ruritania", "Northern Relief Agency", "State television"]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("The minister, who resigned on Tuesday, said the bridge was closed.", "The minister"),
        ("A spokeswoman, who was in Rome, told the paper that tolls will rise next year.", "A spokeswoman"),
        ("A foreman on the site who asked not to be named said the bolts were rusty.", "A foreman on the site"),
        ("Ada Rowe met a driver who said the road was icy.", "a driver"),
    ],
)
def test_a_relative_clause_is_not_the_source(text: str, source: str) -> None:
    (span,) = [span for span in extract(text).spans if span.kind != "statement"]
    assert span.speaker is None
    assert span.entity == source


def test_a_pronoun_that_stands_for_nobody_is_no_source() -> None:
    found = extract("He said it was “preliminary”.")
    assert [span.entity for span in found.spans] == [None]
    assert found.sources == ()


def test_a_newspaper_is_called_by_its_name_later_on():
    said, _ = speakers(
        "The Harbor Tribune had chided the mayor in May.\n\n"
        '"The bridge should have been closed a year ago," the newspaper said.\n\n'
        '"Somebody has to answer for that," it added.'
    )
    assert said["The bridge should have been closed a year ago,"] == "Harbor Tribune"
    assert said["Somebody has to answer for that,"] == "Harbor Tribune"


def test_the_company_is_the_one_that_spoke():
    said, _ = speakers(
        'Tarn Airlines said it would appeal. "We kept to every rule in the book," the company said in a statement.'
    )
    assert said["We kept to every rule in the book,"] == "Tarn Airlines"


def test_a_county_is_nobody_that_he_could_be():
    said, _ = speakers('Peter Marlow, 18, from Lee County, disagreed. "I would not cross that bridge today," he said.')
    assert said["I would not cross that bridge today,"] == "Peter Marlow"


def test_names_in_other_letters_are_names():
    said, found = speakers(
        "محمد الأحمد said on Monday that the harbour wall would be closed for six weeks. Tobias Rehm said that the"
        " ferry would run. محمد said that the upper lock would be closed in May.\n\n"
        '"We will not wait for them," said Владимир Петров, the harbour master.\n\n'
        '"The money is there," Ólafur Ragnarsson told the council. "It is enough," Ólafur added.\n\n'
        'قال محمد: "سنغلق الجسر غدا في الصباح"، وأضاف أن العمل سيستمر.'
    )
    told = {span.text: span.speaker for span in found.spans if span.kind == "paraphrase"}
    assert told["that the harbour wall would be closed for six weeks"] == "محمد الأحمد"
    assert told["that the upper lock would be closed in May"] == "محمد الأحمد"
    assert said["We will not wait for them,"] == "Владимир Петров"
    assert said["It is enough,"] == "Ólafur Ragnarsson"
    assert said["سنغلق الجسر غدا في الصباح"] is None  # an Arabic sentence: its words are not ours to take apart
    assert {source.kind for source in found.sources} == {"person"}


def test_a_given_name_alone_is_the_person_named_before():
    said, _ = speakers('Marta Quell said the money was there. "It is enough for the wall," Marta added.')
    assert said["It is enough for the wall,"] == "Marta Quell"
