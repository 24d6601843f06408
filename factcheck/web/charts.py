"""Charts as SVG, drawn from plain numbers; each is paired with a table in its page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from factcheck.report.safe import plain

BAR, GAP = 26, 10
LABEL, WIDTH = 220, 720


@dataclass(frozen=True, slots=True)
class Part:
    """One coloured part of a bar: a count and the class that colours it."""

    label: str
    count: float
    css: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar with its name."""

    label: str
    parts: tuple[Part, ...]

    @property
    def total(self) -> float:
        """The sum of the parts."""
        return sum(part.count for part in self.parts)


def bars(title: str, rows: Sequence[Bar]) -> Markup:
    """Return stacked horizontal bars, all to one scale."""
    most = max((row.total for row in rows), default=0) or 1
    height = len(rows) * (BAR + GAP)
    pieces = [_open(title, WIDTH, height)]
    for number, row in enumerate(rows):
        y = number * (BAR + GAP)
        pieces.append(_label(row, y))
        x = float(LABEL)
        for part in row.parts:
            width = (WIDTH - LABEL - 50) * part.count / most
            pieces.append(
                Markup('<rect class="{}" x="{}" y="{}" width="{}" height="{}"><title>{}</title></rect>').format(
                    f"part s-{part.css}", round(x, 1), y, round(width, 1), BAR, plain(f"{part.label}: {part.count:g}")
                )
            )
            x += width
        pieces.append(
            Markup('<text class="count" x="{}" y="{}">{}</text>').format(round(x + 8, 1), y + 18, f"{row.total:g}")
        )
    return Markup("").join([*pieces, Markup("</svg>")])


def _label(row: Bar, y: int) -> Markup:
    text = row.label if len(row.label) <= 28 else row.label[:27] + "…"
    return Markup('<text class="name" x="{}" y="{}">{}</text>').format(LABEL - 10, y + 18, plain(text))


@dataclass(frozen=True, slots=True)
class Line:
    """A line over time: its name, its colour's class, and (share of the time, share of the height) points."""

    label: str
    css: str
    points: tuple[tuple[float, float], ...]


def lines(title: str, rows: Sequence[Line], left: str, right: str, top: str) -> Markup:
    """Return step lines over time; `left` and `right` name the ends of the time, `top` the full height."""
    height = 220
    pieces = [_open(title, WIDTH, height + 30), Markup('<path class="axis" d="M40 0V{0}H{1}"/>').format(height, WIDTH)]
    for row in rows:
        path: list[str] = []
        last = 0.0
        for x, y in row.points:
            across, up = 40 + x * (WIDTH - 42), height - 1 - y * (height - 10)  # the line's own width stays inside
            path.append(f"{'L' if path else 'M'}{across:.1f} {last if path else up:.1f}L{across:.1f} {up:.1f}")
            last = up
        if path:
            pieces.append(
                Markup('<path class="line s-{}" d="{}"><title>{}</title></path>').format(
                    row.css, "".join(path), plain(row.label)
                )
            )
    pieces.append(
        Markup(
            '<text x="40" y="{0}">{1}</text><text class="end" x="{2}" y="{0}">{3}</text>'
            '<text class="end" x="34" y="12">{4}</text>'
        ).format(height + 20, plain(left), WIDTH, plain(right), plain(top))
    )
    return Markup("").join([*pieces, Markup("</svg>")])


def _open(title: str, width: int, height: int) -> Markup:
    return Markup(
        f'<svg class="chart" viewBox="0 0 {width} {max(height, 1)}" role="img" aria-label="{escape(plain(title))}">'
    )
