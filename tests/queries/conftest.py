"""A file of invented articles, made once, for the tests that ask questions of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.scale.generate import generate
from factcheck.store import connection


@pytest.fixture(scope="session")
def scale_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file of 1,000 claims in 25 articles and 100 captures."""
    path = tmp_path_factory.mktemp("scale") / "factcheck.db"
    generate(path, claims=1_000, captures=100)
    return path


@pytest.fixture
def conn(scale_file: Path) -> Iterator[sqlite3.Connection]:
    """Return that file, open for reading."""
    database = connection.open_file(scale_file, readonly=True)
    yield database.conn
    database.close()


@pytest.fixture
def empty() -> Iterator[sqlite3.Connection]:
    """Return an empty database in memory."""
    opened = connection.scratch()
    yield opened
    opened.close()
