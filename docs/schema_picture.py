"""Draws the tables as an SVG: one box a table, one line a foreign key; light and dark, and always the same bytes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

COLUMNS: tuple[tuple[str, ...], ...] = (
    ("articles", "revisions", "sentences", "events"),
    ("claims", "anchors", "verdicts", "signoffs"),
    ("attributions", "sources", "aliases", "contacts", "findings"),
    ("evidence", "captures", "refs", "capture_texts", "bodies"),
)
"""Which table stands where, from left to right: the article, its claims, who and what bears on them, the archive."""

HUES = {
    "The article": "blue",
    "Claims": "violet",
    "Sources": "teal",
    "Decisions": "amber",
    "References": "green",
    "Evidence": "rose",
    "The log": "grey",
}
WIDTH, HEADER, ROW, GAP, GUTTER, MARGIN, TOP = 196, 30, 19, 26, 86, 28, 74


@dataclass(frozen=True, slots=True)
class Line:
    """A column of a table as it is drawn."""

    name: str
    note: str  # its type, or the table it points to
    key: str = ""  # "primary", or the table it points to


@dataclass(frozen=True, slots=True)
class Box:
    """A table as it is drawn."""

    name: str
    group: str
    lines: Sequence[Line]
    more: int  # columns left out

    @property
    def height(self) -> int:
        """How tall the box is, in pixels."""
        return HEADER + ROW * (len(self.lines) + bool(self.more)) + 8


def draw(boxes: Sequence[Box]) -> str:
    """Return the picture of these tables."""
    places = _places({box.name: box for box in boxes})
    height = max(y + box.height for box in boxes for _, y in [places[box.name]]) + MARGIN
    width = 2 * MARGIN + len(COLUMNS) * WIDTH + (len(COLUMNS) - 1) * GUTTER
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        ' role="img" aria-labelledby="title desc">',
        '<title id="title">The tables of a factcheck file</title>',
        f'<desc id="desc">{escape(_in_words(boxes))}</desc>',
        f"<style>{_STYLE}</style>",
        f'<rect class="page" width="{width}" height="{height}" rx="14"/>',
        *_legend(),
        *(line for box in boxes for line in _edges(box, places, {b.name: b for b in boxes})),
        *(part for box in boxes for part in _box(box, *places[box.name])),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _in_words(boxes: Sequence[Box]) -> str:
    told = []
    for box in boxes:
        targets = list(dict.fromkeys(line.key for line in box.lines if line.key not in ("", "primary")))
        if targets:
            told.append(f"{box.name} points to {', '.join(targets)}")
    return "; ".join(told) + "."


def _places(boxes: dict[str, Box]) -> dict[str, tuple[int, int]]:
    places = {}
    for number, names in enumerate(COLUMNS):
        y = TOP
        for name in names:
            places[name] = (MARGIN + number * (WIDTH + GUTTER), y)
            y += boxes[name].height + GAP
    return places


def _legend() -> list[str]:
    parts, x = [], MARGIN
    for group, hue in HUES.items():
        parts.append(f'<circle class="dot {hue}" cx="{x + 6}" cy="36" r="6"/>')
        parts.append(f'<text class="legend" x="{x + 19}" y="40.5">{group}</text>')
        x += 46 + int(7.2 * len(group))
    return parts


def _box(box: Box, x: int, y: int) -> list[str]:
    hue = HUES[box.group]
    round_top = f"M{x} {y + HEADER}v-{HEADER - 9}q0-9 9-9h{WIDTH - 18}q9 0 9 9v{HEADER - 9}z"
    parts = [
        f'<a href="tables.md#{box.name}">',
        f'<rect class="box" x="{x}" y="{y}" width="{WIDTH}" height="{box.height}" rx="9"/>',
        f'<path class="head {hue}" d="{round_top}"/>',
        f'<text class="name" x="{x + 12}" y="{y + 20}">{box.name}</text>',
    ]
    for number, line in enumerate(box.lines):
        base = y + HEADER + ROW * number + 17
        style = {"": "column", "primary": "column primary"}.get(line.key, "column key")
        parts.append(f'<text class="{style}" x="{x + 12}" y="{base}">{line.name}</text>')
        parts.append(f'<text class="note" x="{x + WIDTH - 12}" y="{base}">{line.note}</text>')
    if box.more:
        base = y + HEADER + ROW * len(box.lines) + 17
        parts.append(f'<text class="note left" x="{x + 12}" y="{base}">and {box.more} more</text>')
    return [*parts, "</a>"]


def _edges(box: Box, places: dict[str, tuple[int, int]], boxes: dict[str, Box]) -> list[str]:
    """Draw a line from each key to the head of the table it points to; lines leave on the side they go to."""
    x, y = places[box.name]
    parts = []
    for number, line in enumerate(box.lines):
        if line.key not in places:
            continue
        to_x, to_y = places[line.key]
        from_y = y + HEADER + ROW * number + 13
        end_y = to_y + HEADER // 2
        hue = HUES[boxes[line.key].group]
        if to_x == x:  # the same column: out on the left and back
            bend = 22 + min(26, abs(end_y - from_y) // 22)
            path = f"M{x} {from_y}C{x - bend} {from_y} {x - bend} {end_y} {x} {end_y}"
        elif to_x < x:
            start, end = x, to_x + WIDTH
            bend = max(40, (start - end) // 2)
            path = f"M{start} {from_y}C{start - bend} {from_y} {end + bend} {end_y} {end} {end_y}"
        else:
            start, end = x + WIDTH, to_x
            bend = max(40, (end - start) // 2)
            path = f"M{start} {from_y}C{start + bend} {from_y} {end - bend} {end_y} {end} {end_y}"
        start_x = int(path[1:].split(" ")[0])
        parts.append(f'<path class="edge {hue}" d="{path}"/>')
        parts.append(f'<circle class="end {hue}" cx="{start_x}" cy="{from_y}" r="2.6"/>')
    return parts


def _hues(light: bool) -> str:
    shades = {
        "blue": ("#2563eb", "#7aa7ff"),
        "violet": ("#7c3aed", "#b69cff"),
        "teal": ("#0d8a8a", "#58cfc9"),
        "amber": ("#b45309", "#f0b429"),
        "green": ("#2f7d32", "#7fcf86"),
        "rose": ("#be185d", "#f78fb8"),
        "grey": ("#57606a", "#a3adb8"),
    }
    return "".join(f".{hue}{{--hue:{pair[0 if light else 1]}}}" for hue, pair in shades.items())


_STYLE = (
    "svg{--page:#fbfbfd;--box:#fff;--line:#d5d9e0;--ink:#1c2128;--soft:#667080;--head:#fff;"
    "font-family:system-ui,-apple-system,'Segoe UI',Roboto,sans-serif}"
    f"{_hues(True)}"
    ".page{fill:var(--page)}.box{fill:var(--box);stroke:var(--line)}.head{fill:var(--hue)}.dot{fill:var(--hue)}"
    ".name{fill:var(--head);font-size:13.5px;font-weight:650}"
    ".column,.note{font-size:12px;font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}"
    ".column{fill:var(--ink)}.primary{font-weight:700}.key{font-style:italic}"
    ".note{fill:var(--soft);text-anchor:end;font-size:10.5px}.left{text-anchor:start}"
    ".legend{fill:var(--ink);font-size:13px}"
    ".edge{fill:none;stroke:var(--hue);stroke-width:1.4;opacity:.62}.end{fill:var(--hue)}"
    "a{text-decoration:none}"
    "@media (prefers-color-scheme:dark){"
    "svg{--page:#0f131a;--box:#171d26;--line:#333c49;--ink:#e6eaf0;--soft:#9aa5b4;--head:#0f131a}"
    f"{_hues(False)}"
    "}"
)
