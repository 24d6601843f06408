"""Records to readable reports: HTML, Markdown and JSON. Pure.

Each function takes a `Dossier` (an article with all that is recorded about it) and returns text; what
is protected in the record (the names of contacts and sources) stands in none of them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from factcheck.report.data import render_json
    from factcheck.report.html import render_html
    from factcheck.report.markdown import render_markdown

__all__ = ["render_html", "render_json", "render_markdown"]

_HOMES = {"render_html": "html", "render_json": "data", "render_markdown": "markdown"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"factcheck.report.{_HOMES[name]}"), name)
