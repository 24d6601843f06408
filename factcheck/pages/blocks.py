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
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)


@dataclass(slots=True)
class Block:
    """A block of visible text: its words, the element it begins in, and how many characters are in links."""

    text: str
    node: HtmlElement
    linked: int

    @property
    def tag(self) -> str:
        """The tag of the block element around it."""
        node = self.node
        while node is not None and node.tag in _INLINE:
            node = node.getparent()
        return str(node.tag) if node is not None else ""


def visible_blocks(root: HtmlElement) -> list[Block]:
    """Return each block of visible text (a paragraph, a heading, a cell, a line up to a <br>), in order."""
    walk = _Walk()
    skipped: HtmlElement | None = None
    for event, node in etree.iterwalk(root, events=("start", "end")):
        if skipped is not None:
            if event == "end" and node is skipped:
                skipped = None
                walk.add(node.tail, node)
            continue
        tag = node.tag
        if event == "start":
            if tag in _SKIPPED or _is_hidden(node):
                skipped = node
                continue
            if tag == "a":
                walk.links += 1
            elif tag not in _INLINE:
                walk.flush()
            walk.add(node.text, node)
            continue
        if tag == "a":
            walk.links -= 1
        elif tag not in _INLINE:
            walk.flush()
        if node is not root:
            walk.add(node.tail, node)
    walk.flush()
    return walk.blocks


class _Walk:
    """What has been read since the last block ended."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.links = 0
        self._parts: list[str] = []
        self._node: HtmlElement | None = None
        self._linked = 0

    def add(self, text: str | None, node: HtmlElement) -> None:
        """Take text of a node, or the text behind it."""
        if not text:
            return
        if self._node is None and not text.isspace():
            self._node = node
        self._parts.append(text)
        if self.links:
            self._linked += len(text)

    def flush(self) -> None:
        """End the block, if there is one."""
        if self._node is not None:
            self.blocks.append(Block(collapse("".join(self._parts)), self._node, self._linked))
        self._parts.clear()
        self._node = None
        self._linked = 0


def collapse(text: str) -> str:
    """Text with each run of white space as one space, none at the ends."""
    return " ".join(text.split())


def _is_hidden(node: HtmlElement) -> bool:
    attributes = node.attrib
    if not attributes:
        return False
    style = attributes.get("style")
    return "hidden" in attributes or bool(style and _HIDDEN.search(style))
