"""Numbers in words and figures: two spellings of one number are equal, two numbers never are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from functools import lru_cache

_UNITS = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
        " sixteen seventeen eighteen nineteen".split()
    )
}
_TENS = {
    word: 10 * value for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
_ORDINALS = {
    word: value
    for value, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth"
        " fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth".split(),
        1,
    )
} | {word[:-1] + "ieth": value for word, value in _TENS.items()}
_SCALES = {
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
    "k": 10**3,
    "m": 10**6,
    "bn": 10**9,
}
_SCALES |= {"thousands": 10**3, "millions": 10**6, "billions": 10**9, "trillions": 10**12, "mn": 10**6, "b": 10**9}
_OTHER = {
    "half": "1/2",
    "quarter": "1/4",
    "dozen": "12",
    "dozens": "12+",
    "twice": "2x",
    "double": "2x",
    "triple": "3x",
}
_OTHER |= {"halves": "1/2", "quarters": "1/4", "thirds": "1/3", "hundreds": "100+", "once": "1x", "thrice": "3x"}
_FIGURE = re.compile(r"(\d+(?:\.\d+)?)(st|nd|rd|th|s|k|m|bn|b|mn|am|pm|x|%)?$")


@lru_cache(maxsize=16384)
def is_number(form: str) -> bool:
    """Whether a word is, or holds, a number."""
    return (
        form[:1].isdigit()
        or any(char.isdigit() for char in form)
        or form in _UNITS
        or form in _TENS
        or form in _ORDINALS
        or form in _SCALES
        or form in _OTHER
        or form == "hundred"
    )


def is_figure(form: str) -> bool:
    """Whether a word has digits in it."""
    return any(char.isdigit() for char in form)


def values(forms: Sequence[str]) -> list[str]:
    """Return the numbers that the words state, each in one canonical spelling, in order."""
    found: list[str] = []
    at = 0
    while at < len(forms):
        value, taken = _one(forms, at)
        if value is None:
            at += 1
            continue
        found.append(value)
        at += taken
    return found


def _one(forms: Sequence[str], at: int) -> tuple[str | None, int]:
    """Read the number that starts at `at`: its canonical spelling and how many words it takes."""
    form = forms[at]
    figure = _FIGURE.match(form)
    if figure:
        return _figure(forms, at, figure)
    if is_figure(form):
        return form, 1
    if form in _UNITS or form in _TENS:
        return _spelt(forms, at)
    if form in _ORDINALS:
        return f"{_ORDINALS[form]}th", 1
    if form == "hundred" or (form in _SCALES and len(form) > 2):
        return _decimal(Decimal(_SCALES.get(form, 100))), 1
    if form in _OTHER:
        return _OTHER[form], 1
    return None, 1


def _figure(forms: Sequence[str], at: int, figure: re.Match[str]) -> tuple[str, int]:
    number, suffix = figure.groups()
    try:
        value = Decimal(number)
    except InvalidOperation:
        return forms[at], 1
    if suffix in {"st", "nd", "rd", "th"}:
        return f"{_decimal(value)}th", 1
    if suffix in _SCALES:
        return _decimal(value * _SCALES[suffix]), 1
    if suffix and suffix != "%":
        return _decimal(value) + suffix, 1
    following = forms[at + 1] if at + 1 < len(forms) else ""
    if following == "hundred":
        return _decimal(value * 100), 2
    if following in _SCALES and len(following) > 1:
        return _decimal(value * _SCALES[following]), 2
    return _decimal(value), 1


def _spelt(forms: Sequence[str], at: int) -> tuple[str, int]:
    total = current = 0
    start = at
    last = ""
    while at < len(forms):
        form = forms[at]
        if form in _TENS and last not in ("unit", "ten"):
            current, last = current + _TENS[form], "ten"
        elif form in _UNITS and last != "unit" and not (last == "ten" and _UNITS[form] > 9):
            current, last = current + _UNITS[form], "unit"
        elif form == "hundred" and current:
            current, last = current * 100, "hundred"
        elif form in _SCALES and len(form) > 2 and current:
            total, current, last = total + current * _SCALES[form], 0, "scale"
        elif (
            form == "and"
            and last in ("hundred", "scale")
            and at + 1 < len(forms)
            and (forms[at + 1] in _UNITS or forms[at + 1] in _TENS)
        ):
            pass
        elif form in _ORDINALS and last == "ten" and _ORDINALS[form] < 10:
            return f"{total + current + _ORDINALS[form]}th", at + 1 - start
        else:
            break
        at += 1
    return str(total + current), at - start


def _decimal(value: Decimal) -> str:
    return format(value.normalize(), "f")
