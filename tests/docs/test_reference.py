"""The reference is generated, and says all there is."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import factcheck
from factcheck.cli.index import COMMANDS
from factcheck.desk import Desk

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "docs" / "reference"

pytestmark = pytest.mark.skipif(not REFERENCE.exists(), reason="an installed package without its docs")


@pytest.mark.parametrize("seed", ["0", "7"])
def test_every_generated_file_is_up_to_date(seed: str) -> None:
    """With two hash seeds: what is made must not hang on the order of a set."""
    environment = os.environ | {"PYTHONHASHSEED": seed}
    done = subprocess.run(
        [sys.executable, "docs/generate.py", "--check"], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", factcheck.__all__)
def test_every_public_name_is_described(name: str) -> None:
    assert f"[`{name}`](#" in (REFERENCE / "python.md").read_text(encoding="utf-8")


def test_every_method_of_desk_is_described() -> None:
    text = (REFERENCE / "python.md").read_text(encoding="utf-8")
    public = {name for name in vars(Desk) if not name.startswith("_")}
    assert set(re.findall(r"^#### Desk\.(\w+)$", text, re.MULTILINE)) == public
    assert all(getattr(Desk, name).__doc__ for name in public)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_the_reference(name: str) -> None:
    assert f"\n### factcheck {name}\n" in (REFERENCE / "commands.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("query", sorted((ROOT / "db" / "queries").glob("*.sql")), ids=lambda path: path.stem)
def test_every_query_is_in_the_reference(query: Path) -> None:
    assert f"\n## {query.stem}\n" in (REFERENCE / "queries.md").read_text(encoding="utf-8")
