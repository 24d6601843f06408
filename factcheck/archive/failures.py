"""Every way in which a fetch can go wrong, brought down to one code and one line."""

from __future__ import annotations

import errno
import http.client
import ssl
from collections.abc import Iterator
from typing import Final

import urllib3.exceptions

REFUSED: Final = frozenset(
    {"blocked_address", "blocked_scheme", "bad_url", "too_many_redirects", "too_large", "robots"}
)
"""Codes that stand for a rule of ours; the outcome is `refused`."""

_MESSAGE_LIMIT: Final = 300


class Failure(Exception):
    """A fetch that ends without a complete answer.

    `code` is one of `model.ERRORS`; `passing` tells that another attempt may go better.
    """

    def __init__(self, code: str, detail: str, *, passing: bool = False) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = one_line(detail)
        self.passing = passing

    @property
    def outcome(self) -> str:
        """`refused` when a rule of ours stopped the fetch, else `failed`."""
        return "refused" if self.code in REFUSED else "failed"


def as_failure(error: BaseException) -> Failure:
    """What an exception of the layers below means; never raises."""
    chain = list(_causes(error))
    for cause in chain:
        if isinstance(cause, Failure):
            return cause
    text = _line(error)
    for cause in chain:
        if isinstance(cause, ssl.SSLError | urllib3.exceptions.SSLError) and not isinstance(cause, TimeoutError):
            return Failure("tls", _line(cause))
        if isinstance(cause, TimeoutError | urllib3.exceptions.TimeoutError):
            connecting = isinstance(cause, urllib3.exceptions.ConnectTimeoutError)
            detail = "no connection was made in time" if connecting else "the server did not answer in time"
            return Failure("deadline", detail, passing=True)
        if isinstance(cause, http.client.RemoteDisconnected | ConnectionError):
            return Failure("reset", _said(cause) or text, passing=True)
        if isinstance(cause, urllib3.exceptions.LocationParseError | http.client.InvalidURL | UnicodeError):
            return Failure("bad_url", text)
    for cause in chain:
        if isinstance(cause, OSError) and cause.errno is not None:
            passing = cause.errno in (errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN)
            return Failure("reset", text, passing=passing)
    return Failure("protocol", text)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and what it came from, outermost first; urllib3 also hides causes in `args`."""
    seen: set[int] = set()
    queue: list[BaseException | None] = [error]
    while queue:
        item = queue.pop(0)
        if item is None or id(item) in seen:
            continue
        seen.add(id(item))
        yield item
        queue += [item.__cause__, item.__context__]
        queue += [argument for argument in item.args if isinstance(argument, BaseException)]


def _said(error: BaseException) -> str | None:
    """What the system says of a connection that failed ("the connection was refused"), without its wrapping."""
    if isinstance(error, OSError) and error.errno and error.strerror:
        return one_line(f"the connection failed: {error.strerror.lower()}")
    return None


def _line(error: BaseException) -> str:
    return one_line(str(error)) or type(error).__name__


def one_line(text: str) -> str:
    """A message in one short line; control, bidi and invisible characters of a stranger's are shown escaped."""
    line = " ".join(text.split())[:_MESSAGE_LIMIT]
    if line.isprintable():
        return line
    return "".join(character if character.isprintable() else ascii(character)[1:-1] for character in line)
