"""Captures go out as WARC and WACZ and come back byte for byte; nothing can be smuggled into a file."""

from __future__ import annotations

import gzip
import io
import json
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
import zipfile
from pathlib import Path

import pytest
from keep_samples import CREATED, PAGE, SOFTWARE, ZIPPED, captures, fetched

from factcheck.archive.wacz import read_wacz, write_wacz
from factcheck.archive.warc import WarcCapture, safe_uri, write_warc
from factcheck.archive.warc_in import read_warc
from factcheck.errors import DamagedError, NotFoundError


def write(folder: Path, items: list[WarcCapture], name: str = "data.warc.gz") -> Path:
    path = folder / name
    with path.open("wb") as stream:
        assert write_warc(items, stream, software=SOFTWARE, created=CREATED, name=name) == len(items)
    return path


def records(path: Path):
    from warcio.archiveiterator import ArchiveIterator

    with path.open("rb") as stream:
        for record in ArchiveIterator(stream, check_digests=True):
            body = record.raw_stream.read()
            assert record.digest_checker.passed is not False
            yield record.rec_type, record.rec_headers, record.http_headers, body


def never(text: str) -> None:
    raise AssertionError(text)


def test_captures_come_back_exactly_as_they_were(tmp_path):
    assert list(read_warc(write(tmp_path, captures()), problem=never)) == captures()


def test_the_same_captures_make_the_same_file(tmp_path):
    assert write(tmp_path, captures(), "a.warc.gz").read_bytes().replace(b"a.warc", b"b.warc")
    first, second = io.BytesIO(), io.BytesIO()
    for stream in (first, second):
        write_warc(captures(), stream, software=SOFTWARE, created=CREATED)
    assert first.getvalue() == second.getvalue()


def test_others_see_requests_answers_redirects_and_revisits(tmp_path):
    seen = [
        (kind, headers.get_header("WARC-Target-URI"), http and http.get_statuscode())
        for kind, headers, http, _ in records(write(tmp_path, captures()))
        if kind in ("response", "revisit")
    ]
    assert seen == [
        ("response", "http://courier.example/bridge", "200"),
        ("response", "http://courier.example/old?id=1", "301"),
        ("revisit", "https://courier.example/new", "200"),
        ("revisit", "http://courier.example/bridge", "304"),
        ("response", "http://courier.example/gone", "404"),
        ("response", "http://courier.example/empty", "200"),
    ]


def test_a_body_stands_once_and_a_revisit_says_where(tmp_path):
    path = write(tmp_path, captures())
    bodies = [body for kind, _, _, body in records(path) if kind in ("response", "revisit")]
    assert bodies.count(ZIPPED) == 1
    found = [headers for kind, headers, _, _ in records(path) if kind == "revisit"]
    assert [one.get_header("WARC-Profile").rpartition("/")[2] for one in found] == [
        "identical-payload-digest",
        "server-not-modified",
    ]
    assert {one.get_header("WARC-Refers-To-Target-URI") for one in found} == {"http://courier.example/bridge"}


def test_transfer_coding_is_dropped_and_the_length_mended(tmp_path):
    http = next(http for kind, _, http, _ in records(write(tmp_path, captures())) if kind == "response")
    assert http.get_header("transfer-encoding") is None
    assert http.get_header("content-length") == str(len(ZIPPED))
    assert http.get_header("content-encoding") == "gzip"


def test_headers_keep_their_bytes(tmp_path):
    assert b"X-Odd: caf\xe9 \xff\r\n" in gzip.decompress(write(tmp_path, captures()).read_bytes())


def test_line_ends_in_urls_and_headers_forge_no_record(tmp_path):
    evil = "http://courier.example/a\r\nWARC-Type: resource\r\n\r\nHTTP/1.1 200 OK\r\n\r\nforged"
    item = WarcCapture(
        fetched(evil, b"body", final_url=evil, reason="OK\r\nX-Forged: 1", headers=(("A\r\nB", "c\r\nX-Forged: 1"),)),
        id="c1",
    )
    path = write(tmp_path, [item])
    text = gzip.decompress(path.read_bytes())
    assert b"\nWARC-Type: resource" not in text
    assert b"\nX-Forged" not in text
    assert list(read_warc(path, problem=never)) == [item]


def test_urls_are_written_in_ascii():
    assert safe_uri("http://courier.example/brücke?q=a b\t#é") == "http://courier.example/br%C3%BCcke?q=a%20b%09#%C3%A9"
    assert safe_uri("http://courier.example/%20a") == "http://courier.example/%20a"
    assert safe_uri("http://x/\ud800").isascii()


def test_a_changed_body_is_told_and_left_out(tmp_path):
    path = write(tmp_path, captures()[3:4])
    plain = gzip.decompress(path.read_bytes())
    changed = tmp_path / "changed.warc"
    changed.write_bytes(plain.replace(b"\r\n\r\ngone", b"\r\n\r\ngOne"))
    problems: list[str] = []
    assert list(read_warc(changed, problem=problems.append)) == []
    assert "SHA-256 differs" in problems[0]


def test_a_cut_file_gives_what_is_whole(tmp_path):
    path = write(tmp_path, captures())
    plain = gzip.decompress(path.read_bytes())
    cut = tmp_path / "cut.warc"
    cut.write_bytes(plain[: len(plain) // 2])
    problems: list[str] = []
    found = list(read_warc(cut, problem=problems.append))
    assert found == captures()[: len(found)]
    assert 0 < len(found) < len(captures())


@pytest.mark.parametrize("data", [b"", b"not a WARC at all\n" * 20, b"\x1f\x8b\x08\0broken", b"WARC/1.1\r\n"])
def test_a_file_that_is_no_warc(tmp_path, data):
    path = tmp_path / "x.warc"
    path.write_bytes(data)
    with pytest.raises(DamagedError):
        list(read_warc(path))
    with pytest.raises(NotFoundError):
        list(read_warc(tmp_path / "missing.warc"))
    with pytest.raises(DamagedError):
        list(read_wacz(path))


def test_a_warc_by_another_program_is_read(tmp_path):
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    path = tmp_path / "other.warc.gz"
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=True)
        http = StatusAndHeaders("200 OK", [("Content-Type", "text/html"), ("Transfer-Encoding", "chunked")], "HTTP/1.1")
        body = b"5\r\nhello\r\n0\r\n\r\n"
        made = {"WARC-Date": "2026-03-04T05:06:07Z", "WARC-IP-Address": "192.0.2.7"}
        for kind, head in (("response", http), ("resource", None)):
            stream_of = io.BytesIO(body)
            record = writer.create_warc_record(
                "http://a.example/", kind, stream_of, len(body), "", made, http_headers=head
            )
            writer.write_record(record)
    (found,) = read_warc(path, problem=never)
    assert (found.fetched.url, found.fetched.body, found.fetched.status) == ("http://a.example/", b"hello", 200)
    assert found.fetched.started == "2026-03-04T05:06:07+00:00"
    assert found.id is None


def test_a_wacz_comes_back_exactly_and_lists_its_pages(tmp_path):
    path = tmp_path / "archive.wacz"
    write_wacz(captures(), path, software=SOFTWARE, created=CREATED, title="Bridge")
    assert list(read_wacz(path, problem=never)) == captures()
    with zipfile.ZipFile(path) as packed:
        head, *pages = [json.loads(line) for line in packed.read("pages/pages.jsonl").splitlines()]
        assert head["format"] == "json-pages-1.0"
        assert [(page["url"], page["title"]) for page in pages][:2] == [
            ("http://courier.example/bridge", "Bridge closed"),
            ("https://courier.example/new", "Bridge closed"),
        ]
        assert {part.compress_type for part in packed.infolist()} == {zipfile.ZIP_STORED}


def test_a_wacz_is_valid_for_the_tool_that_defines_it(tmp_path):
    pytest.importorskip("wacz")
    path = tmp_path / "archive.wacz"
    write_wacz(captures(), path, software=SOFTWARE, created=CREATED, title="Bridge")
    done = subprocess.run(
        [sys.executable, "-m", "wacz", "validate", "-f", str(path)], capture_output=True, text=True, check=False
    )
    assert "Validation succeeded" in done.stdout, done.stdout + done.stderr


def wayback() -> str | None:
    beside = Path(sys.executable).with_name("wayback")
    return os.environ.get("FACTCHECK_WAYBACK") or (str(beside) if beside.exists() else shutil.which("wayback"))


@pytest.mark.skipif(wayback() is None, reason="pywb is not installed (pip install pywb)")
def test_pywb_replays_the_very_bytes(tmp_path):
    warc = write(tmp_path, captures())
    manager = str(Path(wayback() or "").with_name("wb-manager"))
    quiet = {"cwd": tmp_path, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run([manager, "init", "facts"], check=True, **quiet)
    subprocess.run([manager, "add", "facts", str(warc)], check=True, **quiet)
    log = tmp_path / "log"
    with log.open("wb") as out:
        server = subprocess.Popen([wayback() or "", "-b", "127.0.0.1", "-p", "0"], cwd=tmp_path, stdout=out, stderr=out)
        try:
            base = f"http://127.0.0.1:{replay_port(server)}/facts"
            for address in (
                "20260304050607id_/http://courier.example/bridge",
                "20260304050609id_/https://courier.example/new",
            ):
                with urllib.request.urlopen(f"{base}/{address}", timeout=30) as answer:
                    assert answer.read() == PAGE
                    assert answer.headers["Memento-Datetime"].startswith("Wed, 04 Mar 2026")
        finally:
            server.terminate()
            server.wait(20)


def replay_port(server: subprocess.Popen) -> int:
    """The port of pywb's own front: of the two it listens on, the one that serves the collection."""
    psutil = pytest.importorskip("psutil")
    for _ in range(300):
        ports = [one.laddr.port for one in psutil.Process(server.pid).net_connections("tcp") if one.status == "LISTEN"]
        for port in ports:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/facts/", timeout=5) as answer:
                    if re.search(rb"facts", answer.read()):
                        return int(port)
            except OSError:
                continue
        time.sleep(0.1)
    raise AssertionError("pywb does not answer")
