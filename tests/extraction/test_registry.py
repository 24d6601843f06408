"""Another package can offer an extractor: found by name through its entry point, and really used."""

import json
import os
import subprocess
import sys
from zipfile import ZipFile

import pytest

from factcheck.errors import UsageError
from factcheck.extraction import Extractor, available_extractors, get_extractor

MODULE = """
import re
from factcheck.extraction.interface import Extraction, Sentence, Span

SAID = re.compile(r"^([A-Z]+): (.+)$", re.MULTILINE)


class Transcript:
    name = "transcript"
    version = "3"

    def extract(self, text):
        spans = tuple(
            Span("quote", m.start(2), m.end(2), m[2], m[1], m.start(1), m.end(1), None, None, None, number, 1.0)
            for number, m in enumerate(SAID.finditer(text))
        )
        return Extraction((Sentence(0, len(text), "body"),), spans, (), "en", ())


class Broken:
    name = "broken"
"""


INFO = "transcripts-3.dist-info"
FILES = {
    "transcripts_of_ours.py": MODULE,
    f"{INFO}/METADATA": "Metadata-Version: 2.1\nName: transcripts\nVersion: 3\n",
    f"{INFO}/WHEEL": "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    f"{INFO}/entry_points.txt": "[factcheck.extractors]\ntranscript = transcripts_of_ours:Transcript\n"
    "broken = transcripts_of_ours:Broken\n",
}


@pytest.fixture(scope="module")
def packages(tmp_path_factory):
    """A folder into which pip has installed the wheel of another package."""
    pytest.importorskip("pip", reason="pip installs the package of this test")
    home = tmp_path_factory.mktemp("plug-in")
    wheel, target = home / "transcripts-3-py3-none-any.whl", home / "site-packages"
    with ZipFile(wheel, "w") as archive:
        for name, content in FILES.items():
            archive.writestr(name, content)
        listed = "".join(f"{name},,\n" for name in [*FILES, f"{INFO}/RECORD"])
        archive.writestr(f"{INFO}/RECORD", listed)
    command = ["install", "--quiet", "--no-index", "--no-deps", "--no-compile", "--target", target, wheel]
    subprocess.run([sys.executable, "-m", "pip", "--disable-pip-version-check", *command], check=True)
    return target


@pytest.fixture
def installed(packages, monkeypatch):
    monkeypatch.syspath_prepend(str(packages))
    get_extractor.cache_clear()
    yield
    get_extractor.cache_clear()
    sys.modules.pop("transcripts_of_ours", None)


@pytest.mark.usefixtures("installed")
def test_an_installed_extractor_is_listed_and_reads():
    assert available_extractors() == ("builtin", "broken", "transcript")
    extractor = get_extractor("transcript")
    assert isinstance(extractor, Extractor)
    found = extractor.extract("VENN: We saw it.\nREED: So did I.\n")
    assert [(span.speaker, span.text) for span in found.spans] == [("VENN", "We saw it."), ("REED", "So did I.")]


@pytest.mark.usefixtures("installed")
def test_what_is_no_extractor_is_refused():
    with pytest.raises(UsageError, match="lacks name, version or extract"):
        get_extractor("broken")


def test_the_command_reads_with_an_installed_extractor(packages, tmp_path):
    (tmp_path / "hearing.txt").write_text("VENN: We saw it.\nREED: So did I.\n", encoding="utf-8")
    command = [sys.executable, "-m", "factcheck", "extract", "--extractor", "transcript", "--nl", "hearing.txt"]
    surroundings = os.environ | {"PYTHONPATH": os.pathsep.join([str(packages), *sys.path])}
    done = subprocess.run(command, cwd=tmp_path, env=surroundings, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    assert [(span["speaker"], span["text"]) for span in found["spans"]] == [
        ("VENN", "We saw it."),
        ("REED", "So did I."),
    ]
