"""On a terminal: a table that fits, signs and colours, and none of them where they are not wanted."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest
from rich.console import Console

from factcheck.cli import rows, terminal
from factcheck.cli.claims import CLAIMS
from factcheck.cli.rows import Column, aligned
from factcheck.model import Status

RECORDS = [
    {"id": 1, "status": "verified", "kind": "quote", "source": "Ida [bold]Lindqvist", "text": "words " * 60},
    {"id": 2, "status": "disputed", "kind": "statement", "source": None, "text": "港の\x1b[31mトンネル"},
]


def drawn(monkeypatch: pytest.MonkeyPatch, *, width: int = 80, **environment: str) -> str:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    page = io.StringIO()
    monkeypatch.setattr(
        terminal,
        "console",
        lambda **_: Console(file=page, width=width, force_terminal=True, markup=False, highlight=False),
    )
    rows._rich_table(RECORDS, CLAIMS)
    return page.getvalue()


def test_the_table_fits_and_shows_the_status_by_sign_and_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    page = drawn(monkeypatch)
    assert "✓ verified" in page
    assert "\x1b[32m" in page
    assert "[bold]" in page  # somebody else's words are no markup
    assert "\x1b[31mトンネル" not in page


@pytest.mark.parametrize("width", [60, 80, 200])
def test_no_line_is_wider_than_the_terminal(monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    page = drawn(monkeypatch, width=width, NO_COLOR="1")
    assert all(
        terminal.display_width(line.replace("\x1b[1m", "").replace("\x1b[0m", "")) <= width
        for line in page.splitlines()
    )


def test_no_color_is_honoured(monkeypatch: pytest.MonkeyPatch) -> None:
    page = drawn(monkeypatch, NO_COLOR="1")
    assert "\x1b[32m" not in page
    assert "✓ verified" in page


def test_every_status_has_its_own_sign() -> None:
    signs: Sequence[str] = [terminal.signed(status)[0] for status in Status]
    assert len(set(signs)) == len(Status)


def test_wide_characters_stay_in_their_columns() -> None:
    lines = list(aligned([["港", "a"], ["b", "c"]], [Column("x", "x"), Column("y", "y")]))
    assert lines == ["x   y", "港  a", "b   c"]
