"""Memento against a real archive: pywb, on loopback, with two captures of one page."""

from __future__ import annotations

import io
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from datetime import UTC, datetime
from pathlib import Path

import pytest

from factcheck.archive.fetch import Fetcher
from factcheck.archive.memento import MementoArchive, http_date
from factcheck.archive.options import FetchOptions

PAGE = "http://courier.testonia.example/mayor"
VISITS = {
    datetime(2019, 1, 2, 3, 4, 5, tzinfo=UTC): b"<html><p>The mayor denied it.</p></html>",
    datetime(2021, 6, 7, 8, 9, 10, tzinfo=UTC): b"<html><p>The mayor resigned.</p></html>",
}


def wayback() -> str | None:
    beside = Path(sys.executable).with_name("wayback")
    return os.environ.get("FACTCHECK_WAYBACK") or (str(beside) if beside.exists() else shutil.which("wayback"))


pytestmark = [
    pytest.mark.skipif(wayback() is None, reason="pywb is not installed (pip install pywb)"),
    # warcio leaves its temporary files to the garbage collector
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


def write_warc(path: Path) -> None:
    warcwriter = pytest.importorskip("warcio.warcwriter")
    from warcio.statusandheaders import StatusAndHeaders

    with path.open("wb") as out:
        writer = warcwriter.WARCWriter(out, gzip=True)
        for when, body in VISITS.items():
            headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
            date = {"WARC-Date": when.strftime("%Y-%m-%dT%H:%M:%SZ")}
            record = writer.create_warc_record(
                PAGE, "response", payload=io.BytesIO(body), http_headers=headers, warc_headers_dict=date
            )
            writer.write_record(record)


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pywb")
    write_warc(folder / "visits.warc.gz")
    manager = str(Path(wayback() or "").with_name("wb-manager"))
    for command in (["init", "facts"], ["add", "facts", "visits.warc.gz"]):
        subprocess.run([manager, *command], cwd=folder, check=True, capture_output=True)
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    with (folder / "log").open("wb") as log:
        command = [wayback() or "", "-b", "127.0.0.1", "-p", str(port)]
        server = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
        try:
            base = f"http://127.0.0.1:{port}/facts"
            wait_for(base + "/", server)
            with Fetcher(
                FetchOptions(
                    allow=frozenset({("127.0.0.1", port)}), robots="ignore", deadline=30, first_byte_timeout=30
                )
            ) as fetcher:
                yield MementoArchive(fetcher, timemap=base + "/timemap/link/{url}", timegate=base + "/{url}")
        finally:
            server.terminate()
            server.wait(20)


def wait_for(url: str, server: subprocess.Popen) -> None:
    for _ in range(300):
        assert server.poll() is None, "pywb ended"
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("pywb does not answer")


def test_its_timemap_is_understood(archive):
    found = archive.mementos(PAGE)
    assert [memento.datetime for memento in found] == list(VISITS)


def test_its_timegate_leads_to_the_nearest_capture(archive):
    for when in VISITS:
        found = archive.closest(PAGE, when)
        assert found is not None
        assert found.datetime == when


def test_an_old_capture_comes_with_its_date_and_its_very_bytes(archive):
    for memento, (when, body) in zip(archive.mementos(PAGE), VISITS.items(), strict=True):
        fetched = archive.fetch(memento)
        assert fetched.outcome == "captured"
        assert fetched.body == body
        assert http_date(fetched.memento_datetime) == when


def test_a_page_that_it_does_not_have_is_no_error(archive):
    assert archive.mementos("http://nowhere.testonia.example/") == []
    assert archive.closest("http://nowhere.testonia.example/", datetime(2020, 1, 1, tzinfo=UTC)) is None
