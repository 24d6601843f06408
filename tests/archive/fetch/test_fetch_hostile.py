"""Every endpoint of the hostile kit ends as its listing says; runs where the kit lies beside the project."""

from __future__ import annotations

import importlib
import sys
import time
from pathlib import Path

import pytest

from factcheck.archive.fetch import Fetcher
from factcheck.archive.options import FetchOptions

KIT = Path(__file__).parents[4] / "shared" / "eval" / "hostile"
pytestmark = pytest.mark.skipif(not (KIT / "hostile_site.py").exists(), reason="the hostile kit is not here")

# The kit allows ten seconds to a fetch; what never ends need not be waited for that long.
PATIENCE = 1.5


@pytest.fixture(scope="module")
def hostile():
    sys.path.insert(0, str(KIT))
    try:
        with importlib.import_module("hostile_site").HostileSite() as site:
            yield site
    finally:
        sys.path.remove(str(KIT))


def allowed(hostile) -> frozenset[tuple[str, int]]:
    ports = {hostile.port, hostile.tls_port or hostile.port}
    return frozenset(("127.0.0.1", port) for port in ports)


def test_every_endpoint_ends_as_it_should(hostile):
    options = FetchOptions(allow=allowed(hostile), deadline=PATIENCE, backoff=0.05, robots="ignore")
    problems = []
    for item in hostile.endpoints():
        hostile.reset()
        with Fetcher(options) as fetcher:
            begun = time.monotonic()
            for _ in range(item.expect.fetches):
                fetched = fetcher.fetch(hostile.url(item.path))
                expect = item.expect
                if fetched.outcome not in expect.outcomes:
                    problems.append(f"{item.path}: {fetched.outcome} ({fetched.error}), wanted {expect.outcomes}")
                if fetched.error and expect.errors and fetched.error not in expect.errors:
                    problems.append(f"{item.path}: error {fetched.error}, wanted {expect.errors}")
                if fetched.outcome == "captured" and expect.sha256 and fetched.sha256 != expect.sha256:
                    problems.append(f"{item.path}: other bytes")
                if b"FORGED" in fetched.body:
                    problems.append(f"{item.path}: took the forged answer")
            if time.monotonic() - begun > expect.max_seconds * expect.fetches + 30:  # a busy machine is not a fault
                problems.append(f"{item.path}: took too long")
        problems += journal_problems(hostile, item)
    assert not problems, "\n".join(problems)


def journal_problems(hostile, item) -> list[str]:
    problems = []
    journal = hostile.journal(item.path)
    expect = item.expect
    if expect.max_requests and len(journal) > expect.max_requests * expect.fetches:
        problems.append(f"{item.path}: {len(journal)} requests")
    for entry in hostile.journal():
        names = {name.lower() for name, _value in entry["headers"]}
        problems += [f"{item.path}: sent {name}" for name in expect.forbidden_request_headers if name.lower() in names]
    if hostile.canary_hits():
        problems.append(f"{item.path}: reached the internal service")
    return problems


def test_all_at_once_reach_no_internal_service(hostile):
    hostile.reset()
    options = FetchOptions(
        allow=allowed(hostile), deadline=PATIENCE, backoff=0.05, per_host=32, workers=32, delay=0, robots="ignore"
    )
    urls = [hostile.url(item.path) for item in hostile.endpoints()]
    with Fetcher(options) as fetcher:
        fetched = list(fetcher.fetch_many(urls))
    assert len(fetched) == len(urls)
    assert not hostile.canary_hits()
