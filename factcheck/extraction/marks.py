"""Which quotation marks belong together, in any of the world's usual styles.

A stretch is what stands between an opening mark and its closing one, within one paragraph; a quote of
several paragraphs, each opened anew and closed only at the end, gives one stretch a paragraph. Marks
that pair: "..." (also mixed with curly ones), “...”, „...“, ”...”, «...», »...«, ''...'', ``...'',
「...」, 『...』, 〝...〟, and, in an article that uses no double marks at all, ‘...’ and '...'.
Linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain, pairwise

from factcheck.text.sentences import paragraphs


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words between marks: `start`/`end` without the marks, `outer_start`/`outer_end` with them.

    `continues` says that the quote goes on in the next paragraph, `continued` that it began before.
    """

    start: int
    end: int
    outer_start: int
    outer_end: int
    continues: bool = False
    continued: bool = False


@dataclass(slots=True)
class _Mark:
    start: int
    end: int
    glyph: str
    can_open: bool
    can_close: bool


Reader = Callable[[str, int, int], Iterator[_Mark]]
Pair = tuple[int, int, int, int]  # what stands between the marks, and with them
DEEPEST = 40  # quotes within quotes; a deeper nest is no text

_RULE = r"([\"“”„‟«»＂'‘’`,])\1{7,}"  # a row of one mark is a line drawn across the page
_MARK = re.compile(_RULE + r"|[\"“”„‟«»＂「」『』〝〞〟]|''|``|‘‘|’’|,,(?=\w)")
_SAME = {"＂": '"', "‘‘": "“", "``": "“", "’’": "”", "‟": "“", ",,": "„", "〞": "〟"}
_CLOSERS = {
    '"': '"”“',
    "''": "''",
    "“": "”\"“''",
    "„": '“”"',
    "”": '”"',
    "«": "»",
    "»": "«",
    "「": "」",
    "『": "』",
    "〝": "〟",
}
_BRACKETS = frozenset("「『〝")
_BEFORE_OPEN = frozenset("([{—–-/:>'‘…*_")
_INCHES = re.compile(r"\d['’′]\d{1,2}$")
_SINGLE = re.compile(r"['‘’]")
_CJK = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uff00-\uff60]")


def stretches(text: str) -> list[Stretch]:
    """Return the quoted stretches of `text` in order; none overlaps another (the outer of nested ones)."""
    found = _stretches(text, _double_marks)
    if not found and _SINGLE.search(text):
        found = _stretches(text, _single_marks)
    return found


def _stretches(text: str, read: Reader) -> list[Stretch]:
    out: list[Stretch] = []
    continued = False
    lines = pairwise(chain(paragraphs(text), [None]))
    for line, following in lines:
        if line is None:
            break
        begin, stop = line
        spans, left_open = _pair(read, text, begin, stop)
        continues = False
        if left_open is not None and following is not None:
            first = next(read(text, following[0], min(following[0] + 4, following[1])), None)
            continues = first is not None and first.start <= following[0] + 1 and first.can_open
            if continues:
                spans.append((left_open.end, stop, left_open.start, stop))
        for index, (start, end, outer_start, outer_end) in enumerate(spans):
            start, end = _shrink(text, start, end)
            if start < end:
                last = index == len(spans) - 1
                begins = continued and index == 0 and outer_start <= begin + 1
                out.append(Stretch(start, end, outer_start, outer_end, continues and last, begins))
        continued = continues
    return out


def _double_marks(text: str, begin: int, stop: int) -> Iterator[_Mark]:
    for match in _MARK.finditer(text, begin, stop):
        start, end = match.span()
        if match[1]:
            continue
        before = text[start - 1] if start > begin else " "
        after = text[end] if end < stop else " "
        glyph = _SAME.get(match.group(), match.group())
        if glyph == '"' and before.isdigit() and _INCHES.search(text, max(begin, start - 5), start):
            continue
        if glyph == '"' and (_CJK.match(before) or _CJK.match(after)):
            yield _Mark(start, end, glyph, True, True)
            continue
        can_open = not after.isspace() and (before.isspace() or before in _BEFORE_OPEN or _is_mark(before))
        can_close = not before.isspace() and not after.isalnum()
        yield _Mark(start, end, glyph, can_open, can_close)


def _is_mark(char: str) -> bool:
    return char in '"“„«»”「『\u00a0'


def _single_marks(text: str, begin: int, stop: int) -> Iterator[_Mark]:
    for match in _SINGLE.finditer(text, begin, stop):
        start, end = match.span()
        before = text[start - 1] if start > begin else " "
        after = text[end] if end < stop else " "
        opens = after.isalpha() and (before.isspace() or before in "([{—–") and match.group() != "’"
        closes = before in ".,!?;…" and not after.isalnum() and match.group() != "‘"
        if opens or closes:
            yield _Mark(start, end, "“" if opens else "”", opens, closes)


def _opens(mark: _Mark) -> bool:
    """Whether a mark met outside any quote opens one."""
    if mark.glyph in "“„«" or mark.glyph in _BRACKETS:
        return mark.glyph != "“" or mark.can_open or not mark.can_close
    if mark.glyph in "」』〟":
        return False
    if mark.glyph in "”»":
        return mark.can_open and not mark.can_close
    return mark.can_open


def _closes(opener: _Mark, mark: _Mark) -> bool:
    """Whether `mark` can close what `opener` opened."""
    glyph = mark.glyph
    if glyph not in _closers(opener.glyph):
        return False
    if glyph in "”」』〟" or (opener.glyph == "«" and glyph == "»"):
        return True
    if glyph == "“" and opener.glyph in '"“':
        return mark.can_close and not mark.can_open
    if opener.glyph in "„»":
        return mark.can_close or not mark.can_open
    return (mark.can_close and not (mark.can_open and opener.glyph == "“")) or not mark.can_open


def _closers(glyph: str) -> tuple[str, ...]:
    return _CLOSER_SETS[glyph]


_CLOSER_SETS = {
    glyph: tuple(part for part in (*(c for c in closers if c != "'"), "''" if "''" in closers else "") if part)
    for glyph, closers in _CLOSERS.items()
}


def _pair(read: Reader, text: str, begin: int, stop: int) -> tuple[list[Pair], _Mark | None]:
    """Pair the marks of one paragraph: nested where that comes out even, else each opener anew."""
    pairs, left = _pair_nested(read(text, begin, stop))
    return (pairs, None) if left is None else _pair_flat(read(text, begin, stop))


def _pair_nested(marks: Iterator[_Mark]) -> tuple[list[Pair], _Mark | None]:
    pairs: list[Pair] = []
    stack: list[_Mark] = []
    for mark in marks:
        if stack and _closes(stack[-1], mark):
            opener = stack.pop()
            if not stack:
                _enter(pairs, opener, mark)
        elif _opens(mark) and (not stack or mark.glyph not in ('"', "''")):
            stack.append(mark)
            if len(stack) > DEEPEST:
                break
    return pairs, stack[0] if stack else None


def _pair_flat(marks: Iterator[_Mark]) -> tuple[list[Pair], _Mark | None]:
    pairs: list[Pair] = []
    opened: _Mark | None = None
    for mark in marks:
        if opened is not None and _closes(opened, mark):
            _enter(pairs, opened, mark)
            opened = None
        elif _opens(mark) and (opened is None or opened.glyph not in _BRACKETS):
            opened = mark
    return pairs, opened


def _enter(pairs: list[Pair], opener: _Mark, closer: _Mark) -> None:
    if opener.end < closer.start:
        pairs.append((opener.end, closer.start, opener.start, closer.end))


def _shrink(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start].isspace() or text[start] in "\u200b\ufeff"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in "\u200b\ufeff"):
        end -= 1
    return start, end
