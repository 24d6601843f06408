"""Which database, and who acts: the root options, the environment, then the habits of the machine."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from factcheck.desk import Desk

DEFAULT_DB = "factcheck.db"


@dataclass(frozen=True, slots=True)
class Settings:
    """What was said before the command."""

    db: Path
    by: str | None


show_next = True
"""Whether commands tell what usually comes next; the demo goes its own way."""

_current = Settings(Path(DEFAULT_DB), None)


def configure(*, db: Path | None, by: str | None) -> None:
    """Remember the root options of this run."""
    global _current
    _current = Settings(db or Path(os.environ.get("FACTCHECK_DB") or DEFAULT_DB), by)


def db_path() -> Path:
    """Return the database of this run."""
    return _current.db


def actor(by: str | None = None) -> str | None:
    """Return who acts: --by of the command, of the root, $FACTCHECK_ACTOR, the git name, the login name."""
    return by or _current.by or os.environ.get("FACTCHECK_ACTOR") or _git_name() or _login_name()


def reading(*, named: bool = False) -> Desk:
    """Open the database for a command that only reads; `named` if what it makes says who made it."""
    from factcheck.desk import Desk

    return _told(Desk.open(db_path(), actor=actor() if named else None, readonly=True))


def writing(by: str | None = None, *, create: bool = False) -> Desk:
    """Open the database for a command that writes, in the name of whoever acts."""
    from factcheck.desk import Desk

    return _told(Desk.open(db_path(), actor=actor(by), create=create))


def _told(desk: Desk) -> Desk:
    """Warn of changes that were acknowledged and are gone."""
    from factcheck.cli.text import inline

    if lost := desk.lost_changes():
        print(f"Warning: {inline(lost)}", file=sys.stderr)
    return desk


def _git_name() -> str | None:
    try:
        done = subprocess.run(
            ["git", "config", "user.name"], capture_output=True, timeout=2, text=True, errors="replace", check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip() or None


def _login_name() -> str | None:
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):  # no such user in this container
        return None
