"""What is sent for a URL, and which URLs are one reference."""

from __future__ import annotations

import pytest

from factcheck.archive.failures import Failure
from factcheck.archive.urls import canonical, follow, memento_of, parse_target, same_reference


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("http://news.example", "http://news.example/"),
        ("  https://News.Example:443/A b?q=ü#part\n", "https://news.example/A%20b?q=%C3%BC"),
        ("HTTP://news.example:80/%7eme", "http://news.example/%7eme"),
        ("http://news.example:8080/x?y={z}", "http://news.example:8080/x?y=%7Bz%7D"),
        ("https://bücher.example/straße", "https://xn--bcher-kva.example/stra%C3%9Fe"),
        ("http://user:secret@news.example/x", "http://news.example/x"),
        ("http://[2606:4700:4700::1111]:8080/", "http://[2606:4700:4700::1111]:8080/"),
        ("http://news.example?q=1", "http://news.example/?q=1"),
        ("http://news.example/a\\b", "http://news.example/a/b"),
        ("http://news.example/a\tb\nc", "http://news.example/abc"),
    ],
)
def test_what_is_sent(url, target):
    assert parse_target(url).url == target


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("file:///etc/passwd", "blocked_scheme"),
        ("ftp://news.example/", "blocked_scheme"),
        ("javascript:alert(1)", "blocked_scheme"),
        ("data:text/html,x", "blocked_scheme"),
        ("news.example/page", "bad_url"),
        ("", "bad_url"),
        ("http:/news.example/", "bad_url"),
        ("http:///etc/passwd", "bad_url"),
        ("http://[::1", "bad_url"),
        ("http://[::1]x/", "bad_url"),
        ("http://news.example:99999999/", "bad_url"),
        ("http://news.example:0/", "bad_url"),
        ("http://news.example:8o/", "bad_url"),
        ("http://exa mple.example/", "bad_url"),
        ("http://127.0.0.1:80\\@news.example/", "bad_url"),
        ("http://127.0.0.1%2f@/x", "bad_url"),
        ("http://a..example/%zz ", "bad_url"),
        ("http://new%73.example/", "bad_url"),
        ("http://\u2488.example\u3002\uff0f/", "bad_url"),
        ("http://news.example/" + "x" * 70_000, "bad_url"),
    ],
)
def test_what_is_refused(url, code):
    with pytest.raises(Failure) as caught:
        parse_target(url)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("location", "url"),
    [
        ("/b", "https://news.example/b"),
        ("b", "https://news.example/a/b"),
        ("?p=2", "https://news.example/a/page?p=2"),
        ("//other.example/", "https://other.example/"),
        ("../b/./c", "https://news.example/b/c"),
        ("/stra\u00c3\u009fe", "https://news.example/stra%C3%9Fe"),  # raw UTF-8, as headers hand it over
        ("/na\u00efve", "https://news.example/na%C3%AFve"),  # Latin-1 that is no UTF-8
    ],
)
def test_where_a_redirect_leads(location, url):
    assert follow(parse_target("https://news.example/a/page"), location).url == url


@pytest.mark.parametrize(
    ("url", "form"),
    [
        ("HTTPS://News.Example:443/Story#top", "https://news.example/Story"),
        ("https://news.example", "https://news.example/"),
        ("https://news.example/story?utm_source=x&id=7&fbclid=abc", "https://news.example/story?id=7"),
        ("https://news.example/story?utm_source=x", "https://news.example/story"),
        ("https://news.example/?b=2&a=1", "https://news.example/?b=2&a=1"),
        ("https://news.example/?reference=1&gclid_note=2", "https://news.example/?reference=1&gclid_note=2"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://news.example/%7euser/%c3%a9", "https://news.example/~user/%C3%A9"),
        ("https://news.example/a/../b/./c", "https://news.example/b/c"),
        ("https://news.example/2024/story/amp/", "https://news.example/2024/story"),
        ("https://news.example/story.amp", "https://news.example/story"),
        ("https://news.example/story?amp=1&id=2", "https://news.example/story?id=2"),
        ("https://news.example/amp", "https://news.example/amp"),
        ("https://news-example.cdn.ampproject.org/c/s/news.example/story", "https://news.example/story"),
        ("https://www.google.com/amp/s/news.example/story", "https://news.example/story"),
        ("https://web.archive.org/web/20190102030405/http://news.example:80/a?utm_medium=m", "http://news.example/a"),
        ("https://web.archive.org/web/20190102030405id_/https:/news.example/a", "https://news.example/a"),
        ("https://archive.ph/20240101000000/https://news.example/a#x", "https://news.example/a"),
        ("https://news.example/web/20190102030405/http://other.example/", None),
        ("not a url", "not a url"),
    ],
)
def test_one_form_for_looking_up(url, form):
    assert canonical(url) == (form if form is not None else url)


def test_the_form_for_looking_up_stays_as_it_is():
    for url in ("https://news.example/a?id=1", "http://xn--bcher-kva.example/%C3%A9", "https://a.example:8443/"):
        assert canonical(canonical(url)) == canonical(url) == url


def test_http_and_https_name_one_reference_and_other_paths_do_not():
    assert same_reference("http://news.example/a?utm_campaign=x", "https://news.example/a#b")
    assert not same_reference("https://news.example/a", "https://news.example/b")


def test_an_archived_copy_tells_what_it_is_a_copy_of():
    found = memento_of("https://web.archive.org/web/20190102030405if_/https://news.example/a?b=c")
    assert found is not None
    assert found.original == "https://news.example/a?b=c"
    assert found.timestamp == "20190102030405"
    assert memento_of("https://news.example/20190102030405/https://other.example/") is None
    assert memento_of("https://web.archive.org/about") is None
