"""Reading a quote as printed: its words, and the marks that own up to a change.

Marks are ellipses (`...`, `. . .`, `[...]`), brackets that insert or replace (`[the senator]`, `[W]e`,
`walk[ed]`, and AP's round ones) and `[sic]`. Words inside brackets are printed words too, but they may
stand for others, or for none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from factcheck.text.words import Words, words_of

_ELLIPSIS = re.compile(
    r"[\[(]\s*(?:\.\s*){2,}[\])]|\.\s?\.(?:\s?\.)+|(?<=[^\s.])\.\.(?=\s)|\*\s\*\s\*|[\[(]\s*-+\s*[\])]"
)
_BRACKET = re.compile(r"\[([^\[\]]{0,400})\]|\(([^()]{0,400})\)")
_CENSORED = re.compile(r"(?<=[^\W\d_])(?:[*#@]{1,8}|-{2,8})(?=[^\W\d_]|\W|$)|(?<![^\W_])[*#]{3,8}(?=[^\W\d_])")
_HYPHEN_F = re.compile(r"(?<=\b[fs])-(?=(?:ing|ed|er|ers|s|y|ty|t)\b)")
_EXPLETIVE = re.compile(r"(?<![^\W_])(?:mother|bull|god|horse|dip)?(?:f|fu|s|sh|b|bi|c|n|p|d)$")
"""`f---ing`, `sh*t`, `f-ing`: letters that the printer left out of an expletive."""


@dataclass(frozen=True, slots=True)
class Bracket:
    """A bracket of the quote: the printed words [first, last) that stand in it, or touch it."""

    first: int
    last: int
    start: int  # in the quote's normal form
    end: int
    round: bool
    partial: bool  # the bracket is inside a word: `[W]e`, `walk[ed]`
    prefix: str = ""  # letters of the word outside the bracket, before and after it
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Printed:
    """A quote as printed: its words and marks. Cuts are word numbers: 3 is before the fourth word."""

    words: Words
    cuts: dict[int, tuple[int, int]]
    brackets: tuple[Bracket, ...]
    bracket_of: dict[int, Bracket]

    @property
    def forms(self) -> list[str]:
        """Return the words' forms."""
        return self.words.forms

    def __len__(self) -> int:
        return len(self.words)

    def plain(self) -> list[int]:
        """Return the numbers of the words that stand outside brackets."""
        return [k for k in range(len(self.words)) if k not in self.bracket_of]


def read_printed(quote: str) -> Printed:
    """Read a quote as printed."""
    words = words_of(quote)
    text = words.normal.text
    words, brackets = _with_brackets(words, text)
    cuts: dict[int, tuple[int, int]] = {}
    for found in _ELLIPSIS.finditer(text):
        cuts.setdefault(_word_at(words, found.start()), found.span())
    inside = {k: b for b in brackets for k in range(b.first, b.last)}
    return Printed(words, cuts, tuple(brackets), inside)


_SPLIT = re.compile(r"\[[^\W\d_]{1,4}\](?=[^\W\d_])|(?<=[^\W\d_])\[(?![abcfghijkl]\])[^\W\d_]{1,4}\]")
"""Letters in brackets that belong to a word; one that ends none, as in `word[a]`, is a note's mark."""


def glue_split_words(words: Words, start: int, end: int) -> Words:
    """Make one word of a word that a bracket in [start, end) cuts in two, as a source's own `[W]e`."""
    text = words.normal.text
    spans: list[tuple[int, int, bool]] = []
    if text.find("[", start, end) >= 0:
        spans += [(*found.span(), False) for found in _SPLIT.finditer(text, start, end)]
    if text.find("*", start, end) >= 0 or text.find("--", start, end) >= 0:
        spans += [(start + a, start + b, False) for a, b, _ in _censored(text[start:end])]
    return _glue(words, text, spans) if spans else words


def _word_at(words: Words, place: int) -> int:
    """Return the number of the first word that starts at or after `place`."""
    low, high = 0, len(words)
    while low < high:
        middle = (low + high) // 2
        if words.starts[middle] < place:
            low = middle + 1
        else:
            high = middle
    return low


def _with_brackets(words: Words, text: str) -> tuple[Words, list[Bracket]]:
    """Find the brackets, and glue together words that a bracket cuts in two (`[W]e` is one word)."""
    spans = [
        (found.start(), found.end(), found.group(1) is None)
        for found in _BRACKET.finditer(text)
        if not _ELLIPSIS.fullmatch(found.group()) and any(c.isalnum() for c in found.group())
    ]
    spans = sorted(spans + [span for span in _censored(text) if not any(a <= span[0] < b for a, b, _ in spans)])
    if not spans:
        return words, []
    glued = _glue(words, text, spans)
    brackets: list[Bracket] = []
    for start, end, is_round in spans:
        first = _first_touching(glued, start)
        last = first
        while last < len(glued) and glued.starts[last] < end:
            last += 1
        before = text[glued.starts[first] : start] if first < len(glued) and glued.starts[first] < start else ""
        after = text[end : glued.ends[last - 1]] if last > first and glued.ends[last - 1] > end else ""
        struck = text[start] in "*#@-"
        if struck and first == last:
            first = max(0, first - 1) if before == "" and first and glued.ends[first - 1] == start else first
            last = min(first + 1, len(glued))
            before = text[glued.starts[first] : start] if glued.starts[first] < start else ""
        partial = bool(before or after) and last - first == 1 and not after.startswith("'")
        brackets.append(Bracket(first, last, start, end, is_round, partial, before, after))
    return glued, brackets


def _censored(text: str) -> list[tuple[int, int, bool]]:
    """Return where letters of a word are struck out; two dashes between two whole words are no strike."""
    found = [match.span() for match in _HYPHEN_F.finditer(text)]
    for match in _CENSORED.finditer(text):
        start, end = match.span()
        if text[start] == "-" and not _EXPLETIVE.search(text[max(0, start - 12) : start]):
            continue
        if text[start] in "*#@" and end - start == 1 and not text[end : end + 1].isalpha():
            continue
        found.append((start, end))
    return [(start, end, False) for start, end in found]


def _first_touching(words: Words, place: int) -> int:
    return bisect_right(words.ends, place)


def _glue(words: Words, text: str, spans: list[tuple[int, int, bool]]) -> Words:
    """Join words that only brackets, and an apostrophe after one, stand between."""
    signs = {start for start, _, _ in spans} | {end - 1 for _, end, _ in spans}
    signs |= {k for start, end, _ in spans if text[start] in "*#@-" for k in range(start, end)}
    forms: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for form, start, end in zip(words.forms, words.starts, words.ends, strict=True):
        if ends and 0 < start - ends[-1] <= 8 and _only_signs(text, ends[-1], start, signs):
            forms[-1] += ("'" if "'" in text[ends[-1] : start] else "") + form
            ends[-1] = end
            continue
        forms.append(form)
        starts.append(start)
        ends.append(end)
    return Words(words.given, words.normal, forms, starts, ends)


def _only_signs(text: str, start: int, end: int, signs: set[int]) -> bool:
    """Whether only brackets of a quote stand in [start, end), or an apostrophe behind one."""
    places = range(start, end)
    if not all(k in signs or text[k] == "'" for k in places) or not any(k in signs for k in places):
        return False
    return not any(text[k] == "'" and k + 1 in signs for k in places)
