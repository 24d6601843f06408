"""HTML to the text of the article on it, and to what else stands on the page.

The main text is trafilatura's (fast mode, no comments), checked against the page's own statement of the
article (JSON-LD `articleBody`); the rest is every visible block that is not in it.
See docs/explanation/page-text.md for the figures behind the choices.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

from factcheck.pages.blocks import visible_blocks
from factcheck.pages.refine import refine
from factcheck.pages.text import scrub

# trafilatura takes minutes for a page of more elements than this; all the visible text is then the main text.
MOST_ELEMENTS = 30_000
# It is quadratic in nested lists, and gives their text again for each level. News pages are 30 to 50 deep.
_COUNT = etree.XPath("count(//*)")
_DEEP = etree.XPath(f"boolean({'/*' * 120})")
_NEVER_ARTICLE = tuple(
    "input button select textarea datalist picture source video audio track canvas object embed applet map area".split()
)
_WORD = re.compile(r"\w+")
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class PageText:
    """The main text of a page (paragraphs end with a newline) and the rest of what can be read on it."""

    main: str
    rest: str


def page_text(tree: HtmlElement, article_body: str | None = None, title: str | None = None) -> PageText:
    """Split the page's text into main text and rest; `article_body` is what its JSON-LD calls the article."""
    blocks = visible_blocks(tree)
    main = _main_text(tree)
    if article_body and _prefers_body(main, article_body):
        main = article_body
    if not main:  # hardly any text, or nothing but links: all of it is what the page says
        return PageText("\n".join(block.text for block in blocks), "")
    text, rest = refine(main, blocks, title)
    return PageText(text, "\n".join(rest))


def _main_text(tree: HtmlElement) -> str:
    """The article by trafilatura; takes out of the tree what it would only copy and drop."""
    import trafilatura

    if _COUNT(tree) > MOST_ELEMENTS or _DEEP(tree):
        return ""
    etree.strip_elements(tree, *_NEVER_ARTICLE, with_tail=False)
    try:
        found = trafilatura.bare_extraction(tree, options=_options())
    except (ValueError, TypeError, AttributeError, IndexError, KeyError, RecursionError, etree.LxmlError):
        return ""
    text = getattr(found, "text", None) if found is not None else None
    return scrub(text).strip() if text else ""


@cache
def _options() -> Any:
    """Fast (no second opinion of other extractors), no comments, rather more than less; made once, for it is slow."""
    from trafilatura.settings import Extractor

    return Extractor(fast=True, comments=False, recall=True, output_format="python")


def _prefers_body(main: str, body: str) -> bool:
    """Whether the page's own statement of the article holds clearly more of it than what was found."""
    return len(body) > 1.5 * len(main) and len(_WORD.findall(body)) > 60
