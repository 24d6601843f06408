"""The site: which file a Datasette serves, in which mode, and the threads that work on it.

`serve` tells the plug-in by environment variables, `datasette.yaml` (or `metadata.yaml`) under
`plugins: factcheck:` by keys of the same names in small letters:

    FACTCHECK_DESK   1: people can sign in and write; else everything is read-only
    FACTCHECK_HOSTS  names besides localhost under which the site may be asked for, with commas
    FACTCHECK_ALLOW  private addresses (IP:PORT) that may be fetched, with commas
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import hmac
import os
import secrets
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from factcheck.desk.desk import Desk
from factcheck.desk.people import People
from factcheck.web.jobs import Jobs

APPLICATION_ID = 1178816599
"""What SQLite's header says in a factcheck file ("FCHW")."""

LOCAL_NAMES = frozenset({"127.0.0.1", "localhost", "[::1]"})

T = TypeVar("T")


class Site:
    """One factcheck file behind one Datasette."""

    def __init__(self, datasette: Any, database: str, path: Path) -> None:
        given = datasette.plugin_config("factcheck") or {}
        self.datasette = datasette
        self.database = database
        self.path = path
        self.desk_open = _setting(given, "desk") in ("1", "true", "yes")
        self.hosts = LOCAL_NAMES | frozenset(_list(given, "hosts"))
        self.allow = frozenset(_address(item) for item in _list(given, "allow"))
        self.people = People(path)
        self.cookie = cookie_name(path)
        self.desks = Desks(path, readonly=not self.desk_open)
        self.jobs = Jobs(self.desks.begin)
        self.flash: dict[str, str] = {}  # by session: what its next page begins with
        self.shown_once: dict[str, tuple[str, str]] = {}  # by session: a secret for its next page
        self._secret = secrets.token_bytes(32)

    def form_token(self, name: str) -> str:
        """Return what the forms of one without a session of the desk must bring along."""
        return hmac.new(self._secret, name.encode(), hashlib.sha256).hexdigest()

    def url(self, path: str = "") -> str:
        """Return the address of a page of the desk."""
        return str(self.datasette.urls.path("/-/factcheck" + ("" if path == "/" else path)))


class Desks:
    """Threads with a desk each: an SQLite connection stays in the thread that opened it."""

    def __init__(self, path: Path, *, readonly: bool) -> None:
        self._path = path
        self._readonly = readonly
        self._local = threading.local()
        self._reading = ThreadPoolExecutor(4, "desk-reading")
        self._writing = ThreadPoolExecutor(3, "desk-writing")
        self._slow = ThreadPoolExecutor(4, "desk-slow")

    async def run(self, work: Callable[[Desk], T], *, writes: bool = False, slow: bool = False) -> T:
        """Run `work` in a thread.

        What writes may have to wait for the file, and `slow` work (fetching, searching the archive) for
        others: each has threads of its own, so that pages open meanwhile.
        """
        pool = self._slow if slow else self._writing if writes else self._reading
        return await asyncio.get_running_loop().run_in_executor(pool, partial(self._with_desk, work))

    def begin(self, work: Callable[[Desk], Any]) -> None:
        """Start `work` in a thread and come back at once."""
        self._slow.submit(self._with_desk, work)

    def _with_desk(self, work: Callable[[Desk], T]) -> T:
        desk = getattr(self._local, "desk", None)
        if desk is None:
            desk = self._local.desk = Desk.open(self._path, readonly=self._readonly)
        return work(desk)


def cookie_name(path: Path) -> str:
    """Return what the desk's cookie is called: desks on other ports of one machine share its cookies."""
    return f"factcheck_session_{hashlib.sha256(str(path.absolute()).encode()).hexdigest()[:8]}"


_sites: WeakKeyDictionary[Any, Site | None] = WeakKeyDictionary()


def site_of(datasette: Any) -> Site | None:
    """Return the site of a Datasette; None where it serves no factcheck file."""
    if datasette not in _sites:
        _sites[datasette] = _find(datasette)
    return _sites[datasette]


def _find(datasette: Any) -> Site | None:
    _keep_secrets_out_of_the_log()
    for path in (Path(name) for name in getattr(datasette, "files", ())):
        if _is_ours(path):
            return Site(datasette, path.stem, path.absolute())
    return None


def _keep_secrets_out_of_the_log() -> None:
    """Turn off Datasette's pictures of errors: they print every variable, a request's cookies among them.

    It draws them, for every refused SQL query too, where `rich` is installed, which factcheck needs. A
    plain traceback of what fails unexpectedly is still printed.
    """
    with contextlib.suppress(ImportError):
        import datasette.handle_exception

        datasette.handle_exception.rich = None


def _is_ours(path: Path) -> bool:
    with contextlib.suppress(sqlite3.Error, OSError), path.open("rb") as file:
        header = file.read(72)
        return len(header) == 72 and int.from_bytes(header[68:72], "big") == APPLICATION_ID
    return False


def _setting(given: dict[str, Any], name: str) -> str:
    return str(os.environ.get(f"FACTCHECK_{name.upper()}") or given.get(name) or "").strip().lower()


def _list(given: dict[str, Any], name: str) -> list[str]:
    value = os.environ.get(f"FACTCHECK_{name.upper()}") or given.get(name) or ()
    return [item.strip() for item in (value.split(",") if isinstance(value, str) else value) if str(item).strip()]


def _address(text: str) -> tuple[str, int]:
    from factcheck.archive.options import parse_allowed

    return parse_allowed(text)
