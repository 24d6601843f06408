"""Whatever comes, in answers and in URLs: a result, never an exception, and in good time."""

from __future__ import annotations

import gzip
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factcheck.archive.coding import CodingError, decode_body, decode_prefix
from factcheck.archive.failures import Failure
from factcheck.archive.memento import parse_links
from factcheck.archive.model import ERRORS, OUTCOMES
from factcheck.archive.robots import Robots
from factcheck.archive.urls import canonical, follow, memento_of, parse_target

QUICK = settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

HEADS = st.sampled_from(
    [
        b"HTTP/1.1 200 OK\r\n",
        b"HTTP/1.0 404 Gone\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: ",
        b"HTTP/1.1 100 Continue\r\n\r\n",
        b"HTTP/1.1 304 Not Modified\r\n",
        b"HTTP/9 999\r\n",
        b"",
    ]
)
HEADERS = st.sampled_from(
    [
        b"Content-Length: 5\r\n",
        b"Content-Length: 4, 5\r\n",
        b"Content-Length: 99999999999999999999\r\n",
        b"Transfer-Encoding: chunked\r\n",
        b"Transfer-Encoding: gzip, chunked\r\n",
        b"Content-Encoding: gzip\r\n",
        b"Content-Encoding: zstd, br\r\n",
        b"Connection: close\r\n",
        b" folded\r\n",
        b": no name\r\n",
        b"\r",
        b"\n",
        b"\0",
        b"Retry-After: 0\r\n",
    ]
)
BODIES = st.sampled_from(
    [b"5\r\nhello\r\n0\r\n\r\n", b"hello", gzip.compress(b"hello"), b"ffffffffffffffff\r\n", b"-1\r\n"]
)


@QUICK
@given(
    head=HEADS,
    headers=st.lists(HEADERS | st.binary(max_size=30), max_size=5),
    end=st.sampled_from([b"\r\n", b"\n", b""]),
    body=BODIES | st.binary(max_size=60),
)
def test_any_answer_ends_as_a_result(head, headers, end, body, site, fetcher):
    fetched = fetcher.fetch(site.raw("/", head + b"".join(headers) + end + body))
    assert fetched.outcome in OUTCOMES
    assert (fetched.error is None) == (fetched.outcome in ("captured", "not_modified"))
    assert fetched.error is None or fetched.error in ERRORS
    assert fetched.detail is None or "\n" not in fetched.detail


URLS = st.text(max_size=60) | st.builds(
    lambda scheme, host, port, path: scheme + host + port + path,
    st.sampled_from(
        ["http://", "https://", "HTTP://u:p@", "ftp://", "//", "", "https://web.archive.org/web/2019/http://"]
    ),
    st.sampled_from(["a.example", "A.example.", "[::1]", "127.0.0.1", "bücher.example", "0x7f.1", ""]),
    st.sampled_from(["", ":80", ":443", ":0", ":x"]),
    st.text(alphabet="/?#&=.%amp2fué \\;:@0", max_size=20)
    | st.sampled_from(["/amp/amp", "/a/amp/amp/", "/a/../..", "/x?utm_a=1&b"]),
)


def attempt(function, *arguments):
    """What a function returns, or the code of the failure it raises."""
    try:
        return function(*arguments), None
    except (Failure, CodingError) as error:
        return None, error.code


@QUICK
@given(url=URLS, location=URLS)
def test_any_url_is_read_or_refused(url, location):
    refused = {"bad_url", "blocked_scheme"}
    target, code = attempt(parse_target, url)
    if target is None:
        assert code in refused
        return
    assert target.url.isascii()
    assert parse_target(target.url) == target
    assert attempt(follow, target, location)[1] in refused | {None}


@QUICK
@given(url=URLS)
def test_the_form_for_looking_up_does_not_change_again(url):
    assert canonical(canonical(url)) == canonical(url)
    memento_of(url)


@QUICK
@given(label=st.sampled_from(["gzip", "deflate", "zstd", "br", "gzip, deflate"]), body=st.binary(max_size=200))
def test_any_body_decodes_or_is_refused(label, body):
    headers = (("Content-Encoding", label),)
    decoded, code = attempt(decode_body, headers, body, 10_000)
    assert code in ("decode", "too_large") if decoded is None else len(decoded) <= 10_000
    assert len(decode_prefix(headers, body, 100)) <= 100


@QUICK
@given(text=st.text(alphabet='<>;="\\, relmntodai\n', max_size=200) | st.text(max_size=100))
def test_any_links_and_robots_are_read(text):
    parse_links(text, "http://a.example/")
    Robots(text).allows("/" + text)


@pytest.mark.parametrize(
    "text", ['<a>;rel="' + "\\" * 100_000, "<a>" + "; a=b " * 50_000, "<" * 200_000, "<>," * 100_000]
)
def test_long_links_take_no_long_time(text):
    begun = time.process_time()
    parse_links(text)
    assert time.process_time() - begun < 10  # quadratic work on these texts takes minutes
