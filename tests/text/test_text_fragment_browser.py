"""A text-fragment link opens the live page on the passage: checked in a real Chromium."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from factcheck.text.selectors import make_passage, text_fragment

pytestmark = pytest.mark.browser

FILLER = "".join(
    f"<p>Paragraph {n} of the minutes speaks of the harbour dues and of nothing else.</p>" for n in range(80)
)
SPOKEN = (
    "The so-called “safe” bridge, we found & noted, carries 1,500 cars – and 20 buses – every single day, she said."
)
PAGE = (
    "<!doctype html><meta charset=utf-8><title>Minutes</title>"
    f"{FILLER}<p id=there>{SPOKEN.replace('&', '&amp;')} It was <b>safe</b> in May.</p>{FILLER}"
)


class Minutes(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(PAGE.encode())

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def minutes() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Minutes)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/minutes"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize(
    "words", [SPOKEN, "carries 1,500 cars – and 20 buses", "was safe in May", "so-called “safe” bridge"]
)
def test_the_link_scrolls_to_the_passage(minutes: str, words: str) -> None:
    sync_api = pytest.importorskip("playwright.sync_api")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("no Chromium here")
    text = SPOKEN + " It was safe in May."
    start = text.index(words)
    link = text_fragment(minutes, make_passage(text, start, start + len(words)))
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(link)
        page.wait_for_function("window.scrollY > 500", timeout=5000)
        seen = page.evaluate(
            "() => { const r = document.getElementById('there').getBoundingClientRect();"
            " return r.top >= 0 && r.bottom <= window.innerHeight; }"
        )
        browser.close()
    assert seen
