"""What each table and column holds, in words: `db/tables.toml` read for Datasette and the reference."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from factcheck._resources import db_folder


@dataclass(frozen=True, slots=True)
class TableWords:
    """One table in words, and how it is shown."""

    name: str
    group: str
    description: str
    label: str | None  # column shown where another table points here
    columns: Mapping[str, str]
    facets: tuple[str, ...] = ()
    sort: str | None = None
    sort_desc: str | None = None
    search: str | None = None  # its full-text index


@cache
def described_tables() -> tuple[TableWords, ...]:
    """Return every table that people read, in the order of `db/tables.toml`."""
    text = (db_folder() / "tables.toml").read_text(encoding="utf-8")
    return tuple(_table(name, entry) for name, entry in tomllib.loads(text).items())


def _table(name: str, entry: dict[str, Any]) -> TableWords:
    return TableWords(
        name=name,
        group=entry["group"],
        description=entry["description"],
        label=entry.get("label"),
        columns=entry["columns"],
        facets=tuple(entry.get("facets", ())),
        sort=entry.get("sort"),
        sort_desc=entry.get("sort_desc"),
        search=entry.get("search"),
    )
