"""Fetching many: interrupted and taken up again, conditional, and other archives' captures."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from factcheck import __version__
from factcheck.archive.options import FetchOptions
from factcheck.archive.shot import BROWSERS
from factcheck.desk import Desk
from tests.conftest import RECORD, SmallWeb


def test_an_interrupted_fetch_goes_on_where_it_stopped(desk: Desk, web: SmallWeb, options: FetchOptions) -> None:
    urls = [web.publish(f"/page-{number}.html", RECORD) for number in range(40)]

    def stop(stored: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        desk.fetch(urls, options=options, on_stored=stop)
    kept = {reference.url for reference in desk.refs() if reference.captures}
    pending = desk.pending_urls()
    assert kept
    assert kept.isdisjoint(pending)
    assert kept | set(pending) == set(urls)
    desk.fetch(pending, options=options)
    assert desk.pending_urls() == []
    assert desk.audit().ok


def test_words_that_were_not_read_are_read_when_asked_for(desk: Desk, web: SmallWeb, options: FetchOptions) -> None:
    (stored,) = desk.fetch([web.publish("/record.html", RECORD)], options=options)
    conn = desk._ctx.conn
    conn.execute("DELETE FROM capture_texts")
    assert "We tested every" in desk.capture_text(stored.capture.id).text
    assert desk.search("treasurer")


def test_words_can_be_left_unread_until_they_are_asked_for(desk: Desk, web: SmallWeb, options: FetchOptions) -> None:
    (stored,) = desk.fetch([web.publish("/record.html", RECORD)], options=options, read=False)
    assert desk._ctx.conn.execute("SELECT count(*) FROM capture_texts").fetchone()[0] == 0
    assert desk.search("treasurer") == []
    assert "We tested every" in desk.capture_text(stored.capture.id).text
    assert desk.search("treasurer")


def test_a_capture_tells_which_program_made_it(desk: Desk, web: SmallWeb, options: FetchOptions) -> None:
    (stored,) = desk.fetch([web.publish("/record.html", RECORD)], options=options)
    assert desk.capture(stored.capture.id).tool == f"factcheck {__version__}"


def test_another_archive_is_asked_for_its_captures(desk: Desk, web: SmallWeb, options: FetchOptions) -> None:
    page = "http://council.example/record.html"
    links = ",\n".join(
        [
            f'<{page}>; rel="original"',
            f'<{web.url}/web/20260301000000/{page}>; rel="memento"; datetime="Sun, 01 Mar 2026 00:00:00 GMT"',
            f'<{web.url}/web/20260303000000/{page}>; rel="last memento"; datetime="Tue, 03 Mar 2026 00:00:00 GMT"',
        ]
    )
    web.pages[f"/timemap/{page}"] = (200, "application/link-format", links.encode())
    found = desk.mementos(page, timemap=web.url + "/timemap/{url}", options=options)
    assert [memento.datetime.day for memento in found] == [1, 3]
    assert found[0].url.endswith(f"/web/20260301000000/{page}")


@pytest.mark.browser
@pytest.mark.skipif(not any(map(shutil.which, BROWSERS)), reason="Chromium is not installed")
def test_an_archived_page_is_drawn_offline(desk: Desk, web: SmallWeb, options: FetchOptions, tmp_path: Path) -> None:
    page = RECORD.replace("<h1>", f'<img src="{web.url}/spy.png"><script src="{web.url}/spy.js"></script><h1>')
    (stored,) = desk.fetch([web.publish("/record.html", page)], options=options)
    web.asked.clear()
    drawn = desk.capture_shot(stored.capture.id, tmp_path / "page.png")
    assert drawn.read_bytes().startswith(b"\x89PNG")
    assert web.asked == []
