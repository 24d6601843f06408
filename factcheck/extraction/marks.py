"""Which quotation marks belong together, in any of the world's usual styles.

A stretch is what stands between an opening mark and its closing one, within one paragraph; a quote of
several paragraphs, each opened anew and closed only at the end, gives one stretch a paragraph. Marks
that pair: "..." (also mixed with curly ones), “...”, „...“, ”...”, «...», »...«, »...», ''...'', ``...'',
「...」, 『...』, 〝...〟, ‚...‘, ›...‹, ‹...›, and, in an article that uses no double marks at all, ‘...’ and '...'.
What is opened by a bracket of Chinese or Japanese may close in the next line.
Linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
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
_MARK = re.compile(_RULE + r"|[\"“”„‟«»＂「」『』｢｣﹁﹂﹃﹄〝〞〟‚‹›]|''|``|‘‘|’’|,,(?=\w)")
_WITH_SINGLE = re.compile(_MARK.pattern + r"|[‘’]")  # where ‚ opens
_SAME = {"＂": '"', "‘‘": "“", "``": "“", "’’": "”", "‟": "“", ",,": "„", "〞": "〟"}
_SAME |= dict(zip("｢｣﹁﹂﹃﹄", "「」「」『』", strict=True))
_CLOSERS = {
    '"': '"”“',
    "''": "''",
    "“": "”\"“''",
    "„": '“”"',
    "”": '”"',
    "«": "»",
    "»": "«»",
    "「": "」",
    "『": "』",
    "〝": "〟",
    "‚": "‘’",
    "›": "‹›",
    "‹": "›",
}
_BRACKETS = frozenset("「『〝")
_TELLING = _BRACKETS | {"«"}  # hardly ever forgotten to be closed: what they open may hold quotes and go on
_BEFORE_OPEN = frozenset("([{—–-/:>'‘…*_")
_INCHES = re.compile(r"\d['’′]\d{1,2}$")
_SINGLE = re.compile(r"['‘’]")
_OPENED = re.compile(r"(?<![^\s(\[{—–])['‘](?=[^\W\d_])")
_ELIDED = re.compile(r"(?:n|em|til|cause|cos|twas|tis|round|bout|im|ello|un)\b", re.IGNORECASE)  # 'em, rock 'n' roll
REACH = 2000  # characters before a quote in which a single mark may be open
_CJK = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uff00-\uff60]")


def stretches(text: str) -> list[Stretch]:
    """Return the quoted stretches of `text` in order; none overlaps another (the outer of nested ones)."""
    found = _stretches(text, _double_marks)
    if not found:
        return _stretches(text, _single_marks) if _SINGLE.search(text) else found
    if _stands_in_single(text, found[0]):
        single = _stretches(text, _single_marks)
        if _all_within(found, single):
            return single
    return found


def _stands_in_single(text: str, quote: Stretch) -> bool:
    """Whether a single mark is open before a quote in its paragraph, so that single ones may be the outer marks."""
    floor = max(0, quote.outer_start - REACH)
    begin = max(text.rfind("\n", floor, quote.outer_start) + 1, floor)
    return _OPENED.search(text, begin, quote.outer_start) is not None


def _all_within(inner: list[Stretch], outer: list[Stretch]) -> bool:
    """Whether each of `inner` stands within one of `outer`; both in order."""
    number = 0
    for quote in inner:
        while number < len(outer) and outer[number].outer_end < quote.outer_end:
            number += 1
        if number == len(outer) or outer[number].outer_start > quote.outer_start:
            return False
    return True


def _stretches(text: str, read: Reader) -> list[Stretch]:
    out: list[Stretch] = []
    resumed: _Mark | None = None  # what the quote that goes on in this line is opened by
    lines = pairwise(chain(paragraphs(text), [None]))
    for line, following in lines:
        if line is None:
            break
        begin, stop = line
        spans, left_open, going_on = _pair(read, text, line, resumed, following)
        if left_open is not None and going_on is not None:
            spans.append((left_open.end, stop, left_open.start, stop))
        for index, (start, end, outer_start, outer_end) in enumerate(spans):
            start, end = _shrink(text, start, end)
            if start < end:
                last = index == len(spans) - 1
                begins = resumed is not None and index == 0 and outer_start <= begin + 1
                out.append(Stretch(start, end, outer_start, outer_end, going_on is not None and last, begins))
        resumed = going_on
    return out


def _resumed(read: Reader, text: str, left_open: _Mark, line: tuple[int, int]) -> _Mark | None:
    """The mark with which the next line goes on with a quote left open; None where it does not.

    The line opens it anew, in French also with the closing mark; a bracket may simply close in it.
    """
    begin, stop = line
    if left_open.glyph == "«" and text[begin] == "»":
        return _Mark(begin, begin + 1, "«", True, False)
    if left_open.glyph in _BRACKETS:
        closers = _closers(left_open.glyph)
        for mark in read(text, begin, stop):
            if mark.glyph == left_open.glyph:
                break
            if mark.glyph in closers:
                return _Mark(begin, begin, left_open.glyph, True, False)
    first = next(read(text, begin, min(begin + 4, stop)), None)
    return first if first is not None and first.start <= begin + 1 and first.can_open else None


def _double_marks(text: str, begin: int, stop: int) -> Iterator[_Mark]:
    pattern = _WITH_SINGLE if text.find("‚", begin, stop) >= 0 else _MARK
    for match in pattern.finditer(text, begin, stop):
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
        if glyph in "«‹":  # French sets a space after it
            can_open = can_open or (before.isspace() and after.isspace())
        can_close = not before.isspace() and not after.isalnum()
        yield _Mark(start, end, glyph, can_open, can_close)


def _is_mark(char: str) -> bool:
    return char in '"“„«»”「『\u00a0'


def _single_marks(text: str, begin: int, stop: int) -> Iterator[_Mark]:
    perhaps: _Mark | None = None  # closes, unless a surer mark does
    for match in _SINGLE.finditer(text, begin, stop):
        start, end = match.span()
        before = text[start - 1] if start > begin else " "
        after = text[end] if end < stop else " "
        if _CJK.match(before) or _CJK.match(after):
            glyph = {"‘": "“", "’": "”"}.get(match.group(), '"')
            yield _Mark(start, end, glyph, glyph != "”", glyph != "“")
            continue
        elided = _ELIDED.match(text, end, stop) is not None
        opens = after.isalpha() and (before.isspace() or before in "([{—–") and match.group() != "’" and not elided
        ends = not after.isalnum() and match.group() != "‘"
        closes = ends and (before in ".,!?;…" or (before.isalnum() and (after in ".,;:!?)" or end >= stop)))
        if opens or closes:
            if opens and perhaps is not None:
                yield perhaps
            perhaps = None
            yield _Mark(start, end, "“" if opens else "”", opens, closes)
        elif ends and before.isalnum() and after.isspace() and perhaps is None:  # "the kids' room", or "a 'joke' of"
            perhaps = _Mark(start, end, "”", False, True)
    if perhaps is not None:
        yield perhaps


def _opens(mark: _Mark) -> bool:
    """Whether a mark met outside any quote opens one."""
    if mark.glyph in "“„«" or mark.glyph in _BRACKETS:
        return mark.glyph != "“" or mark.can_open or not mark.can_close
    if mark.glyph in "」』〟‘’":
        return False
    if mark.glyph in "”»‚›":
        return mark.can_open and not mark.can_close
    return mark.can_open


def _closes(opener: _Mark, mark: _Mark) -> bool:
    """Whether `mark` can close what `opener` opened."""
    glyph = mark.glyph
    if glyph not in _closers(opener.glyph):
        return False
    if glyph in "”」』〟" or (opener.glyph in "«‹" and glyph in "»›"):
        return True
    if glyph == "“" and opener.glyph in '"“':
        return mark.can_close and not mark.can_open
    if opener.glyph in "‚›":
        return mark.can_close
    if opener.glyph in "„»":
        return mark.can_close or not mark.can_open
    return (mark.can_close and not (mark.can_open and opener.glyph == "“")) or not mark.can_open


def _closers(glyph: str) -> tuple[str, ...]:
    return _CLOSER_SETS[glyph]


_CLOSER_SETS = {
    glyph: tuple(part for part in (*(c for c in closers if c != "'"), "''" if "''" in closers else "") if part)
    for glyph, closers in _CLOSERS.items()
}


def _pair(
    read: Reader, text: str, line: tuple[int, int], resumed: _Mark | None, following: tuple[int, int] | None
) -> tuple[list[Pair], _Mark | None, _Mark | None]:
    """Pair the marks of one paragraph: nested where that comes out even, else each opener anew.

    Then the mark left open, and the one with which the next line goes on.
    """
    before = [resumed] if resumed is not None and (resumed.end == line[0] or text[resumed.start] == "»") else []
    begin = before[0].end if before else line[0]
    pairs, stack = _pair_nested(chain(before, read(text, begin, line[1])))
    if not stack:
        return pairs, None, None
    if len(stack) == 1 and stack[0].glyph in _TELLING and following is not None:
        going_on = _resumed(read, text, stack[0], following)
        if going_on is not None:
            return pairs, stack[0], going_on
    pairs, left_open = _pair_flat(chain(before, read(text, begin, line[1])))
    if left_open is None or following is None:
        return pairs, left_open, None
    return pairs, left_open, _resumed(read, text, left_open, following)


def _pair_nested(marks: Iterable[_Mark]) -> tuple[list[Pair], list[_Mark]]:
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
    return pairs, stack


def _pair_flat(marks: Iterable[_Mark]) -> tuple[list[Pair], _Mark | None]:
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
