"""Nothing from outside reaches the terminal as it came."""

from __future__ import annotations

import re

import pytest

from factcheck.cli.rows import cell, to_json
from factcheck.cli.text import inline, printable, shorten, size

HOSTILE = "a\x1b]0;owned\x07b\u202ec\u200bd\x9be\ufefff\u2066g\rh\U000e0041"
UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)


def test_control_direction_and_invisible_characters_become_marks() -> None:
    shown = printable(HOSTILE)
    assert not UNSAFE.search(shown)
    assert "<U+202E>" in shown
    assert "<U+001B>" in shown


def test_lone_surrogates_can_be_printed() -> None:
    assert printable("\udcff").encode("utf-8") == b"<U+DCFF>"


def test_outside_text_cannot_begin_a_line() -> None:
    assert inline("title\nACK 1 000\r\nverified by admin\u2028x") == "title ACK 1 000 verified by admin x"


def test_long_text_is_cut_to_the_room_there_is() -> None:
    assert shorten("a" * 50, 10) == "a" * 9 + "…"


def test_json_keeps_the_text_and_is_safe_to_print() -> None:
    import json

    for ascii_only in (False, True):
        written = to_json({"text": HOSTILE}, ascii_only=ascii_only)
        assert not UNSAFE.search(written)
        assert json.loads(written) == {"text": HOSTILE}
    assert "é" in to_json("é")
    assert to_json("é", ascii_only=True).isascii()


@pytest.mark.parametrize("value", ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "  =x", "\t=x", "＝1"])
def test_a_cell_that_would_calculate_gets_an_apostrophe(value: str) -> None:
    assert str(cell(value)).startswith("'")
    assert cell(value, raw=True) == value


@pytest.mark.parametrize("value", ["-5", "+3.2", "plain", "1e5", "a=b"])
def test_other_cells_stay_as_they_are(value: str) -> None:
    assert cell(value) == value


def test_sizes_are_told_as_people_say_them() -> None:
    assert [size(812), size(14_210), size(3_100_000)] == ["812 B", "14.2 kB", "3.1 MB"]
