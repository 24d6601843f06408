"""The visible text of a page as blocks, in the order of the page; one linear walk, no recursion."""

from __future__ import annotations

import re
from collections.abc import Iterator
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
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_SPACE = re.compile(r"\s+")


def visible_blocks(root: HtmlElement) -> Iterator[str]:
    """Yield each block of visible text (a paragraph, a heading, a cell) with its white space collapsed."""
    parts: list[str] = []
    skip: object | None = None
    for event, node in etree.iterwalk(root, events=("start", "end", "comment")):
        if event == "start":
            if skip is not None:
                continue
            tag = node.tag
            if tag in _SKIPPED or _is_hidden(node):
                skip = node
                continue
            if tag not in _INLINE:
                if tag != "br":
                    yield from _flush(parts)
                else:
                    parts.append(" ")
            if node.text:
                parts.append(node.text)
            continue
        if skip is not None and node is not skip:
            continue
        if skip is None and event == "end" and node.tag not in _INLINE and node.tag != "br":
            yield from _flush(parts)
        skip = None
        if node.tail and node is not root:
            parts.append(node.tail)
    yield from _flush(parts)


def collapse(text: str) -> str:
    """Text with each run of white space as one space, none at the ends."""
    return _SPACE.sub(" ", text).strip()


def _flush(parts: list[str]) -> Iterator[str]:
    if parts:
        text = collapse("".join(parts))
        parts.clear()
        if text:
            yield text


def _is_hidden(node: HtmlElement) -> bool:
    attributes = node.attrib
    if not attributes:
        return False
    style = attributes.get("style")
    return "hidden" in attributes or bool(style and _HIDDEN.search(style))
