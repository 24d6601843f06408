"""The reference of tables and queries, and Datasette's files, are what `make docs` would write."""

from __future__ import annotations

import importlib
import xml.etree.ElementTree as ET
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def generator() -> ModuleType:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT / "docs"))
        return importlib.import_module("generate_schema")


def test_every_file_is_up_to_date(generator: ModuleType) -> None:
    stale = [path for path, text in generator.files().items() if (ROOT / path).read_text(encoding="utf-8") != text]
    assert not stale, "run `make docs`"


def test_the_picture_is_the_same_each_time_and_names_every_table(generator: ModuleType) -> None:
    made = generator.files()["docs/reference/tables.svg"]
    assert made == generator.files()["docs/reference/tables.svg"]
    picture = ET.fromstring(made)
    drawn = {text.text for text in picture.iter("{http://www.w3.org/2000/svg}text") if text.get("class") == "name"}
    assert drawn == {table.name for table in generator.described_tables()}


def test_the_picture_needs_nothing_from_elsewhere(generator: ModuleType) -> None:
    made = generator.files()["docs/reference/tables.svg"]
    assert "<script" not in made
    assert made.count("http") == 1  # its namespace
    assert "prefers-color-scheme:dark" in made
