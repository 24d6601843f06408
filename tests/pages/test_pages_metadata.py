"""A page's own statements: JSON-LD first, then Open Graph and meta tags, then byline and markup."""

from __future__ import annotations

import json

import pytest

from factcheck.pages.dates import iso_date
from factcheck.pages.metadata import read_metadata
from factcheck.pages.tree import parse_html

URL = "https://courier.example/2026/02/17/bridge"


def read(head: str = "", body: str = "<p>Text.</p>", lang: str = ""):
    return read_metadata(parse_html(f"<html{lang}><head>{head}</head><body>{body}</body></html>"), URL)


def linked(**values) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **values})}</script>'


def test_json_ld_tells_most():
    found = read(
        linked(
            headline="Bridge closed",
            author=[{"@type": "Person", "name": "Ida Lund"}, {"name": "Per Aas"}],
            publisher={"name": "The Brackwater Courier"},
            datePublished="2026-02-17T06:30:00+01:00",
            inLanguage="en-GB",
            mainEntityOfPage={"@id": "https://courier.example/bridge"},
        )
    )
    assert found.title == "Bridge closed"
    assert found.author == "Ida Lund, Per Aas"
    assert found.publisher == "The Brackwater Courier"
    assert found.published == "2026-02-17T06:30:00+01:00"
    assert found.canonical_url == "https://courier.example/bridge"
    assert found.language == "en-GB"


def test_an_article_is_found_inside_a_graph():
    graph = {"@graph": [{"@type": "WebSite", "name": "x"}, {"@type": ["Article"], "headline": "Bridge closed"}]}
    assert read(f'<script type="application/ld+json">{json.dumps(graph)}</script>').title == "Bridge closed"


def test_open_graph_and_meta_tags():
    found = read(
        '<meta property="og:title" content="Bridge closed"><meta property="og:site_name" content="Courier">'
        '<meta name="author" content="By Ida Lund"><meta property="article:published_time" content="2026-02-17">'
        '<link rel="canonical" href="/bridge">',
        lang=" lang=en",
    )
    assert (found.title, found.publisher, found.author) == ("Bridge closed", "Courier", "Ida Lund")
    assert (found.published, found.canonical_url, found.language) == (
        "2026-02-17",
        "https://courier.example/bridge",
        "en",
    )


def test_the_name_of_the_site_is_no_part_of_the_title():
    found = read('<title>Bridge closed - Courier</title><meta property="og:site_name" content="Courier">')
    assert found.title == "Bridge closed"


@pytest.mark.parametrize(
    "byline",
    [
        "<span class='byline'>By Ida Lund | Updated 17 February</span>",
        "<a rel=author href=/ida>Ida Lund</a>",
        "<div itemprop=author><span itemprop=name>Ida Lund</span></div>",
        "<p class='post author'>By: Ida Lund</p>",
    ],
)
def test_the_byline_names_the_author(byline):
    assert read(body=f"{byline}<p>Text.</p>").author == "Ida Lund"


def test_an_address_is_no_author():
    assert read('<meta name="author" content="https://courier.example/ida">').author is None


def test_the_date_may_stand_in_the_markup_or_in_the_address():
    assert (
        read(body="<article><time datetime='2026-02-16T10:00Z'>yesterday</time></article>").published
        == "2026-02-16T10:00:00+00:00"
    )
    assert read().published == "2026-02-17"


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2026-02-17", "2026-02-17"),
        ("2026-02-17T06:30:00Z", "2026-02-17T06:30:00+00:00"),
        ("2026-02-17 06:30:00 +0100", "2026-02-17T06:30:00+01:00"),
        ("February 17, 2026", "2026-02-17"),
        ("17 Feb. 2026", "2026-02-17"),
        ("Tue, 17 Feb 2026 06:30:00 GMT", "2026-02-17T06:30:00+00:00"),
        ("20260217", "2026-02-17"),
        ("1771310000", "2026-02-17T06:33:20+00:00"),
        ("03/04/2026", None),  # April or March: nobody knows
        ("2026-13-45", None),
        ("0000-00-00T00:00:00Z", None),
        ("soon", None),
    ],
)
def test_dates_become_iso(text, iso):
    assert iso_date(text) == iso


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "http://", "http://a b/", "//[", "http://x\r\ny/"]
)
def test_an_address_that_is_none_is_not_taken(address):
    assert read(f'<link rel="canonical" href="{address}">').canonical_url is None


@pytest.mark.parametrize(
    "data",
    ["{", "[" * 100_000, '{"@type": "Article", "headline": ["x"], "author": [[["y"]]], "publisher": 3}',
     "null", '"text"', '{"@graph": {"@graph": {"@graph": []}}}',
     '{"@type": 5, "headline": {"a": 1}, "datePublished": 7}'],
)  # fmt: skip
def test_broken_json_ld_is_passed_over(data):
    found = read(f'<script type="application/ld+json">{data}</script><title>Bridge closed</title>')
    assert found.title in ("Bridge closed", "x")


def test_lone_surrogates_in_json_ld_are_replaced():
    found = read('<script type="application/ld+json">{"@type": "Article", "headline": "lone \\ud800 end"}</script>')
    assert found.title == "lone \ufffd end"
