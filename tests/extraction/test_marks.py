"""Quotation marks of many styles find their partners."""

import pytest

from factcheck.extraction.marks import stretches


def inside(text):
    return [text[s.start : s.end] for s in stretches(text)]


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ('"We are late," she said.', ["We are late,"]),
        ("“We are late,” she said.", ["We are late,"]),
        ('"We are late,” she said.', ["We are late,"]),
        ("''We are late,'' she said.", ["We are late,"]),
        ("``We are late,'' she said.", ["We are late,"]),
        ("„Wir sind spät“, sagte sie.", ["Wir sind spät"]),
        ("»Wir sind spät«, sagte sie.", ["Wir sind spät"]),
        ("« Nous sommes en retard », a-t-elle dit.", ["Nous sommes en retard"]),
        ("«\u00a0Nous sommes en retard\u00a0», a-t-elle dit.", ["Nous sommes en retard"]),
        ("”Vi är sena”, sade hon.", ["Vi är sena"]),
        ("她说：“我们迟到了。”", ["我们迟到了。"]),
        ('她说:"我们迟到了。"然后走了', ["我们迟到了。"]),
        ("彼女は「遅れています」と言った。", ["遅れています"]),
        ("彼女は「兄は『行く』と言った」と語った。", ["兄は『行く』と言った"]),
        ("She said ‘we are late,’ and left.", ["we are late,"]),
        ("「遅れています」と彼は言い、「行けません」と続けた。", ["遅れています", "行けません"]),
        ("｢遅れています｣と彼女は言った。﹁はい﹂と兄は答えた。", ["遅れています", "はい"]),
        ("他说：「船会『准时』到达。」", ["船会『准时』到达。"]),
        ("她说：“这是‘最后一班’船。”", ["这是‘最后一班’船。"]),
        ("她问：‘船到了吗？’他说：‘到了。’", ["船到了吗？", "到了。"]),
        ("她说:'船到了。'然后走了", ["船到了。"]),
        (
            "« Elle a dit : « Le bac part » et elle est sortie », dit Orla.",
            ["Elle a dit : « Le bac part » et elle est sortie"],
        ),
        ("« Le bac est “en retard” », a dit Orla. « Tant pis. »", ["Le bac est “en retard”", "Tant pis."]),
        ("‹ Le bac part ›, dit Orla.", ["Le bac part"]),
        ("„Sie sagte ‚Nein‘ zu mir“, sagte Orla.", ["Sie sagte ‚Nein‘ zu mir"]),
        (
            "‚Ich hab’s gesehen‘, sagte Orla. ‚Die „alte“ Fähre fährt.‘",
            ["Ich hab’s gesehen", "Die „alte“ Fähre fährt."],
        ),
        ("»Sie sagte ›Nein‹ zu mir«, sagte Orla.", ["Sie sagte ›Nein‹ zu mir"]),
        ("›Wir gehen‹, sagte Orla. ›Morgen früh.‹", ["Wir gehen", "Morgen früh."]),
        ("Hän sanoi: »Lautta lähtee.» Sitten: »Nyt.»", ["Lautta lähtee.", "Nyt."]),
    ],
)
def test_marks_of_a_style_pair(text, quotes):
    assert inside(text) == quotes


def test_the_outer_of_nested_quotes_counts():
    assert inside("“He told me “run now” and I ran,” she said.") == ["He told me “run now” and I ran,"]


def test_apostrophes_and_inches_are_no_marks():
    assert inside("Rock 'n' roll isn't dead, and the 6'2\" player's shoes weren't \"too small\" at all.") == [
        "too small"
    ]


def test_a_quote_of_several_paragraphs_gives_one_stretch_each():
    text = "“First part of it.\n\n“Second part of it,” Orla Venn said."
    first, second = stretches(text)
    assert (text[first.start : first.end], first.continues) == ("First part of it.", True)
    assert (text[second.start : second.end], second.continued) == ("Second part of it,", True)


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("« Le bac part.\n\n« Il est tard », dit Orla.", ["Le bac part.", "Il est tard"]),
        ("« Le bac part.\n\n» Il a dit « oui » hier.\n\n» Voilà », dit Orla. « Non », dit Tom.",
         ["Le bac part.", "Il a dit « oui » hier.", "Voilà", "Non"]),
        ("「船は出ます。\n\n「もう遅い」と兄は言った。", ["船は出ます。", "もう遅い"]),
        ("「船は出ます。\nもう『本当に』遅い」と兄は言った。「はい」", ["船は出ます。", "もう『本当に』遅い", "はい"]),
    ],
)  # fmt: skip
def test_a_quote_goes_on_in_the_next_paragraph_as_its_language_has_it(text, quotes):
    found = stretches(text)
    assert [text[s.start : s.end] for s in found] == quotes
    assert found[0].continues
    assert found[1].continued


def test_low_and_pointed_marks_that_are_no_quotes_open_nothing():
    assert inside("Home › News › Harbor. “We are late,” she said‚ then left.") == ["We are late,"]


def test_a_mark_that_is_never_closed_opens_nothing():
    assert inside("He called it “odd and left.\n\nNothing else happened.") == []


def test_a_forgotten_closing_mark_does_not_swallow_the_next_quote():
    assert inside("“We lost, he said. “We will win,” he added.") == ["We will win,"]
