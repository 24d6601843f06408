"""A plain web site on loopback, in a process of its own, so that client and server share no interpreter.

    python -m benchmarks.archive.site --count 1000 --latency 0.1 [--pages DIR]

Prints `READY <url> <pages>` when it listens. Pages have ETag and Last-Modified, answer 304, and are gzipped
for who asks for it; `/urls.txt` lists them, `/bomb` sends what inflates to 2 GB. Ends with its parent's
pipe.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import hashlib
import itertools
import sys
import threading
import zlib
from pathlib import Path

from benchmarks.archive.pages import own_pages, synthetic_pages


class Site:
    """Every answer is made once, before the first request."""

    def __init__(self, pages: list[bytes], count: int, latency: float) -> None:
        self.latency = latency
        self.plain: dict[str, bytes] = {}
        self.packed: dict[str, bytes] = {}
        self.etags: dict[str, bytes] = {}
        answers = [
            (_answer(page, b""), _answer(gzip.compress(page, 6, mtime=0), b"Content-Encoding: gzip\r\n"))
            for page in pages
        ]
        etags = [hashlib.sha256(page).hexdigest()[:16].encode() for page in pages]
        for number in range(count):
            path = f"/site{number % 40}/story-{number}.html"
            which = number % len(pages)
            self.plain[path], self.packed[path] = answers[which]
            self.etags[path] = etags[which]

    def answer(self, path: str, headers: bytes) -> bytes:
        if path == "/urls.txt":
            return _answer("\n".join(self.plain).encode(), b"")
        if path.startswith("/bomb"):
            return _answer(_bomb(), b"Content-Encoding: deflate\r\n")
        etag = self.etags.get(path)
        if etag is None:
            return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
        if b'if-none-match: "' + etag in headers:
            return b'HTTP/1.1 304 Not Modified\r\nETag: "' + etag + b'"\r\n\r\n'
        body = self.packed[path] if b"gzip" in headers else self.plain[path]
        return body.replace(b"\r\n", b'\r\nETag: "' + etag + b'"\r\n', 1)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                request = await reader.readuntil(b"\r\n\r\n")
                if self.latency:
                    await asyncio.sleep(self.latency)
                line, _newline, headers = request.partition(b"\r\n")
                writer.write(self.answer(line.split(b" ")[1].decode("latin-1"), headers.lower()))
                await writer.drain()
        except (asyncio.IncompleteReadError, asyncio.CancelledError, ConnectionError):
            pass
        finally:
            writer.close()


def _answer(body: bytes, extra: bytes) -> bytes:
    head = (
        b"HTTP/1.1 200 OK\r\nServer: bench\r\nContent-Type: text/html; charset=utf-8\r\n"
        b"Last-Modified: Fri, 17 May 2024 12:00:00 GMT\r\nCache-Control: max-age=60\r\nVary: Accept-Encoding\r\n"
    )
    return head + extra + b"Content-Length: %d\r\n\r\n" % len(body) + body


def _bomb() -> bytes:
    """Two gigabytes of zeros as bare deflate: one flushed block over and over, and an end."""
    packer = zlib.compressobj(9, wbits=-15)
    block = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    return block * 2048 + b"\x03\x00"


async def run(site: Site) -> None:
    server = await asyncio.start_server(site.serve, "127.0.0.1", 0, backlog=512)
    port = server.sockets[0].getsockname()[1]
    print(f"READY http://127.0.0.1:{port} {len(site.plain)}", flush=True)
    done = asyncio.Event()
    loop = asyncio.get_running_loop()

    def parent_gone() -> None:
        sys.stdin.read()
        loop.call_soon_threadsafe(done.set)

    threading.Thread(target=parent_gone, daemon=True).start()
    await done.wait()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=Path, help="serve these instead of synthetic pages")
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--distinct", type=int, default=1000, help="different pages; beyond, they come again")
    parser.add_argument("--latency", type=float, default=0.0)
    options = parser.parse_args()
    distinct = min(options.count, options.distinct)
    source = own_pages(options.pages) if options.pages else synthetic_pages(distinct)
    pages = list(itertools.islice(source, options.count))
    asyncio.run(run(Site(pages, options.count, options.latency)))


if __name__ == "__main__":
    main()
