"""An HTML page to a document: main text, rest, metadata and signs."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree
from lxml.html import HtmlElement

from factcheck.pages.blocks import collapse
from factcheck.pages.decode import Decoded
from factcheck.pages.document import Document
from factcheck.pages.metadata import read_metadata
from factcheck.pages.page import page_text
from factcheck.pages.signs import page_signs
from factcheck.pages.tree import parse_html

LONGEST_TEXT: Final = 10_000_000

_UNSEEN: Final = ("script", "style", "svg", "noscript", "iframe", "template", "link", "meta")
_REFRESH = re.compile(r"\s*\d*\.?\d*\s*[;,]\s*url\s*=", re.I)


def html_document(decoded: Decoded, url: str | None = None) -> Document:
    """Read a decoded page; a page without an element is a document without text."""
    tree = parse_html(decoded.text)
    if tree is None:
        return Document(kind="html", encoding=decoded.encoding, flags=(*decoded.flags, "empty_shell"))
    metadata = read_metadata(tree, url)
    heading = next((collapse(node.text_content()[:1000]) for node in tree.iter("h1")), None)
    scripts = sum(1 for _ in tree.iter("script"))
    refresh = _refreshes(tree)
    # What no reader sees goes before the costly steps.
    etree.strip_elements(tree, *_UNSEEN, with_tail=False)
    text = page_text(tree, metadata.article_body, metadata.title)
    signs = page_signs(
        title=metadata.title,
        main=text.main,
        rest=text.rest,
        heading=heading,
        scripts=scripts,
        refresh=refresh,
        free=metadata.free,
    )
    return Document(
        kind="html",
        text=text.main[:LONGEST_TEXT],
        rest=text.rest[:LONGEST_TEXT],
        title=metadata.title,
        author=metadata.author,
        publisher=metadata.publisher,
        published=metadata.published,
        canonical_url=metadata.canonical_url,
        language=metadata.language,
        encoding=decoded.encoding,
        flags=(*decoded.flags, *signs),
    )


def _refreshes(tree: HtmlElement) -> bool:
    return any(
        (tag.get("http-equiv") or "").lower() == "refresh" and _REFRESH.match(tag.get("content") or "")
        for tag in tree.iter("meta")
    )
