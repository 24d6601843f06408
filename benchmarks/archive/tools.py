"""The tools that are compared; each runs in a process of its own: `python -m benchmarks.archive.tools NAME URLS DIR`.

`requests` stores nothing and is the floor. All but wget use the same number of threads.
"""

from __future__ import annotations

import importlib
import json
import os
import queue
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit

THREADS = 16


def threaded(urls: list[str], work: Callable[[Iterator[str]], None]) -> None:
    """Share the URLs out among threads; `work` is called once in each, with the URLs that fall to it."""
    todo: queue.SimpleQueue[str | None] = queue.SimpleQueue()
    for url in [*urls, *[None] * THREADS]:
        todo.put(url)
    threads = [threading.Thread(target=lambda: work(iter(todo.get, None))) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def bare_requests(urls: list[str], folder: Path) -> None:
    import requests

    def work(mine: Iterator[str]) -> None:
        session = requests.Session()
        for url in mine:
            assert session.get(url, timeout=30).content

    threaded(urls, work)


def our_options(urls: list[str]):
    from factcheck.archive.options import FetchOptions

    port = urlsplit(urls[0]).port or 80
    return FetchOptions(
        allow=frozenset({("127.0.0.1", port)}), workers=THREADS, per_host=THREADS, delay=0, robots="ignore"
    )


def archive_only(urls: list[str], folder: Path) -> None:
    """Our fetching alone; what came is counted and let go."""
    from factcheck.archive.fetch import Fetcher

    with Fetcher(our_options(urls)) as fetcher:
        done = sum(fetched.complete for fetched in fetcher.fetch_many(urls))
    assert done == len(urls), f"{done} of {len(urls)}"


def archive_stored(urls: list[str], folder: Path) -> None:
    """Our fetching with the smallest durable store behind it: a batch, a commit on disk."""
    from factcheck.archive.fetch import Fetcher

    base = sqlite3.connect(folder / "captures.db")
    base.executescript(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
        "CREATE TABLE bodies (sha256 TEXT PRIMARY KEY, body BLOB) WITHOUT ROWID;"
        "CREATE TABLE captures (id INTEGER PRIMARY KEY, url TEXT, status INT, headers TEXT, started TEXT, sha256 TEXT);"
    )
    with Fetcher(our_options(urls)) as fetcher:
        for batch in fetcher.fetch_batches(urls):
            with base:
                base.executemany(
                    "INSERT OR IGNORE INTO bodies VALUES (?, ?)", [(item.sha256, item.body) for item in batch]
                )
                base.executemany(
                    "INSERT INTO captures VALUES (NULL, ?, ?, ?, ?, ?)",
                    [(item.url, item.status, repr(item.headers), item.started, item.sha256) for item in batch],
                )
    base.close()


def desk_fetch(urls: list[str], folder: Path) -> None:
    """The product's library: `Desk.fetch` into a new file, until the last capture is on disk."""
    from factcheck.desk import Desk

    begun, used, left = time.monotonic(), time.process_time(), len(urls)

    def stored(items: Sequence[object]) -> None:
        nonlocal left
        left -= len(items)
        if not left:  # the texts are read behind the fetch
            _note(folder, "inside", time.monotonic() - begun, time.process_time() - used)

    with Desk.open(folder / "desk.db", actor="bench", create=True) as desk:
        desk.fetch(urls, options=our_options(urls), on_stored=stored)
    assert not left, f"{left} of {len(urls)} missing"


def factcheck_fetch(urls: list[str], folder: Path) -> None:
    """The product: `factcheck fetch`, until the last capture is acknowledged, which is when it is on disk.

    Reading the texts goes on behind that, in other processes; `factcheck+text` waits for it.
    """
    _factcheck(urls, folder, whole=False)


def factcheck_with_text(urls: list[str], folder: Path) -> None:
    """The product, until every text is read as well."""
    _factcheck(urls, folder, whole=True)


def _factcheck(urls: list[str], folder: Path, *, whole: bool) -> None:
    (folder / "urls.txt").write_text("\n".join(urls), encoding="utf-8")
    port = urlsplit(urls[0]).port
    command = [
        sys.executable,
        "-m",
        "factcheck",
        "--db",
        str(folder / "desk.db"),
        "fetch",
        "--ack",
        "--robots",
        "ignore",
    ]
    command += ["--allow", f"127.0.0.1:{port}", "--workers", str(THREADS), "--per-host", str(THREADS), "--delay", "0"]
    begun, done = time.monotonic(), 0
    with subprocess.Popen([*command, "--urls-file", str(folder / "urls.txt")], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        for line in process.stdout:
            done += line.startswith(b"ACK ")
            if done == len(urls) and not whole:
                # Its own time, without that of the processes that read texts.
                fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(") ")[2].split()
                ticks = int(fields[11]) + int(fields[12])
                _note(folder, "cost", time.monotonic() - begun, ticks / os.sysconf("SC_CLK_TCK"))
                break
        for _line in process.stdout:
            pass
    if process.returncode or done != len(urls):
        raise SystemExit(f"exit status {process.returncode}, {done} of {len(urls)} acknowledged")


def wget(urls: list[str], folder: Path) -> None:
    (folder / "urls.txt").write_text("\n".join(urls), encoding="utf-8")
    command = ["wget", "-q", "-i", "urls.txt", "--warc-file=out", "-O", "/dev/null", "--compression=gzip"]
    subprocess.run(command, cwd=folder, check=True)


def warcio(urls: list[str], folder: Path) -> None:
    from warcio.capture_http import capture_http

    import requests  # isort: skip  (warcio must come first, to stand in for http.client)

    # It captures only in the thread that asked for it: each thread has a file of its own.
    def work(mine: Iterator[str]) -> None:
        with capture_http(str(folder / f"{threading.get_ident()}.warc.gz")):
            session = requests.Session()
            for url in mine:
                assert session.get(url, timeout=30).content

    threaded(urls, work)


def requests_cache(urls: list[str], folder: Path) -> None:
    import requests_cache as cache

    def work(mine: Iterator[str]) -> None:
        session = cache.CachedSession(str(folder / "cache"), backend="sqlite", wal=True)
        for url in mine:
            assert session.get(url, timeout=30).content

    threaded(urls, work)


def _note(folder: Path, name: str, wall: float, processor: float) -> None:
    (folder / f"{name}.json").write_text(json.dumps({"wall": wall, "processor": processor}))


TOOLS: dict[str, Callable[[list[str], Path], None]] = {
    "requests": bare_requests,
    "archive": archive_only,
    "archive+sqlite": archive_stored,
    "desk": desk_fetch,
    "factcheck": factcheck_fetch,
    "factcheck+text": factcheck_with_text,
    "warcio": warcio,
    "requests-cache": requests_cache,
    "wget": wget,
}


IN_PROCESS = ("requests", "archive", "archive+sqlite", "desk")
"""Tools that can be timed inside one process as well, all modules loaded before the clock starts."""


def main() -> None:
    name, urls, folder = sys.argv[1:4]
    if name in IN_PROCESS:
        for module in ("requests", "factcheck.archive.fetch", "factcheck.desk.fetching", "factcheck.pages.sandbox"):
            if name != "requests" or module == "requests":
                importlib.import_module(module)
    begun, used = time.monotonic(), time.process_time()
    TOOLS[name](Path(urls).read_text(encoding="utf-8").split(), Path(folder))
    if name in IN_PROCESS and not (Path(folder) / "inside.json").exists():
        _note(Path(folder), "inside", time.monotonic() - begun, time.process_time() - used)


if __name__ == "__main__":
    main()
