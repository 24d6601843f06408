"""A desk served for real on loopback, a small web to cite from, and a browser to work with."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from factcheck.desk.desk import Desk
from factcheck.desk.people import People, Session
from factcheck.web.site import cookie_name

ROOT = Path(__file__).resolve().parents[2]
PYTHONS = {
    "0.65": Path(sys.executable),
    "1.x": Path(os.environ.get("DATASETTE1_PYTHON") or ROOT / ".venv" / "datasette1" / "bin" / "python"),
}

SECRET = "what Datasette signs its own cookies with"

TEXT = (
    "Harbour bridge to close for a year\n\n"
    '"We never planned for a year without the bridge," Mayor Ada Rowe said on Tuesday.\n\n'
    "The bridge carries 4,200 people every day.\n\n"
    "It is an ugly bridge.\n"
)
QUOTE = "We never planned for a year without the bridge,"
STATEMENT = "The bridge carries 4,200 people every day."


@dataclass
class Answer:
    """What a plain HTTP request got."""

    status: int
    headers: dict[str, str]
    text: str

    def json(self) -> Any:
        return json.loads(self.text)


@dataclass
class Served:
    """A running desk."""

    path: Path
    port: int
    version: str
    people: People
    sessions: dict[str, Session] = field(default_factory=dict)

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def desk(self, actor: str = "ines") -> Desk:
        return Desk.open(self.path, actor=actor)

    def link(self, name: str) -> str:
        return f"{self.base}/-/factcheck/sign-in?token={self.people.link(name)}"

    def session(self, name: str) -> Session:
        """Sign somebody in, once."""
        if name not in self.sessions:
            self.sessions[name] = self.people.enter(self.people.link(name))
        return self.sessions[name]

    def cookie(self, name: str) -> str:
        return f"{cookie_name(self.path)}={self.session(name).token}"

    def ask(
        self, method: str, path: str, body: str | bytes = "", headers: dict[str, str] | None = None, cookie: str = ""
    ) -> Answer:
        """Send exactly these headers, as no browser would."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        fields = {"Host": f"127.0.0.1:{self.port}"} | ({"Cookie": cookie} if cookie else {}) | (headers or {})
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        data = body.encode() if isinstance(body, str) else body
        if data:
            fields.setdefault("Content-Type", "application/x-www-form-urlencoded")
            fields["Content-Length"] = str(len(data))
        for name, value in fields.items():
            connection.putheader(name, value)
        connection.endheaders(data or None)
        answer = connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
        connection.close()
        return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, text)

    def get(self, path: str, who: str = "ann") -> Answer:
        return self.ask("GET", f"/-/factcheck{path}", cookie=self.cookie(who))

    def post(self, path: str, signed_in: str = "ann", /, **fields: object) -> Answer:
        """Send a form as a page of the desk would, and read the answer as JSON."""
        session = self.session(signed_in)
        values = {"csrftoken": session.csrf()} | {name: str(value) for name, value in fields.items()}
        headers = {"Accept": "application/json", "Origin": self.base, "Sec-Fetch-Site": "same-origin"}
        cookie = f"{cookie_name(self.path)}={session.token}"
        return self.ask("POST", f"/-/factcheck{path}", urlencode(values), headers, cookie)

    def events(self) -> int:
        with self.desk() as desk:
            return desk.log(limit=1)[0].seq


@contextmanager
def serving(path: Path, python: Path, *, desk: bool = True, allow: str = "") -> Iterator[Served]:
    """Serve a file by a Datasette: this environment's in a thread, another's as a program of its own."""
    people = People(path)
    if desk:
        for name, role in [("ann", "editor"), ("bo", "checker"), ("sam", "second"), ("vi", "viewer")]:
            people.add(name, role)
    version = version_of(python) or ""
    with (_in_a_thread if python == PYTHONS["0.65"] else _as_a_program)(path, python, desk, allow) as port:
        yield Served(path, port, version, people)


@contextmanager
def _in_a_thread(path: Path, _python: Path, desk: bool, allow: str) -> Iterator[int]:
    import uvicorn
    from datasette.app import Datasette

    given = {"desk": "1" if desk else "", "allow": [allow] if allow else []}
    site = Datasette([str(path)], secret=SECRET, metadata={"plugins": {"factcheck": given}})
    server = uvicorn.Server(uvicorn.Config(site.app(), host="127.0.0.1", port=0, log_level="critical"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.01)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    thread.join(20)


@contextmanager
def _as_a_program(path: Path, python: Path, desk: bool, allow: str) -> Iterator[int]:
    env = os.environ | {"PYTHONUNBUFFERED": "1", "FACTCHECK_DESK": "1" if desk else "", "FACTCHECK_ALLOW": allow}
    env["DATASETTE_SECRET"] = SECRET
    command = [python, "-m", "datasette", "serve", path, "--host", "127.0.0.1", "--port", "0"]
    server = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, env=env)
    assert server.stderr is not None
    said: list[str] = []
    reader: threading.Thread | None = None
    try:
        for line in server.stderr:
            said.append(line)
            if found := re.search(r"running on http://127\.0\.0\.1:(\d+)", line):
                reader = threading.Thread(target=lambda: said.extend(server.stderr or ()), daemon=True)
                reader.start()
                yield int(found[1])
                break
        else:
            pytest.fail("Datasette did not start:\n" + "".join(said))
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=20)
        if reader:
            reader.join(5)
        server.stderr.close()


@cache
def version_of(python: Path) -> str | None:
    """Return the version of a Python's Datasette, if it has the desk too."""
    if not python.exists():
        return None
    code = (
        "import datasette, factcheck.web.dispatch, importlib.metadata as m;"
        "print(datasette.__version__ if m.entry_points(group='datasette', name='factcheck') else '')"
    )
    done = subprocess.run([python, "-c", code], capture_output=True, text=True, check=False)
    return done.stdout.strip() or None


@pytest.fixture(params=PYTHONS)
def python(request: pytest.FixtureRequest) -> Path:
    """Each Datasette in turn."""
    found = PYTHONS[request.param]
    if version_of(found) is None:
        pytest.skip(f"no Datasette {request.param} with the desk here: `make test` installs it in .venv/datasette1")
    return found


@pytest.fixture
def story(tmp_path: Path) -> Path:
    """A file with one short article: a quote, a statement, and a sentence nobody has looked at."""
    path = tmp_path / "story.db"
    with Desk.open(path, actor="ines", create=True) as desk:
        desk.add_article("bridge.txt", content=TEXT.encode(), extract=False)
        desk.add_claim(text=QUOTE, kind="quote", source="Ada Rowe")
        desk.add_claim(text=STATEMENT)
    return path


@pytest.fixture
def served(story: Path, python: Path, web: Web) -> Iterator[Served]:
    """The desk on that file, in each Datasette."""
    with serving(story, python, allow=web.address) as running:
        yield running


@pytest.fixture
def here(story: Path, web: Web) -> Iterator[Served]:
    """The desk on that file, in this environment's Datasette."""
    with serving(story, PYTHONS["0.65"], allow=web.address) as running:
        yield running


@dataclass
class Web:
    """A small web in a dict: path to (content type, body)."""

    address: str
    pages: dict[str, tuple[str, bytes]]

    def put(self, path: str, html: str, kind: str = "text/html; charset=utf-8") -> str:
        self.pages[path] = (kind, html.encode())
        return f"http://{self.address}{path}"


@pytest.fixture(scope="session")
def _web() -> Iterator[Web]:
    pages: dict[str, tuple[str, bytes]] = {}

    class Pages(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            kind, body = pages.get(self.path, ("text/plain", b"nothing"))
            self.send_response(200 if self.path in pages else 404)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Web(f"127.0.0.1:{server.server_port}", pages)
    server.shutdown()
    server.server_close()


@pytest.fixture
def web(_web: Web) -> Web:
    """The small web, emptied."""
    _web.pages.clear()
    return _web


# --- the browser

CHROMIUM = next((found for name in ("chromium", "chromium-browser") if (found := shutil.which(name))), None)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def missing_browser() -> str | None:
    """Say what is missing to drive a browser."""
    if CHROMIUM is None:
        return "no chromium here: apt-get install chromium"
    try:
        import playwright.sync_api  # noqa: F401
    except ImportError:
        return "playwright is not installed: pip install -e '.[dev]'"
    return None


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A real Chromium; required where CI is set."""
    lacking = missing_browser()
    if lacking:
        if os.environ.get("CI", "").lower() == "true":
            pytest.fail(lacking)
        pytest.skip(lacking)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        launched = driver.chromium.launch(executable_path=CHROMIUM, headless=True, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture
def window(browser: Any) -> Iterator[Any]:
    """Open windows for people; at the end no script may have failed and no alert may have come up."""
    opened: list[Any] = []
    troubles: list[str] = []

    def open_window(served: Served, who: str | None = "ann", **options: Any) -> Any:
        context = browser.new_context(base_url=served.base, **({"viewport": {"width": 1360, "height": 860}} | options))
        context.set_default_timeout(45_000)
        opened.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(f"script error: {error}"))
        page.on("dialog", lambda dialog: (troubles.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        if who:
            page.goto(served.link(who))
            page.get_by_role("button", name="Go to the desk").click()
            page.get_by_role("heading", name="Articles").wait_for()
        return page

    yield open_window
    for context in opened:
        context.close()
    assert troubles == []
