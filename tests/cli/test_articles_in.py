"""Article files as they come: in old encodings, with the marks of Markdown, twice in two forms."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from typer.testing import Result

Run = Callable[..., Result]
Ok = Callable[..., str]


def test_the_encoding_can_be_named(run: Run, ok: Ok, tmp_path: Path) -> None:
    path = tmp_path / "pont.txt"
    path.write_bytes("Le pont est fermé, dit-on.\n".encode("cp850"))
    assert "cp850" not in run("add", str(path), "--encoding", "cp850").stderr
    assert "fermé" in json.loads(ok("claims", "--json"))[0]["text"]
    assert run("add", str(path), "--encoding", "nonsense").exit_code == 2
    path.write_bytes("Le pont n’est plus fermé, dit-on.\n".encode("mac_roman"))
    ok("revise", "pont", str(path), "--encoding", "macintosh")
    assert "n’est plus fermé" in json.loads(ok("claims", "--json"))[0]["text"]


def test_a_file_with_zeros_is_refused_and_nothing_is_made(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"hello\0world")
    result = run("add", str(tmp_path / "a.txt"))
    assert result.exit_code == 2
    assert "binary data" in result.stderr
    assert not (tmp_path / "story.db").exists()
