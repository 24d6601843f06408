"""The reference of the commands is what the commands say."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GENERATOR = ROOT / "docs" / "generate_commands.py"

pytestmark = pytest.mark.skipif(not GENERATOR.exists(), reason="an installed package without its docs")


def test_the_reference_is_up_to_date() -> None:
    spec = importlib.util.spec_from_file_location("generate_commands", GENERATOR)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["generate_commands"] = module
    spec.loader.exec_module(module)
    for path, text in module.files().items():
        assert (ROOT / path).read_text(encoding="utf-8") == text, f"{path} is out of date: python docs/generate.py"
