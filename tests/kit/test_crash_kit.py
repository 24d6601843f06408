"""Kill, crowd, starve, damage and tamper with the program from outside; skipped where the kit is not here."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import SmallWeb

HERE = Path(__file__).resolve().parent
PROGRAM = Path(sys.executable).with_name("factcheck")
PAGE = "<html><head><title>Ferry {0}</title></head><body><p>Ferry {0} of Velmouth carries {0}0 people. {1}</p></body>"

NEEDS = {"fsync": "strace", "clock": "faketime"}
ROOT_ONLY = {"readonly"}


@pytest.fixture
def kit(shared: Path) -> Path:
    """The folder of the kits."""
    folder = shared / "eval" / "hostile"
    if not (folder / "crash_kit.py").is_file():
        pytest.skip("the crash kit is not here")
    if not PROGRAM.is_file():
        pytest.skip("the program is not installed beside this Python")
    return folder


def run(kit: Path, web: SmallWeb, folder: Path, *words: str, pages: int = 12) -> dict[str, Any]:
    """Run one test of the crash kit and return what it says at the end."""
    # What is to fill a disk must not fit into the megabyte that the kit allows.
    chance, filler = random.Random(7), 4000 if words[0] == "diskfull" else 0
    tool = NEEDS.get(words[0])
    if tool and not shutil.which(tool):
        pytest.skip(f"{tool} is not installed")
    if words[0] in ROOT_ONLY and os.geteuid():
        pytest.skip("only root can mount a file system")
    texts = [" ".join(f"w{chance.getrandbits(20):x}" for _ in range(filler)) for _ in range(pages)]
    urls = [web.publish(f"/ferry-{number}.html", PAGE.format(number, text)) for number, text in enumerate(texts)]
    (folder / "urls.txt").write_text("\n".join(urls) + "\n")
    host, port = web.address
    env = os.environ | {
        "KIT": str(HERE),
        "FACTCHECK": str(PROGRAM),
        "KIT_URLS": str(folder / "urls.txt"),
        "KIT_ALLOW": f"{host}:{port}",
    }
    command = [sys.executable, str(kit / "crash_kit.py"), "--profile", str(HERE / "profile.toml")]
    done = subprocess.run([*command, "--seed", "7", *words], capture_output=True, text=True, env=env)
    if "can_mount" in done.stderr or "needs root" in done.stderr:
        pytest.skip("nothing can be mounted here")
    assert done.returncode == 0, done.stdout + done.stderr
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


SHORT = [
    ("kill", "--rounds", "4", "--fresh-every", "2"),
    ("fsync",),
    ("writers", "--stream", "--seconds", "2", "--procs", "4", "--readers", "1"),
    ("writers", "--cold", "--seconds", "1", "--procs", "4"),
    ("clock",),
    ("corrupt", "--rounds", "6"),
]
LONG = [
    ("kill", "--rounds", "200"),
    ("writers", "--stream", "--seconds", "60"),
    ("writers", "--cold", "--seconds", "20"),
    ("diskfull",),
    ("readonly",),
    ("corrupt", "--rounds", "200"),
    ("tamper",),
]


@pytest.mark.parametrize("words", SHORT, ids=" ".join)
def test_the_kit_finds_nothing(kit: Path, web: SmallWeb, tmp_path: Path, words: tuple[str, ...]) -> None:
    told = run(kit, web, tmp_path, *words)
    assert told["passed"] == told["of"] > 0


@pytest.mark.soak
@pytest.mark.parametrize("words", LONG, ids=" ".join)
def test_the_kit_finds_nothing_in_its_long_form(
    kit: Path, web: SmallWeb, tmp_path: Path, words: tuple[str, ...]
) -> None:
    told = run(kit, web, tmp_path, *words, pages=60)
    assert told["passed"] == told["of"] > 0
