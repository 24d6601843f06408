"""Compacting: only what is new is pressed, a stopped run goes on, and no byte changes."""

from __future__ import annotations

import gzip
import hashlib

import pytest

from factcheck.archive import compression
from factcheck.archive.model import Fetched
from factcheck.archive.options import FetchOptions
from factcheck.desk import Desk, compacting
from factcheck.desk.visits import keep_fetched
from factcheck.errors import DamagedError
from tests.conftest import RECORD


def page(number: int, visit: int = 0) -> str:
    told = hashlib.sha256(b"%d" % number).hexdigest() * 40
    furniture = "".join(
        f'<div class="box-{box}"><a href="/section/{box * 7}">Section {box}</a></div>' for box in range(80)
    )
    return RECORD.replace("</body>", f"<p>{told}</p>{furniture}<p>Served for the {visit}. time</p></body>")


@pytest.fixture
def fetched(desk: Desk, web, options: FetchOptions):  # type: ignore[no-untyped-def]
    """Fetch pages with these numbers, as they are at their nth visit; return the captures' bytes as received."""

    def fetch(numbers: range, visit: int = 0) -> dict[int, bytes]:
        for number in numbers:
            web.publish(f"/page-{number}.html", page(number, visit))
        stored = desk.fetch([f"{web.url}/page-{number}.html" for number in numbers], options=options)
        return {item.capture.id: desk.capture_body(item.capture) for item in stored}

    return fetch


def codecs(desk: Desk) -> set[str]:
    return {row[0] for row in desk._ctx.conn.execute("SELECT DISTINCT codec FROM bodies")}


def test_only_what_came_since_the_last_time_is_pressed(desk: Desk, fetched) -> None:  # type: ignore[no-untyped-def]
    held = fetched(range(12))
    assert desk.compact().bodies == 12
    assert desk.compact().bodies == 0
    held |= fetched(range(10, 16), visit=1)
    assert desk.compact().bodies == 6
    assert codecs(desk) <= {"gzip+zstd", "kept", "packed"}
    assert {number: desk.capture_body(number) for number in held} == held
    assert desk.audit().ok


def test_what_serves_as_a_base_never_stands_on_another(desk: Desk, fetched) -> None:  # type: ignore[no-untyped-def]
    for visit in range(4):
        fetched(range(8), visit)
        desk.compact()
    deep = (
        "SELECT count(*) FROM bodies b JOIN bodies base ON base.sha256 = b.dictionary WHERE base.dictionary IS NOT NULL"
    )
    assert desk._ctx.conn.execute(deep).fetchone()[0] == 0
    assert desk._ctx.conn.execute("SELECT count(*) FROM bodies WHERE dictionary IS NOT NULL").fetchone()[0] > 20
    assert desk.audit().ok


def test_a_stopped_run_goes_on_where_it_was(desk: Desk, fetched, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    held = fetched(range(12))
    monkeypatch.setattr(compacting, "BATCH", 4)

    def stop(done: int, total: int) -> None:
        if done >= 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        desk.compact(stop)
    assert 0 < desk.compact().bodies < 12
    assert {number: desk.capture_body(number) for number in held} == held
    assert desk.audit().ok


def test_the_sizes_are_told_by_host(desk: Desk, fetched, web) -> None:  # type: ignore[no-untyped-def]
    held = fetched(range(12))
    (host,) = desk.host_sizes()
    assert host.bodies == 12
    assert host.received == sum(map(len, held.values()))
    (smaller,) = desk.compact().hosts
    assert smaller.host == host.host
    assert smaller.stored < host.stored / 2


def zipped(number: int) -> Fetched:
    plain = page(number).encode()
    body = gzip.compress(plain, 6, mtime=0)
    return Fetched(
        url=f"https://news.example/{number}",
        final_url=f"https://news.example/{number}",
        outcome="captured",
        status=200,
        headers=(("Content-Type", "text/html"), ("Content-Encoding", "gzip")),
        body=body,
        sha256=hashlib.sha256(body).hexdigest(),
        decoded_sha256=hashlib.sha256(plain).hexdigest(),
        started="2026-03-02T09:00:00.000000+00:00",
    )


def test_pages_are_read_without_deflating_them_again(desk: Desk, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    numbers = [item.capture.id for item in keep_fetched(desk._ctx, [zipped(number) for number in range(12)])]
    desk.compact()
    assert codecs(desk) == {"gzip+zstd"}
    assert [desk.capture_body(number) for number in numbers] == [zipped(number).body for number in range(12)]
    monkeypatch.setattr(compression, "put_together", lambda *_: pytest.fail("deflated again"))
    assert [desk.capture_page(desk.capture(number)) for number in numbers] == [page(n).encode() for n in range(12)]


def test_a_page_that_is_not_what_the_log_says_is_not_handed_out(desk: Desk) -> None:
    (item,) = keep_fetched(desk._ctx, [zipped(1)])
    (other,) = keep_fetched(desk._ctx, [zipped(2)])
    desk.compact()
    swap = "UPDATE bodies SET data = (SELECT data FROM bodies WHERE sha256 = ?) WHERE sha256 = ?"
    desk._ctx.conn.execute(swap, (other.capture.body_sha256, item.capture.body_sha256))
    with pytest.raises(DamagedError):
        desk.capture_page(item.capture)


def test_the_full_text_index_is_joined_and_finds_what_it_found(desk: Desk, fetched) -> None:  # type: ignore[no-untyped-def]
    for visit in range(6):
        fetched(range(visit * 3, visit * 3 + 3), visit)
    pieces = "SELECT count(DISTINCT segid) FROM captures_fts_idx"
    (several,) = desk._ctx.conn.execute(pieces).fetchone()
    before = desk.search("bridge", limit=50)
    desk.compact()
    assert several > 1
    assert desk._ctx.conn.execute(pieces).fetchone()[0] == 1
    assert [hit.id for hit in desk.search("bridge", limit=50)] == [hit.id for hit in before] != []
    assert desk.audit().ok
