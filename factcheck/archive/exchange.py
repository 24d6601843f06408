"""One URL asked for once: through its redirects to one answer, or to the reason why there is none."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

import urllib3

from factcheck.archive.adapter import GuardedAdapter
from factcheck.archive.answer import MAX_HEAD, Answer
from factcheck.archive.coding import ACCEPT_ENCODING, CodingError, measure
from factcheck.archive.failures import Failure, as_failure, one_line
from factcheck.archive.meter import Meter
from factcheck.archive.model import Fetched, Headers, Hop, Validators, header_value
from factcheck.archive.options import FetchOptions
from factcheck.archive.urls import Target, follow, parse_target

REDIRECTS: Final = frozenset((301, 302, 303, 307, 308))
ACCEPT: Final = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
_STATUS_ERRORS: Final = {401: "auth", 407: "auth", 429: "rate_limited"}
_PASSING_STATUSES: Final = frozenset((408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524))
_EMPTY_SHA256: Final = hashlib.sha256(b"").hexdigest()


def wire_budget(options: FetchOptions) -> int:
    """Bytes that may come over the wire for one attempt: the body, the heads on the way, some framing."""
    return options.max_bytes + options.max_bytes // 20 + (options.max_redirects + 1) * MAX_HEAD // 4 + MAX_HEAD


def base_headers(options: FetchOptions) -> dict[str, str]:
    """The request headers of every fetch."""
    headers = {"User-Agent": options.user_agent, "Accept": ACCEPT, "Accept-Encoding": ACCEPT_ENCODING}
    for name, value in options.headers:
        for usual in [known for known in headers if known.lower() == name.lower()]:
            del headers[usual]
        headers[name] = value
    return headers


def with_validators(headers: dict[str, str], validators: Validators | None) -> dict[str, str]:
    """The headers with the question whether the page has changed; unfit validators are left out."""
    if not validators:
        return headers
    asked = dict(headers)
    for name, value in (("If-None-Match", validators.etag), ("If-Modified-Since", validators.last_modified)):
        if value and value.isprintable() and len(value) < 4096 and _is_latin1(value):
            asked[name] = value
    return asked


def _is_latin1(text: str) -> bool:
    try:
        text.encode("latin-1")
    except UnicodeError:
        return False
    return True


@dataclass(slots=True)
class Exchange:
    """One attempt, as it goes on: filled in step by step, so that a failure keeps what came before it."""

    url: str
    headers: dict[str, str]
    options: FetchOptions
    adapter: GuardedAdapter
    meter: Meter
    method: str = "GET"
    payload: bytes | None = None
    enter_host: Callable[[str], None] | None = None
    target: Target | None = None
    hops: list[Hop] = field(default_factory=list)
    answer: Answer | None = None
    body: bytes = b""
    failure: Failure | None = None
    remote: str | None = None
    tls: dict[str, Any] | None = None
    sent: Headers = ()

    @property
    def went_well(self) -> bool:
        """Whether there is an answer that will not have to be asked for again."""
        return self.failure is None and self.answer is not None and self.answer.status < 400

    def run(self) -> None:
        """Ask, follow redirects, read the body; whatever goes wrong ends up in `failure`."""
        try:
            self.target = parse_target(self.url)
            while True:
                response = self._ask(self.target)
                try:
                    if not self._redirected():
                        self.body = self._read()
                        return
                finally:
                    self._release(response)
                self.answer = None
        except Exception as error:  # requests, urllib3, http.client and ssl all let their own kinds through
            # A fetch that was cut short fails with whatever its socket did; the reason is the cut.
            self.failure = self.meter.cut or as_failure(error)
            if self.answer is not None:
                self.body = self.answer.received if self.failure.code != "too_large" else b""

    def _ask(self, target: Target) -> urllib3.BaseHTTPResponse:
        """Send the request and read the head of the answer."""
        pool = self.adapter.pool(target.scheme, target.host, target.port)
        for second_try in (False, True):
            self.meter.wait = self.options.first_byte_timeout
            before = self.meter.received
            self.meter.reused = False
            try:
                response = pool.urlopen(
                    self.method,
                    target.path,
                    body=self.payload,
                    headers=self.headers,
                    retries=False,
                    redirect=False,
                    assert_same_host=False,
                    timeout=self.meter.remaining(),
                    preload_content=False,
                    decode_content=False,
                )
                break
            except Exception as error:
                # A server may close an idle connection just as it is used again: that is no failure.
                stale = self.meter.reused and self.meter.received == before
                if second_try or not stale or as_failure(error).code != "reset":
                    raise
        self.meter.wait = None
        connection: Any = response.connection
        answer: Any = getattr(response, "_original_response", None)
        assert isinstance(answer, Answer)
        self.answer, self.remote, self.tls = answer, connection.remote, connection.tls
        self.sent = (("Host", _host_header(target)), *self.headers.items())
        return response

    def _redirected(self) -> bool:
        """Whether the answer is a redirect; if so, `target` has moved on."""
        answer, target = self.answer, self.target
        assert answer is not None
        assert target is not None
        location = header_value(answer.raw_headers, "location")
        if answer.status not in REDIRECTS or not location:
            return False
        self.hops.append(Hop(target.url, answer.status, answer.raw_headers))
        if len(self.hops) > self.options.max_redirects:
            raise Failure("too_many_redirects", f"more than {self.options.max_redirects} redirects")
        self.target = follow(target, location)
        if self.payload is not None:
            if answer.status in (307, 308):
                raise Failure("protocol", f"a redirect ({answer.status}) that wants the data sent on")
            self.method, self.payload = "GET", None
        answer.skip_body()
        if self.enter_host is not None and self.target.host != target.host:
            with self.meter.paused():
                self.enter_host(self.target.host)
        return True

    def _read(self) -> bytes:
        assert self.answer is not None
        body = self.answer.read_body(self.options.max_bytes)
        self.meter.remaining()  # a stream that the watchdog cut looks like one that ended
        return body

    def _release(self, response: urllib3.BaseHTTPResponse) -> None:
        """Give the connection back for the next request, or close it if anything about it is doubtful."""
        answer = self.answer
        if answer is not None and answer.reusable:
            response.release_conn()
        else:
            connection = response.connection
            if connection is not None:
                connection.close()
            response.close()
            response.release_conn()


def _host_header(target: Target) -> str:
    return target.url.split("/", 3)[2]


def is_passing(fetched: Fetched) -> bool:
    """Whether an answer with this status may be another one in a moment."""
    return fetched.status in _PASSING_STATUSES and fetched.outcome == "http_error"


def judge(exchange: Exchange, conditional: bool) -> dict[str, Any]:
    """The fields of `Fetched` that say how the exchange ended."""
    failure, answer = exchange.failure, exchange.answer
    fields: dict[str, Any] = {"body": exchange.body}
    if answer is not None:
        fields |= {
            "status": answer.status,
            "reason": answer.reason,
            "http_version": answer.http_version,
            "headers": answer.raw_headers,
        }
    fields["sha256"] = hashlib.sha256(exchange.body).hexdigest() if exchange.body else _EMPTY_SHA256
    if failure is not None:
        outcome = "incomplete" if exchange.body and failure.outcome == "failed" else failure.outcome
        return fields | {"outcome": outcome, "error": failure.code, "detail": failure.detail}
    assert answer is not None
    return fields | _judge_answer(exchange, answer, conditional, fields["sha256"])


def _judge_answer(exchange: Exchange, answer: Answer, conditional: bool, sha256: str) -> dict[str, Any]:
    status = answer.status
    if status == 304 and conditional:
        return {"outcome": "not_modified"}
    if status == 304:
        return _ended("failed", "protocol", "304 Not Modified, though nothing was asked to compare with")
    if status == 101:
        return _ended("failed", "protocol", "the server switched to another protocol unasked")
    coded = _measure(exchange, answer, sha256)
    if status >= 400:
        general = "http" if status < 500 else "server_error" if status < 600 else "protocol"
        code = _STATUS_ERRORS.get(status, general)
        detail = f"HTTP {status} {answer.reason}".strip()[:200]
        return _only_sizes(coded) | _ended("http_error", code, detail)
    if status == 206:
        return _only_sizes(coded) | _ended("incomplete", "protocol", "206: a part that nobody asked for")
    if status in REDIRECTS:
        return _only_sizes(coded) | _ended("failed", "protocol", f"a redirect ({status}) that does not say where to")
    if answer.bad_length:
        length = header_value(answer.raw_headers, "content-length") or ""
        detail = f"Content-Length is {length[:40]!a}: nobody can tell whether the page is whole"
        return _only_sizes(coded) | _ended("incomplete", "protocol", detail)
    if "outcome" not in coded:
        return coded | {"outcome": "captured"}
    return coded


def _measure(exchange: Exchange, answer: Answer, sha256: str) -> dict[str, Any]:
    """Size and hash of the decoded body; or, if it does not decode, how the fetch ends for it."""
    try:
        measured = measure(answer.raw_headers, exchange.body, exchange.options.max_bytes, sha256)
    except CodingError as error:
        if error.code == "too_large":
            return {"body": b"", "sha256": _EMPTY_SHA256} | _ended("refused", "too_large", error.detail)
        return _ended("incomplete" if error.partial else "failed", error.code, error.detail)
    return {"decoded_length": measured.length, "decoded_sha256": measured.sha256}


def _only_sizes(coded: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in coded.items() if key not in ("outcome", "error", "detail")}


def _ended(outcome: str, error: str, detail: str) -> dict[str, Any]:
    return {"outcome": outcome, "error": error, "detail": one_line(detail)}
