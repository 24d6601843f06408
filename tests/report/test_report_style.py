"""Colours keep the contrast that WCAG 2.2 AA asks for, in light and in dark."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

CSS = files("factcheck.report").joinpath("templates", "report.css").read_text(encoding="utf-8")
STATUSES = "verified disputed unverifiable not-checkable needs-recheck checking unchecked".split()


def palette(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))


LIGHT = palette(CSS.split("}")[0])
DARK = LIGHT | palette(CSS.split("prefers-color-scheme: dark")[1].split("}")[0])


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_text_is_legible(colours):
    for ground in ("paper", "wash"):
        for ink in ("ink", "soft", "link", *STATUSES):
            assert contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_marked_words_are_legible_and_their_lines_seen(colours):
    for status in STATUSES:
        tint = colours[f"{status}-tint"]
        assert contrast(colours["ink"], tint) >= 7
        assert contrast(colours["soft"], tint) >= 4.5
        assert contrast(colours[status], tint) >= 4.5


def test_every_status_has_its_own_line_or_sign():
    rules = re.findall(r"\.s-([\w-]+) \{[^}]*--rule: (\w+)", CSS)
    assert [name for name, _ in rules if name != "cut"] == STATUSES


def test_the_page_can_be_shown_on_paper_and_to_those_who_want_no_motion():
    assert "@media print" in CSS
    assert "prefers-reduced-motion: no-preference" in CSS
    assert "forced-colors" in CSS
