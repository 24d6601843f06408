"""How small captures are kept: `python -m benchmarks.pagetext.sizes [FOLDER]`.

Ratios are to the gzipped body, as it stands in a WARC file.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import time
from collections import defaultdict
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

from benchmarks.pagetext.corpus import FOLDER, Page, pages
from factcheck.archive.compression import Base, pack, train, unpack, unpack_plain
from factcheck.archive.planning import Stored, plan


def revise(body: bytes, number: int) -> bytes:
    """The same page at the next visit: a token, a time and a counter have changed."""
    token = hashlib.sha256(b"%d" % number + body[:100]).hexdigest()
    change = f'<meta name="token" content="{token}"><!-- served at {1_700_000_000 + 61 * number} -->'.encode()
    return body.replace(b"</head>", change + b"</head>", 1).replace(b"</body>", b"<p>%d views</p></body>" % number, 1)


def measure(title: str, jobs: list[tuple[bytes, list[Base]]], extra: int = 0) -> None:
    """Pack every body against its bases, read it back, and print the ratio and the times."""
    before, after, packing = 0, extra, 0.0
    reading, rebuilding, kept = [], [], 0
    for body, bases in jobs:
        started = time.perf_counter()
        packed = pack(body, bases)
        packing += time.perf_counter() - started
        base = next((one.content for one in bases if one.id == packed.dictionary), None)
        started = time.perf_counter()
        plain = unpack_plain(packed.codec, packed.data, base)
        reading.append(time.perf_counter() - started)
        started = time.perf_counter()
        back = unpack(packed.codec, packed.data, base)
        rebuilding.append(time.perf_counter() - started)
        if back != body or (plain is not None and plain != gzip.decompress(body)):
            raise SystemExit("a body did not come back")
        before += len(body)
        after += len(packed.data)
        kept += packed.codec == "raw"
    times = f"pack {packing / len(jobs) * 1e3:.0f} ms, read plain {median(reading) * 1e3:.2f} ms, as received "
    print(
        f"{title:34}{after / before:.4f}  ({len(jobs)} bodies, {kept} left; {times}{median(rebuilding) * 1e3:.2f} ms)"
    )


def planned(corpus: list[Page], zipped: dict[str, bytes]) -> None:
    """The bases that `compact` would choose if one host had all these pages."""
    plain = {page.id: page.body for page in corpus}
    stored = [Stored(page.id, page.url, "one host", len(page.body), "2026-01-01") for page in corpus]
    found = plan(stored, plain.__getitem__)
    used = {base for bases in found.values() for base in bases}
    learnt = train([plain[name] for name, bases in found.items() if not bases and name not in used]) or b""
    jobs = []
    for name, bases in found.items():
        shared = [Base("shared", learnt)] if learnt and not bases and name not in used else []
        jobs.append((zipped[name], [Base(base, plain[base]) for base in bases] + shared))
    measure("all as one host, as planned", jobs, len(learnt))


def main() -> None:
    """Print the ratios for diverse pages, hosts that repeat, and later captures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=FOLDER)
    corpus = list(pages(parser.parse_args().folder))
    zipped = {page.id: gzip.compress(page.body, 6, mtime=0) for page in corpus}
    measure("no dictionary", [(zipped[page.id], []) for page in corpus])
    shared = train([page.body for page in corpus[::2]])
    if shared:
        base = Base("shared", shared)
        measure(
            "shared, trained on the other half", [(zipped[page.id], [base]) for page in corpus[1::2]], len(shared) // 2
        )
    hosts: dict[str, list[Page]] = defaultdict(list)
    for page in corpus:
        hosts[urlsplit(page.url).netloc].append(page)
    repeat = [(zipped[page.id], [Base(group[0].id, group[0].body)] if page is not group[0] else [])
              for group in hosts.values() if len(group) > 1 for page in group]  # fmt: skip
    if repeat:
        measure("hosts that repeat, with their first", repeat)
    planned(corpus, zipped)
    later = [(gzip.compress(revise(page.body, number), 6, mtime=0), [Base(page.id, page.body)])
             for page in corpus[:60] for number in (1, 5, 20)]  # fmt: skip
    measure("later captures", later)


if __name__ == "__main__":
    main()
