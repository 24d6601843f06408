"""What every page of ours is rendered with: all is escaped, hidden characters show as marks, words have one form."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from jinja2 import BaseLoader, BytecodeCache, Environment, StrictUndefined
from markupsafe import Markup

from factcheck.report import words
from factcheck.report.safe import one_line, plain, real_host, shown, unix_lines, web_link


def page_environment(loader: BaseLoader, compiled: BytecodeCache | None = None) -> Environment:
    """Return templates with the filters and words that the report and the desk share."""
    made = Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
        auto_reload=False,
        bytecode_cache=compiled,
    )
    made.filters.update(
        shown=lambda text: shown(unix_lines(text) if text else text),
        line=lambda text: shown(one_line(text) if text else text),
        web=web_link,
        real_host=real_host,
        moment=words.moment,
        size=words.size,
        plural=words.plural,
        words=words.sentence_case,
        time=time_element,
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
    )
    return made


@lru_cache(maxsize=2048)
def time_element(text: str | None) -> Markup:
    """Return a `<time>` element, or the text as it is where it is not a time; the same few times come often."""
    if not words.is_time(text):
        return shown(text)
    return Markup('<time datetime="{}">{}</time>').format(text, words.moment(text))


def _finalize(value: Any) -> Any:
    """Mark hidden characters in whatever a template prints without `shown`: attributes above all."""
    if value is None:
        return ""
    return plain(value) if type(value) is str else value
