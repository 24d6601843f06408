"""Captures of an invented site, as a fetch would hand them over."""

from __future__ import annotations

import gzip
import hashlib
from typing import Any

from factcheck.archive.model import Fetched, Hop
from factcheck.archive.warc import WarcCapture

CREATED = "2026-03-10T12:00:00Z"
SOFTWARE = "factcheck test"
PAGE = b"<!doctype html><title>Bridge closed</title><p>The bridge is closed until the spring.</p>"
ZIPPED = gzip.compress(PAGE, 6, mtime=0)
TYPE = ("Content-Type", "text/html; charset=utf-8")


def fetched(url: str, body: bytes = b"", **values: Any) -> Fetched:
    """A fetch of `url` that ended well, unless `values` say otherwise."""
    defaults: dict[str, Any] = {"outcome": "captured", "status": 200, "reason": "OK", "http_version": "1.1",
                                "final_url": url, "started": "2026-03-04T05:06:07.123456+00:00"}  # fmt: skip
    values = defaults | values
    if body or values["outcome"] == "captured":
        values.setdefault("sha256", hashlib.sha256(body).hexdigest())
    return Fetched(url=url, body=body, **values)


def captures() -> list[WarcCapture]:
    """One of each way a fetch can end."""
    plain = fetched(
        "http://courier.example/bridge",
        ZIPPED,
        headers=(
            TYPE,
            ("content-encoding", "gzip"),
            ("Transfer-Encoding", "chunked"),
            ("ETag", '"1"'),
            ("X-Odd", "caf\xe9 \xff"),
        ),
        request_headers=(("Host", "courier.example"), ("User-Agent", "factcheck")),
        remote_address="192.0.2.7:80",
        decoded_sha256=hashlib.sha256(PAGE).hexdigest(),
        decoded_length=len(PAGE),
        elapsed=0.25,
    )
    moved = fetched(
        "http://courier.example/old?id=1",
        ZIPPED,
        final_url="https://courier.example/new",
        hops=(Hop("http://courier.example/old?id=1", 301, (("Location", "https://courier.example/new"),)),),
        headers=(TYPE, ("Content-Encoding", "gzip")),
        started="2026-03-04T05:06:09+00:00",
        remote_address="[2001:db8::7]:443",
        tls={"version": "TLSv1.3", "peer": "aa" * 32},
    )
    same = fetched(
        "http://courier.example/bridge",
        outcome="not_modified",
        status=304,
        reason="Not Modified",
        headers=(("ETag", '"1"'),),
        started="2026-03-05T05:06:07+00:00",
    )
    gone = fetched(
        "http://courier.example/gone",
        b"gone",
        outcome="http_error",
        error="http",
        status=404,
        headers=(("Content-Type", "text/plain"), ("Content-Length", "4")),
        started="2026-03-05T05:06:08+00:00",
    )
    failed = fetched("http://nowhere.example/", outcome="failed", error="dns", detail="no such name", status=None,
                     reason="", http_version="", started="2026-03-05T05:06:09+00:00")  # fmt: skip
    empty = fetched("http://courier.example/empty", b"", started="2026-03-05T05:06:10+00:00")
    return [
        WarcCapture(plain, id="c1", title="Bridge closed"),
        WarcCapture(moved, id="c2", title="Bridge closed"),
        WarcCapture(same, id="c3", same_as="c1"),
        WarcCapture(gone, id="c4"),
        WarcCapture(failed, id="c5"),
        WarcCapture(empty, id="c6"),
    ]
