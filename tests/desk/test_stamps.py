"""Time stamps from authorities that drag their feet; good and bad stamps are in tests/kit."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from factcheck.archive import timestamp
from factcheck.errors import FetchError

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")


class Dripping(BaseHTTPRequestHandler):
    """Sends a byte now and then, for ever; or more than anybody wants."""

    ended = threading.Event()

    def do_POST(self) -> None:
        self.send_response(200)
        self.end_headers()
        try:
            while not self.ended.wait(0.01 if self.path == "/drip" else 0):
                self.wfile.write(b"x" if self.path == "/drip" else bytes(1 << 16))
        except OSError:
            pass

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def authority() -> Iterator[str]:
    Dripping.ended.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Dripping)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    Dripping.ended.set()
    server.shutdown()
    server.server_close()


def test_an_answer_that_drips_is_given_up(authority: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timestamp, "WAIT", 0.5)
    (tmp_path / "text").write_text("a text")
    started = time.monotonic()
    with pytest.raises(FetchError, match=r"within 0\.5 s"):
        timestamp.stamp(tmp_path / "text", f"{authority}/drip", None)
    assert time.monotonic() - started < 60


def test_an_answer_without_end_is_refused(authority: str, tmp_path: Path) -> None:
    (tmp_path / "text").write_text("a text")
    with pytest.raises(FetchError, match="too long"):
        timestamp.stamp(tmp_path / "text", f"{authority}/flood", None)
