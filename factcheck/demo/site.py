"""A small web site on this machine, with the example's reference pages."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

PAGES = Path(__file__).parent / "pages"

MOVED = {"/press/tannery-bridge": "/council/bridge-statement.html"}
"""Addresses that lead to another page: an archive keeps the way there as well."""

_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".json": "application/json",
    ".pdf": "application/pdf",
    ".png": "image/png",
}


@contextmanager
def serve(folder: Path | None = None) -> Iterator[str]:
    """Serve the pages of a folder (the bundled ones) on 127.0.0.1 and yield the site's base URL.

    A page is read anew for each request, so that a changed file is a changed page.
    """
    root = (folder or PAGES).resolve()
    handler = type("Handler", (_Handler,), {"root": root})
    server = _Server(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    """A server that does not speak up when a reader hangs up on it."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: the reader knows best why it went."""


class _Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD with a page, its ETag, a redirect, or 404."""

    root: Path
    protocol_version = "HTTP/1.1"
    server_version = "factcheck-example"
    sys_version = ""

    def do_GET(self) -> None:
        """Send a page."""
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        """Send a page's headers."""
        self._answer(with_body=False)

    def _answer(self, *, with_body: bool) -> None:
        path = unquote(urlsplit(self.path).path)
        if path in MOVED:
            self._send(301, b"", {"Location": MOVED[path]}, with_body=with_body)
            return
        file = self._file(path)
        if file is None:
            self._send(404, b"Not found\n", {"Content-Type": "text/plain; charset=utf-8"}, with_body=with_body)
            return
        body = file.read_bytes()
        tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        headers = {"Content-Type": _TYPES.get(file.suffix, "application/octet-stream"), "ETag": tag}
        if self.headers.get("If-None-Match") == tag:
            self._send(304, b"", headers, with_body=False)
        else:
            self._send(200, body, headers, with_body=with_body)

    def _file(self, path: str) -> Path | None:
        """Return the file behind a path, if it lies in the folder."""
        try:
            file = (self.root / path.lstrip("/")).resolve()
            return file if file.is_relative_to(self.root) and file.is_file() else None
        except (OSError, ValueError):  # a path that no file can have
            return None

    def _send(self, status: int, body: bytes, headers: dict[str, str], *, with_body: bool) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if with_body:
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the terminal belongs to the demo."""
