"""References at the command line: their health, rechecks of a claim, and other archives' copies."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from tests.cli.conftest import RECORD, Site

Ok = Callable[..., str]
Run = Callable[..., Result]

PAGE = "http://news.example/tunnel"
STAMP, DATE = "20240517120000", "Fri, 17 May 2024 12:00:00 GMT"


class OtherArchive(BaseHTTPRequestHandler):
    """What a public archive offers: a TimeMap, a TimeGate, the copies, and Save Page Now."""

    asked: list[tuple[str, str, dict[str, str]]]

    def do_GET(self) -> None:
        self.asked.append((self.command, self.path, dict(self.headers)))
        base = f"http://{self.headers['Host']}"
        if self.path == f"/timemap/{PAGE}":
            self._say(f'<{base}/web/{STAMP}/{PAGE}>; rel="first last memento"; datetime="{DATE}"')
        elif self.path == f"/gate/{PAGE}":
            self._say("", 302, Location=f"/web/{STAMP}/{PAGE}", Vary="accept-datetime")
        elif self.path.startswith(f"/web/{STAMP}"):
            self._say(RECORD, Memento_Datetime=DATE)
        elif self.path == "/save/status/job-1":
            self._say(json.dumps({"status": "success", "timestamp": STAMP, "original_url": PAGE}))
        else:
            self._say("", 404)

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        self.asked.append((self.command, self.rfile.read(length).decode(), dict(self.headers)))
        self._say(json.dumps({"job_id": "job-1"}))

    def _say(self, text: str, status: int = 200, **headers: str) -> None:
        body = text.encode()
        self.send_response(status)
        for name, value in {"Content-Type": "text/html", "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def archive() -> Iterator[Site]:
    OtherArchive.asked = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), OtherArchive)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Site(f"127.0.0.1:{server.server_port}")
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def cited(ok: Ok, article: Path, site: Site) -> Site:
    ok("add", str(article))
    ok("cite", "1", f"{site.url}/record", "--supports", "--passage", "tested every pump twice", "--allow", site.address)
    return site


def test_old_captures_of_another_archive_are_listed_and_kept(ok: Ok, archive: Site) -> None:
    ok("init")
    here = ("--allow", archive.address)
    (found,) = json.loads(ok("refs", PAGE, "--mementos", "--timemap", archive.url + "/timemap/{url}", *here, "--json"))
    assert found == {"datetime": "2024-05-17T12:00:00+00:00", "url": f"{archive.url}/web/{STAMP}/{PAGE}"}
    ok("fetch", found["url"], *here, "--robots", "ignore")
    capture = json.loads(ok("capture", "show", "1", "--json"))
    assert capture["memento"] == DATE
    assert DATE in ok("capture", "show", "1")
    assert "tested every pump twice" in ok("capture", "text", "1")


def test_the_capture_nearest_to_a_date_is_asked_for(ok: Ok, run: Run, archive: Site) -> None:
    ok("init")
    gate = ("--timegate", archive.url + "/gate/{url}", "--allow", archive.address)
    (found,) = json.loads(ok("refs", PAGE, "--at", "2024-05-01", *gate, "--json"))
    assert found["url"].endswith(f"/web/{STAMP}/{PAGE}")
    headers = next(headers for _, path, headers in OtherArchive.asked if path.startswith("/gate/"))
    assert headers["Accept-Datetime"] == "Wed, 01 May 2024 00:00:00 GMT"
    assert run("refs", PAGE, "--at", "some day", *gate).exit_code == 2


def test_a_page_is_saved_elsewhere_only_when_that_is_asked_for(
    ok: Ok, run: Run, archive: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    ok("init")
    there = ("--endpoint", f"{archive.url}/save", "--allow", archive.address, "--patience", "5")
    refused = run("save-page", PAGE, *there)
    assert refused.exit_code == 2
    assert "FACTCHECK_ARCHIVE_KEYS" in refused.stderr
    assert OtherArchive.asked == []
    Path("keys.txt").write_text("access:secret\n", encoding="utf-8")
    assert ok("save-page", PAGE, *there, "--keys", "keys.txt") == f"{archive.url}/web/{STAMP}/{PAGE}\n"
    method, form, headers = OtherArchive.asked[0]
    assert (method, headers["Authorization"]) == ("POST", "LOW access:secret")
    assert "url=http%3A%2F%2Fnews.example%2Ftunnel" in form
    monkeypatch.setenv("FACTCHECK_ARCHIVE_KEYS", "access:secret")
    ok("fetch", ok("save-page", PAGE, *there).strip(), "--allow", archive.address, "--robots", "ignore")


def test_only_the_passages_of_a_claim_are_rechecked(ok: Ok, run: Run, cited: Site) -> None:
    ok(
        "cite",
        "2",
        f"{cited.url}/record",
        "--context",
        "--passage",
        "safer than the old bridge",
        "--allow",
        cited.address,
    )
    allow = ("--allow", cited.address)
    assert {row["claim"] for row in json.loads(ok("recheck", *allow, "--json"))} == {1, 2}
    assert {row["claim"] for row in json.loads(ok("recheck", "1", *allow, "--json"))} == {1, 2}  # reference 1
    (only,) = json.loads(ok("recheck", "claim2", *allow, "--json"))
    assert (only["claim"], only["state"]) == (2, "standing")
    cited.pages["/record"] = (200, RECORD.replace("twice", "once").encode())
    assert run("recheck", "claim 1", *allow).exit_code == 1
    assert run("recheck", "claim99", *allow).exit_code == 2


def test_health_tells_what_became_of_the_references(ok: Ok, run: Run, cited: Site) -> None:
    assert "as it was archived" in run("refs", "--health").stderr + run("refs", "--health").stdout
    del cited.pages["/record"]
    run("recheck", "--allow", cited.address)
    (found,) = json.loads(ok("refs", "--health", "--json"))
    assert (found["id"], found["state"], found["passages"]) == (1, "gone", 1)
    assert found["since"] > found["archived_at"]
    assert json.loads(ok("refs", "nowhere", "--health", "--json")) == []


def test_a_difference_is_shown_by_words_and_apart_from_menus(ok: Ok, run: Run, cited: Site) -> None:
    cited.pages["/record"] = (200, RECORD.replace("every pump twice", "most pumps once").encode())
    ok("fetch", f"{cited.url}/record", "--allow", cited.address, "--robots", "ignore")
    result = run("capture", "diff", "1")
    assert result.exit_code == 1
    assert "[-every pump twice,-] {+most pumps once,+} she told them." in result.stdout
    changes = json.loads(run("capture", "diff", "1", "2", "--json").stdout)
    assert changes["rest"] == []
    assert ["removed", "every pump twice,"] in changes["main"][0]
    assert run("capture", "diff", "1", "1").exit_code == 0


def test_a_picture_tells_its_size_and_what_the_camera_wrote(ok: Ok, site: Site) -> None:
    image = pytest.importorskip("PIL.Image")
    made = image.new("RGB", (320, 200), "red")
    exif = made.getexif()
    exif[0x010E] = "Harbour at noon \x1b[31m"
    made.save("harbour.jpg", exif=exif)
    site.pages["/harbour.jpg"] = (200, Path("harbour.jpg").read_bytes())
    ok("fetch", f"{site.url}/harbour.jpg", "--allow", site.address, "--robots", "ignore")
    shown = ok("capture", "show", "1")
    assert "jpeg, 320 × 200" in shown
    assert "ImageDescription: Harbour at noon" in shown
    assert "\x1b" not in shown
    assert json.loads(ok("capture", "show", "1", "--json"))["picture"]["width"] == 320


def test_a_capture_is_found_by_the_number_that_refs_shows_and_by_its_url(ok: Ok, run: Run, cited: Site) -> None:
    url = f"{cited.url}/record"
    cited.pages["/record"] = (200, RECORD.replace("every pump twice", "most pumps once").encode())
    ok("fetch", url, "--allow", cited.address, "--robots", "ignore")
    del cited.pages["/record"]
    run("fetch", url, "--allow", cited.address, "--robots", "ignore")
    (reference,) = json.loads(ok("refs", "--json"))
    assert (reference["captures"], reference["last_capture"]) == (3, 3)
    assert "most pumps once" in ok("capture", "text", url)  # the last whole one, not the error page after it
    result = run("capture", "diff", url)  # the last two whole ones, the older first
    assert "[-every pump twice,-] {+most pumps once,+}" in result.stdout
    assert run("capture", "diff", "2").stdout == result.stdout
    missing = run("capture", "show", "https://nowhere.example/")
    assert missing.exit_code == 2
    assert "there is no reference" in missing.stderr
