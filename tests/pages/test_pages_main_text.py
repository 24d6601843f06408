"""The main text of a page is the article; everything else that can be read stays findable in the rest."""

from __future__ import annotations

import pytest
from pages_samples import ARTICLE, PARAGRAPHS, page

from factcheck.pages.decode import Decoded
from factcheck.pages.html import html_document
from factcheck.pages.tree import flatten, parse_html


def read(html: str):
    return html_document(Decoded(html, "UTF-8", "header"))


FURNISHED = page(
    "<nav><ul><li><a href=/>Home</a><li><a href=/news>News</a><li><a href=/sport>Sport</a></ul></nav>"
    f"<main><article><h1>Bridge closed</h1>{ARTICLE}<p>View Comments</p><p>Recommended For You</p>"
    "<p><a href=/x>Ferry timetable for the whole of the winter season</a></p></article></main>"
    "<aside><h2>Most read</h2><p>A seal was seen in the canal on Sunday morning.</p></aside>"
    "<footer><p>© The Brackwater Courier. All rights reserved.</p></footer>"
)


def test_the_article_is_the_main_text():
    assert read(FURNISHED).text.splitlines() == PARAGRAPHS


@pytest.mark.parametrize(
    "words", ["View Comments", "Recommended For You", "Home", "A seal was seen", "Ferry timetable"]
)
def test_furniture_is_not_the_article_but_stays_findable(words):
    found = read(FURNISHED)
    assert words not in found.text
    assert words in found.rest


def test_every_visible_word_is_in_the_text_or_in_the_rest():
    found = read(FURNISHED)
    assert "Bridge closed" in found.rest.splitlines()
    assert "Maren Holt" in found.text
    assert "Maren Holt" not in found.rest


def test_main_text_and_rest_can_be_kept_as_one_text():
    found = read(FURNISHED)
    whole, main_end = found.full_text()
    assert whole[:main_end] == found.text
    assert whole.endswith(found.rest)


def test_an_article_in_several_containers_is_taken_whole():
    more = [f"{text} That was the view of all nine members who spoke in part {number}." for number, text in
            enumerate(PARAGRAPHS * 3)]  # fmt: skip
    chunk = "<div class='grid'><div class='body copy'>{}</div><aside>Advertisement</aside></div>"
    chunks = "".join(chunk.format("".join(f"<p>{text}</p>" for text in more[at : at + 4])) for at in range(0, 12, 4))
    assert read(page(f"<div class=wrap>{chunks}</div>")).text.splitlines() == more


def test_the_next_article_on_an_endless_page_is_not_part_of_this_one():
    other = "".join(
        f"<p>{text.replace('bridge', 'school').replace('Maren Holt', 'Per Aas')}</p>" for text in PARAGRAPHS
    )
    story = "<article class=story><div class=copy><h1>{}</h1>{}</div></article>"
    found = read(page(f"{story.format('Bridge closed', ARTICLE * 2)}<hr>{story.format('School closed', other)}"))
    assert "Maren Holt" in found.text
    assert "Per Aas" not in found.text


def test_scripts_styles_and_hidden_elements_are_not_text():
    html = page(
        f"<article>{ARTICLE}</article><script>var secret = 'in a script'</script><style>p {{ color: red }}</style>"
        "<div style='display: none'>hidden by style</div><div hidden>hidden by attribute</div><!-- a comment -->"
    )
    found = read(html)
    for words in ("in a script", "color: red", "hidden by", "a comment"):
        assert words not in found.text + found.rest


def test_comments_between_words_do_not_swallow_text():
    html = page(
        f"<article>{ARTICLE}<p>The mayor, <!-- -->Ida<!-- --> <a href=/ida>Lund</a><!-- -->, declined.</p></article>"
    )
    assert "The mayor, Ida Lund, declined." in read(html).text


def test_text_below_the_depth_where_the_parser_stops_is_kept():
    for depth in (300, 3000, 100_000):
        found = read("<!doctype html><title>deep</title>" + "<div>" * depth + "<p>at the bottom" + "</div>" * depth)
        assert "at the bottom" in found.text


def test_flattening_keeps_the_text_in_order():
    html = "".join(f"<div>{number} " for number in range(400)) + "</div>" * 400
    assert flatten(html, 50).replace("<div>", "").replace("</div>", "").split() == [
        str(number) for number in range(400)
    ]


def test_an_element_with_a_hundred_thousand_attributes_is_read():
    html = f"<title>many</title><p {' '.join(f'a{number}=1' for number in range(100_000))}>text</p>"
    assert read(html).text == "text"


def test_nul_bytes_and_lone_surrogates_do_not_cut_the_text():
    found = read("<p>before\0after</p><p>lone \ud800 and &#xD800; end</p>")
    assert "beforeafter" in found.text
    found.text.encode()  # can be stored and printed


@pytest.mark.parametrize("html", ["", "   ", "<!-- -->", "<!doctype html>", "\0\0\0", "<html></html>"])
def test_a_page_without_text_is_a_document_without_text(html):
    found = read(html)
    assert found.text == ""
    assert "empty_shell" in found.flags


def test_a_very_short_page_is_its_own_main_text():
    assert read(page("<p>Members only.</p>")).text == "Members only."


def test_an_article_that_only_scripts_would_show_is_taken_from_its_json_ld():
    body = " ".join(PARAGRAPHS)
    data = f'<script type="application/ld+json">{{"@type": "NewsArticle", "articleBody": "{body}"}}</script>'
    assert "Maren Holt" in read(page("<div id=root></div>", data)).text


def test_a_tree_is_made_of_anything():
    assert parse_html("just words, no tags").text_content().strip() == "just words, no tags"
