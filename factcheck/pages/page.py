"""HTML to the text of the article on it, and to what else stands on the page.

The main text is trafilatura's (fast mode, no comments), checked against the page's own statement of the
article (JSON-LD `articleBody`); the rest is every visible block that is not in it.
See docs/explanation/page-text.md for the figures behind the choices.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass
from typing import Final

from lxml import etree
from lxml.html import HtmlElement

from factcheck.pages.blocks import collapse, visible_blocks
from factcheck.pages.text import scrub

# A block this long is looked up inside the main text too, not only as one of its lines.
LONG_BLOCK: Final = 25
# Looking blocks up in the main text is bounded: characters of main text times blocks.
LOOKUP_BUDGET: Final = 2_000_000_000

_WORD = re.compile(r"\w+")
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class PageText:
    """The main text of a page (paragraphs end with a newline) and the rest of what can be read on it."""

    main: str
    rest: str


def page_text(tree: HtmlElement, article_body: str | None = None) -> PageText:
    """Split the page's text into main text and rest; `article_body` is what its JSON-LD calls the article."""
    blocks = list(visible_blocks(tree))
    main = _main_text(tree)
    if article_body and _prefers_body(main, article_body):
        main = article_body
    if not main:
        return PageText("\n".join(blocks), "")
    return PageText(main, "\n".join(_not_in(blocks, main)))


def _main_text(tree: HtmlElement) -> str:
    import trafilatura

    try:
        found = trafilatura.bare_extraction(deepcopy(tree), fast=True, include_comments=False, favor_recall=True)
    except (ValueError, TypeError, AttributeError, IndexError, KeyError, RecursionError, etree.LxmlError):
        return ""
    text = getattr(found, "text", None) if found is not None else None
    return scrub(text).strip() if text else ""


def _prefers_body(main: str, body: str) -> bool:
    """Whether the page's own statement of the article holds clearly more of it than what was found."""
    return len(body) > 1.5 * len(main) and len(_WORD.findall(body)) > 60


def _not_in(blocks: Iterable[str], main: str) -> list[str]:
    lines = {collapse(line) for line in main.splitlines()}
    whole = collapse(main)
    budget = LOOKUP_BUDGET
    rest = []
    for block in blocks:
        if block in lines:
            continue
        if len(block) >= LONG_BLOCK and budget > 0:
            budget -= len(whole)
            if block in whole:
                continue
        rest.append(block)
    return rest
