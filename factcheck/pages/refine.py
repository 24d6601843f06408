"""Which of a page's blocks are the article: trafilatura's choice, corrected by how the page is built.

The main text that trafilatura gives is laid over the page's blocks.  Then three rules of news pages apply:
paragraphs built exactly as those of the article belong to it; the headline is the title, not the body; what
is worded or built as furniture (sign-up lines, "read more", paragraphs that are one link) is not the article.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from lxml.html import HtmlElement

from factcheck.pages.blocks import Block

# A block of at least this many characters counts as a paragraph of prose.
PROSE: Final = 80
# How many ancestors tell how a paragraph is built.
ANCESTORS: Final = 5
# So many paragraphs of one build must be in the article before others of that build are taken in.
ENOUGH: Final = 3
# The headline is looked for before this much of the text, and furniture never takes the last of it (characters).
TOP: Final = 300
LEAST: Final = 200
# A page of more blocks than this is a list of something, or an attack; the rules would cost too much.
MOST_BLOCKS: Final = 20_000
# Looking lines up in the page is bounded (characters searched).
BUDGET: Final = 400_000_000

_FURNITURE = re.compile(
    r"^(?:(?:read|see) (?:more|also|next)|more(?: on| from| stories)|related(?: (?:articles?|stories|content|topics|"
    r"posts?|news|coverage|links?))?|also (?:read|on|see)|you (?:may|might) (?:also )?(?:like|be interested)|"
    r"don[’']?t miss|recommended(?: for you| reading)?|trending(?: now)?|most (?:popular|read|viewed)|"
    r"(?:view|show|read|load|post|leave|add) (?:all |a |your |the |more )?comments?|comments?|\d+ comments?|"
    r"share(?: this(?: (?:article|story|page|post))?)?|print(?: (?:this )?article)?|e-?mail(?: this(?: article)?)?|"
    r"tweet|advertisements?|sponsored(?: content)?|promoted(?: content)?|order reprints|text size|"
    r"leggi anche|lire aussi|lees ook|leia (?:também|mais)|lea también|mehr zum thema|lesen sie (?:auch|mehr)|"
    r"click here (?:to|for)\b.{0,80}|get (?:the )?\w+ (?:\w+ )?app|download (?:the |our )app.{0,60}|"
    r"(?:tags?|topics?|categor(?:y|ies)|filed under|labels?))\s*[:.…!>»]*$",
    re.I,
)
_LEAD = re.compile(
    r"^(?:read more|see more|see also|read also|also read|related|more|don[’']?t miss|watch|listen|leggi anche|"
    r"lire aussi|lees ook|leia também|leia mais|lea también|mehr zum thema|lesen sie auch)\s*[:|>»-]\s*\S",
    re.I,
)
# Wording that only furniture has, and wording that an article may have too, so that only a short line counts.
_PITCH = re.compile(
    r"\b(?:(?:our|free|daily|weekly|email) newsletters?\b|newsletter sign-?up|"
    r"follow (?:us|him|her|them|me|@\w+) (?:on|at)\b|like us on facebook|"
    r"(?:to|in) your inbox|all rights reserved|"
    r"personal, non-commercial use|share it with|thanks for signing up|an error (?:has )?occurred|"
    r"error processing your|have a (?:news )?tip\b|(?:can|may) be reached at\b|delivered through your|"
    r"log ?in to (?:comment|post)|download (?:the|our) app\b|keep an eye on your inbox)|©",
    re.I,
)
_WEAK_PITCH = re.compile(
    r"\b(?:subscribe (?:to|now|today|here)|sign up (?:for|to|here|now)|"
    r"follow .{2,40} on (?:twitter|facebook|instagram)|"
    r"click here (?:to|for)|get (?:our|the) (?:latest|best|top|day[’']s)|may (?:earn|get|receive) (?:a|an) "
    r"(?:affiliate )?(?:commission|share))\b|copyright \d{4}",
    re.I,
)


def refine(main: str, blocks: Sequence[Block], title: str | None) -> tuple[str, list[str]]:
    """Return the article's text (a line for each block) and the page's other blocks."""
    chosen, found = _lay_over(main, blocks)
    if (
        found < 0.9 or len(blocks) > MOST_BLOCKS
    ):  # the two readings of the page differ: trust the text, tell the rest by its words
        return main, _others(main, blocks)
    _take_in(blocks, chosen)
    before = list(chosen)
    _leave_out(blocks, chosen, title)
    _cut_end(blocks, chosen)
    if not any(chosen):  # a page that is only a headline
        chosen = before
    text = "\n".join(block.text for block, taken in zip(blocks, chosen, strict=True) if taken)
    rest = [block.text for block, taken in zip(blocks, chosen, strict=True) if not taken]
    return text, rest


# ------------------------------------------------------------------------------------------ laying over
def _lay_over(main: str, blocks: Sequence[Block]) -> tuple[list[bool], float]:
    """Which blocks hold the main text, and what share of the main text was found in them."""
    squeezed = [_squeeze(block.text) for block in blocks]
    page = "".join(squeezed)
    starts, at = [], 0
    for text in squeezed:
        starts.append(at)
        at += len(text)
    covered = bytearray(len(page))
    at, hit, total, budget = 0, 0, 0, BUDGET
    for line in _lines(main):
        wanted = _squeeze(line)
        if not wanted:
            continue
        total += len(wanted)
        place = page.find(wanted, at) if budget > 0 else -1
        budget -= (place - at if place >= 0 else len(page) - at) + len(wanted)
        if place < 0 and len(wanted) > 20 and budget > 0:
            place = page.find(wanted)
            budget -= len(page)
        elif place - at > 20_000 and len(wanted) < 20:
            place = -1  # a short line far away is another's
        if place < 0:
            continue
        hit += len(wanted)
        covered[place : place + len(wanted)] = b"\1" * len(wanted)
        at = place + len(wanted)
    chosen = [
        bool(text) and covered.count(1, start, start + len(text)) * 2 > len(text)
        for text, start in zip(squeezed, starts, strict=True)
    ]
    return chosen, hit / total if total else 0.0


def _lines(main: str) -> Iterator[str]:
    """The lines of trafilatura's text, without its marks for list items and table cells."""
    for line in main.splitlines():
        if line.startswith("|"):
            yield from line.strip("| ").split("|")
        else:
            yield line.removeprefix("- ")


def _squeeze(text: str) -> str:
    return "".join(text.split())


def _others(main: str, blocks: Sequence[Block]) -> list[str]:
    lines = {_squeeze(line) for line in _lines(main)}
    return [block.text for block in blocks if _squeeze(block.text) not in lines]


# ------------------------------------------------------------------------------------------------ rules
def _take_in(blocks: Sequence[Block], chosen: list[bool]) -> None:
    """Take in paragraphs built exactly as several of the article's, where most of that build are prose."""
    inside: Counter[tuple[object, ...]] = Counter()
    for number, block in enumerate(blocks):
        if chosen[number] and block.node.tag == "p" and len(block.text) >= PROSE and block.linked * 2 < len(block.text):
            inside[_build(block.node)] += 1
    # Without a class anywhere, like build says nothing: on old pages every paragraph is built alike.
    known = {build for build, count in inside.items() if count >= ENOUGH and any(build[1:-1:2])}
    if not known:
        return
    first = chosen.index(True)
    for number in range(first, len(blocks)):
        block = blocks[number]
        if chosen[number] or block.node.tag != "p" or block.linked * 2 >= len(block.text):
            continue
        if _build(block.node) in known:
            chosen[number] = True


def _build(node: HtmlElement) -> tuple[object, ...]:
    """How a block stands in the page: tags and classes of its nearest ancestors, and in which <article>."""
    parts: list[object] = []
    while node is not None and node.tag != "article" and len(parts) < ANCESTORS * 2:
        parts += [node.tag, node.get("class")]
        node = node.getparent()
    # Pages that go on for ever hold one <article> after another, all built alike.
    while node is not None and node.tag != "article":
        node = node.getparent()
    return (*parts, node)


def _leave_out(blocks: Sequence[Block], chosen: list[bool], title: str | None) -> None:
    """Leave out the headline at the top, furniture by its words, and paragraphs that are one link."""
    prose = sum(len(block.text) for block, taken in zip(blocks, chosen, strict=True) if taken)
    inside = [block for block, taken in zip(blocks, chosen, strict=True) if taken]
    links = sum(map(_is_one_link, inside))
    lone = links <= max(4, len(inside) // 5)  # where there are many, the article is a list of links
    heading = _squeeze(title or "").casefold()
    top = 0
    for number, block in enumerate(blocks):
        if not chosen[number]:
            continue
        if top < TOP and _is_headline(block, heading):
            chosen[number] = False
            continue
        top += len(block.text)
        if (_is_furniture(block.text) or (lone and _is_one_link(block))) and prose - len(block.text) >= LEAST:
            chosen[number] = False
            prose -= len(block.text)


def _cut_end(blocks: Sequence[Block], chosen: list[bool]) -> None:
    """Leave out what stands twice, and a run of links after the last paragraph of prose."""
    seen: set[str] = set()
    last = -1
    run: list[int] = []
    for number, block in enumerate(blocks):
        if not chosen[number]:
            continue
        if len(block.text) >= 2 * PROSE:
            if block.text in seen:
                chosen[number] = False
                continue
            seen.add(block.text)
        if len(block.text) >= PROSE and block.linked * 3 < len(block.text) and block.node.tag != "li":
            last, run = number, []
        else:
            run.append(number)
    length = sum(len(blocks[number].text) for number in run)
    linked = sum(blocks[number].linked for number in run)
    if last >= 0 and len(run) >= 3 and linked * 5 > length * 2:
        for number in run:
            chosen[number] = False


def _is_headline(block: Block, heading: str) -> bool:
    text = _squeeze(block.text).casefold()
    return block.node.tag == "h1" or (len(text) > 8 and text == heading)


def _is_furniture(text: str) -> bool:
    if len(text) < 160 and (_FURNITURE.match(text) or _LEAD.match(text)):
        return True
    return bool((len(text) < 300 and _PITCH.search(text)) or (len(text) < 140 and _WEAK_PITCH.search(text)))


def _is_one_link(block: Block) -> bool:
    """A paragraph that is one link of several words: a teaser for another page."""
    return block.node.tag == "p" and block.linked >= len(block.text) - 2 and block.text.count(" ") >= 3
