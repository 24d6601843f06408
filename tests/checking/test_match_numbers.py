"""Two spellings of one number are equal; two numbers never are."""

from __future__ import annotations

import pytest

from factcheck.checking.match_numbers import values


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("seven", "7"),
        ("twenty one", "21"),
        ("1.5 million", "1500000"),
        ("three hundred and five", "305"),
        ("5m", "5 million"),
        ("third", "3rd"),
        ("two thousand", "2000"),
    ],
)
def test_one_number_in_two_spellings(one: str, other: str) -> None:
    assert values(one.split()) == values(other.split())


@pytest.mark.parametrize(
    ("one", "other"), [("1.5", "15"), ("3", "3rd"), ("million", "billion"), ("2x", "2"), ("half", "quarter")]
)
def test_two_numbers(one: str, other: str) -> None:
    assert values(one.split()) != values(other.split())


def test_words_are_no_numbers() -> None:
    assert values("the bridge of sighs".split()) == []
