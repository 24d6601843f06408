"""Another package can offer an extractor: found by name through its entry point, and really used."""

import json
import os
import subprocess
import sys
from zipfile import ZipFile

import pytest

from factcheck.desk import Desk
from factcheck.errors import FactcheckError, UsageError
from factcheck.extraction import Extractor, available_extractors, get_extractor

MODULE = """
import os
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


class Falls(Transcript):
    def extract(self, text):
        raise RuntimeError("the model\\nis not there")


class Leaves(Transcript):
    def extract(self, text):
        raise SystemExit(3)


class Talks(Transcript):
    def extract(self, text):
        print("loading the model")
        return super().extract(text)


class Ends(Transcript):
    def extract(self, text):
        os._exit(1)


class Beyond(Transcript):
    def extract(self, text):
        return Extraction((), (Span("quote", 0, 99, text, *[None] * 6, 0, 1.0),), (), "en", ())


class NotMade(Transcript):
    def __init__(self):
        raise ValueError("no model")
"""


INFO = "transcripts-3.dist-info"
FILES = {
    "transcripts_of_ours.py": MODULE,
    f"{INFO}/METADATA": "Metadata-Version: 2.1\nName: transcripts\nVersion: 3\n",
    f"{INFO}/WHEEL": "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    f"{INFO}/entry_points.txt": "[factcheck.extractors]\ntranscript = transcripts_of_ours:Transcript\n"
    + "".join(
        f"{word} = {module}:{name}\n"
        for word, module, name in (
            ("beyond", "transcripts_of_ours", "Beyond"),
            ("broken", "transcripts_of_ours", "Broken"),
            ("ends", "transcripts_of_ours", "Ends"),
            ("falls", "transcripts_of_ours", "Falls"),
            ("leaves", "transcripts_of_ours", "Leaves"),
            ("missing", "there_is_no_such_module", "Any"),
            ("notmade", "transcripts_of_ours", "NotMade"),
            ("talks", "transcripts_of_ours", "Talks"),
        )
    ),
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
    assert available_extractors()[0] == "builtin"
    assert {"broken", "transcript"} < set(available_extractors())
    extractor = get_extractor("transcript")
    assert isinstance(extractor, Extractor)
    found = extractor.extract("VENN: We saw it.\nREED: So did I.\n")
    assert [(span.speaker, span.text) for span in found.spans] == [("VENN", "We saw it."), ("REED", "So did I.")]


@pytest.mark.usefixtures("installed")
def test_what_is_no_extractor_is_refused():
    with pytest.raises(UsageError, match="lacks name, version or extract"):
        get_extractor("broken")


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("falls", "the extractor 'falls' failed: RuntimeError: the model is not there"),
        ("leaves", "the extractor 'leaves' failed: SystemExit: 3"),
        ("beyond", "the extractor 'beyond' is faulty: spans[0] is at 0 to 99 of a text of 16 characters"),
    ],
)
def test_what_goes_wrong_in_it_is_told_as_its_own_fault(name, said):
    with pytest.raises(FactcheckError) as told:
        get_extractor(name).extract("VENN: We saw it.")
    assert told.value.message == said
    assert "the built-in one" in told.value.hint


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize(("name", "why"), [("missing", "ModuleNotFoundError"), ("notmade", "ValueError: no model")])
def test_one_that_cannot_be_loaded_is_told(name, why):
    with pytest.raises(FactcheckError, match=rf"the extractor '{name}' \(.*\) failed: {why}"):
        get_extractor(name)


@pytest.fixture
def command(packages, tmp_path):
    """Type a command with the package installed, in a folder with a hearing in it."""
    (tmp_path / "hearing.txt").write_text("VENN: We saw it.\nREED: So did I.\n", encoding="utf-8")
    surroundings = os.environ | {"PYTHONPATH": os.pathsep.join([str(packages), *sys.path])}

    def typed(*words):
        return subprocess.run(
            [sys.executable, "-m", "factcheck", *words],
            cwd=tmp_path,
            env=surroundings,
            capture_output=True,
            text=True,
            check=False,
        )

    return typed


FOUND = [("VENN", "We saw it."), ("REED", "So did I.")]


@pytest.mark.parametrize("name", ["transcript", "talks"])
def test_the_command_reads_with_an_installed_extractor(command, name):
    """What it prints itself is kept apart from the data."""
    done = command("extract", "--extractor", name, "--nl", "hearing.txt")
    assert [(span["speaker"], span["text"]) for span in json.loads(done.stdout)["spans"]] == FOUND
    assert done.stderr == ("loading the model\n" if name == "talks" else "")


def test_the_finds_of_an_installed_extractor_are_recorded_with_its_name(command):
    assert command("add", "--extractor", "talks", "--json", "hearing.txt").returncode == 0
    claims = json.loads(command("claims", "--json").stdout)
    assert [(claim["source"], claim["text"]) for claim in claims] == FOUND
    log = command("log", "--json").stdout
    assert "transcript 3" in log


@pytest.mark.parametrize(("name", "status"), [("falls", 1), ("beyond", 1), ("missing", 1), ("broken", 2), ("none", 2)])
def test_a_faulty_one_is_told_in_two_lines_and_loses_nothing(command, tmp_path, name, status):
    with Desk.open(tmp_path / "factcheck.db", actor="ana", create=True) as desk:
        desk.add_article("-", content=b"There was no hearing.", extract=False)
        before = desk.log()
    done = command("add", "--extractor", name, "hearing.txt")
    assert (done.returncode, done.stdout) == (status, "")
    assert [line.split(":")[0] for line in done.stderr.splitlines()] == ["Error", "Hint"]
    with Desk.open(tmp_path / "factcheck.db", actor="ana") as desk:
        assert desk.log() == before


def test_one_that_is_not_installed_makes_no_database(command, tmp_path):
    assert command("add", "--extractor", "none", "hearing.txt").returncode == 2
    assert not list(tmp_path.glob("*.db"))


def test_one_that_ends_its_process_does_not_hang_the_command(command, tmp_path):
    files = []
    for number in range(10):
        files.append(f"hearing{number}.txt")
        (tmp_path / files[-1]).write_text("VENN: We saw it.", encoding="utf-8")
    done = command("extract", "--extractor", "ends", "--nl", "--workers", "2", *files)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("Error: one of the processes was ended from outside\n")
