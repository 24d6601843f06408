"""How references fare: gone, blocked, changed, moved, failing, and since when."""

from __future__ import annotations

import pytest

from factcheck.archive.model import Fetched
from factcheck.desk import Desk
from factcheck.desk.visits import keep_fetched
from tests.conftest import RECORD

URL = "https://news.example/story"


@pytest.fixture
def visit(desk: Desk):  # type: ignore[no-untyped-def]
    """Record a visit to the page on a day of May, as if it had been fetched."""

    def visited(day: int, *, text: str = RECORD, url: str = URL, **more: object):  # type: ignore[no-untyped-def]
        body = text.encode() if more.get("outcome", "captured") == "captured" else b""
        given = {"outcome": "captured", "status": 200, "final_url": url, **more}
        fetched = Fetched(
            url=url,
            headers=(("Content-Type", "text/html; charset=utf-8"),),
            body=body,
            sha256=desk_digest(body) if body else "",
            started=f"2026-05-{day:02}T09:00:00.000000+00:00",
            **given,  # type: ignore[arg-type]
        )
        (item,) = keep_fetched(desk._ctx, [fetched])
        if body:
            desk.capture_text(item.capture)
        return item.capture

    return visited


def desk_digest(body: bytes) -> str:
    import hashlib

    return hashlib.sha256(body).hexdigest()


def test_a_page_that_is_as_it_was_is_not_told(desk: Desk, visit) -> None:  # type: ignore[no-untyped-def]
    visit(1)
    visit(2, outcome="not_modified", status=304)
    visit(3)
    assert desk.health() == []


@pytest.mark.parametrize(
    ("met", "state"),
    [
        ({"outcome": "http_error", "status": 404, "error": "http"}, "gone"),
        ({"outcome": "http_error", "status": 410, "error": "http"}, "gone"),
        ({"outcome": "failed", "status": None, "error": "dns"}, "gone"),
        ({"outcome": "http_error", "status": 403, "error": "http"}, "blocked"),
        ({"outcome": "http_error", "status": 451, "error": "http"}, "blocked"),
        ({"outcome": "refused", "status": None, "error": "blocked_address"}, "blocked"),
        ({"outcome": "http_error", "status": 503, "error": "server_error"}, "failing"),
        ({"outcome": "failed", "status": None, "error": "deadline"}, "failing"),
    ],
)
def test_a_failure_is_told_with_the_day_that_it_began(desk: Desk, visit, met, state) -> None:  # type: ignore[no-untyped-def]
    visit(1)
    visit(4, **met, detail="as the server put it")
    last = visit(9, **met, detail="as the server put it")
    (found,) = desk.health()
    assert (found.state, found.why) == (state, "as the server put it")
    assert found.since is not None
    assert found.since.startswith("2026-05-04")
    assert found.archived_at is not None
    assert found.archived_at.startswith("2026-05-01")
    assert found.last_capture == last.id


def test_a_page_that_moved_tells_where_to(desk: Desk, visit) -> None:  # type: ignore[no-untyped-def]
    visit(1)
    visit(5, final_url="https://news.example/2026/story")
    (found,) = desk.health()
    assert (found.state, found.why) == ("moved", "now at https://news.example/2026/story")


def test_a_page_whose_words_changed(desk: Desk, visit) -> None:  # type: ignore[no-untyped-def]
    visit(1)
    visit(5, text=RECORD.replace("two hard winters", "three mild winters"))
    (found,) = desk.health()
    assert found.state == "changed"
    assert found.since is not None
    assert found.since.startswith("2026-05-05")


def test_a_page_that_says_it_is_gone_though_its_status_does_not(desk: Desk, visit) -> None:  # type: ignore[no-untyped-def]
    visit(1)
    visit(5, text="<title>Page not found</title><h1>404</h1><p>This page does not exist.</p>")
    (found,) = desk.health()
    assert found.state == "gone"
    assert "soft_404" in found.why


def test_words_article_and_limit_choose_among_them(desk: Desk, visit) -> None:  # type: ignore[no-untyped-def]
    for number in range(3):
        visit(1, url=f"https://news.example/{number}", outcome="failed", status=None, error="dns")
    assert [found.url for found in desk.health(words="EXAMPLE/1")] == ["https://news.example/1"]
    assert len(desk.health(limit=2)) == 2
    assert [item.url for item in desk.refs(words="example/2")] == ["https://news.example/2"]


def test_a_reference_that_was_named_and_never_fetched(desk: Desk) -> None:
    desk._ctx.record("ref.add", {"url": URL, "canonical": URL, "kind": "web"})
    (found,) = desk.health()
    assert (found.state, found.since, found.last_capture) == ("never", None, None)


def test_the_report_tells_what_became_of_a_reference(desk: Desk, visit, article) -> None:  # type: ignore[no-untyped-def]
    visit(1)
    claim = next(item for item in desk.claims(article) if item.kind == "quote")
    desk.cite(claim, URL, stance="context")
    visit(4, outcome="http_error", status=410, error="http", detail="status 410: gone for good")
    report = desk.report(article)
    assert "**Gone since 4 May 2026, 09:00 UTC**: status 410: gone for good" in report.markdown()
    assert "Gone since <time" in report.html()
    (health,) = report.dossier.health
    assert (health.state, health.archived_at and health.archived_at[:10]) == ("gone", "2026-05-01")
