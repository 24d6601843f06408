"""What newsrooms of other kinds and countries write: callings before names, persons without one, kin, nicknames."""

import pytest

from factcheck.extraction import extract


def speakers(text: str) -> list[str | None]:
    return [span.speaker for span in extract(text).spans if span.kind == "quote"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('Ranger Obb Rowe saw it first. "It came up the creek at night," Mr Rowe said.', ["Obb Rowe"]),
        ('Mum-of-two Kelly Rowe was angry. "It is for the children," she said.', ["Kelly Rowe"]),
        ('Cllr Barry Rowe spoke first. "It is a disgrace," said Cllr Rowe.', ["Barry Rowe"]),
        ('Shri Anand Rowe opened the hall. "It took ten years," he said.', ["Anand Rowe"]),
        ('"Would you call that sober?" asked Ada Rowe KC. "It was Thursday," Tom Dale said.', ["Ada Rowe", "Tom Dale"]),
        ('Her pal Dean Rowe drives a truck. "Tinsel will be next," Dean Rowe said.', ["Dean Rowe"]),
        (
            'Thomas "Sonny" Dale has sold chairs for years. "They want flats here now," Sonny said.',
            ["Thomas Dale"],
        ),
        (
            'Ada Rowe broke her foot.\n\nRowe\'s mother, Obba, said it was late. "I begged her to stop," she said.',
            ["Obba"],
        ),
        (
            'Ada Dale charted the sea. Her husband, the painter Obb Lowe, is dead. "He drew the waves," she said.',
            ["Ada Dale"],
        ),
        (
            'Her friend Sun Obbing came, too. "It is too heavy to carry," Sun said.',
            ["Sun Obbing"],
        ),
        (
            'Luca Obbi praised the boys. "We never stopped running," the Italian said.',
            ["Luca Obbi"],
        ),
        (
            'Leonard Obb heard a shout. "I was on the stairs," Obb told the court. "It was dark," the caretaker said.',
            ["Leonard Obb", "Leonard Obb"],
        ),
        (
            '"It was like a train," he said.\n\nTom Dale, a fisherman, swam for an hour.',
            ["Tom Dale"],
        ),
        (
            '"There were eleven babies," the 34-year-old nurse said. On Tuesday Ada Rowe, 34, got a medal.',
            ["Ada Rowe"],
        ),
    ],
)
def test_every_speaker_is_called_by_the_name(text: str, expected: list[str]) -> None:
    assert speakers(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        'Mayor Ada Rowe met them. "They took my house," a woman told reporters. "I have nothing left," she said.',
        'Mayor Ada Rowe met them on Monday. A young woman was crying. "They took my house," she said.',
        'Tom Dale was calm. My father was not. "They took my house and my boat," he said.',
    ],
)
def test_who_has_no_name_is_not_given_anothers(text: str) -> None:
    assert set(speakers(text)) == {None}


def test_a_womans_words_and_hers_after_them_are_one_source() -> None:
    text = 'Mayor Ada Rowe met them. "They took my house," a woman said. "I have nothing left," she said.'
    assert [span.entity for span in extract(text).spans if span.kind == "quote"] == ["a woman"] * 2


def test_her_husband_is_the_other_of_the_couple() -> None:
    text = (
        'Tom and Ada Dale found letters. "I read them on the stairs," Ada Dale said. Her husband said he had cried. '
        "The couple said they hoped to find the family."
    )
    assert [span.speaker for span in extract(text).spans if span.kind != "statement"] == [
        "Ada Dale",
        "Tom Dale",
        "Tom Dale and Ada Dale",
    ]


def test_the_elder_and_the_younger_of_one_surname_are_told_apart() -> None:
    text = (
        'Arthur Obb has held the seat for years. His son, William Obb, wants it. "He is wrong on the railway," the '
        'younger Obb said. "He is stubborn," the elder Obb said.'
    )
    assert speakers(text) == ["William Obb", "Arthur Obb"]


def test_i_outside_quotation_marks_is_whoever_the_by_line_names() -> None:
    text = (
        'By Petra Obb\n\nI asked the mayor, Joe Rowe, when it would be done. "When it is done," he told me.\n\n'
        '"Will you write this down?" he asked. "Every word of it," I told him.'
    )
    assert speakers(text) == ["Joe Rowe", "Joe Rowe", "Petra Obb"]


def test_i_is_nobody_without_a_by_line() -> None:
    assert speakers('Joe Rowe came late. "Every word of it is false," I told him.') == [None]


def test_a_line_that_begins_with_a_handle_is_whose_the_handle_is() -> None:
    text = (
        'Tom Dale has said sorry.\n\n@obbferries: "We have opinions, and a café. Come and see."\n\n'
        '@AdaRowe (Ada Rowe): "My granny could beat you at it."\n\nOrla Venn (@orlav) wrote: "It is all wrong."'
    )
    assert speakers(text) == ["@obbferries", "Ada Rowe", "Orla Venn"]


def test_names_of_characters_left_in_by_a_page_are_read_as_the_characters() -> None:
    text = "&quot;It sells more than my cooking,&quot; said Emile O&#39;Rowe. It is R&amp;D, &not a; name."
    (span,) = [span for span in extract(text).spans if span.kind == "quote"]
    assert (span.speaker, span.text) == ("Emile O'Rowe", "It sells more than my cooking,")
    assert span.text == text[span.start : span.end]


def test_single_marks_close_before_a_stop_and_not_at_an_apostrophe() -> None:
    text = (
        "A source claimed the ban came 'right from the top'.\n\n'It is once a year and it's for the kids' ward,' said "
        "Ada Rowe. 'Give 'em hell, it is rock 'n' roll.'\n\nHe called it a 'very silly joke' on the day."
    )
    assert [span.text for span in extract(text).spans if span.kind == "quote"] == [
        "right from the top",
        "It is once a year and it's for the kids' ward,",
        "Give 'em hell, it is rock 'n' roll.",
        "very silly joke",
    ]


def test_double_marks_within_single_ones_are_the_inner_ones() -> None:
    text = "'She said to me \"no, never again\" and left the house,' said Tom Dale."
    assert [span.text for span in extract(text).spans if span.kind == "quote"] == [text[1:53]]


def test_she_is_whom_the_paragraph_is_about_rather_than_who_spoke_before() -> None:
    text = (
        'The jury was led by J. P. Obbing. "It is the best work I have read," Obbing said.\n\nHer helper, Obbo Rowe, '
        'was less solemn. "We asked nine thousand people," he said.'
    )
    assert speakers(text) == ["J. P. Obbing", "Obbo Rowe"]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (
            '"There is no money tree," Tom Obb told deputies, to jeers from the benches.',
            ["There is no money tree,"],
        ),
        ('"It keeps them busy at night," Hazel Obb said, watering her tomatoes.', ["It keeps them busy at night,"]),
        (
            "TARNPUR — The army shelled the eastern part of the town on Monday, residents said.",
            ["The army shelled the eastern part of the town on Monday"],
        ),
        (
            "State television, quoting a military source, said the army had left the town.",
            ["the army had left the town"],
        ),
        (
            "Tom Obb said as many as 3,400 families were waiting for a flat.",
            ["as many as 3,400 families were waiting for a flat"],
        ),
    ],
)
def test_how_and_where_something_was_said_is_no_claim(text: str, kept: list[str]) -> None:
    assert [span.text for span in extract(text).spans if span.kind != "statement"] == kept


def test_who_is_told_is_not_the_source() -> None:
    text = "Staff at the Tarn Mill were told they could be sent home if they broke the rule."
    assert all(span.speaker is None and span.entity is None for span in extract(text).spans)


def test_the_elder_is_not_the_mother() -> None:
    text = (
        "Arthur Obb has held the seat for years. His son, William Obb, wants it. His wife, Edith Obb, votes for none. "
        '"He is wrong on the railway," the younger Obb said. "He is stubborn," the elder Obb said.'
    )
    assert speakers(text) == ["William Obb", "Arthur Obb"]


def test_who_answers_is_not_who_asked() -> None:
    text = (
        'Leonard Obb gave evidence. "I was on the stairs," Obb told the court.\n\n"Would you call that sober?" asked '
        'Alicia Broom.\n\n"It was a Thursday," the caretaker replied.'
    )
    assert speakers(text) == ["Leonard Obb", "Alicia Broom", "Leonard Obb"]


def test_a_name_before_a_thing_is_not_what_the_sentence_is_about() -> None:
    text = (
        'Obbert Fenn, who made the ads, said the aim was clean air. The Marlow papers have stood in the way. "It is a '
        'bubble," he said.'
    )
    assert speakers(text) == ["Obbert Fenn"]


@pytest.mark.parametrize(
    ("text", "speaker", "via"),
    [
        (
            'Dario Obb will go, two people said. One of them quoted the president as saying: "I have done my bit." '
            "President Dario Obb would not comment.",
            "Dario Obb",
            "One of them",
        ),
        (
            'President Dario Obb is tired. Peter Lang said Obb told him last year that the job was "like being eaten '
            'by geese".',
            "Dario Obb",
            "Peter Lang",
        ),
        (
            'President Dario Obb is tired. Peter Lang was asked. According to Lang, the president added: "Very slow '
            'geese."',
            "Dario Obb",
            "Peter Lang",
        ),
    ],
)
def test_words_that_went_through_two_mouths_are_the_firsts(text: str, speaker: str, via: str) -> None:
    found = [span for span in extract(text).spans if span.kind == "quote"]
    assert [(span.speaker, span.via) for span in found] == [(speaker, via)]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("The Clear shop will close on Sunday, its owner, Ada Rowe, announced.", "Ada Rowe"),
        ("All crossings are off until Sunday, operator BlueObb has announced.", "BlueObb"),
        (
            "PORT OBB, May 3 -- Obb Harbor Labs, a leader in membranes, today announced the appointment of Ada Rowe as "
            "chief officer.",
            "Obb Harbor Labs",
        ),
    ],
)
def test_a_source_at_the_end_or_before_a_time_is_found(text: str, source: str) -> None:
    assert [span.speaker for span in extract(text).spans if span.kind == "paraphrase"] == [source]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            'Tilda Obb won. "I just swung at it," said Obb.\n\nLena Ferrer-Obb was gracious in defeat. "She has '
            'nothing to lose," said the Swede.',
            ["Tilda Obb", "Lena Ferrer-Obb"],
        ),
        ('Comrade Emeka Obbi spoke to us. "We have written eleven letters," Obbi said.', ["Emeka Obbi"]),
        ('The captain, Park Jin-obb, bowed. "I have no right to ask," Park said.', ["Park Jin-obb"]),
        (
            'Hamad bin Obbah rules here. His son, Obbah bin Hamad, said so. "He reads and he prays," Obbah said.',
            ["Obbah bin Hamad"],
        ),
        (
            'Carol Obb hunted him. "He sent me a card," she says.\n\nHis former wife, Sandra, is of another mind. '
            '"He would lie to a mirror," she said.',
            ["Carol Obb", "Sandra"],
        ),
        (
            'Mayor Leon Obb wants cameras. His brother, Police Chief Victor Obb, does not. "I would have to hire '
            'them," the police chief said.\n\nThe mayor was unmoved. "My brother likes to walk," he said.',
            ["Victor Obb", "Leon Obb"],
        ),
        ('Tom Dale is a cook. A sign on his door reads: "No soup before noon today."', [None]),
        (
            "Hugh Obbs is the director.\n\nA text message from Obbs to a colleague, sent at night, reads: "
            '"Dale is panicking again."',
            ["Hugh Obbs"],
        ),
        ('Pling, the app for notes, was down. "We broke it and we are sorry," the company posted.', ["Pling"]),
    ],
)
def test_every_speaker_of_another_newsroom_is_called_by_the_name(text: str, expected: list[str | None]) -> None:
    assert speakers(text) == expected


def test_a_word_that_the_article_writes_small_is_no_name() -> None:
    text = "Ferry captain tells families he is sorry\n\nThe ferry sank in May. The captain of the ferry bowed to them."
    assert all(span.speaker is None for span in extract(text).spans)


def test_documents_are_the_source_and_not_who_has_seen_them() -> None:
    text = "The head of the trust was warned of cracks, documents seen by The Tarn Sentinel show."
    (span,) = [span for span in extract(text).spans if span.kind == "paraphrase"]
    assert (span.speaker, span.entity) == (None, "documents seen by The Tarn Sentinel")


def test_it_is_the_body_that_the_sentence_before_is_about() -> None:
    text = (
        "The Advert Watch Board looked at the kettle. ObbBoil Ltd said the phrase was poetry. The board disagreed. It "
        "ruled that the advert must go."
    )
    found = [(span.speaker, span.text) for span in extract(text).spans if span.kind == "paraphrase"]
    assert ("Advert Watch Board", "that the advert must go") in found


def test_who_said_it_at_the_end_is_no_part_of_what_was_said() -> None:
    text = "OBB — Government guns shelled this besieged town for a third day, killing 14 people, residents said."
    (span,) = [span for span in extract(text).spans if span.kind == "paraphrase"]
    assert span.text == text[6 : text.index(", residents")]
    assert (span.speaker, span.entity) == (None, "residents")


def test_a_hyphen_in_a_given_name_keeps_its_sex() -> None:
    text = (
        'Ada Rowe praised it. "I read it in bed," Rowe said.\n\nHer helper, Jean-Luc Obb, was there. "We asked many," '
        "he said."
    )
    assert speakers(text) == ["Ada Rowe", "Jean-Luc Obb"]


def test_a_sentence_that_begins_with_according_to_is_a_paraphrase_and_passes_nothing_on_to_the_next() -> None:
    text = (
        "According to the Growers Union, fewer than 20 farms in the country are trying the fruit. The union's adviser, "
        "Padma Obb, says more will follow."
    )
    found = [span for span in extract(text).spans if span.kind == "paraphrase"]
    assert [(span.speaker, span.via) for span in found] == [("Growers Union", None), ("Padma Obb", None)]


def test_only_before_a_quote_is_no_paraphrase() -> None:
    text = 'Asked whether the talks would resume, Ada Obb said only: "The room is still there."'
    assert [span.text for span in extract(text).spans if span.speaker == "Ada Obb"] == ["The room is still there."]


def test_who_is_described_beside_the_name_is_not_another_without_one() -> None:
    text = (
        'Mayor Ada Rowe was away. "It goes by age," said Mattie Obb, 66, a retired worker who lives there. "They have '
        'their minds made up," she said.'
    )
    assert speakers(text) == ["Mattie Obb", "Mattie Obb"]
