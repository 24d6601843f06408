"""The bundled example holds what it is to show, in pages that are fetched and read like any others."""

from __future__ import annotations

import re
from functools import cache

import pytest
import requests

from factcheck.checking.independence import groups
from factcheck.checking.match import match_quote
from factcheck.demo import article_path, fill, serve, steps
from factcheck.demo.site import MOVED, PAGES
from factcheck.demo.steps import BLOG, COURIER, INSPECTION, LEDGER, RECORD, REFERENCES
from factcheck.pages import read_document
from factcheck.reading import read_article

BASE = "http://127.0.0.1:1"


@pytest.fixture(scope="module")
def site():
    with serve() as base:
        yield base


@cache
def page(path: str):
    return read_document((PAGES / MOVED.get(path, path).lstrip("/")).read_bytes(), "text/html")


@cache
def article():
    return read_article(article_path())


def flat(text: str) -> str:
    return " ".join(text.split())


def test_the_article_is_an_ordinary_story_that_says_it_is_an_example():
    assert 450 <= len(article().text.split()) <= 700
    assert "This story is an example: the town, its people and all their words are invented." in article().text
    assert "Subscribe" not in article().text
    assert (article().author, article().publisher) == ("Lotte Brandvik", "The Velmouth Examiner (invented)")


@pytest.mark.parametrize("path", REFERENCES)
def test_each_page_gives_up_its_text_and_title_without_the_furniture(path):
    document = page(path)
    assert document.error is None
    assert document.title
    assert document.publisher or document.author
    assert 50 <= len(document.text.split()) <= 600
    assert document.rest  # there is a page around it


@pytest.mark.parametrize(
    ("words", "path", "label", "severity"),
    [
        ("We have patched this bridge", RECORD, "exact", "none"),
        ("Nobody in this room", RECORD, "exact", "none"),
        ("pushed through", RECORD, "elided", "none"),
        ("I do believe", RECORD, "altered", "meaning"),
        ("have reached the end", INSPECTION, "exact", "none"),
        ("They will have to carry me", BLOG, "absent", "none"),
        ("Velmouth asked for help", COURIER, "exact", "none"),
    ],
)
def test_the_quotes_stand_to_their_sources_as_the_demo_tells(words, path, label, severity):
    quotes = re.findall("“([^”]+)”", article().text)
    quote = next(quote for quote in quotes if words in quote)
    found = match_quote(quote, page(path).text)
    assert (found.label, found.severity) == (label, severity)


def test_two_newspapers_carry_one_agency_s_story():
    assert groups([page(COURIER).text, page(LEDGER).text]) == [{0, 1}]
    assert page(COURIER).title != page(LEDGER).title


def test_every_passage_that_a_step_cites_stands_in_its_page():
    cited = [step.argv for step in steps(BASE) if step.argv[0] == "cite" and "-p" in step.argv]
    assert len(cited) >= 9
    for argv in cited:
        path = argv[2].removeprefix(BASE)
        assert argv[argv.index("-p") + 1] in flat(page(path).text)


def test_every_placeholder_names_words_of_the_article():
    text = flat(article().text)
    named = [words for step in steps(BASE) for word in step.argv for words in re.findall(r"\{\w+:([^}]+)\}", word)]
    assert named
    assert not [words for words in named if words not in text]


def test_placeholders_become_numbers():
    argv = ("cite", "{claim:a bridge}", "--note", "{sentence:ugly} {x}")
    assert fill(argv, lambda words: len(words), lambda words: 7) == ["cite", "8", "--note", "7 {x}"]


def test_every_page_is_served_with_type_and_tag(site):
    for path in REFERENCES:
        answer = requests.get(site + path, timeout=10)
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
        again = requests.get(answer.url, headers={"If-None-Match": answer.headers["ETag"]}, timeout=10)
        assert (again.status_code, again.content) == (304, b"")
        head = requests.head(answer.url, timeout=10)
        assert (head.headers["Content-Length"], head.content) == (str(len(answer.content)), b"")


def test_a_moved_page_leads_on(site):
    (old, new), *_ = MOVED.items()
    answer = requests.get(site + old, timeout=10)
    assert [hop.status_code for hop in answer.history] == [301]
    assert answer.url == site + new


@pytest.mark.parametrize(
    "path", ["/nothing.html", "/../steps.py", "/%2e%2e/steps.py", "/council", "//etc/passwd", "/a%00b"]
)
def test_nothing_else_is_served(site, path):
    prepared = requests.Request("GET", site).prepare()
    prepared.url = site + path  # as it is, without tidying
    with requests.Session() as session:
        assert session.send(prepared, timeout=10).status_code == 404


def test_a_changed_file_is_a_changed_page(tmp_path):
    (tmp_path / "page.html").write_text("one")
    with serve(tmp_path) as base:
        first = requests.get(f"{base}/page.html", timeout=10)
        (tmp_path / "page.html").write_text("two")
        second = requests.get(f"{base}/page.html", timeout=10)
    assert (first.text, second.text) == ("one", "two")
    assert first.headers["ETag"] != second.headers["ETag"]


def test_the_site_is_on_this_machine_only_and_gone_afterwards():
    with serve() as base:
        assert base.startswith("http://127.0.0.1:")
    with pytest.raises(requests.ConnectionError):
        requests.get(base, timeout=2)
