"""The provenance report as one HTML page that loads nothing and runs nothing."""

from __future__ import annotations

import base64
import hashlib
from contextlib import suppress
from functools import cache
from importlib.resources import files

from jinja2 import DictLoader, Environment, FileSystemBytecodeCache
from jinja2.bccache import Bucket
from markupsafe import Markup

from factcheck.report import words
from factcheck.report.dossier import Dossier
from factcheck.report.templating import page_environment
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
    made = page_environment(DictLoader({name: _package_text(name) for name in _TEMPLATES}), _compiled())
    made.globals["STATUSES"] = tuple(words.STATUSES.values())
    return made
