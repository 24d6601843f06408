"""A command line to type into, a small article, and a small web site on loopback."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from factcheck.cli.root import app
from factcheck.desk import Desk

ARTICLE = """Harbour tunnel will open in June, says mayor

The harbour tunnel in Osterby will open in June. "We have tested every pump twice," said Mayor Ida Lindqvist. \
"The tunnel is safe," she added.

The work cost 212 million crowns, according to the port authority. Engineer Tomas Berg said that two \
shafts had to be sealed again. It was a lovely morning.
"""

RECORD = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Council record</title></head><body>
<article><h1>Council record</h1>
<p>The council of Osterby met on Tuesday to hear how the work on the harbour tunnel goes on.</p>
<p>Mayor Ida Lindqvist answered the questions of the members. We have tested every pump twice, she told them.
The tunnel is safer than the old bridge, she added.</p>
<p>The work cost 212 million crowns, said the treasurer, and the council took note of the figure.</p>
</article></body></html>"""


@dataclass
class Site:
    """A web site in a dict; tests edit `pages`."""

    address: str
    pages: dict[str, tuple[int, bytes]] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://{self.address}"


@pytest.fixture
def site() -> Iterator[Site]:
    pages: dict[str, tuple[int, bytes]] = {"/record": (200, RECORD.encode())}

    class Pages(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = pages.get(self.path, (404, b"<title>Not here</title><p>There is no such page.</p>"))
            self.send_response(status)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Site(f"127.0.0.1:{server.server_port}", pages)
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The same machine for every test: no database, name or terminal of the person who runs it."""
    for name in ("FACTCHECK_DB", "FACTCHECK_DEBUG", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("FACTCHECK_ACTOR", "ana")
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., Result]:
    """Type a command; its database is `story.db` in the test's folder."""

    def typed(*words: str, db: str | None = "story.db", stdin: str | bytes | None = None) -> Result:
        before = ["--db", str(tmp_path / db)] if db else []
        return CliRunner().invoke(app, [*before, *map(str, words)], input=stdin, prog_name="factcheck")

    return typed


@pytest.fixture
def ok(run: Callable[..., Result]) -> Callable[..., str]:
    """Type a command that must work, and read what it prints on stdout."""

    def typed(*words: str, **more: Any) -> str:
        result = run(*words, **more)
        assert result.exit_code == 0, f"{words}: {result.exit_code}\n{result.stdout}\n{result.stderr}"
        return result.stdout

    return typed


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "tunnel.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


CLAIMS = (
    ("statement", "The harbour tunnel in Osterby will open in June.", None),
    ("quote", "We have tested every pump twice,", "Mayor Ida Lindqvist"),
    ("quote", "The tunnel is safe,", "Mayor Ida Lindqvist"),
    ("paraphrase", "The work cost 212 million crowns, according to the port authority", "the port authority"),
    ("statement", "two shafts had to be sealed again", "Tomas Berg"),
)


@pytest.fixture
def story(article: Path) -> Path:
    """A database with the article and five claims in it, recorded by hand: the tests do not hang on the extractor."""
    path = article.with_name("story.db")
    with Desk.open(path, actor="ana", create=True) as desk:
        added = desk.add_article(article, extract=False)
        for kind, words, source in CLAIMS:
            desk.add_claim(added.article, text=words, kind=kind, source=source)
    return path
