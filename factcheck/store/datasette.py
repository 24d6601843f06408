"""Datasette's files for a factcheck database: words, facets, labels, search and the named queries.

Datasette 1.x reads words from `metadata.yaml` and everything else from `datasette.yaml`; 0.65 reads it
all from `metadata.yaml`, and settings from its command line. Both come from `db/tables.toml` and
`db/queries`. Datasette finds them by the database's name (the file's name without its suffix), so
`serve` writes them anew for the file at hand.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from factcheck.store.queries import NamedQuery, named_queries
from factcheck.store.tables import TableWords, described_tables

DATABASE = "factcheck"
"""The name that the files in `db/` are for: a file called `factcheck.db`."""

SETTINGS: dict[str, bool | int] = {
    "default_page_size": 50,
    "facet_time_limit_ms": 1500,
    "sql_time_limit_ms": 3000,
    # Trying every column for a facet takes longer than the page on a large file; ours are named.
    "suggest_facets": False,
}

_INDEXES = ("claims_fts", "captures_fts")
HIDDEN = (
    "_sqlite_migrations",
    *(f"{index}{part}" for index in _INDEXES for part in ("", "_config", "_data", "_docsize", "_idx")),
)
"""Tables of SQLite's and the migrations' own."""


def metadata(database: str = DATABASE) -> dict[str, Any]:
    """Return `metadata.yaml`: the words for every version, and all the rest for 0.65."""
    tables = {table.name: {**_words(table), **_shown(table)} for table in described_tables()}
    return {
        "title": "factcheck",
        "description": "Every claim, its source, the archived evidence and the verdict.",
        "databases": {
            database: {
                "description": "Begin with the queries: the worklist, an article's coverage, a claim's evidence trail.",
                "tables": tables | {name: {"hidden": True} for name in HIDDEN},
                "queries": _queries(),
            }
        },
    }


def config(database: str = DATABASE) -> dict[str, Any]:
    """Return `datasette.yaml` for 1.x: settings, how tables are shown, and the named queries."""
    tables = {table.name: _shown(table) for table in described_tables()}
    return {
        "settings": SETTINGS,
        "databases": {
            database: {"tables": tables | {name: {"hidden": True} for name in HIDDEN}, "queries": _queries()}
        },
    }


def arguments(folder: Path, database: str, version: str) -> list[str]:
    """Write the files for one database into `folder`; return the arguments that hand them to Datasette.

    `version` is Datasette's own, such as "0.65.1" or "1.0a41".
    """
    words = folder / "metadata.json"
    words.write_text(json.dumps(metadata(database)), encoding="utf-8")
    given = ["--metadata", str(words)]
    if is_zero(version):
        for name, value in SETTINGS.items():
            given += ["--setting", name, json.dumps(int(value) if isinstance(value, bool) else value)]
        return given
    settings = folder / "datasette.json"
    settings.write_text(json.dumps(config(database)), encoding="utf-8")
    return [*given, "--config", str(settings)]


def is_zero(version: str) -> bool:
    """Tell Datasette 0.x from 1.x."""
    return version.split(".")[0] == "0"


def _words(table: TableWords) -> dict[str, Any]:
    return {"description": table.description, "columns": dict(table.columns)}


def _shown(table: TableWords) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "label_column": table.label,
        "facets": list(table.facets) or None,
        "sort": table.sort,
        "sort_desc": table.sort_desc,
        "fts_table": table.search,
    }
    return {key: value for key, value in shown.items() if value is not None}


def _queries() -> dict[str, Any]:
    return {
        query.name: {
            "title": query.title,
            "description": _with_parameters(query),
            "params": [parameter.name for parameter in query.parameters],
            "sql": query.sql,
        }
        for query in named_queries()
    }


def _with_parameters(query: NamedQuery) -> str:
    told = " ".join(f"{parameter.name}: {parameter.description}." for parameter in query.parameters)
    return f"{query.description} {told}"
