"""Old captures in other archives (RFC 7089), and Save Page Now, against stand-in servers."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from urllib.parse import parse_qs

import pytest

from factcheck.archive.memento import Memento, MementoArchive, SavePageNow, http_date, parse_links, raw_url
from factcheck.errors import FetchError

PAGE = "http://news.testonia.example/mayor?id=1"
FIRST = datetime(2019, 1, 2, 3, 4, 5, tzinfo=UTC)
SECOND = datetime(2021, 6, 7, 8, 9, 10, tzinfo=UTC)


@pytest.fixture
def archive(site, fetcher):
    """An archive of two captures, its TimeMap in two pages."""

    def link(when, stamp, relation):
        date = when.strftime("%a, %d %b %Y %H:%M:%S GMT")
        return f'<{site.url}/web/{stamp}/{PAGE}>; rel="{relation}"; datetime="{date}"'

    one, two = link(FIRST, "20190102030405", "first memento"), link(SECOND, "20210607080910", "last memento")
    site.text(
        f"/timemap/{PAGE.partition('?')[0]}",
        f'<{PAGE}>; rel="original",\n<{site.url}/timemap/{PAGE}>; rel="self"; type="application/link-format",\n'
        f'{two},\n<{site.url}/timemap/2>; rel="timemap"; from="x"\n',
    )
    site.text("/timemap/2", one)

    def timegate(visitor):
        asked = http_date(visitor.request.headers["accept-datetime"])
        stamp = "20190102030405" if abs(asked - FIRST) < abs(asked - SECOND) else "20210607080910"
        visitor.answer("", "302 Found", Location=f"/web/{stamp}/{PAGE}", Vary="accept-datetime")

    site.pages["/web/" + PAGE.partition("?")[0]] = timegate
    for when, stamp, words in ((FIRST, "20190102030405", "old"), (SECOND, "20210607080910", "new")):
        date = when.strftime("%a, %d %b %Y %H:%M:%S GMT")
        path = "/" + PAGE.partition("?")[0]
        site.text(f"/web/{stamp}{path}", f"<banner>{words}", Memento_Datetime=date)
        site.text(f"/web/{stamp}id_{path}", words, Memento_Datetime=date)
    return MementoArchive(fetcher, timemap=site.url + "/timemap/{url}", timegate=site.url + "/web/{url}")


def test_the_timemap_lists_the_captures_oldest_first(archive, site):
    found = archive.mementos(PAGE + "#part")
    assert [memento.datetime for memento in found] == [FIRST, SECOND]
    assert found[0].url == f"{site.url}/web/20190102030405/{PAGE}"
    assert site.requests[0].path == f"/timemap/{PAGE}"


def test_a_page_that_the_archive_does_not_know_has_no_captures(archive):
    assert archive.mementos("http://nowhere.example/") == []


@pytest.mark.parametrize(("year", "closest"), [(2018, FIRST), (2024, SECOND)])
def test_the_timegate_finds_the_capture_nearest_in_time(year, closest, archive):
    found = archive.closest(PAGE, datetime(year, 1, 1, tzinfo=UTC))
    assert found.datetime == closest


def test_a_capture_is_fetched_as_it_was_archived(archive):
    fetched = archive.fetch(archive.mementos(PAGE)[0])
    assert fetched.body == b"old"
    assert http_date(fetched.memento_datetime) == FIRST
    assert archive.fetch(archive.mementos(PAGE)[0], raw=False).body == b"<banner>old"


def test_a_timegate_that_only_names_the_memento_will_do(site, fetcher):
    date = "Wed, 02 Jan 2019 03:04:05 GMT"
    links = f'<http://a.example/>; rel="original", <http://elsewhere.example/m>; rel="memento"; datetime="{date}"'
    site.text("/g/http://a.example/", "", "302 Found", Location="http://10.0.0.1/m", Link=links)
    archive = MementoArchive(fetcher, timegate=site.url + "/g/{url}")
    assert archive.closest("http://a.example/", FIRST) == Memento(FIRST, "http://elsewhere.example/m")


def test_an_archive_that_answers_at_once_tells_where_the_capture_is(site, fetcher):
    date = "Wed, 02 Jan 2019 03:04:05 GMT"
    site.text("/g/http://a.example/", "old", Memento_Datetime=date, Content_Location="/m/1")
    site.text("/g/http://b.example/", "old", Memento_Datetime=date, Content_Location="http://[")
    archive = MementoArchive(fetcher, timegate=site.url + "/g/{url}")
    assert archive.closest("http://a.example/", SECOND) == Memento(FIRST, site.url + "/m/1")
    assert archive.closest("http://b.example/", SECOND) == Memento(FIRST, site.url + "/g/http://b.example/")


def test_of_several_captures_that_are_named_the_nearest_is_taken(site, fetcher):
    links = ", ".join(
        f'<http://m.example/{year}>; rel="{relation}memento"; datetime="Wed, 02 Jan {year} 03:04:05 GMT"'
        for year, relation in ((2013, "first "), (2019, ""), (2020, "next "))
    )
    site.text("/g/http://a.example/", "<frame>", Link=links)
    archive = MementoArchive(fetcher, timegate=site.url + "/g/{url}")
    assert archive.closest("http://a.example/", FIRST).url == "http://m.example/2019"


def test_a_server_that_is_no_archive_is_an_error_that_says_so(site, fetcher):
    site.text("/x/http://a.example/", "hello")
    archive = MementoArchive(fetcher, timegate=site.url + "/x/{url}", timemap=site.url + "/broken/{url}")
    with pytest.raises(FetchError, match="TimeGate"):
        archive.closest("http://a.example/", FIRST)
    site.text("/broken/http://a.example/", "", "500 Broken")
    with pytest.raises(FetchError, match="TimeMap"):
        archive.mementos("http://a.example/")


def test_links_are_read_with_all_their_oddities():
    text = (
        '<a,b;c>;rel=memento;datetime="Wed, 02 Jan 2019 03:04:05 GMT" , < /d > ; rel="timemap first" ; title="x, <y>",'
        "<http://[bad>; rel=memento, <e>; rel=next; flag, <unfinished"
    )
    links = parse_links(text, "http://a.example/")
    assert [link.url for link in links] == ["http://a.example/a,b;c", "http://a.example/d", "http://a.example/e"]
    assert links[0].datetime == FIRST
    assert links[1].relations == {"timemap", "first"}


def test_dates_that_cannot_be_read_are_none():
    for value in (None, "", "yesterday", "Wed, 02 Jan 99999 03:04:05 GMT"):
        assert http_date(value) is None


def test_only_the_stamp_before_the_page_is_changed():
    assert raw_url("http://a/web/20190102030405/http://b/2019/") == "http://a/web/20190102030405id_/http://b/2019/"
    assert raw_url("http://a/web/20190102030405im_/http://b/") == "http://a/web/20190102030405id_/http://b/"
    assert raw_url("http://a/mementos/7") == "http://a/mementos/7"


# --- Save Page Now


def save_server(site, *states):
    answers = iter(states)
    site.pages["/save"] = lambda visitor: visitor.answer(json.dumps({"url": "u", "job_id": "job/1"}))
    site.pages["/save/status/job%2F1"] = lambda visitor: visitor.answer(json.dumps(next(answers)))
    return site.url + "/save"


def test_a_page_is_saved_and_found(site, fetcher):
    done = {"status": "success", "timestamp": "20240517120000", "original_url": PAGE}
    pauses = []
    saver = SavePageNow(
        fetcher, keys="access:secret", endpoint=save_server(site, {"status": "pending"}, done), sleep=pauses.append
    )
    saved = saver.save(PAGE)
    assert saved.url == f"{site.url}/web/20240517120000/{PAGE}"
    assert pauses == [5.0]
    asked = site.requests[0]
    assert asked.method == "POST"
    assert parse_qs(asked.body.decode())["url"] == [PAGE]
    assert asked.headers["authorization"] == "LOW access:secret"
    assert asked.headers["content-type"] == "application/x-www-form-urlencoded"


def test_a_page_that_cannot_be_saved_says_why(site, fetcher):
    state = {"status": "error", "exception": "X", "message": "Cannot resolve\x1b[31m host"}
    saver = SavePageNow(fetcher, keys="access:secret", endpoint=save_server(site, state), sleep=lambda seconds: None)
    with pytest.raises(FetchError, match="Cannot resolve") as caught:
        saver.save(PAGE)
    assert "\x1b" not in str(caught.value)


def test_an_archive_that_takes_too_long_is_left(site, fetcher):
    endpoint = save_server(site, *[{"status": "pending"}] * 5)
    saver = SavePageNow(fetcher, keys="access:secret", endpoint=endpoint, sleep=lambda seconds: None)
    with pytest.raises(FetchError, match="still at it"):
        saver.save(PAGE, tries=3)


def test_what_is_no_answer_is_an_error(site, fetcher):
    site.text("/save", "<html>log in</html>", "401 Unauthorized")
    with pytest.raises(FetchError, match="JSON"):
        SavePageNow(fetcher, keys="a:b", endpoint=site.url + "/save").save(PAGE)
    with pytest.raises(FetchError, match="ACCESS:SECRET"):
        SavePageNow(fetcher, keys="a:b\r\nX: y", endpoint=site.url + "/save")


def test_keys_do_not_follow_a_redirect_that_wants_the_data_sent_on(site, fetcher):
    site.text("/save", "", "307 Temporary Redirect", Location="/elsewhere")
    with pytest.raises(FetchError):
        SavePageNow(fetcher, keys="a:b", endpoint=site.url + "/save").save(PAGE)
    assert not site.seen("/elsewhere")
