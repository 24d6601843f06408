"""Title, author, publisher, date, address and language of a page, as the page itself states them.

Sources in order of trust: JSON-LD (schema.org), Open Graph and meta tags, the byline and the markup.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from lxml import etree
from lxml.html import HtmlElement

from factcheck.pages.blocks import collapse
from factcheck.pages.dates import iso_date
from factcheck.pages.text import scrub

ARTICLE_TYPES: Final = frozenset(
    "article newsarticle blogposting reportagenewsarticle analysisnewsarticle opinionnewsarticle liveblogposting "
    "backgroundnewsarticle reviewnewsarticle techarticle scholarlyarticle socialmediaposting report claimreview "
    "medicalwebpage webpage advertisercontentarticle satiricalarticle".split()
)
LONGEST_VALUE: Final = 2000
LARGEST_JSON: Final = 2_000_000
MOST_NODES: Final = 5000

_BY = re.compile(
    r"^\s*(?:(?:written|reported|story|posted|words|text)\s+)?(?:by|von|par|por|di|door|av|af|od)\b[\s:]+", re.I
)
_BYLINE_TAIL = re.compile(
    r"\s*(?:\||•|·|—|–|\n|,?\s+(?:updated|published|posted|on)\b|,?\s*(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|"
    r",?\s*(?:january|february|march|april|june|july|august|september|october|november|december) \d).*$",
    re.I | re.S,
)
_ADDRESS = re.compile(r"(?:https?:)?//|www\.|@\w")
_CDATA = re.compile(r"^\s*(?://)?\s*<!\[CDATA\[|(?://)?\s*\]\]>\s*;?\s*$|^\s*<!--|-->\s*$")
_LANGUAGE = re.compile(r"^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*$")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says about itself; None for what it does not say."""

    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    published: str | None = None
    canonical_url: str | None = None
    language: str | None = None
    article_body: str | None = None
    free: bool | None = None  # whether it says that everybody may read it all


def read_metadata(tree: HtmlElement, url: str | None = None) -> Metadata:
    """Read what the page says about itself; `url` is where it was found."""
    article, others = _linked_data(tree)
    meta = _meta(tree)
    stated = (_names(article.get("publisher")), meta("og:site_name"), meta("publisher"), meta("dc.publisher"),
              meta("application-name"), *(_names(other) for other in others))  # fmt: skip
    publisher = next((name for name in stated if name and not _ADDRESS.match(name)), None)
    return Metadata(
        title=_title(tree, article, meta, publisher),
        author=_author(tree, article, meta, publisher),
        publisher=publisher,
        published=_published(tree, article, meta, url),
        canonical_url=_canonical(tree, article, meta, url),
        language=_language(tree, article, meta),
        article_body=_body(article),
        free=_free(article),
    )


# ---------------------------------------------------------------------------------------------- JSON-LD
def _linked_data(tree: HtmlElement) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The page's article node (empty without one), and the organisations it names as publishers of the site."""
    best: dict[str, Any] = {}
    rank = 0
    others = []
    for node in _nodes(tree):
        kinds = {str(kind).rpartition("/")[2].lower() for kind in _as_list(node.get("@type"))}
        if kinds & {"organization", "newsmediaorganization"}:
            others.append(node)
        if not kinds & ARTICLE_TYPES:
            continue
        value = (2 if kinds - {"webpage", "medicalwebpage", "claimreview"} else 1) * 10
        value += sum(1 for key in ("headline", "author", "datePublished", "articleBody") if node.get(key))
        if value > rank:
            best, rank = node, value
    return best, others


def _nodes(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """Every object of every JSON-LD script, without recursion and bounded."""
    seen = 0
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        todo = [_parse_json(script.text or "")]
        while todo and seen < MOST_NODES:
            value = todo.pop(0)
            seen += 1
            if isinstance(value, list):
                todo.extend(value[:200])
            elif isinstance(value, dict):
                yield value
                todo.extend(value[key] for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement",
                                                   "item") if isinstance(value.get(key), dict | list))  # fmt: skip


def _parse_json(text: str) -> Any:
    if len(text) > LARGEST_JSON:
        return None
    text = _CDATA.sub("", text).strip().rstrip(";")
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _as_list(value: Any) -> list[Any]:
    if value is None:
        return []
    return value[:50] if isinstance(value, list) else [value]


def _names(value: Any) -> str | None:
    """The names in a person, an organisation, a string, or a list of them."""
    found: list[str] = []
    for item in _as_list(value):
        name = item.get("name") if isinstance(item, dict) else item
        for one in _as_list(name):
            if isinstance(one, str) and (text := _clean(one)) and text not in found:
                found.append(text)
    return ", ".join(found) or None


def _free(article: dict[str, Any]) -> bool | None:
    """What the page says of who may read it (schema.org isAccessibleForFree)."""
    stated = str(article.get("isAccessibleForFree", "")).rpartition("/")[2].lower()
    return {"true": True, "false": False}.get(stated)


def _body(article: dict[str, Any]) -> str | None:
    """The article's text as JSON-LD states it, with markup taken out."""
    body = article.get("articleBody")
    if not isinstance(body, str) or len(body) > LARGEST_JSON:
        return None
    if "<" in body and ">" in body:
        body = re.sub(r"<(?:br|/p|/div|/h\d|/li)[^<>]{0,200}>", "\n", body, flags=re.I)
        body = re.sub(r"<[^<>]{0,500}>", "", body)
    if "&" in body:
        import html

        body = html.unescape(body)
    lines = (collapse(line) for line in body.splitlines())
    return scrub("\n".join(line for line in lines if line)) or None


# ---------------------------------------------------------------------------------------------- the fields
class _meta:
    """The page's meta tags by name, property or itemprop; the first of a name counts."""

    def __init__(self, tree: HtmlElement) -> None:
        self.values: dict[str, str] = {}
        for tag in tree.iter("meta"):
            content = tag.get("content")
            if not content:
                continue
            for attribute in ("property", "name", "itemprop", "http-equiv"):
                if key := tag.get(attribute):
                    self.values.setdefault(key.strip().lower(), content)

    def __call__(self, name: str) -> str | None:
        return _clean(self.values.get(name))


def _clean(value: str | None) -> str | None:
    if not isinstance(value, str):
        return None
    return scrub(collapse(value[:LONGEST_VALUE])) or None


def _first(*values: str | None) -> str | None:
    return next((value for value in values if value), None)


def _title(tree: HtmlElement, article: dict[str, Any], meta: _meta, publisher: str | None) -> str | None:
    headline = article.get("headline") or article.get("name")
    element = tree.find(".//title")
    shown = _clean(element.text_content()) if element is not None else None
    heading = next((text for h1 in tree.iter("h1") if (text := _clean(h1.text_content()))), None)
    title = _first(_clean(_text_of(headline)), meta("og:title"), meta("twitter:title"), meta("dc.title"),
                   _without_site(shown, publisher), heading)  # fmt: skip
    return _without_site(title, publisher)


def _text_of(value: Any) -> str | None:
    if isinstance(value, str):
        if "&" in value:
            import html

            return html.unescape(value)
        return value
    return None


def _without_site(title: str | None, publisher: str | None) -> str | None:
    """The title without " | Name of the site" at its end."""
    if title and publisher:
        for mark in (" | ", " - ", " – ", " — ", " :: ", " · ", " • "):
            head, found, tail = title.rpartition(mark)
            if found and head.strip() and tail.strip().casefold() == publisher.casefold():
                return head.strip()
    return title


def _author(tree: HtmlElement, article: dict[str, Any], meta: _meta, publisher: str | None) -> str | None:
    names = _names(article.get("author")) or _names(article.get("creator"))
    stated = (meta(key) for key in ("author", "article:author", "parsely-author", "byl", "dc.creator",
                                    "dc.creator.name", "sailthru.author", "twitter:creator:name"))  # fmt: skip
    for candidate in chain((names,), stated, _bylines(tree)):
        name = _person(candidate)
        if name and name.casefold() != (publisher or "").casefold():
            return name
    return _person(names)


def _person(text: str | None) -> str | None:
    """A byline as names: no "By", no address, no date; None where no name is left."""
    if not text:
        return None
    text = _BY.sub("", text, count=1).strip(" ,;:")
    if not text or _ADDRESS.match(text) or len(text) > 300:
        return None
    return text


# XPath's own test for one name among several is slow; it finds who may have one, and Python looks closer.
_MARKED_NAMES = etree.XPath("//*[@itemprop='author']//*[@itemprop='name']")
_MARKED = etree.XPath("//*[@itemprop='author']")
_MAYBE_AUTHOR_LINKS = etree.XPath("//a[contains(@rel, 'author')]")
_MAYBE_BYLINES = etree.XPath("//*[contains(@class, 'byline') or contains(@class, 'author')]")
_BYLINE_CLASSES: Final = frozenset("byline author author-name byline-name".split())


def _bylines(tree: HtmlElement) -> Iterator[str]:
    """Texts of the markup that look like the author's name, the surest first."""
    for nodes in (_MARKED_NAMES(tree), _MARKED(tree), _author_links(tree), _classed_bylines(tree)):
        for node in nodes[:3]:
            text = collapse(node.text_content()[:LONGEST_VALUE])
            text = _BYLINE_TAIL.sub("", text)
            if 3 <= len(text) <= 120 and any(char.isalpha() for char in text):
                yield scrub(text)


def _author_links(tree: HtmlElement) -> list[HtmlElement]:
    return [node for node in _MAYBE_AUTHOR_LINKS(tree) if "author" in node.get("rel").split(" ")]


def _classed_bylines(tree: HtmlElement) -> list[HtmlElement]:
    return [node for node in _MAYBE_BYLINES(tree) if not _BYLINE_CLASSES.isdisjoint(node.get("class").split(" "))]


def _published(tree: HtmlElement, article: dict[str, Any], meta: _meta, url: str | None) -> str | None:
    stated = [article.get("datePublished"), article.get("dateCreated")]
    stated += [meta(key) for key in (
        "article:published_time", "og:published_time", "datepublished", "parsely-pub-date", "sailthru.date",
        "dc.date.issued", "dcterms.created", "dc.date", "dcterms.date", "pubdate", "publishdate", "publish-date",
        "publish_date", "article.published", "article_date_original", "cxenseparse:recs:publishtime", "date",
        "citation_publication_date", "citation_date", "datecreated", "dc.date.created", "article.created",
    )]  # fmt: skip
    for value in stated:
        if isinstance(value, str) and (found := iso_date(value)):
            return found
    return _published_in_markup(tree) or _published_in_url(_canonical(tree, article, meta, url) or url)


def _published_in_markup(tree: HtmlElement) -> str | None:
    marked = tree.xpath("//*[@itemprop='datePublished']")[:3] + tree.xpath("//time[@pubdate]")[:2]
    for node in marked + tree.xpath("//article//time")[:3] + tree.xpath("//time")[:3]:
        for value in (node.get("datetime"), node.get("content"), node.text_content()[:100]):
            if value and (found := iso_date(value)):
                return found
    return None


def _published_in_url(url: str | None) -> str | None:
    found = re.search(r"/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?:[/-]|$)", url or "")
    return iso_date(f"{found[1]}-{int(found[2]):02d}-{int(found[3]):02d}") if found else None


def _canonical(tree: HtmlElement, article: dict[str, Any], meta: _meta, url: str | None) -> str | None:
    links = (link.get("href") for link in tree.iter("link") if "canonical" in (link.get("rel") or "").lower().split())
    page = article.get("mainEntityOfPage")
    page = page.get("@id") if isinstance(page, dict) else page
    for value in (*links, meta("og:url"), article.get("url"), page):
        if isinstance(value, str) and (found := _web_address(value, url)):
            return found
    return None


def _web_address(value: str, base: str | None) -> str | None:
    """An http or https address without white space and control characters, absolute; None otherwise."""
    value = scrub(value.strip())
    if not value or len(value) > LONGEST_VALUE or re.search(r"[\x00-\x20\x7f]", value):
        return None
    try:
        value = urljoin(base, value) if base else value
        parts = urlsplit(value)
        return value if parts.scheme in ("http", "https") and parts.hostname else None
    except ValueError:
        return None


def _language(tree: HtmlElement, article: dict[str, Any], meta: _meta) -> str | None:
    root = tree.getroottree().getroot()
    stated = article.get("inLanguage")
    stated = stated.get("alternateName") if isinstance(stated, dict) else stated
    for value in (root.get("lang"), root.get("xml:lang"), meta("content-language"), meta("language"), stated,
                  meta("og:locale"), meta("dc.language")):  # fmt: skip
        if isinstance(value, str) and _LANGUAGE.match(value.strip()):
            return value.strip().replace("_", "-")
    return None
