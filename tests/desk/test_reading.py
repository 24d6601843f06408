"""Texts are read behind the fetch: only while it leaves the processor time over, and all of them in the end."""

from __future__ import annotations

from concurrent.futures import Future

import pytest

from factcheck.archive.options import FetchOptions
from factcheck.desk import Desk, captures
from factcheck.desk.reading import AHEAD, Reading, Slack
from factcheck.model import Capture
from factcheck.pages import Document
from tests.conftest import RECORD, SmallWeb


class Watch:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.wall = self.spent = 0.0

    def go_on(self, wall: float, spent: float) -> None:
        self.wall += wall
        self.spent += spent


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def slack(watch: Watch) -> Slack:
    return Slack(lambda: watch.wall, lambda: watch.spent)


def test_a_fetch_that_keeps_a_core_busy_leaves_nothing_over(watch: Watch, slack: Slack) -> None:
    assert not slack  # nothing is known yet
    watch.go_on(1.0, 0.95)
    assert not slack


def test_a_fetch_that_waits_for_the_network_leaves_time_over(watch: Watch, slack: Slack) -> None:
    watch.go_on(0.3, 0.05)
    assert slack
    watch.go_on(0.1, 0.1)
    assert slack  # too short a time to judge by
    watch.go_on(0.2, 0.2)
    assert not slack


class Hands:
    """Readers that read when they are told to."""

    def __init__(self) -> None:
        self.given: list[Future[Document]] = []

    def submit(self, body: bytes, content_type: str | None = None, url: str | None = None) -> Future[Document]:
        job: Future[Document] = Future()
        self.given.append(job)
        return job

    def read(self) -> None:
        for job in self.given:
            if not job.done():
                job.set_result(Document(kind="html", text="read"))


class Always:
    def __init__(self, found: bool) -> None:
        self.found = found

    def __bool__(self) -> bool:
        return self.found


@pytest.fixture
def held(desk: Desk, web: SmallWeb, options: FetchOptions) -> list[Capture]:
    urls = [web.publish(f"/{number}.html", RECORD + f"<p>{number}</p>") for number in range(AHEAD + 4)]
    return [item.capture for item in desk.fetch(urls, options=options)]


def reading(desk: Desk, hands: Hands, slack: Always, kept: list[int]) -> Reading:
    return Reading(
        desk._ctx,
        hands,  # type: ignore[arg-type]
        page_of=lambda capture: captures.decoded_page(desk._ctx, capture),
        keep=lambda ctx, capture, document: kept.append(capture),
        slack=slack,  # type: ignore[arg-type]
    )


def test_nothing_is_read_while_the_fetch_is_busy(desk: Desk, held: list[Capture]) -> None:
    hands, slack, kept = Hands(), Always(False), list[int]()
    behind = reading(desk, hands, slack, kept)
    for capture in held:
        behind.add(capture)
        behind.go_on()
    assert hands.given == []
    slack.found = True
    behind.go_on()
    assert len(hands.given) == AHEAD  # as many as may be in memory
    hands.read()
    behind.go_on()
    assert len(kept) == AHEAD
    assert len(hands.given) == len(held)


def test_in_the_end_everything_is_read_and_doubles_once(desk: Desk, held: list[Capture]) -> None:
    hands, kept = Hands(), list[int]()
    hands.submit = lambda *_: _done()  # type: ignore[method-assign,assignment]
    behind = reading(desk, hands, Always(False), kept)
    for capture in [*held, *held]:
        behind.add(capture)
    behind.finish()
    assert sorted(kept) == [capture.id for capture in held]


def _done() -> Future[Document]:
    job: Future[Document] = Future()
    job.set_result(Document(kind="html", text="read"))
    return job
