"""Words that are left out in one place and printed in another: their order was changed."""

from __future__ import annotations

import re
from dataclasses import replace

from factcheck.checking.match_model import ORDER, Edit, EditKind, Severity
from factcheck.checking.match_numbers import values
from factcheck.checking.match_pairs import negations
from factcheck.checking.match_words import STOP_WORDS
from factcheck.text.words import words_of

_LIMITS = frozenset("only if unless almost nearly".split())
"""Words that limit what stands next to them: moved, they limit something else."""


def _swapped(edits: list[Edit]) -> list[Edit]:
    """Make one edit of two words that stand in each other's place: names so swapped change the meaning."""
    left = list(edits)
    for k, one in enumerate(edits):
        for other in edits[k + 1 :]:
            if one.marked or other.marked or not one.printed or not other.printed:
                continue
            mine, theirs = words_of(one.printed).forms, words_of(other.source).forms
            if mine != theirs or words_of(other.printed).forms != words_of(one.source).forms:
                continue
            if one in left and other in left:
                worst = max(one.severity, other.severity, Severity.WORDING, key=ORDER.__getitem__)
                left[left.index(one)] = replace(one, kind=EditKind.ORDER_CHANGED, severity=worst)
                left.remove(other)
    return left


def moved_words(edits: list[Edit], text: str) -> list[Edit]:
    """Make one edit of words that are left out here and printed again close by: their order changed."""
    left = _swapped(edits)
    for one in list(left):
        if one.printed or not one.source or one.marked:
            continue
        other = next((edit for edit in left if _same_words_moved(one, edit)), None)
        if other is not None:
            weighs = (
                _carries_meaning(one.source) or _passes_a_name(one, other, text) or _passes_a_limit(one, other, text)
            )
            severity = Severity.MEANING if weighs else Severity.WORDING
            left[left.index(one)] = replace(
                one,
                kind=EditKind.ORDER_CHANGED,
                severity=severity,
                printed=other.printed,
                printed_start=other.printed_start,
                printed_end=other.printed_end,
            )
            left.remove(other)
    return left


def _same_words_moved(one: Edit, other: Edit) -> bool:
    """Whether `other` prints the words that `one` leaves out, not far away."""
    if other.source or other.marked or not other.printed or abs(other.source_start - one.source_start) > 120:
        return False
    return sorted(words_of(other.printed).forms) == sorted(words_of(one.source).forms)


def _carries_meaning(words: str) -> bool:
    """Whether words say another thing in another place: not, only, two."""
    forms = words_of(words).forms
    return bool(negations(forms) or values(forms)) or not _LIMITS.isdisjoint(forms)


def _passes_a_limit(one: Edit, other: Edit, text: str) -> bool:
    """Whether words moved past a "not" or an "only", which so limits something else."""
    start, end = sorted((one.source_start, other.source_start))
    between = text[start:end] if other.source_start < one.source_start else text[one.source_end : end]
    return not {"not", "never", "only"}.isdisjoint(words_of(between).forms)


def _passes_a_name(one: Edit, other: Edit, text: str) -> bool:
    """Whether a name moved past another name: "Hollar beat Venn" is not "Venn beat Hollar"."""
    if not _names_in(one.source):
        return False
    start, end = sorted((one.source_start, other.source_start))
    between = text[start:end] if other.source_start < one.source_start else text[one.source_end : end]
    return bool(_names_in(between + " " + text[end : end + 40].split(" ")[0]) - _names_in(one.source))


def _names_in(raw: str) -> set[str]:
    return {w for w in re.findall(r"[^\W\d_]+", raw) if w[0].isupper() and w.lower() not in STOP_WORDS}


_MONEY = {
    "$": ("dollar", "dollars"),
    "\u20ac": ("euro", "euros"),
    "\u00a3": ("pound", "pounds"),
    "\u00a5": ("yen", "yen"),
    "%": ("percent", "percent"),
}


def same_money(edits: list[Edit]) -> list[Edit]:
    """Grade a sign on one side and its word on the other as one spelling: `$4 million`, `4 million dollars`."""
    left = list(edits)
    for one in edits:
        other = next((edit for edit in left if _spells_out(one, edit)), None)
        if other is not None:
            for edit in (one, other):
                left[left.index(edit)] = replace(edit, kind=EditKind.HOUSE_STYLE, severity=Severity.COSMETIC)
    return left


def _spells_out(one: Edit, other: Edit) -> bool:
    """Whether one side has a sign of money and the other, near it, the word for it."""
    here, there = (bool(one.source), bool(one.printed)), (bool(other.printed), bool(other.source))
    if here[0] == here[1] or here != there:
        return False
    apart = max(one.printed_start, other.printed_start) - min(one.printed_end, other.printed_end)
    words = _MONEY.get((one.source or one.printed).strip(), ())
    return apart <= _NEAR_MONEY and (other.printed or other.source).strip().lower() in words


_NEAR_MONEY = 40
"""Characters between a sign of money and its word: a number stands between them."""
