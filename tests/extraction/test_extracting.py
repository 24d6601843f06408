"""What the built-in extractor finds in an article: quotes, paraphrases, speakers, statements."""

import pickle

import pytest

from factcheck.errors import NotFoundError
from factcheck.extraction import Extractor, available_extractors, extract, get_extractor

STORY = """Harbor Bridge To Close For Repairs

The bridge over the Tarn will close in May, Mayor Ada Lovell said on Monday.

"We have no choice," said Lovell, who took office last year. "The steel is rotten."

"Nobody asked us," said Tom Reed, a ferry captain and the owner of two boats.

"We will lose the summer," he added.

The repairs cost $14 million and will take 18 months.

View Comments
"""


def find(found, words):
    return next(span for span in found.spans if words in span.text)


@pytest.fixture(scope="module")
def story():
    return extract(STORY)


def test_offsets_are_into_the_text_as_given(story):
    for span in story.spans:
        assert STORY[span.start : span.end] == span.text
        if span.speaker_start is not None:
            assert 0 <= span.speaker_start < span.speaker_end <= len(STORY)
        if span.cue is not None:
            assert STORY[span.cue_start : span.cue_end] == span.cue
    assert [span.start for span in story.spans] == sorted(span.start for span in story.spans)


def test_a_quote_has_the_fullest_name_of_its_speaker(story):
    assert find(story, "no choice").speaker == "Ada Lovell"
    assert find(story, "Nobody asked").speaker == "Tom Reed"


def test_a_second_stretch_belongs_to_the_same_attribution(story):
    first, second = find(story, "no choice"), find(story, "steel is rotten")
    assert second.speaker == "Ada Lovell"
    assert first.group == second.group


def test_a_pronoun_points_back_a_paragraph(story):
    quote = find(story, "lose the summer")
    assert STORY[quote.speaker_start : quote.speaker_end] == "he"
    assert quote.speaker == "Tom Reed"


def test_a_paraphrase_has_its_source(story):
    paraphrase = find(story, "will close in May")
    assert (paraphrase.kind, paraphrase.speaker, paraphrase.cue) == ("paraphrase", "Ada Lovell", "said")


def test_the_authors_own_assertion_is_a_statement(story):
    statement = find(story, "$14 million")
    assert statement.kind == "statement"
    assert statement.check_worthiness > 0.5


def test_words_of_the_page_carry_nothing(story):
    roles = {STORY[s.start : s.end]: s.role for s in story.sentences}
    assert roles["View Comments"] == "furniture"
    assert roles["Harbor Bridge To Close For Repairs"] == "headline"
    assert not any("View" in span.text for span in story.spans)


def test_the_sources_are_listed_once(story):
    names = [source.name for source in story.sources]
    assert names.count("Ada Lovell") == 1
    assert next(s for s in story.sources if s.name == "Ada Lovell").kind == "person"


@pytest.mark.parametrize(
    ("text", "words", "speaker"),
    [
        ('In the words of Minister Ines Marlow, "the harbor is the heart of this town."', "heart", "Ines Marlow"),
        ("\"It's over,” said Zayd Ra'if al-Hamdi, a teacher in the city.", "over", "Zayd Ra'if al-Hamdi"),
        ("“It is what we wanted all along.” — Orla Venn\n\nThe vote was on Monday.", "wanted", "Orla Venn"),
        ('"VENN: We never saw the letter, and nobody showed it to us."\n\n"REED: I did."', "never saw", "VENN"),
        ("''The road will be open by noon,'' Captain Tom Reed said.", "open by noon", "Tom Reed"),
    ],
)
def test_forms_of_attribution(text, words, speaker):
    assert find(extract(text), words).speaker == speaker


def test_a_quoted_title_is_no_speech():
    found = extract('His first novel, "The Waves of the Tarn," came out in 2004 and sold 200 copies.')
    assert not any(span.kind == "quote" for span in found.spans)


def test_who_passed_it_on_is_told():
    text = "Mayor Ada Lovell said the bridge would close in May, according to The Harbor Post."
    span = find(extract(text), "would close")
    assert (span.speaker, span.via) == ("Ada Lovell", "Harbor Post")


def test_an_official_who_would_not_be_named_is_anonymous():
    text = (
        "A senior official who asked not to be named said the talks had failed. "
        '"They were never serious," the official said.'
    )
    found = extract(text)
    assert all(span.anonymous and span.speaker is None for span in found.spans)
    assert [(source.name, source.anonymous) for source in found.sources] == [("A senior official", True)]


def test_an_article_in_another_language_says_so():
    text = (
        "Die Brücke über den Fluss wird im Mai gesperrt, und das ist für die Stadt ein großes Problem. "
        "„Wir haben keine andere Wahl“, sagte die Bürgermeisterin, die seit einem Jahr im Amt ist."
    )
    found = extract(text)
    assert found.language == "de"
    assert "German" in found.warnings[0]
    assert any(span.kind == "quote" and span.text == "Wir haben keine andere Wahl" for span in found.spans)


def test_extractors_are_found_by_name():
    assert available_extractors()[0] == "builtin"
    assert isinstance(get_extractor("builtin"), Extractor)
    with pytest.raises(NotFoundError, match="no extractor is called 'nobody'"):
        get_extractor("nobody")


def test_the_worker_can_be_sent_to_another_process():
    assert pickle.loads(pickle.dumps(extract)) is extract
    assert pickle.loads(pickle.dumps(extract("Nothing."))) == extract("Nothing.")


def test_a_paraphrase_takes_in_both_marks_or_none() -> None:
    (span,) = extract("He said it was “preliminary”.").spans
    assert span.text == "it was “preliminary”"


def test_a_quote_that_ends_its_sentence_ends_what_was_said_in_it() -> None:
    spans = extract("Mayor Ada Rowe said: “It is over.” But “fake news” is everywhere.").spans
    assert all("over.” But" not in span.text for span in spans)


def test_a_source_named_at_the_end_of_a_sentence_is_found() -> None:
    words = "Drivers will be sent over Hallow Weir, 11 kilometres upstream"
    (span,) = extract(f"{words}, the council’s works department said in a statement.").spans
    assert span.text == words
    assert (span.kind, span.entity) == ("paraphrase", "the council’s works department")


@pytest.mark.parametrize(
    ("text", "language", "quotes"),
    [
        ("彼は「船は明日出ます」と言った。映画「波」。「はい」と彼女は答えた。", "ja", ["船は明日出ます", "はい"]),
        ("部长表示，“船会‘准时’到达”，并感谢大家。他喜欢“水”这个字。", "zh", ["船会‘准时’到达"]),
        (
            "« Elle a dit : « Le bac part » et elle est sortie », a dit la voisine de la mairie. « Non », dit-elle. "
            "Le film « La mer » est sorti dans les salles avec plus de « force ».",
            "fr",
            ["Elle a dit : « Le bac part » et elle est sortie", "Non"],
        ),
        (
            "„Sie sagte ‚Nein‘ zu mir“, erzählte die Frau. „Nein“, sagte sie nicht. Das Wort „Heimat“ ist nicht für "
            "alle schön und auch das Blatt „Der Tag“ nicht. Der Mann sagte: »Wir bleiben.«",
            "de",
            ["Sie sagte ‚Nein‘ zu mir", "Nein", "Wir bleiben."],
        ),
        ("Она ответила: «Паром „не придёт“ завтра». Он сказал: «Да». Газета «Звезда» молчит.", "und-Cyrl",
         ["Паром „не придёт“ завтра", "Да"]),
    ],
)  # fmt: skip
def test_quotes_of_other_languages_are_found_and_nothing_else_is_guessed(text, language, quotes):
    found = extract(text)
    assert found.language == language
    assert [span.text for span in found.spans if span.kind == "quote"] == quotes
    assert {span.kind for span in found.spans} <= {"quote", "statement"}
    assert {span.speaker for span in found.spans} == {None}
    assert "only in English" in found.warnings[0]
