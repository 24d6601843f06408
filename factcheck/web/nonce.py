"""A strict Content-Security-Policy for Datasette's own pages too.

Datasette writes some scripts into its pages. Their `<script>` tags stand in its templates, where no data
is yet: there each is given the request's nonce, before the template is compiled. What comes out of the
database has no nonce, and the policy lets nothing run that has none.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from jinja2 import BaseLoader, Environment

current: ContextVar[str] = ContextVar("factcheck_nonce", default="")
"""The nonce of the request that is being answered."""

_SCRIPT = re.compile(r"<script(?=[\s>{])", re.IGNORECASE)


class _Loader(BaseLoader):
    """Reads templates by another loader, and writes the nonce into their script tags."""

    def __init__(self, inner: BaseLoader) -> None:
        self._inner = inner

    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, Callable[[], bool] | None]:
        source, filename, fresh = self._inner.get_source(environment, template)
        return _SCRIPT.sub('<script nonce="{{ factcheck_nonce() }}"', source), filename, fresh

    def list_templates(self) -> list[str]:
        return self._inner.list_templates()


def allow_own_scripts(env: Any) -> None:
    """Give every script that a template of `env` holds the nonce of its request."""
    env.loader = _Loader(env.loader)
    env.globals["factcheck_nonce"] = current.get
