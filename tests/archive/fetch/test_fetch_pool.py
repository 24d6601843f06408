"""Many URLs: every one is answered, hosts are treated politely, and stopping is clean."""

from __future__ import annotations

import threading
import time
from collections import Counter

import pytest
from fetch_site import resolver_of

from factcheck.archive.fetch import Visit, host_of
from factcheck.archive.model import Fetched, Validators
from factcheck.archive.pool import Basket, Schedule


def visits(*hosts: str) -> list[Visit]:
    return [Visit(f"http://{host}/{index}", host=host) for index, host in enumerate(hosts)]


# --- the whole


def test_every_url_is_answered_once_for_each_time_it_is_given(site, make_fetcher):
    urls = [site.text(f"/{number}", f"page {number}") for number in range(40)]
    fetcher = make_fetcher(workers=8, per_host=8)
    fetched = list(fetcher.fetch_many([*urls, urls[0], site.url + "/missing", "nonsense"]))
    assert Counter(item.url for item in fetched) == Counter([*urls, urls[0], site.url + "/missing", "nonsense"])
    assert Counter(item.outcome for item in fetched) == {"captured": 41, "http_error": 1, "refused": 1}


def test_batches_hold_what_is_done(site, make_fetcher):
    urls = [site.text(f"/{number}", "x") for number in range(30)]
    batches = list(make_fetcher(per_host=4).fetch_batches(urls, most=7))
    assert all(0 < len(batch) <= 7 for batch in batches)
    assert sum(map(len, batches)) == 30


def test_nothing_to_do_is_done_at_once(fetcher):
    assert list(fetcher.fetch_many([])) == []


def test_validators_go_with_their_url(site, fetcher):
    site.pages["/"] = lambda visitor: visitor.send("HTTP/1.1 304 Not Modified\r\n\r\n")
    (fetched,) = fetcher.fetch_many([(site.url + "/", Validators(etag='"v1"'))])
    assert fetched.outcome == "not_modified"


def test_one_bad_page_does_not_stop_the_others(site, make_fetcher):
    @site.page("/silent")
    def silent(visitor):
        visitor.site.closing.wait(20)

    @site.page("/broken")
    def broken(visitor):
        visitor.reset()

    urls = [site.text(f"/{number}", "x") for number in range(20)]
    fetcher = make_fetcher(workers=3, per_host=3, deadline=0.5)
    outcomes = {
        item.url: item.error
        for item in fetcher.fetch_many([site.url + "/silent", site.url + "/broken", "ftp://x/", *urls])
    }
    assert outcomes[site.url + "/silent"] == "deadline"
    assert outcomes[site.url + "/broken"] == "reset"
    assert outcomes["ftp://x/"] == "blocked_scheme"
    assert all(outcomes[url] is None for url in urls)


def test_retries_wait_without_holding_a_worker_up(site, make_fetcher):
    """With one worker, the page that must wait is done last, though it was asked for first."""

    @site.page("/busy")
    def busy(visitor):
        visitor.answer("", "503 Busy") if len(site.seen("/busy")) == 1 else visitor.answer("x")

    urls = [site.text(f"/{number}", "x") for number in range(3)]
    fetcher = make_fetcher(workers=1, backoff=0.3, rng=lambda: 0.5)
    results = []
    begun = time.monotonic()
    # 503 makes the whole host rest, so the busy page is asked for under another name of it
    for item in fetcher.fetch_many([f"http://localhost:{site.port}/busy", *urls]):
        results.append(item.url)
    assert results[-1].endswith("/busy")
    assert time.monotonic() - begun >= 0.3


def test_a_host_that_is_too_busy_rests_as_a_whole(site, make_fetcher):
    answers = iter(["429 Slow Down"])

    def page(visitor):
        status = next(answers, "200 OK")
        visitor.answer("x", status, **({"Retry_After": "1"} if status != "200 OK" else {}))

    urls = []
    for number in range(4):
        site.pages[f"/{number}"] = page
        urls.append(f"{site.url}/{number}")
    fetched = list(make_fetcher(workers=4, per_host=1).fetch_many(urls))
    assert all(item.outcome == "captured" for item in fetched)
    assert site.requests[1].at - site.requests[0].at >= 1


def test_no_more_than_so_many_at_once_and_no_faster_than_so(site, make_fetcher):
    @site.page("/")
    def page(visitor):
        time.sleep(0.02)
        visitor.answer("x")

    fetcher = make_fetcher(workers=16, per_host=2, delay=0.05)
    begun = time.monotonic()
    list(fetcher.fetch_many([f"{site.url}/?{number}" for number in range(10)]))
    assert max(request.active for request in site.requests) <= 2
    # the starts are spaced; a request may reach the site late, never early, hence the sum and not each gap
    assert site.requests[-1].at - begun >= 9 * 0.05


def test_short_links_do_not_fall_upon_one_host_all_at_once(site, make_fetcher):
    """A dozen hosts redirect to one: it is asked by no more than two at a time, and spaced."""
    hosts = [f"link{number}.example" for number in range(12)]

    @site.page("/l")
    def link(visitor):
        visitor.answer("", "302 Found", Location=f"http://target.example:{site.port}/page")

    at_once, most = [0], [0]

    @site.page("/page")
    def page(visitor):
        with site.lock:
            at_once[0] += 1
            most[0] = max(most[0], at_once[0])
        time.sleep(0.02)
        with site.lock:
            at_once[0] -= 1
        visitor.answer("x")

    # A page takes milliseconds: two seconds are enough for it on the busiest machine, and not for eleven turns.
    fetcher = make_fetcher(workers=12, per_host=2, delay=0.2, resolver=resolver_of("127.0.0.1"), deadline=2.0)
    begun = time.monotonic()
    fetched = list(fetcher.fetch_many([f"http://{host}:{site.port}/l" for host in hosts]))
    assert [item.outcome for item in fetched] == ["captured"] * 12, "waiting one's turn does not count as time"
    assert most[0] <= 2
    assert site.seen("/page")[-1].at - begun >= 11 * 0.2


def test_progress_tells_counts_and_the_slowest_host(site, make_fetcher):
    site.text("/", "x")
    site.pages["/slow"] = lambda visitor: (time.sleep(0.3), visitor.answer("x"))
    seen = []
    urls = [site.url + "/", site.url + "/missing", f"http://localhost:{site.port}/slow"]
    fetcher = make_fetcher(allow=frozenset({("127.0.0.1", site.port), ("::1", site.port)}))
    list(fetcher.fetch_many(urls, on_event=lambda progress: seen.append((progress.done, progress.total))))
    assert seen[-1] == (3, 3)
    assert all(total == 3 for _done, total in seen)
    assert seen == sorted(seen)


# --- stopping


def slow_site(site, count=30):
    def page(visitor):
        visitor.site.closing.wait(0.05)
        visitor.answer("x")

    urls = [f"{site.url}/{number}" for number in range(count)]
    for number in range(count):
        site.pages[f"/{number}"] = page
    return urls


def keep_all(results, kept):
    for item in results:
        kept.append(item)


def test_ctrl_c_keeps_what_is_done_and_then_rises(site, make_fetcher):
    calls = []

    def on_event(progress):
        calls.append(progress.done)
        if len(calls) == 5:  # when a batch is ready and has not been handed over
            raise KeyboardInterrupt

    kept = []
    fetcher = make_fetcher(workers=2)
    begun = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        keep_all(fetcher.fetch_many(slow_site(site, 200), on_event), kept)
    assert time.monotonic() - begun < 60  # all 200 pages would take minutes
    assert all(item.outcome == "captured" for item in kept)
    assert calls[4] <= len(kept) < 200
    assert len({item.url for item in kept}) == len(kept)


def test_stop_ends_the_run_and_leaves_the_rest_unfetched(site, make_fetcher):
    fetcher = make_fetcher(workers=2)
    kept = []
    for item in fetcher.fetch_many(slow_site(site, 200)):
        kept.append(item)
        if len(kept) == 3:
            fetcher.stop()
    assert 3 <= len(kept) < 50
    assert all(item.outcome == "captured" for item in kept)


def test_a_caller_that_walks_away_leaves_no_thread_behind(site, make_fetcher):
    fetcher = make_fetcher(workers=4, per_host=4)
    for _item in fetcher.fetch_many(slow_site(site, 100)):
        break
    fetcher.close()
    deadline = time.monotonic() + 60
    while any(thread.name.startswith("fetch ") for thread in threading.enumerate()):
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_bug_in_a_worker_is_told_to_the_caller(site, make_fetcher, monkeypatch):
    fetcher = make_fetcher()
    monkeypatch.setattr(fetcher, "attempt", lambda visit: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        list(fetcher.fetch_many([site.url + "/"]))


# --- the parts


def test_the_schedule_serves_all_hosts_in_turn():
    schedule = Schedule(visits("a", "a", "a", "b", "b", "c"), per_host=1, delay=0)
    first = [schedule.take() for _ in range(3)]
    assert [visit.host for visit in first] == ["a", "b", "c"]
    schedule.done(first[1], 0.1)
    assert schedule.take().host == "b"


def test_the_schedule_hands_out_urls_without_a_host_freely():
    schedule = Schedule(visits("", "", ""), per_host=1, delay=60)
    assert [schedule.take().host for _ in range(3)] == ["", "", ""]


def test_the_schedule_lets_a_host_rest_even_when_it_is_next_in_line():
    schedule = Schedule(visits("a", "a", "b", "b"), per_host=2, delay=0)
    first = schedule.take()
    schedule.again(first, 0.1, 0.2, whole_host=True)
    begun = time.monotonic()
    assert [schedule.take().host for _ in range(2)] == ["b", "b"]
    assert schedule.take().host == "a"
    assert time.monotonic() - begun >= 0.19


def test_the_schedule_lets_the_host_rest_that_asked_for_it():
    """After a redirect that is the other one."""
    schedule = Schedule(visits("a", "b"), per_host=1, delay=0)
    first = schedule.take()
    second = schedule.take()
    schedule.done(second, 0.1)
    schedule.move(first, "b")
    assert first.at == "b"
    schedule.again(first, 0.1, 0.0, whole_host=True)
    assert schedule.take() is first


def test_no_more_visits_run_than_are_allowed_at_once():
    schedule = Schedule(visits("a", "b", "c"), per_host=1, delay=0, at_once=2)
    held = [schedule.take(), schedule.take()]
    taken = []
    thread = threading.Thread(target=lambda: taken.append(schedule.take()), daemon=True)
    thread.start()
    thread.join(0.1)
    assert thread.is_alive()
    schedule.leave(held[0])
    thread.join(60)
    assert [visit.host for visit in taken] == ["c"]
    schedule.done(held[0], 0.1)
    assert schedule.active == 2


def test_the_schedule_ends_when_all_is_done():
    schedule = Schedule(visits("a"), per_host=1, delay=0)
    schedule.done(schedule.take(), 0.0)
    assert schedule.take() is None


def test_the_schedule_names_the_slowest_host():
    schedule = Schedule(visits("a", "b"), per_host=1, delay=0)
    assert schedule.slowest() == (None, 0.0)
    schedule.done(schedule.take(), 0.1)
    schedule.done(schedule.take(), 0.7)
    assert schedule.slowest() == ("b", 0.7)


def test_a_basket_makes_the_workers_wait_when_the_caller_is_slow():
    basket = Basket()
    big = Fetched(url="http://a/", final_url="http://a/", outcome="captured", body=bytes(30 << 20))
    put = []

    def work():
        for _ in range(3):
            basket.put(big)
            put.append(1)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    deadline = time.monotonic() + 60
    while not put and time.monotonic() < deadline:
        time.sleep(0.01)
    time.sleep(0.1)
    assert len(put) == 1, "two would be more than the basket holds"
    taken = 0
    while taken < 3:
        count = len(basket.peek(10, 1))
        basket.drop(count)
        taken += count
    thread.join(60)
    assert len(put) == 3


def test_politeness_is_owed_to_a_host_whatever_the_port():
    assert host_of("http://News.example/a") == host_of("https://news.example:8443/b") == "news.example"
    assert host_of("nonsense") == ""
