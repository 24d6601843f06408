"""Redirects in other programs' WARC files are joined into the visit that they belong to."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from factcheck.archive.model import Fetched
from factcheck.archive.warc_in import read_warc

writer = pytest.importorskip("warcio.warcwriter")
heads = pytest.importorskip("warcio.statusandheaders")

OLD, SHORT, PAGE = "http://old.example/story", "http://sho.rt/x", "https://news.example/story"


class Crawl:
    """A file as a crawler writes it: a request and a response record for each exchange."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._stream = path.open("wb")
        self._writer = writer.WARCWriter(self._stream, gzip=True)

    def answer(self, url: str, status: str, second: int, *, to: str | None = None, body: bytes = b"", minute: int = 0):  # type: ignore[no-untyped-def]
        made = {"WARC-Date": f"2026-03-04T05:{minute:02}:{second:02}Z"}
        headers = [("Content-Type", "text/html"), *([("Location", to)] if to else [])]
        http = heads.StatusAndHeaders(status, headers, "HTTP/1.0")
        record = self._writer.create_warc_record(
            url, "response", io.BytesIO(body), len(body), "", dict(made), http_headers=http
        )
        self._writer.write_record(record)
        asked = heads.StatusAndHeaders("GET / HTTP/1.0", [("Host", url.split("/")[2]), ("User-Agent", "crawler")], "")
        concurrent = {"WARC-Concurrent-To": record.rec_headers.get_header("WARC-Record-ID"), **made}
        self._writer.write_record(
            self._writer.create_warc_record(url, "request", io.BytesIO(b""), 0, "", concurrent, http_headers=asked)
        )

    def read(self) -> list[Fetched]:
        self._stream.close()
        return [found.fetched for found in read_warc(self.path, problem=lambda text: pytest.fail(text))]


@pytest.fixture
def crawl(tmp_path: Path) -> Crawl:
    return Crawl(tmp_path / "crawl.warc.gz")


def test_a_chain_of_redirects_is_one_capture(crawl: Crawl) -> None:
    crawl.answer(SHORT, "301 Moved", 1, to=OLD)
    crawl.answer(OLD, "302 Found", 2, to="//news.example:443/story#top")  # relative, odd, and of another scheme
    crawl.answer("http://news.example:443/story", "200 OK", 3, body=b"the story")
    (found,) = crawl.read()
    assert (found.url, found.final_url, found.body) == (SHORT, "http://news.example:443/story", b"the story")
    assert [(hop.url, hop.status) for hop in found.hops] == [(SHORT, 301), (OLD, 302)]
    assert dict(found.hops[0].headers)["Location"] == OLD
    assert found.started == "2026-03-04T05:00:01+00:00"
    assert found.outcome == "captured"
    assert found.http_version == "1.0"


def test_request_headers_come_with_their_answer(crawl: Crawl) -> None:
    crawl.answer(PAGE, "200 OK", 1, body=b"the story")
    (found,) = crawl.read()
    assert found.request_headers == (("Host", "news.example"), ("User-Agent", "crawler"))


def test_two_redirects_to_one_page_are_two_captures(crawl: Crawl) -> None:
    crawl.answer(SHORT, "301 Moved", 1, to=PAGE)
    crawl.answer(PAGE, "200 OK", 2, body=b"the story")
    crawl.answer(OLD, "308 Permanent Redirect", 3, to=PAGE)
    crawl.answer(PAGE, "200 OK", 4, body=b"the story, changed")
    first, second = crawl.read()
    assert (first.url, first.body) == (SHORT, b"the story")
    assert (second.url, second.body) == (OLD, b"the story, changed")


def test_the_record_nearest_in_time_is_the_one_that_a_redirect_led_to(crawl: Crawl) -> None:
    crawl.answer(PAGE, "200 OK", 0, body=b"early")
    crawl.answer(SHORT, "301 Moved", 0, to=PAGE, minute=30)
    crawl.answer(PAGE, "200 OK", 1, body=b"late", minute=30)
    early, late = crawl.read()
    assert (early.url, early.hops, early.body) == (PAGE, (), b"early")
    assert (late.url, late.body) == (SHORT, b"late")


def test_a_redirect_whose_target_is_not_in_the_file_is_no_page(crawl: Crawl) -> None:
    crawl.answer(OLD, "301 Moved", 1, to="https://elsewhere.example/", body=b"<p>moved</p>")
    (found,) = crawl.read()
    assert (found.outcome, found.error) == ("failed", "protocol")
    assert "https://elsewhere.example/" in (found.detail or "")


def test_redirects_in_a_circle_end(crawl: Crawl) -> None:
    crawl.answer(OLD, "302 Found", 1, to=SHORT)
    crawl.answer(SHORT, "302 Found", 2, to=OLD)
    assert {found.outcome for found in crawl.read()} == {"failed"}


def test_a_page_that_sets_a_cookie_and_sends_back_to_itself(crawl: Crawl) -> None:
    crawl.answer(PAGE, "302 Found", 1, to=PAGE)
    crawl.answer(PAGE, "200 OK", 1, body=b"the story")
    (found,) = crawl.read()
    assert (found.url, found.body, len(found.hops)) == (PAGE, b"the story", 1)
