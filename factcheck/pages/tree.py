"""HTML text to an lxml tree, whatever comes in: deep nesting, NUL bytes, lone surrogates.

lxml's parser drops everything below a depth of 256 (2,048 with `huge_tree`) without an error, so a quote
that stands there would look absent.  A page that is too deep is flattened first: tags beyond a depth are
taken out, their text stays.
"""

from __future__ import annotations

import re
from typing import Final

from lxml import etree
from lxml.html import HtmlElement, document_fromstring

from factcheck.pages.text import scrub

# Beyond this depth tags are dropped; the walkers and trafilatura are recursive in places.
DEPTH: Final = 180

# lxml.html looks up a class for each element in Python, which costs a tenth of all reading; one class will do.
_CLASSES = etree.ElementDefaultClassLookup(element=HtmlElement)
# An element with tens of thousands of attributes costs the parser quadratic time; its name will do.
_HUGE_TAG = re.compile(r"<([a-zA-Z][a-zA-Z0-9:-]{0,30})[^<>]{20000,}>")
_XML_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,500}>")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,30})[^<>]*>?")
_MARKUP = re.compile(r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1[^>]*>|\Z)|<[^<>]*>?", re.S | re.I)
# Elements that never nest: void ones, and those that an opening tag of the same kind closes.
_FLAT: Final = frozenset(
    "area base br col embed hr img input link meta param source track wbr p li dt dd option tr td th thead "
    "tbody tfoot colgroup rt rp html head body script style title".split()
)


def parse_html(text: str) -> HtmlElement | None:
    """Parse to a tree that holds all the text of the page; None for a page without any element."""
    text = scrub(_XML_DECLARATION.sub("", text, count=1))
    # The search is slow on every page, so a tag that long is looked for first; most long runs are scripts.
    if any(len(run) > 20_000 and run.find(">", 0, 20_000) < 0 for run in text.split("<")):
        text = _HUGE_TAG.sub(r"<\1>", text)
    if not text.strip():
        return None
    tree, complete = _parse(text)
    if not complete:
        tree, complete = _parse(flatten(text))
    if not complete:
        tree, _ = _parse(f"<html><body><pre>{_MARKUP.sub(' ', text).replace('<', '&lt;')}</pre></body></html>")
    return tree


def flatten(text: str, depth: int = DEPTH) -> str:
    """Take out the tags that nest deeper than `depth`; linear in the length of the text."""
    level = 0

    def keep(found: re.Match[str]) -> str:
        nonlocal level
        if found[2].lower() in _FLAT or found[0].endswith("/>"):
            return found[0]
        if found[1]:
            level = max(0, level - 1)
            return found[0] if level < depth else " "
        level += 1
        return found[0] if level <= depth else " "

    return _TAG.sub(keep, text)


def _parse(text: str) -> tuple[HtmlElement | None, bool]:
    """Parse, and say whether the parser kept everything."""
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    parser.set_element_class_lookup(_CLASSES)
    try:
        tree = document_fromstring(text.encode("utf-8", "replace"), parser=parser, ensure_head_body=True)
    except (etree.LxmlError, ValueError, AssertionError, IndexError):
        return None, False
    dropped = any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log)
    return tree, not dropped
