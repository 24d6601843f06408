"""The desk in a browser: how fast an article of 300 claims opens and a decision comes back.

    python -m benchmarks.web [FILE.db]

Serves a file (an invented article of 300 claims, or the one given, such as what `benchmarks.scale`
makes), and measures beside a bare Datasette row page in the same run: the article's page, the claim's
pane, and a decision from the request to the answer; and in Chromium, where there is one, first paint and
the time from the key to the next claim. Times are medians in milliseconds.
"""

from __future__ import annotations

import http.client
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from factcheck.desk.desk import Desk
from factcheck.desk.people import People, Session
from factcheck.web.site import cookie_name

CLAIMS = 300
ROUNDS = 30
FLAGS = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking".split()


def invented(path: Path) -> None:
    """Make a file with one article of 300 claims, each with a passage to stand on."""
    lines = [f"Cart number {n} carried {n * 7} sacks over the bridge, the ferryman said." for n in range(CLAIMS)]
    with Desk.open(path, actor="ines", create=True) as desk:
        article = desk.add_article("carts.txt", content="\n\n".join(lines).encode(), extract=False).article
        capture = desk.keep_upload("count.txt", "\n".join(lines).encode())
        for line in lines:
            claim = desk.add_claim(article, text=line, source="the ferryman")
            desk.cite(claim, capture=capture, passage=line)


@contextmanager
def served(path: Path) -> Iterator[int]:
    """Serve a file with the desk open; yield the port."""
    env = os.environ | {"FACTCHECK_DESK": "1", "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "datasette", "serve", path, "--host", "127.0.0.1", "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, env=env) as server:
        assert server.stderr is not None
        try:
            port = next(
                int(found[1]) for line in server.stderr if (found := re.search(r"http://127.0.0.1:(\d+)", line))
            )
            drain = subprocess.Popen(["cat"], stdin=server.stderr, stdout=subprocess.DEVNULL)
            yield port
            drain.terminate()
            drain.wait()
        finally:
            server.terminate()


class Client:
    """One kept connection, signed in."""

    def __init__(self, port: int, cookie: str, session: Session) -> None:
        self._cookie = cookie
        self._connection = http.client.HTTPConnection("127.0.0.1", port)
        self._session = session

    def get(self, path: str) -> bytes:
        return self._ask("GET", path)

    def decide(self, claim: int, status: str) -> bytes:
        fields = {"claim": claim, "status": status, "note": "measured", "csrftoken": self._session.csrf()}
        return self._ask("POST", "/-/factcheck/mark", urlencode(fields))

    def _ask(self, method: str, path: str, body: str | None = None) -> bytes:
        headers = {"Cookie": f"{self._cookie}={self._session.token}", "X-Desk": "1"}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        data = answer.read()
        if answer.status != 200:
            raise SystemExit(f"{method} {path}: {answer.status} {data[:300]!r}")
        return data


def median_ms(work: Callable[[int], object], rounds: int = ROUNDS) -> float:
    """Return the median time of `work`, after one round that does not count."""
    work(0)
    times = []
    for number in range(1, rounds + 1):
        began = time.perf_counter()
        work(number)
        times.append(1000 * (time.perf_counter() - began))
    return statistics.median(times)


def main(given: list[str]) -> int:
    """Measure, print, and say whether the promises were kept."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(given[0]) if given else Path(folder) / "carts.db"
        if not given:
            invented(path)
        with Desk.open(path) as desk:
            article = desk.newest_articles(1)[0]
            claims = [claim.id for claim in desk.claims(article)]
        people = People(path)
        people.add("ann", "editor")
        with served(path) as port:
            client = Client(port, cookie_name(path), people.enter(people.link("ann")))
            row = f"/{path.stem}/claims/{claims[0]}"
            bare = median_ms(lambda _: client.get(row))
            for name, work in {
                "article page": lambda _: client.get(f"/-/factcheck/article/{article.slug}"),
                "claim's pane": lambda n: client.get(f"/-/factcheck/claim/{claims[n % len(claims)]}/pane"),
                "decision": lambda n: client.decide(claims[n % len(claims)], "unverifiable"),
                "front page": lambda _: client.get("/-/factcheck"),
                "sources": lambda _: client.get("/-/factcheck/sources"),
                "references": lambda _: client.get("/-/factcheck/references"),
                "log": lambda _: client.get("/-/factcheck/activity"),
            }.items():
                took = median_ms(work)
                print(f"{name:16} {took:8.1f} ms  {took / bare:5.2f} of a bare row page ({bare:.1f} ms)", flush=True)
            in_a_browser(port, people, article.slug)
    return 0


def in_a_browser(port: int, people: People, slug: str) -> None:
    """Print first paint of the article and the time from the key to the next claim."""
    chromium = shutil.which("chromium")
    if chromium is None:
        print("no chromium here: first paint and keys are not measured")
        return
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=FLAGS)
        page = browser.new_page(base_url=f"http://127.0.0.1:{port}", viewport={"width": 1360, "height": 860})
        page.goto(f"/-/factcheck/sign-in?token={people.link('ann')}")
        page.get_by_role("button", name="Go to the desk").click()
        page.get_by_role("heading", name="Articles").wait_for()
        paints = [_first_paint(page, slug) for _ in range(5)]
        page.locator(".rows a").first.click()
        page.locator(".claim-pane").wait_for()
        keys = [_key_to_next(page) for _ in range(15)]
        browser.close()
    print(f"{'first paint':16} {statistics.median(paints):8.1f} ms  (promised: under 1000)")
    print(f"{'key to next':16} {statistics.median(keys):8.1f} ms  (promised: under 150)")


def _first_paint(page: Any, slug: str) -> float:
    page.goto(f"/-/factcheck/article/{slug}")
    return float(
        page.evaluate(
            """() => new Promise(done => {
                const seen = performance.getEntriesByName("first-contentful-paint")[0];
                if (seen) return done(seen.startTime);
                const wait = list => done(list.getEntriesByName("first-contentful-paint")[0].startTime);
                new PerformanceObserver(wait).observe({type: "paint"});
            })"""
        )
    )


def _key_to_next(page: Any) -> float:
    """Return the time from a key that decides to the next claim's pane, as the page itself sees it."""
    return float(
        page.evaluate(
            """() => new Promise(done => {
                const here = document.querySelector(".claim-pane");
                const box = here.querySelector("#note-unverifiable");
                box.value = "measured";
                const pane = document.getElementById("claim-pane");
                const began = performance.now();
                new MutationObserver((_, watcher) => {
                    if (pane.querySelector(".claim-pane") === here) return;
                    watcher.disconnect();
                    requestAnimationFrame(() => setTimeout(() => done(performance.now() - began)));
                }).observe(pane, {childList: true});
                box.dispatchEvent(new KeyboardEvent("keydown", {key: "Enter", bubbles: true, cancelable: true}));
            })"""
        )
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
