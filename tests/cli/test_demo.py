"""The demo works through the whole example, offline, and shows the point of the product."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from typer.testing import Result


def test_the_demo_ends_with_a_report(run: Callable[..., Result], tmp_path: Path) -> None:
    for _ in range(2):  # a second one replaces what the first left behind
        result = run("demo", str(tmp_path / "out"), db=None)
        assert result.exit_code == 0, result.stderr
    assert (tmp_path / "out" / "report.html").read_text(encoding="utf-8").lower().startswith("<!doctype html>")
    for shown in ("$ factcheck --db demo.db cite", "✓ exact", "✓ elided", "≠ altered", "✗ absent", "✗ disputed"):
        assert shown in result.stdout
    assert "opinion" in result.stdout
    claims = json.loads(run("claims", "--json", db="out/demo.db").stdout)
    assert {"verified", "disputed", "unverifiable"} <= {claim["status"] for claim in claims}
