"""One URL: what is kept of an answer, how failures end, what is sent and what never is."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import threading
import time
import zlib
from datetime import UTC, datetime, timedelta

import pytest
from fetch_site import CERTIFICATE

from factcheck.archive.fetch import Fetcher, retry_after
from factcheck.archive.model import ERRORS, OUTCOMES, Validators
from factcheck.archive.options import FetchOptions

PAGE = b"<html><title>Testonia</title><p>The mayor said so.</p></html>"
NOON = datetime(2024, 5, 17, 12, 0, 0, 250, tzinfo=UTC)


# --- what is kept


def test_a_capture_holds_what_was_received_and_sent(site, make_fetcher):
    body = gzip.compress(PAGE, mtime=0)
    site.text("/story", body, "200 Fine", X_First="1", Content_Encoding="gzip", x_first="2", ETag='"v1"')
    fetched = make_fetcher(clock=lambda: NOON).fetch(site.url + "/story#top")
    assert (fetched.outcome, fetched.error, fetched.complete) == ("captured", None, True)
    assert fetched.url == site.url + "/story#top"
    assert fetched.final_url == site.url + "/story"
    assert (fetched.status, fetched.reason, fetched.http_version) == (200, "Fine", "1.1")
    assert fetched.headers == (
        ("Content-Length", str(len(body))),
        ("X-First", "1"),
        ("Content-Encoding", "gzip"),
        ("x-first", "2"),
        ("ETag", '"v1"'),
    )
    assert fetched.body == body
    assert fetched.sha256 == hashlib.sha256(body).hexdigest()
    assert fetched.decoded_sha256 == hashlib.sha256(PAGE).hexdigest()
    assert fetched.decoded_length == len(PAGE)
    assert fetched.started == "2024-05-17T12:00:00.000250+00:00"
    assert fetched.remote_address == site.address
    assert fetched.etag == '"v1"'
    sent = dict(fetched.request_headers)
    seen = site.requests[0].headers
    assert {name.lower(): value for name, value in sent.items()} == seen
    assert sent["Host"] == site.address


def test_header_lines_that_are_out_of_order_lose_nothing_behind_them(site, fetcher):
    url = site.raw("/", b"HTTP/1.1 200 OK\r\nA: 1\r\nno colon here\r\nB : two\r\n folded\r\nC:\xfc\r\n\r\nbody")
    fetched = fetcher.fetch(url)
    assert fetched.headers == (("A", "1"), ("B", "two folded"), ("C", "\u00fc"))
    assert fetched.body == b"body"


def test_a_chunked_body_is_put_together_and_its_coding_kept(site, fetcher):
    coded = zlib.compress(PAGE)
    chunks = b"".join(b"%x;ext=1\r\n%s\r\n" % (len(part), part) for part in (coded[:7], coded[7:]))
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: deflate\r\n\r\n"
    fetched = fetcher.fetch(site.raw("/", head + chunks + b"0\r\nTrailer: x\r\n\r\n"))
    assert fetched.body == coded
    assert fetched.decoded_sha256 == hashlib.sha256(PAGE).hexdigest()


def test_interim_answers_are_passed_over(site, fetcher):
    interim = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n"
    fetched = fetcher.fetch(site.raw("/", interim + b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"))
    assert (fetched.status, fetched.body) == (200, b"hi")


def test_the_redirects_on_the_way_are_kept_and_their_bodies_never_read(site, fetcher):
    site.text("/new", "here")
    site.text("/old", "x" * 100, "301 Moved", Location="/mid", X_Hop="1")

    def endless(visitor):
        visitor.send("HTTP/1.1 302 Found\r\nLocation: /new\r\n\r\n")
        while True:
            visitor.send(b"x" * 65536)

    site.pages["/mid"] = endless
    fetched = fetcher.fetch(site.url + "/old")
    assert fetched.body == b"here"
    assert fetched.final_url == site.url + "/new"
    assert [(hop.url, hop.status) for hop in fetched.hops] == [(site.url + "/old", 301), (site.url + "/mid", 302)]
    assert ("X-Hop", "1") in fetched.hops[0].headers
    assert fetched.wire_bytes < 1_000_000


@pytest.mark.parametrize(
    ("status", "outcome", "error"),
    [
        ("204 No Content", "captured", None),
        ("401 Unauthorized", "http_error", "auth"),
        ("403 Forbidden", "http_error", "http"),
        ("404 Not Found", "http_error", "http"),
        ("451 Unavailable For Legal Reasons", "http_error", "http"),
        ("999 Odd", "http_error", "protocol"),
        ("501 Not Implemented", "http_error", "server_error"),
        ("304 Not Modified", "failed", "protocol"),
        ("101 Switching Protocols", "failed", "protocol"),
        ("206 Partial Content", "incomplete", "protocol"),
        ("302 Found", "failed", "protocol"),
    ],
)
def test_each_status_has_its_outcome(status, outcome, error, site, fetcher):
    site.text("/", b"" if status[:3] in ("204", "304", "101") else b"words", status)
    fetched = fetcher.fetch(site.url + "/")
    assert (fetched.outcome, fetched.error) == (outcome, error)
    assert fetched.status == int(status[:3])
    assert fetched.outcome in OUTCOMES
    assert fetched.error is None or fetched.error in ERRORS
    assert len(site.requests) == 1


def test_what_a_server_says_cannot_write_to_the_terminal(site, fetcher):
    fetched = fetcher.fetch(site.raw("/", b"HTTP/1.1 404 \x1b[31m\xc2\x9bGone \t away\r\nContent-Length: 0\r\n\r\n"))
    assert fetched.detail is not None
    assert fetched.detail.isprintable()
    assert "\\x1b[31m" in fetched.detail
    assert fetched.reason.startswith("\x1b"), "what was received stays as it was"


def test_an_error_page_is_evidence_too(site, fetcher):
    site.text("/", gzip.compress(b"This page was withdrawn."), "410 Gone", Content_Encoding="gzip")
    fetched = fetcher.fetch(site.url + "/")
    assert gzip.decompress(fetched.body) == b"This page was withdrawn."
    assert not fetched.complete


# --- what goes wrong


@pytest.mark.parametrize(
    ("answer", "outcome", "error"),
    [
        (b"", "failed", "reset"),
        (b"HTTP/1.1 200 OK\r\nContent-", "failed", "reset"),
        (b"hello, world\r\n\r\n", "failed", "protocol"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nshort", "incomplete", "reset"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!", "failed", "protocol"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 5, 5\r\n\r\nhello", "captured", None),
        (b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nhello", "incomplete", "protocol"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: five\r\n\r\nhello", "incomplete", "protocol"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nzz\r\n", "incomplete", "protocol"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello!\r\n0\r\n\r\n", "incomplete", "protocol"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", "incomplete", "reset"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: bogus\r\n\r\nhello", "failed", "protocol"),
        (b"HTTP/1.1 200 OK\r\nA: \0\r\n\r\nhello", "failed", "protocol"),
        (b"HTTP/1.1 200 OK\r\nA: " + b"x" * 300_000 + b"\r\n\r\nhello", "failed", "protocol"),
        (b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 600 + b"\r\nhello", "failed", "protocol"),
        (b"HTTP/1.0 200 OK\r\n\r\nto the end of the stream", "captured", None),
        (b"\r\nHTTP/1.1 200\r\nContent-Length: 2\r\n\r\nhi", "captured", None),
    ],
)
def test_broken_answers(answer, outcome, error, site, make_fetcher):
    fetched = make_fetcher(max_attempts=1).fetch(site.raw("/", answer))
    assert (fetched.outcome, fetched.error) == (outcome, error)
    if outcome == "incomplete":
        assert fetched.body


@pytest.mark.parametrize(
    ("coding", "body", "outcome", "error"),
    [
        ("gzip", PAGE, "failed", "decode"),
        ("gzip", gzip.compress(PAGE, mtime=0)[:-9], "incomplete", "decode"),
        ("quux", PAGE, "failed", "decode"),
        ("gzip", gzip.compress(bytes(2_000_000)), "refused", "too_large"),
        ("gzip, gzip", gzip.compress(gzip.compress(bytes(50_000_000))), "refused", "too_large"),
    ],
)
def test_bodies_that_do_not_decode(coding, body, outcome, error, site, make_fetcher):
    site.text("/", body, Content_Encoding=coding)
    fetched = make_fetcher(max_bytes=1_000_000).fetch(site.url + "/")
    assert (fetched.outcome, fetched.error) == (outcome, error)
    assert len(site.requests) == 1


def test_a_body_that_declares_too_much_is_not_read(site, make_fetcher):
    fetched = make_fetcher(max_bytes=1000).fetch(site.raw("/", b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\nx"))
    assert (fetched.outcome, fetched.error, fetched.body) == ("refused", "too_large", b"")


@pytest.mark.parametrize("framing", [b"", b"Transfer-Encoding: chunked\r\n"])
def test_an_endless_body_is_cut_at_the_limit(framing, site, make_fetcher):
    @site.page("/")
    def endless(visitor):
        visitor.send(b"HTTP/1.1 200 OK\r\n", framing, b"\r\n")
        piece = b"8000\r\n" + b"x" * 0x8000 + b"\r\n" if framing else b"x" * 0x8000
        while True:
            visitor.send(piece)

    fetched = make_fetcher(max_bytes=200_000).fetch(site.url + "/")
    assert (fetched.outcome, fetched.error, fetched.body) == ("refused", "too_large", b"")
    assert fetched.wire_bytes < 800_000


def test_endless_trailers_and_interim_answers_are_bounded_by_bytes(site, make_fetcher):
    @site.page("/trailers")
    def trailers(visitor):
        visitor.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n")
        while True:
            visitor.send(b"X: y\r\n" * 1000)

    @site.page("/interim")
    def interim(visitor):
        while True:
            visitor.send(b"HTTP/1.1 100 Continue\r\n\r\n" * 1000)

    fetcher = make_fetcher(max_bytes=100_000)
    fetched = fetcher.fetch(site.url + "/trailers")
    assert (fetched.outcome, fetched.error) == ("incomplete", "protocol")
    fetched = fetcher.fetch(site.url + "/interim")
    assert (fetched.outcome, fetched.error) == ("refused", "too_large")


@pytest.mark.parametrize("where", ["silence", "head", "body"])
def test_a_dripping_server_meets_the_deadline(where, site, make_fetcher):
    @site.page("/")
    def drip(visitor):
        if where == "body":
            visitor.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        while not visitor.site.closing.wait(0.05):
            if where != "silence":
                visitor.send("H" if where == "head" else "x")

    begun = time.monotonic()
    fetched = make_fetcher(deadline=0.4, max_attempts=3).fetch(site.url + "/")
    assert time.monotonic() - begun < 15  # the server itself would go on for ever
    assert fetched.error == "deadline"
    assert fetched.outcome == ("incomplete" if where == "body" else "failed")


def test_waiting_for_the_first_byte_has_a_limit_of_its_own(site, make_fetcher):
    @site.page("/")
    def silence(visitor):
        visitor.site.closing.wait(20)

    begun = time.monotonic()
    fetched = make_fetcher(deadline=15, first_byte_timeout=0.2, max_attempts=1).fetch(site.url + "/")
    assert time.monotonic() - begun < 14
    assert fetched.error == "deadline"


def test_nothing_listens(make_fetcher, site):
    port = site.port
    site.close()
    fetched = make_fetcher(max_attempts=2).fetch(f"http://127.0.0.1:{port}/")
    assert (fetched.outcome, fetched.error, fetched.attempts) == ("failed", "reset", 2)


@pytest.mark.parametrize(
    ("location", "error"),
    [
        ("file:///etc/passwd", "blocked_scheme"),
        ("http://[::1", "bad_url"),
        ("http:///etc/passwd", "bad_url"),
        ("http:self", "bad_url"),
        ("http://10.0.0.1/", "blocked_address"),
        ("http://169.254.169.254/latest/meta-data/", "blocked_address"),
        ("//127.0.0.1:9/", "blocked_address"),
        ("/self", "too_many_redirects"),
    ],
)
def test_redirects_that_are_not_followed(location, error, site, fetcher):
    site.text("/", "", "302 Found", Location=location)
    site.text("/self", "", "302 Found", Location="/self", Set_Cookie="seen=1")
    fetched = fetcher.fetch(site.url + "/")
    assert (fetched.outcome, fetched.error) == ("refused", error)
    assert fetched.hops[0].url == site.url + "/"
    assert len(site.requests) <= 11
    assert not any("cookie" in request.headers for request in site.requests)


def test_urls_of_all_kinds_come_back_as_results_and_never_raise(fetcher):
    for url in ("", "nonsense", "http://", "ftp://x/", "http://\ud800/", "http://a b/", "http://x:y/", "\0"):
        fetched = fetcher.fetch(url)
        assert fetched.outcome == "refused"
        assert fetched.url == url


# --- what is sent


def test_no_secrets_are_sent(site, fetcher, monkeypatch, tmp_path):
    netrc = tmp_path / "netrc"
    netrc.write_text("default login me password secret\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    site.text("/", "hi", Set_Cookie="a=b; Path=/")
    for _ in range(2):
        fetcher.fetch(f"http://user:secret@{site.address}/")
    for request in site.requests:
        assert not {"authorization", "cookie", "referer", "proxy-authorization"} & set(request.headers)
        assert "secret" not in str(request)


def test_headers_of_the_users_take_the_place_of_ours(site, make_fetcher):
    site.text("/", "words")
    fetched = make_fetcher(headers=(("user-agent", "desk/1"), ("X-Desk", "2"))).fetch(site.url + "/")
    seen = site.requests[0].headers
    assert (seen["user-agent"], seen["x-desk"]) == ("desk/1", "2")
    assert [name.lower() for name, _value in fetched.request_headers].count("user-agent") == 1


def test_a_recheck_asks_whether_the_page_has_changed(site, fetcher):
    @site.page("/")
    def page(visitor):
        if visitor.request.headers.get("if-none-match") == '"v1"':
            visitor.send('HTTP/1.1 304 Not Modified\r\nETag: "v1"\r\n\r\n')
        else:
            visitor.answer("words", ETag='"v1"', Last_Modified="Fri, 17 May 2024 12:00:00 GMT")

    first = fetcher.fetch(site.url + "/")
    time.sleep(0.03)
    second = fetcher.fetch(site.url + "/", conditional=first.validators)
    assert (second.outcome, second.error, second.status, second.body) == ("not_modified", None, 304, b"")
    assert site.requests[1].headers["if-modified-since"] == "Fri, 17 May 2024 12:00:00 GMT"
    assert site.connections == 1
    changed = fetcher.fetch(site.url + "/", conditional=Validators(etag='"v0"'))
    assert (changed.outcome, changed.body) == ("captured", b"words")


def test_validators_that_would_break_the_request_are_left_out(site, fetcher):
    site.text("/", "words")
    fetched = fetcher.fetch(site.url + "/", conditional=Validators("a\r\nX-Injected: 1", "\u2603"))
    assert fetched.outcome == "captured"
    assert not {"x-injected", "if-none-match", "if-modified-since"} & set(site.requests[0].headers)


# --- again


def test_what_may_pass_is_tried_again(site, fetcher):
    answers = iter(["503 Busy", "502 Bad Gateway", "200 OK"])
    site.pages["/"] = lambda visitor: visitor.answer("words", next(answers))
    fetched = fetcher.fetch(site.url + "/")
    assert (fetched.outcome, fetched.attempts) == ("captured", 3)


def test_a_connection_that_breaks_is_tried_again(site, fetcher):
    @site.page("/")
    def page(visitor):
        if len(site.requests) < 3:
            visitor.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
            visitor.reset()
        else:
            visitor.answer("whole")

    fetched = fetcher.fetch(site.url + "/")
    assert (fetched.outcome, fetched.body, fetched.attempts) == ("captured", b"whole", 3)


def test_attempts_have_an_end(site, fetcher):
    site.text("/", "", "500 Broken")
    fetched = fetcher.fetch(site.url + "/")
    assert (fetched.outcome, fetched.error, fetched.attempts) == ("http_error", "server_error", 3)
    assert len(site.requests) == 3


def test_retry_after_is_heeded(site, make_fetcher):
    @site.page("/")
    def page(visitor):
        if len(site.requests) == 1:
            visitor.answer("", "429 Slow Down", Retry_After="1")
        else:
            visitor.answer("words")

    fetched = make_fetcher(max_retry_after=5).fetch(site.url + "/")
    assert fetched.outcome == "captured"
    assert site.requests[1].at - site.requests[0].at >= 1
    assert fetched.elapsed < 0.9, "the waiting does not count"


@pytest.mark.parametrize("value", ["999999999999", "Fri, 31 Dec 9999 23:59:59 GMT"])
def test_a_server_that_asks_for_too_much_patience_is_left_alone(value, site, fetcher):
    site.text("/", "", "429 Slow Down", Retry_After=value)
    fetched = fetcher.fetch(site.url + "/")
    assert (fetched.outcome, fetched.error) == ("http_error", "rate_limited")
    assert len(site.requests) == 1


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("7", 7.0),
        (" 0 ", 0.0),
        ("-1", None),
        ("soon", None),
        ("1e9", None),
        ("\u0663", None),
        ("9" * 5000, 999999999999.0),
        ("Fri, 17 May 2024 12:00:30 GMT", 30.0),
        ("Fri, 17 May 2024 11:00:00 GMT", 0.0),
        ("Fri, 17 May 99999 11:00:00 GMT", None),
    ],
)
def test_retry_after_is_read_with_care(value, seconds):
    assert retry_after(value, NOON - timedelta(microseconds=250)) == seconds


# --- connections


def test_one_connection_serves_many_pages(site, fetcher):
    site.text("/", "words")
    site.text("/old", "moved", "301 Moved", Location="/")
    for path in ("/", "/old", "/missing", "/"):
        fetcher.fetch(site.url + path)
        time.sleep(0.03)
    assert site.connections <= 2, "a redirect goes on at once, and not on a connection that has just been used"


FORGED = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nFORGED"


def test_bytes_behind_the_end_of_an_answer_are_not_taken_for_the_next_one(site, fetcher):
    @site.page("/forged")
    def page(visitor):
        visitor.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nreal", FORGED)

    site.text("/", "honest")
    for _ in range(3):
        assert fetcher.fetch(site.url + "/forged").body == b"real"
        assert fetcher.fetch(site.url + "/").body == b"honest"


def test_nor_are_bytes_that_come_a_moment_later(site, fetcher):
    sent = threading.Event()

    @site.page("/forged")
    def page(visitor):
        visitor.answer("real")
        time.sleep(0.003)
        with contextlib.suppress(OSError):  # the fetcher may have closed it by then
            visitor.send(FORGED)
        sent.set()

    site.text("/", "honest")
    for _ in range(5):
        sent.clear()
        assert fetcher.fetch(site.url + "/forged").body == b"real"
        assert sent.wait(60)
        assert fetcher.fetch(site.url + "/").body == b"honest"


def test_a_server_that_closes_an_idle_connection_costs_no_attempt(site, make_fetcher):
    @site.page("/")
    def page(visitor):
        visitor.answer("words")
        visitor.hang_up()  # without having said so

    fetcher = make_fetcher(max_attempts=1)
    for _ in range(5):
        assert fetcher.fetch(site.url + "/").outcome == "captured"


# --- TLS


def test_a_certificate_that_cannot_be_verified_is_refused(secure_site, make_fetcher):
    secure_site.text("/", "words")
    fetcher = make_fetcher(allow=frozenset({("127.0.0.1", secure_site.port)}))
    fetched = fetcher.fetch(secure_site.url + "/")
    assert (fetched.outcome, fetched.error, fetched.attempts) == ("failed", "tls", 1)
    assert secure_site.requests == []


def test_the_peer_of_a_secure_fetch_is_recorded(secure_site, make_fetcher):
    secure_site.text("/", "words" * 50_000)
    fetcher = make_fetcher(allow=frozenset({("127.0.0.1", secure_site.port)}), ca_bundle=str(CERTIFICATE))
    for _ in range(2):
        fetched = fetcher.fetch(secure_site.url + "/")
        assert fetched.outcome == "captured", fetched.detail
        assert len(fetched.body) == 250_000
        assert fetched.tls is not None
        assert fetched.tls["version"].startswith("TLSv1.")
        assert "commonName=testonia.example" in fetched.tls["subject"]
        assert len(fetched.tls["sha256"]) == 64
        time.sleep(0.03)
    assert secure_site.connections == 1


def test_the_certificate_must_be_for_the_host(secure_site, make_fetcher):
    from fetch_site import resolver_of

    secure_site.text("/", "words")
    fetcher = make_fetcher(
        allow=frozenset({("127.0.0.1", secure_site.port)}),
        ca_bundle=str(CERTIFICATE),
        resolver=resolver_of("127.0.0.1"),
    )
    assert fetcher.fetch(f"https://news.testonia.example:{secure_site.port}/").outcome == "captured"
    assert fetcher.fetch(f"https://other.example:{secure_site.port}/").error == "tls"


def test_a_secure_server_that_drips_meets_the_deadline(secure_site, make_fetcher):
    @secure_site.page("/")
    def drip(visitor):
        visitor.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        while not visitor.site.closing.wait(0.05):
            visitor.send("x")

    fetcher = make_fetcher(
        allow=frozenset({("127.0.0.1", secure_site.port)}), ca_bundle=str(CERTIFICATE), deadline=0.6, max_attempts=1
    )
    fetched = fetcher.fetch(secure_site.url + "/")
    assert (fetched.outcome, fetched.error) == ("incomplete", "deadline")


# --- the fetcher itself


def test_a_fetch_can_be_ended_from_another_thread(site, make_fetcher):
    import threading

    arrived = threading.Event()

    @site.page("/")
    def silence(visitor):
        arrived.set()
        visitor.site.closing.wait(20)

    fetcher = make_fetcher(deadline=20)
    results = []
    thread = threading.Thread(target=lambda: results.append(fetcher.fetch(site.url + "/")))
    thread.start()
    assert arrived.wait(5)
    fetcher.stop()
    thread.join(5)
    assert [(fetched.outcome, fetched.error) for fetched in results] == [("failed", "interrupted")]


def test_nothing_leaves_without_options_that_allow_it(site):
    site.text("/", "words")
    with Fetcher() as fetcher:
        assert fetcher.fetch(site.url + "/").error == "blocked_address"
    with Fetcher(FetchOptions(allow=frozenset({("127.0.0.1", site.port + 1)}))) as fetcher:
        assert fetcher.fetch(site.url + "/").error == "blocked_address"
    assert site.connections == 0
