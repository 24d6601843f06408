"""Finds the project's data folder `db/`: in an installed wheel or in a checkout."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def db_folder() -> Path:
    """Return the folder that holds `migrations/`, `queries/` and Datasette's files.

    Raises:
        FileNotFoundError: the installation is incomplete.
    """
    here = Path(__file__).resolve().parent
    for folder in (here / "_db", here.parent / "db"):
        if (folder / "migrations").is_dir():
            return folder
    raise FileNotFoundError("factcheck's db/ folder (migrations, queries) is missing; reinstall factcheck-desk")


def data_text(name: str) -> str:
    """Return a text file of the data folder, e.g. `bundle/verify.sh`."""
    return (db_folder() / name).read_text(encoding="utf-8")
