"""A quote beside the words of its source, with the differences marked."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from factcheck.cli.terminal import console, signed, style_of
from factcheck.cli.text import flat, inline

if TYPE_CHECKING:
    from rich.text import Text

    from factcheck.model import Finding

Stretch = tuple[int, int]


def print_finding(finding: Finding, indent: str = "  ") -> None:
    """Print what a comparison found: its label, and the printed words above the source's."""
    from rich.text import Text

    page = console()
    head = Text(indent).append(signed(finding.label), style=style_of(finding.label))
    if finding.severity not in ("none", ""):
        head.append(f" ({finding.severity})")
    page.print(head.append(f": {inline(finding.detail)}"))
    data = finding.data
    printed, passage = data.get("printed"), data.get("passage")
    if finding.label not in ("exact", "absent") and printed and passage:
        _print_both(data, printed, passage, indent)
    for warning in data.get("warnings", ()):
        kind, _, detail = str(warning).partition(": ")
        page.print(Text(f"{indent}look again: {inline(detail or kind.replace('_', ' '))}", style="yellow"))


def _print_both(data: dict[str, Any], printed: str, passage: str, indent: str) -> None:
    """Print the printed words above the source's, the differences marked."""
    from rich.text import Text

    page = console()
    edits = data.get("edits", [])
    offset = data.get("start") or 0
    ours = _stretches(edits, "printed", 0, len(printed))
    theirs = _stretches(edits, "source", offset, len(passage))
    for name, words, places, style, marks in (
        (
            "printed",
            printed,
            ours,
            "bold red",
            "[-",
        ),
        ("source ", passage, theirs, "bold green", "{+"),
    ):
        line = Text(f"{indent}{name}  “")
        _append_marked(line, words, places, style, marks)
        page.print(line.append("”"))


def _stretches(edits: Iterable[dict[str, Any]], side: str, offset: int, length: int) -> list[Stretch]:
    """Return the stretches that differ on one side, in order and apart from each other."""
    found: list[Stretch] = []
    for edit in edits:
        start, end = edit.get(f"{side}_start"), edit.get(f"{side}_end")
        if start is None or end is None:
            continue
        start, end = max(start - offset, 0), min(end - offset, length)
        if start < end:
            found.append((start, end))
    apart: list[Stretch] = []
    for start, end in sorted(found):
        if apart and start < apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart


def _append_marked(line: Text, words: str, places: list[Stretch], style: str, opening: str) -> None:
    closing = {"[-": "-]", "{+": "+}"}[opening]
    plain = not sys.stdout.isatty() or console().no_color  # colour alone would be lost
    at = 0
    for start, end in places:
        line.append(flat(words[at:start]))
        part = flat(words[start:end])
        line.append(f"{opening}{part}{closing}" if plain else part, style=style)
        at = end
    line.append(flat(words[at:]))
