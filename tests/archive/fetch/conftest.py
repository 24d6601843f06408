"""Fixtures for the tests of fetching: a small web on loopback, and fetchers that may go there."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from fetch_site import Site

from factcheck.archive.fetch import Fetcher
from factcheck.archive.options import FetchOptions


@pytest.fixture
def site() -> Iterator[Site]:
    world = Site()
    yield world
    world.close()


@pytest.fixture
def secure_site() -> Iterator[Site]:
    world = Site(secure=True)
    yield world
    world.close()


@pytest.fixture
def make_fetcher(site: Site) -> Iterator[Callable[..., Fetcher]]:
    """Fetchers that may go to the site and waste no time; options override."""
    made: list[Fetcher] = []

    def make(**changes) -> Fetcher:
        parts = {name: changes.pop(name) for name in ("clock", "resolver", "rng") if name in changes}
        settings = {
            "allow": frozenset({("127.0.0.1", site.port)}),
            "deadline": 30.0,  # a busy machine is not a fault
            "backoff": 0.0,
            "delay": 0.0,
            "robots": "ignore",
        }
        fetcher = Fetcher(FetchOptions(**(settings | changes)), **parts)
        made.append(fetcher)
        return fetcher

    yield make
    for fetcher in made:
        fetcher.close()


@pytest.fixture
def fetcher(make_fetcher) -> Fetcher:
    return make_fetcher()
