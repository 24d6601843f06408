"""The words of a text in normal form, each with its place in the text as given.

A word is a run of letters (with inner apostrophes), a number (with its inner points, so that 1.5 is not
15), or a sign that stands for a word (%, $, &). Scripts without spaces are cut into characters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from factcheck.text.normal import Normal, normalise

_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_HAS_UNSPACED = re.compile(f"[{_UNSPACED}]")
_NUMBER = r"(?:(?<![\w.,])\.|(?<![^\s(\[])(?<![\d)] )-(?=[\d.]))?\d+(?:[.,:/]\d+)*[^\W_]*(?:'[^\W_]+)*"
_SIGN = "[%$\u20ac\u00a3\u00a5&]"
_WORD = re.compile(rf"[^\W\d_][^\W_]*(?:'[^\W_]+)*|{_NUMBER}|{_SIGN}")
_WORD_OR_CHARACTER = rf"[{_UNSPACED}]|[^\W\d_{_UNSPACED}][^\W_{_UNSPACED}]*(?:'[^\W_{_UNSPACED}]+)*|{_NUMBER}|{_SIGN}"
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?$")
_SIGNS = {"%": "percent", "&": "and"}


@dataclass(frozen=True, slots=True)
class Words:
    """A text's words: their forms and where each starts and ends in the normal form."""

    given: str
    normal: Normal
    forms: list[str]
    starts: list[int]
    ends: list[int]

    def __len__(self) -> int:
        return len(self.forms)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Return the offsets into the text as given of words [first, last)."""
        if first >= last:
            return self.place(first)
        return self.normal.original(self.starts[first], self.ends[last - 1])

    def place(self, at: int) -> tuple[int, int]:
        """Return the empty span, in the text as given, that lies before word `at`."""
        if at < len(self.starts):
            start = self.normal.original(self.starts[at], self.starts[at])[0]
        elif self.ends:
            start = self.normal.original(self.starts[-1], self.ends[-1])[1]
        else:
            start = 0
        return start, start

    def between(self, first: int, last: int) -> str:
        """Return the normal form from the end of word first-1 to the start of word last."""
        start = self.ends[first - 1] if first else max(0, self.starts[0] - 80 if self.starts else 0)
        end = self.starts[last] if last < len(self.starts) else self.ends[-1] + 80
        return self.normal.text[start:end]


def words_of(text: str) -> Words:
    """Cut a text into words."""
    normal = normalise(text)
    return words_within(text, normal, 0, len(normal.text))


def words_within(text: str, normal: Normal, start: int, end: int, pattern: re.Pattern[str] | None = None) -> Words:
    """Cut [start, end) of a text's normal form into words; their places count from the text's start."""
    pattern = pattern or word_pattern(normal.text)
    forms: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for found in pattern.finditer(normal.text, start, end):
        form = found.group()
        if not form.isalpha():
            form = plain_form(form)
        forms.append(form)
        first, last = found.span()
        starts.append(first)
        ends.append(last)
    return Words(text, normal, forms, starts, ends)


def word_pattern(normal: str) -> re.Pattern[str]:
    """Return the pattern of a word, by whether a script without spaces is in use."""
    return _word_or_character() if not normal.isascii() and _HAS_UNSPACED.search(normal) else _WORD


@cache
def _word_or_character() -> re.Pattern[str]:
    """Made when it is first wanted: it takes longer to compile than all the rest of this module to load."""
    return re.compile(_WORD_OR_CHARACTER)


def plain_form(form: str) -> str:
    """Return a word in the form that is compared: 1,000 is 1000, .5 is 0.5, % is percent."""
    if form in _SIGNS:
        return _SIGNS[form]
    if form[0] == ".":
        return "0" + form
    return form.replace(",", "") if "," in form and _THOUSANDS.match(form) else form
