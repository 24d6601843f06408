"""What the documents show is what comes out: every command and every line of Python in them is run."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
RUNNER = ROOT / "docs" / "run_examples.py"

pytestmark = pytest.mark.skipif(not RUNNER.exists(), reason="an installed package without its docs")


def load() -> ModuleType:
    """Return the module that runs the documents; `docs/` is no package."""
    if "run_examples" not in sys.modules:
        spec = importlib.util.spec_from_file_location("run_examples", RUNNER)
        assert spec
        assert spec.loader
        module = importlib.util.module_from_spec(spec)
        sys.modules["run_examples"] = module
        spec.loader.exec_module(module)
    return sys.modules["run_examples"]


examples = load()


@pytest.mark.parametrize("document", examples.documents(), ids=lambda path: path.stem)
def test_a_document_shows_what_comes_out(document: Path) -> None:
    if document.stem in ("web-archives", "hand-over-a-dossier"):
        pytest.importorskip("warcio")
    for program in ("bash", "ssh-keygen", "sha256sum"):
        needed = program == "bash" or program in document.read_text(encoding="utf-8")
        if needed and not shutil.which(program):
            pytest.skip(f"there is no {program}")
    wrong = examples.check(document)
    assert not wrong, "\n".join([*wrong, f"to put it right: python docs/run_examples.py --write {document.name}"])


def test_a_wrong_line_is_seen() -> None:
    wrong, made = examples.run("```console\n$ echo now\nthen\n```\n")
    assert "+now" in wrong[0]
    assert made == "```console\n$ echo now\nnow\n```\n"


def test_a_command_that_fails_is_seen() -> None:
    wrong, _ = examples.run("```sh\nfalse\n```\n")
    assert "`false` ended with 1" in wrong[0]
    assert not examples.run("<!-- example: exit 1 -->\n```sh\nfalse\n```\n")[0]


def test_python_that_fails_is_seen() -> None:
    wrong, _ = examples.run("```python\nraise ValueError('no')\n```\n")
    assert "ValueError" in wrong[0]


def test_an_option_that_is_not_there_is_seen_even_where_nothing_is_run() -> None:
    page = examples.read("<!-- example: not run, an example -->\n```sh\nfactcheck fetch --nonsense x | cat\n```\n")
    assert not page.blocks[0].run
    assert list(examples.unknown_options(page.blocks[0])) == ["factcheck fetch --nonsense x | cat: --nonsense"]


def test_times_hashes_and_what_is_left_out_do_not_count() -> None:
    shown = ["at 2026-03-02 10:00", "...", f"hash {'0' * 64}"]
    printed = ["at 2027-11-12 23:59", "anything", "at all", f"hash {'f' * 64}"]
    assert examples.same(shown, printed)
    assert not examples.same(["one", "..."], ["two"])
    assert examples.shortened(["a", "...", "z"], ["1", "2", "3", "4"]) == ["1", "...", "4"]
