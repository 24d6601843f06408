"""A file with an article in it, and the program that works on it in processes of its own."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from factcheck.desk import Desk
from tests.conftest import ARTICLE

PROGRAM = [sys.executable, "-c", "from factcheck.cli import main; main()"]
ACK = re.compile(r"^ACK (\d+) ([0-9a-f]{64})$", re.MULTILINE)


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "story.db"
    with Desk.open(path, "ann", create=True) as desk:
        desk.add_article("-", content=ARTICLE.encode(), slug="bridge")
    return path
