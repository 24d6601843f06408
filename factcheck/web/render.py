"""The desk's templates: everything escaped, hidden characters as marks, no script in a page."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader
from markupsafe import Markup, escape

from factcheck.desk.people import Right
from factcheck.report import words
from factcheck.report.safe import one_line
from factcheck.report.templating import page_environment
from factcheck.web.answers import Visit
from factcheck.web.wording import without_command

SKIP_REASONS = ("background", "opinion", "rhetoric", "question", "transition", "headline")


@cache
def environment() -> Environment:
    """Return the templates, compiled once; the icons are the report's."""
    made = page_environment(
        ChoiceLoader(
            [
                # A plug-in's folder named "templates" would take the place of Datasette's own.
                PackageLoader("factcheck.web", "pages"),
                PackageLoader("factcheck.report", "templates"),
            ]
        )
    )
    made.filters.update(
        short=short,
        lacking=without_command,
        forcevalue=lambda text: Markup(escape(text)),
    )
    made.globals.update(
        STATUSES=tuple(words.STATUSES.items()),
        SKIP_REASONS=SKIP_REASONS,
        Right=Right,
    )
    return made


def render(template: str, visit: Visit, **data: Any) -> str:
    """Return a page or a part of one."""
    return (
        environment()
        .get_template(template)
        .render(
            visit=visit,
            url=visit.site.url,
            static=lambda name: visit.site.url(f"/static/{static_digest(name)}/{name}"),
            database=visit.site.datasette.urls.database(visit.site.database),
            checker=visit.may(Right.CHECK),
            signer=visit.may(Right.SIGN),
            editor=visit.may(Right.DIRECT),
            **data,
        )
    )


@cache
def static_file(name: str) -> bytes:
    """Return one of the desk's own files."""
    return files("factcheck.web").joinpath("static", name).read_bytes()


@cache
def static_digest(name: str) -> str:
    """Return what stands in a static file's address, so that browsers may keep it for ever."""
    return hashlib.sha256(static_file(name)).hexdigest()[:12]


def short(text: str | None, most: int = 120) -> str:
    """Return the beginning of a text, on one line."""
    flat = one_line(text or "")
    return flat if len(flat) <= most else flat[: most - 1].rstrip() + "…"
