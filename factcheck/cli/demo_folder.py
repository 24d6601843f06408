"""The folder of a demo: nothing of the user's is ever replaced, only what an earlier demo left untouched.

The demo leaves a note beside its files (`.factcheck-demo`): the last event of its log and the digest of
its report. Whoever works on in the database or writes into the report makes the files their own.
"""

from __future__ import annotations

import hashlib
import json
import shlex
from pathlib import Path

from factcheck.errors import FactcheckError, StorageError, UsageError

DB = "demo.db"
REPORT = "report.html"
NOTE = ".factcheck-demo"

_BESIDE = (f"{DB}-wal", f"{DB}-shm", f"{DB}.lock")


def make_room(folder: Path) -> None:
    """Make the folder, and clear away an earlier demo that nobody has touched.

    Raises:
        UsageError: it is a file, or holds a file by the name of one of the demo's that is not an untouched
            demo's; nothing has been changed then.
        StorageError: it cannot be used.
    """
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file", hint="name a folder")
    ours = [folder / name for name in (DB, REPORT, *_BESIDE)]
    there = [path.name for path in ours[:2] if path.exists()]
    if there and not _untouched(folder):
        raise UsageError(
            f"{folder} holds {' and '.join(there)} already, and nothing of yours is replaced",
            hint=f"name another folder: factcheck demo {shlex.quote(str(_free(folder)))}",
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path in (folder / NOTE, *ours):
            path.unlink(missing_ok=True)
    except OSError as error:
        raise StorageError(f"{folder} cannot be used: {error.strerror}", hint="name another folder") from error


def note_state(folder: Path) -> None:
    """Note what the demo has made so far, so that a later demo knows it for its own."""
    (folder / NOTE).write_text(json.dumps(_state(folder)) + "\n", encoding="utf-8")


def tidy(folder: Path) -> None:
    """Fold SQLite's helper files into the database: what is left is one file to hand on."""
    from factcheck.desk import Desk

    Desk.open(folder / DB).close()  # the last one who can write folds the write-ahead log in and removes it
    (folder / f"{DB}.lock").unlink(missing_ok=True)  # only waiting writers need it, and nobody waits


def _untouched(folder: Path) -> bool:
    try:
        noted = json.loads((folder / NOTE).read_text(encoding="utf-8"))
        return bool(noted == _state(folder))
    except (OSError, ValueError, FactcheckError):
        return False


def _state(folder: Path) -> dict[str, str | None]:
    """The hash of the log's last event and the report's digest; None for what is not there."""
    return {"head": _head(folder / DB), "report": _digest(folder / REPORT)}


def _head(db: Path) -> str | None:
    if not db.exists():
        return None
    from factcheck.desk import Desk

    with Desk.open(db, readonly=True) as desk:
        events = desk.log(limit=1)
    return events[0].hash if events else None


def _digest(report: Path) -> str | None:
    return hashlib.sha256(report.read_bytes()).hexdigest() if report.exists() else None


def _free(folder: Path) -> Path:
    """The first name like the folder's that is not taken."""
    plain = folder.resolve() if folder.name in ("", "..") else folder
    names = (plain.with_name(f"{plain.name or 'demo'}-{number}") for number in range(2, 10_000))
    return next((path for path in names if not path.exists()), plain)
