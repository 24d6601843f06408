"""A dossier damaged by the kit, and time stamps of an authority that misbehaves."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from factcheck.desk import Desk
from factcheck.errors import FactcheckError
from tests.conftest import TickingClock

HERE = Path(__file__).resolve().parent


@pytest.fixture
def kit(shared: Path) -> Path:
    """The folder of the kits."""
    folder = shared / "eval" / "hostile"
    if not (folder / "tsa_kit.py").is_file():
        pytest.skip("the time-stamp and bundle kits are not here")
    for tool in ("openssl", "ssh-keygen"):
        if not shutil.which(tool):
            pytest.skip(f"{tool} is not installed")
    return folder


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Desk.open(tmp_path / "story.db", "ann", create=True, clock=TickingClock()) as opened:
        opened.add_article(HERE / "article.txt")
        opened.mark(1, "checking")
        opened.contact(opened.claims()[0], "The port office", "Twelve, yes.")
        yield opened


@contextmanager
def authority(kit: Path, folder: Path, fault: str | None = None) -> Iterator[str]:
    """Run the kit's time-stamp authority and yield its address; its root certificate is tsa-ca.pem."""
    command = [sys.executable, str(kit / "tsa_kit.py"), "serve", str(folder), *(["--fault", fault] if fault else [])]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield json.loads(process.stdout.readline())["url"]
        finally:
            process.kill()


def bundle_with_everything(kit: Path, desk: Desk, folder: Path) -> Path:
    """Write a dossier that is signed and time-stamped."""
    key = folder / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
    with authority(kit, folder / "tsa") as url:
        made = desk.bundle(1, folder / "dossier", key=key, tsa_url=url, tsa_ca=folder / "tsa" / "tsa-ca.pem")
    return made.folder


def check_bundle(kit: Path, folder: Path, flips: int) -> None:
    command = [sys.executable, str(kit / "bundle_check.py"), str(folder), "--flips", str(flips)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]


def test_every_damage_to_a_dossier_is_found_by_standard_tools(kit: Path, desk: Desk, tmp_path: Path) -> None:
    check_bundle(kit, bundle_with_everything(kit, desk, tmp_path), flips=1)


@pytest.mark.soak
def test_every_damage_to_a_dossier_is_found_by_standard_tools_long(kit: Path, desk: Desk, tmp_path: Path) -> None:
    check_bundle(kit, bundle_with_everything(kit, desk, tmp_path), flips=20)


def refused(kit: Path, desk: Desk, folder: Path, fault: str) -> None:
    with authority(kit, folder / "tsa", fault) as url, pytest.raises(FactcheckError, match=r"time.stamp"):
        desk.checkpoint(folder / "kept", tsa_url=url, tsa_ca=folder / "tsa" / "tsa-ca.pem")
    assert not list((folder / "kept").glob("*.tsr"))


@pytest.mark.parametrize("fault", ["wrong-hash", "rejected", "garbage", "http-500", "expired-cert"])
def test_a_bad_time_stamp_is_refused(kit: Path, desk: Desk, tmp_path: Path, fault: str) -> None:
    refused(kit, desk, tmp_path, fault)


@pytest.mark.soak
def test_an_authority_that_does_not_answer_is_given_up_after_half_a_minute(
    kit: Path, desk: Desk, tmp_path: Path
) -> None:
    started = time.monotonic()
    refused(kit, desk, tmp_path, "slow")
    assert time.monotonic() - started < 55
