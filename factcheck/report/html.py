"""The provenance report as one HTML page that loads nothing and runs nothing."""

from __future__ import annotations

import base64
import hashlib
from contextlib import suppress
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from jinja2 import DictLoader, Environment, FileSystemBytecodeCache, StrictUndefined
from jinja2.bccache import Bucket
from markupsafe import Markup

from factcheck.report import words
from factcheck.report.dossier import Dossier
from factcheck.report.safe import one_line, plain, real_host, shown, unix_lines, web_link
from factcheck.report.view import arrange

_TEMPLATES = ("report.html", "text.html", "claim.html", "appendix.html", "icons.html")


def render_html(dossier: Dossier) -> str:
    """Return the report as a self-contained HTML page.

    Every string is escaped; hidden characters are shown as marks; only http and https links are links.
    The page's Content-Security-Policy names the hash of its one style sheet and allows nothing else.
    """
    style = _style()
    return (
        _environment()
        .get_template("report.html")
        .render(report=arrange(dossier), style=Markup(style), style_hash=_digest(style))
    )


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _package_text(name: str) -> str:
    return files("factcheck.report").joinpath("templates", name).read_text(encoding="utf-8")


@cache
def _style() -> str:
    return _package_text("report.css")


class _Compiled(FileSystemBytecodeCache):
    """Compiled templates, kept for the next run in a folder of this user's only: compiling takes a tenth of a second.

    What cannot be kept (a full or read-only disk) is compiled again.
    """

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            super().dump_bytecode(bucket)


def _compiled() -> _Compiled | None:
    """Return where compiled templates are kept; None where there is no folder that is safe from others."""
    try:
        return _Compiled()
    except (OSError, RuntimeError):
        return None


@cache
def _environment() -> Environment:
    """Return the templates, read once from the package."""
    environment = Environment(
        loader=DictLoader({name: _package_text(name) for name in _TEMPLATES}),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
        bytecode_cache=_compiled(),
    )
    environment.filters.update(
        shown=lambda text: shown(unix_lines(text) if text else text),
        line=lambda text: shown(one_line(text) if text else text),
        web=web_link,
        real_host=real_host,
        moment=words.moment,
        size=words.size,
        plural=words.plural,
        words=words.sentence_case,
        time=_time,
    )
    environment.globals.update(
        event_words=words.event_words,
        status_words=words.status_words,
        STANCES=words.STANCES,
        STATES=words.STATES,
        OUTCOMES=words.OUTCOMES,
        LABELS=words.LABELS,
        SEVERITIES=words.SEVERITIES,
        KINDS=words.KINDS,
        STATUSES=tuple(words.STATUSES.values()),
    )
    return environment


def _finalize(value: Any) -> Any:
    """Mark hidden characters in whatever a template prints without `shown`: attributes above all."""
    if value is None:
        return ""
    return plain(value) if type(value) is str else value


@lru_cache(maxsize=2048)
def _time(text: str | None) -> Markup:
    """Return a `<time>` element, or the text as it is where it is not a time; the same few times come often."""
    if not words.is_time(text):
        return shown(text)
    return Markup('<time datetime="{}">{}</time>').format(text, words.moment(text))
