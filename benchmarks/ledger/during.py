"""How long a decision waits while a long fetch runs in the same file.

    python -m benchmarks.ledger.during [PAGES] [BYTES OF TEXT]

The pages come from a server on loopback, faster than any network: the fetch writes as much as it can.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from benchmarks.ledger.__main__ import TEXT
from factcheck.desk import Desk

WORDS = [f"w{number:x}" for number in range(5000)]
FETCH = "import sys\nfrom factcheck.cli import main\nmain()"


class Pages(BaseHTTPRequestHandler):
    """Serves a page of invented words under every path."""

    protocol_version = "HTTP/1.1"
    length = 6000

    def do_GET(self) -> None:
        chance = random.Random(self.path)
        words = [chance.choice(WORDS) for _ in range(self.length // 5)]
        text = "".join(f"<p>{' '.join(words[at : at + 60])}.</p>" for at in range(0, len(words), 60))
        body = f"<html><head><title>P</title></head><body><article>{text}</article></body></html>".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


BARE = """
import sys, time
from pathlib import Path
from benchmarks.ledger.__main__ import INSERT, bare
conn = bare(Path(sys.argv[1]))
while True:
    started = time.perf_counter()
    conn.execute(INSERT, ("x" * 420, "f" * 64))
    print((time.perf_counter() - started) * 1000, flush=True)
    time.sleep(0.02)
"""
"""A peer that nobody holds up but the disk: what it waits, nobody could wait less."""


def waits(folder: Path, port: str, pages: int) -> tuple[list[float], list[float]]:
    """Fetch in one process and decide in this one; return each decision's milliseconds, sorted, and the peer's."""
    peer = [sys.executable, "-c", BARE, str(folder / "bare.db")]
    with subprocess.Popen(peer, stdout=subprocess.PIPE, text=True) as process:
        try:
            found = _waits(folder, port, pages)
        finally:
            process.terminate()
            told, _ = process.communicate()
    return found, sorted(float(line) for line in told.splitlines()[:-1])


def _waits(folder: Path, port: str, pages: int) -> list[float]:
    urls = folder / "urls.txt"
    urls.write_text("".join(f"http://127.0.0.1:{port}/{number}\n" for number in range(pages)))
    found: list[float] = []
    with Desk.open(folder / "story.db", "ann", create=True) as desk:
        desk.add_article("-", content=TEXT.encode(), slug="ferries")
        claims = [claim.id for claim in desk.claims()]
        options = ("--allow", f"127.0.0.1:{port}", "--per-host", "8", "--delay", "0", "--workers", "8")
        command = (
            sys.executable,
            "-c",
            FETCH,
            "--db",
            str(desk.path),
            "--by",
            "bot",
            "fetch",
            "--urls-file",
            str(urls),
        )
        with subprocess.Popen([*command, *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as fetch:
            while fetch.poll() is None:
                number = len(found)
                started = time.perf_counter()
                status = ("checking", "unchecked")[number // len(claims) % 2]
                desk.mark(claims[number % len(claims)], status)
                found.append((time.perf_counter() - started) * 1000)
                time.sleep(0.003)
        if fetch.returncode:
            raise SystemExit("the fetch failed")
    return sorted(found)


def main(arguments: Sequence[str]) -> None:
    """Print the figures; as `serve`, serve."""
    if arguments[:1] == ["serve"]:
        Pages.length = int(arguments[1])
        server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
        print(server.server_port, flush=True)
        server.serve_forever()
    pages, length = (*map(int, arguments), *(2000, 6000)[len(arguments) :])
    command = [sys.executable, "-m", "benchmarks.ledger.during", "serve", str(length)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server_:
        try:
            assert server_.stdout is not None
            port = server_.stdout.readline().strip()
            with tempfile.TemporaryDirectory(dir=".") as name:
                found, peer = waits(Path(name).absolute(), port, pages)
        finally:
            server_.kill()
    late = sum(wait > 100 for wait in found)
    print(f"a decision while {pages} pages of {length:,} letters are fetched: {len(found)} decisions,", end=" ")
    print(f"p50 {found[len(found) // 2]:.1f} ms   p99 {found[int(len(found) * 0.99)]:.1f} ms   ", end="")
    print(f"longest {found[-1]:.0f} ms; {late} waited more than 100 ms (goal 0)")
    print(f"a bare INSERT with commit meanwhile, in a file of its own: p50 {peer[len(peer) // 2]:.1f} ms", end="   ")
    print(f"p99 {peer[int(len(peer) * 0.99)]:.1f} ms   longest {peer[-1]:.0f} ms")


if __name__ == "__main__":
    main(sys.argv[1:])
