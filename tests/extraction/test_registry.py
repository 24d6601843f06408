"""Another package can offer an extractor: found by name through its entry point, and really used."""

import sys

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


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """A package beside factcheck, as an installer lays it out."""
    (tmp_path / "transcripts_of_ours.py").write_text(MODULE, encoding="utf-8")
    info = tmp_path / "transcripts-3.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: transcripts\nVersion: 3\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(
        "[factcheck.extractors]\ntranscript = transcripts_of_ours:Transcript\nbroken = transcripts_of_ours:Broken\n",
        encoding="utf-8",
    )
    monkeypatch.syspath_prepend(str(tmp_path))
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
