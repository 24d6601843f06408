"""The desk's templates: everything escaped, hidden characters as marks, no script in a page."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from factcheck.desk.people import Right
from factcheck.report import words
from factcheck.report.safe import one_line, plain, shown, unix_lines, web_link
from factcheck.web.answers import Visit

SKIP_REASONS = ("background", "opinion", "rhetoric", "question", "transition", "headline")

_COMMAND = re.compile(r" \((?:factcheck |--).*\)$", re.DOTALL)


@cache
def environment() -> Environment:
    """Return the templates, compiled once."""
    made = Environment(
        # A plug-in's folder named "templates" would take the place of Datasette's own.
        loader=PackageLoader("factcheck.web", "pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
        auto_reload=False,
    )
    made.filters.update(
        shown=lambda text: shown(unix_lines(text) if text else text),
        line=lambda text: shown(one_line(text) if text else text),
        web=web_link,
        moment=words.moment,
        size=words.size,
        plural=words.plural,
        words=words.sentence_case,
        time=time_element,
        short=short,
        lacking=without_command,
        forcevalue=lambda text: Markup(escape(text)),
    )
    made.globals.update(
        event_words=words.event_words,
        status_words=words.status_words,
        STANCES=words.STANCES,
        STATES=words.STATES,
        OUTCOMES=words.OUTCOMES,
        LABELS=words.LABELS,
        SEVERITIES=words.SEVERITIES,
        KINDS=words.KINDS,
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


def time_element(text: str | None) -> Markup:
    """Return a `<time>` element, or the text as it is where it is not a time."""
    if not words.is_time(text):
        return shown(text)
    return Markup('<time datetime="{}">{}</time>').format(text, words.moment(text))


def short(text: str | None, most: int = 120) -> str:
    """Return the beginning of a text, on one line."""
    flat = one_line(text or "")
    return flat if len(flat) <= most else flat[: most - 1].rstrip() + "…"


def without_command(text: str) -> str:
    """Return what a gate asks for without the command that would supply it."""
    return _COMMAND.sub("", text)


def _finalize(value: Any) -> Any:
    """Mark hidden characters in whatever a template prints without `shown`: attributes above all."""
    if value is None:
        return ""
    return plain(value) if type(value) is str else value
