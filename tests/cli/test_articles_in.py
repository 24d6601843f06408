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


def test_the_marks_of_markdown_are_no_claims(ok: Ok, tmp_path: Path) -> None:
    text = (
        "---\ntitle: Bridge closes\ndate: 2026-02-17\n---\n\n# Bridge closes\n\n![pic](x.png)\n\n"
        "* It cost 41 million crowns.\n* they never paid it\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n"
        '**"The bridge is safe,"** Mayor Ilse Tamm said.\n'
    )
    (tmp_path / "bridge.md").write_text(text, encoding="utf-8")
    ok("add", str(tmp_path / "bridge.md"))
    claims = json.loads(ok("claims", "--json"))
    assert [claim["text"] for claim in claims] == [
        "Bridge closes", "It cost 41 million crowns.", "they never paid it", "The bridge is safe,"
    ]  # fmt: skip
    assert [text[claim["start"] : claim["end"]] for claim in claims] == [claim["text"] for claim in claims]
    assert claims[-1]["source"] == "Ilse Tamm"
    assert json.loads(ok("status", "bridge", "--json"))[0]["open_sentences"] == []
    (tmp_path / "bridge.md").write_text(text.replace("41", "44"), encoding="utf-8")
    ok("revise", "bridge", str(tmp_path / "bridge.md"))
    assert not [claim for claim in json.loads(ok("claims", "--json")) if "|" in claim["text"] or "#" in claim["text"]]


def test_the_same_text_in_another_form_is_not_added_twice(ok: Ok, tmp_path: Path) -> None:
    text = "Bridge closed until spring\n\nThe bridge cost 41 million crowns.\n"
    (tmp_path / "a.txt").write_bytes(text.encode())
    ok("add", str(tmp_path / "a.txt"))
    forms = (
        text.replace("\n", "\r\n") + "\r\n",
        text.replace("\n", "\r"),
        text.strip(),
        "\ufeff" + text,
        text + "\n\n",
    )
    for form in forms:
        (tmp_path / "b.txt").write_bytes(form.encode())
        assert "nothing was added" in ok("add", str(tmp_path / "b.txt"))
    (tmp_path / "b.txt").write_bytes(text.replace("41", "44").encode())
    assert "Added article 2" in ok("add", str(tmp_path / "b.txt"))
