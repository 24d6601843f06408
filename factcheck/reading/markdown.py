"""Which stretches of a Markdown text are marks of its form and not words of the article.

Front matter, the signs of headings, lists and quotations at the start of a line, rules, the heads and
lines of tables, images, code, comments and link definitions. The text itself is left as it is: offsets of
claims count its own characters. Whoever looks for sentences passes these stretches over.
"""

from __future__ import annotations

import re
from typing import Final

FRONT_MATTER: Final = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.{0,10000}?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.S)

_LINE = re.compile(r"[^\r\n]+")
_FENCE = re.compile(r"[ \t]{0,3}(```+|~~~+)")
_LEAD = re.compile(
    r"[ \t]*(?:>[ \t]?)*(?:#{1,6}(?=[ \t])[ \t]*|(?:[-*+]|\d{1,3}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?)?", re.ASCII
)
_HEADING = re.compile(r"[ \t]{0,3}#{1,6}[ \t]")
_TAIL = re.compile(r"[ \t]#+[ \t]*\Z")
_RULE = re.compile(r"[ \t]*(?:[-=*_][ \t]*){3,500}\Z")
_TABLE_RULE = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*){0,100}\|?[ \t]*\Z")
_ROW = re.compile(r"[ \t]*\|.*\|[ \t]*\Z")
_DEFINITION = re.compile(r"[ \t]{0,3}\[[^\]]{1,200}\]:[ \t]*(?:https?://|/|#|<)\S*.{0,300}\Z")
_IMAGE = re.compile(r"!\[[^\[\]\r\n]{0,500}\](?:\([^()\r\n]{0,2000}\)|\[[^\[\]\r\n]{0,200}\])")
_WORDS = re.compile(r"[^\W\d_]{2,}")
_EMPHASIS = re.compile(r"(?<![\w\\])(\*{1,3}|_{1,3}|`+)(?=\S)(.{1,400}?)(?<=\S)\1(?!\w)")
_LINK = re.compile(r"!?\[([^\[\]]{0,400})\](?:\([^()]{0,2000}\)|\[[^\[\]]{0,200}\])")

Stretch = tuple[int, int]


def marks_of(text: str) -> tuple[Stretch, ...]:
    """Return the stretches of a Markdown text that are no words of the article, in order, none overlapping."""
    found: list[Stretch] = []
    start = 0
    if front := FRONT_MATTER.match(text):
        found.append((0, front.end()))
        start = front.end()
    found += _lines(text, start)
    found += [match.span() for match in _IMAGE.finditer(text, start)]
    found += _comments(text, start)
    return _joined(found)


def plain(line: str) -> str:
    """Return the words of a line without the marks of emphasis and links ("The *old* bridge" -> "The old bridge")."""
    line = _LINK.sub(r"\1", line[:1000])
    for _ in range(3):  # emphasis in emphasis
        line = _EMPHASIS.sub(r"\2", line)
    return line.strip()


def _comments(text: str, start: int) -> list[Stretch]:
    found = []
    while (start := text.find("<!--", start)) >= 0 and (end := text.find("-->", start)) >= 0:
        found.append((start, end + 3))
        start = end + 3
    return found


def _lines(text: str, start: int) -> list[Stretch]:
    found: list[Stretch] = []
    lines = [match.span() for match in _LINE.finditer(text, start)]
    fence = None
    for number, (begin, end) in enumerate(lines):
        line = text[begin:end]
        edge = _FENCE.match(line)
        if fence is not None or edge is not None:
            found.append((begin, end))
            if edge is not None:
                fence = edge[1][:3] if fence is None else None if edge[1].startswith(fence) else fence
            continue
        following = text[slice(*lines[number + 1])] if number + 1 < len(lines) else ""
        found += [(begin + left, begin + right) for left, right in _marks_in(line, following)]
    return found


def _marks_in(line: str, following: str) -> list[Stretch]:
    """The marks of one line: all of it, or its edges."""
    whole = [(0, len(line))]
    if _RULE.match(line) or _DEFINITION.match(line):
        return whole
    if "|" in line:
        if _TABLE_RULE.match(line):
            return whole
        if "|" in following and _TABLE_RULE.match(following):
            return whole  # the heads of the columns
        if _ROW.match(line):
            inner = line.strip(" \t|")
            left = line.find(inner) if inner else len(line)
            return [(0, left), (left + len(inner), len(line))] if _WORDS.search(inner) else whole
    lead = _LEAD.match(line)
    found = [(0, lead.end())] if lead and lead.group().strip() else []
    if _HEADING.match(line) and (tail := _TAIL.search(line)):
        found.append(tail.span())
    return found


def _joined(stretches: list[Stretch]) -> tuple[Stretch, ...]:
    joined: list[Stretch] = []
    for start, end in sorted(stretches):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        elif start < end:
            joined.append((start, end))
    return tuple(joined)
