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


def test_a_mark_that_is_never_closed_opens_nothing():
    assert inside("He called it “odd and left.\n\nNothing else happened.") == []


def test_a_forgotten_closing_mark_does_not_swallow_the_next_quote():
    assert inside("“We lost, he said. “We will win,” he added.") == ["We will win,"]
