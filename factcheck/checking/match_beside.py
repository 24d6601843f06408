"""Differences that only the words beside them explain: `a` before `few`, `one` of `twenty-one`."""

from __future__ import annotations

from collections.abc import Sequence

from factcheck.checking.match_model import EditKind, Severity
from factcheck.checking.match_numbers import is_figure, is_number, values
from factcheck.checking.match_pairs import Grade
from factcheck.text.words import Words

_SCALES = frozenset("hundred thousand million billion trillion dozen".split())


def of_neighbours(words: Words, places: Sequence[int]) -> Grade | None:
    """Grade words that only one side has by what stands next to them there; None where that tells nothing."""
    first, last = places[0], places[-1]
    after = words.forms[last + 1] if last + 1 < len(words) else ""
    if [words.forms[k] for k in places] == ["a"] and after in ("few", "little"):
        return Grade(EditKind.QUALIFIER_CHANGED, Severity.MEANING)
    if first == last and ((first and one_number(words, first)) or (after and one_number(words, first + 1))):
        return Grade(EditKind.NUMBER_CHANGED, Severity.MEANING)
    return None


def one_number(words: Words, at: int) -> bool:
    """Whether the words before and at `at` are parts of one number written out."""
    forms = words.forms
    if not (is_number(forms[at - 1]) and is_number(forms[at])) or is_figure(forms[at]):
        return False
    if words.normal.text[words.ends[at - 1] : words.starts[at]].strip(" -"):
        return False
    return len(values(forms[at - 1 : at + 3])) == len(values(forms[at : at + 3]))


def of_amount(printed: Words, mine: Sequence[int], source: Words, theirs: Sequence[int]) -> Grade | None:
    """Grade `to`, `by` or `from` put for another before a number: a rise to 51 percent is not one by 51 percent."""
    if len(mine) != 1 or len(theirs) != 1 or mine[0] + 1 >= len(printed) or not is_number(printed.forms[mine[0] + 1]):
        return None
    pair = {printed.forms[mine[0]], source.forms[theirs[0]]}
    return Grade(EditKind.NUMBER_CHANGED, Severity.MEANING) if pair < _OF_AMOUNT and len(pair) == 2 else None


_OF_AMOUNT = frozenset("to by from".split())


def article_for_one(printed: Words, mine: Sequence[int], source: Words, theirs: Sequence[int]) -> bool:
    """Whether a number is spelt with an article on one side only: `a million` and `1 million`."""
    if len(mine) != 1 or len(theirs) != 1 or mine[0] + 1 >= len(printed) or theirs[0] + 1 >= len(source):
        return False
    scale = printed.forms[mine[0] + 1]
    pair = {printed.forms[mine[0]], source.forms[theirs[0]]}
    return scale in _SCALES and scale == source.forms[theirs[0] + 1] and pair in ({"a", "1"}, {"a", "one"})
