"""What the tests share: a clock that ticks by itself, a small web on loopback, an invented article."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"

ARTICLE = """Harbour bridge opens after two years

The harbour bridge of Velmouth opened to traffic on Monday morning. It cost 41 million crowns.

“The bridge is safe, and it will stay safe,” Mayor Ilse Tamm said. “We tested every cable.”

Engineer Joss Arden said the old bridge had carried 9,000 cars a day. What a sight it is!
"""

RECORD = """<!doctype html><html><head><title>Council record, 2 March</title></head><body><article>
<h1>Council record, 2 March</h1>
<p>The mayor, Ilse Tamm, took the floor at ten. “The bridge is safe, and it will stay safe. We tested every
cable.” She thanked the builders for their work in two hard winters.</p>
<p>The treasurer stated that the bridge had cost 44 million crowns, and not 41 million as first announced.</p>
</article></body></html>"""


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of benchmarks beside the checkout; tests that need it are skipped where it is not."""
    if not SHARED.is_dir():
        pytest.skip("the benchmarks beside the checkout are not here")
    return SHARED


class TickingClock:
    """A clock that goes on by a second at each look."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


class SmallWeb:
    """Pages on loopback; tests edit `pages` to publish, change and retract."""

    def __init__(self) -> None:
        self.pages: dict[str, tuple[int, str, bytes]] = {}
        self.asked: list[str] = []
        web = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                web.asked.append(self.path)
                status, kind, body = web.pages.get(self.path, (404, "text/plain", b"no such page"))
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_args: object) -> None:
                """Quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.address = ("127.0.0.1", self._server.server_port)
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def publish(self, path: str, html: str, status: int = 200) -> str:
        """Put a page up and return its URL."""
        self.pages[path] = (status, "text/html; charset=utf-8", html.encode())
        return self.url + path

    def close(self) -> None:
        """End the server."""
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def web() -> Iterator[SmallWeb]:
    """A small web of one's own."""
    site = SmallWeb()
    yield site
    site.close()


@pytest.fixture
def article_file(tmp_path: Path) -> Path:
    """An invented article as a text file."""
    path = tmp_path / "bridge.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path
