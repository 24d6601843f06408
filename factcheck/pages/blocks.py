"""The visible text of a page as blocks, in the order of the page; one linear walk, no recursion."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from lxml import etree
from lxml.html import HtmlElement

_SKIPPED: Final = frozenset(
    "script style noscript template head svg iframe object embed canvas audio video select datalist textarea "
    "math map applet frameset noframes".split()
)
_INLINE: Final = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q rp rt ruby s samp "
    "small span strike strong sub sup time tt u var wbr img meta link amp-img".split()
)
_MAYBE_HIDDEN = etree.XPath("//*[@hidden or contains(@style, 'none') or contains(@style, 'hidden')]")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)


@dataclass(slots=True)
class Block:
    """A block of visible text: its words, the block element they begin in, and how many characters are in links."""

    text: str
    node: HtmlElement
    linked: int


def visible_blocks(root: HtmlElement) -> list[Block]:
    """Return each block of visible text (a paragraph, a heading, a cell, a line up to a <br>), in order."""
    blocks: list[Block] = []
    parts: list[str] = []
    first: HtmlElement | None = None  # the element that the block's first words stand in
    skipped: HtmlElement | None = None
    links = linked = 0
    hidden = {node for node in _MAYBE_HIDDEN(root) if _is_hidden(node)}
    # One loop without calls: this is walked for every element of every page.
    for event, node in etree.iterwalk(root, events=("start", "end")):
        starts = event == "start"
        if skipped is not None:
            if starts or node is not skipped:
                continue
            skipped = None
        else:
            tag = node.tag
            if starts and (tag in _SKIPPED or (hidden and node in hidden)):
                skipped = node
                continue
            if tag == "a":
                links += 1 if starts else -1
            elif tag not in _INLINE and parts:
                if first is not None:
                    blocks.append(_block(parts, first, linked))
                    first = None
                parts = []
                linked = 0
        text = node.text if starts else node.tail
        if text:
            parts.append(text)
            if links:
                linked += len(text)
            if first is None and not text.isspace():
                first = node
    if first is not None:
        blocks.append(_block(parts, first, linked))
    return blocks


def _block(parts: list[str], node: HtmlElement, linked: int) -> Block:
    while node.tag in _INLINE and (parent := node.getparent()) is not None:
        node = parent
    return Block(" ".join("".join(parts).split()), node, linked)


def collapse(text: str) -> str:
    """Text with each run of white space as one space, none at the ends."""
    return " ".join(text.split())


def _is_hidden(node: HtmlElement) -> bool:
    return "hidden" in node.attrib or bool(_HIDDEN.search(node.get("style") or ""))
