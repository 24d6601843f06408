"""What a fetch hands back: every byte and header as received, and how it ended."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

Headers: TypeAlias = tuple[tuple[str, str], ...]

OUTCOMES: Final = ("captured", "incomplete", "refused", "failed", "http_error", "not_modified")
"""How a fetch can end: only `captured` is evidence of the whole page."""

ERRORS: Final = (
    "blocked_address",
    "blocked_scheme",
    "bad_url",
    "dns",
    "too_many_redirects",
    "too_large",
    "deadline",
    "decode",
    "protocol",
    "reset",
    "tls",
    "auth",
    "rate_limited",
    "server_error",
    "http",
    "robots",
    "interrupted",
)
"""Why it ended so; `None` goes with `captured` and `not_modified`."""


@dataclass(frozen=True, slots=True)
class Hop:
    """One redirect on the way: where it was, and what it said."""

    url: str
    status: int
    headers: Headers


@dataclass(frozen=True, slots=True)
class Validators:
    """What an earlier capture offers to ask "has it changed since?" with."""

    etag: str | None = None
    last_modified: str | None = None

    def __bool__(self) -> bool:
        return bool(self.etag or self.last_modified)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """One dated visit to one URL.

    `url` is exactly what was asked for and `final_url` what answered. `headers` are as received, in order
    and case (bytes outside ASCII as Latin-1 characters). `body` has its transfer coding undone and its
    content coding kept; `sha256` is of these bytes, `decoded_sha256` and `decoded_length` of what they
    decode to. `started` is UTC in ISO form, `elapsed` seconds over all attempts without the waiting.
    """

    url: str
    final_url: str
    outcome: str
    error: str | None = None
    detail: str | None = None
    status: int | None = None
    reason: str = ""
    http_version: str = ""
    hops: tuple[Hop, ...] = ()
    request_headers: Headers = ()
    headers: Headers = ()
    body: bytes = field(default=b"", repr=False)
    sha256: str = ""
    decoded_sha256: str | None = None
    decoded_length: int | None = None
    started: str = ""
    elapsed: float = 0.0
    remote_address: str | None = None
    tls: dict[str, Any] | None = None
    attempts: int = 1
    wire_bytes: int = 0
    robots: str | None = None

    def header(self, name: str) -> str | None:
        """The first header of that name, any case, or None."""
        return header_value(self.headers, name)

    @property
    def etag(self) -> str | None:
        """The validator to send back as If-None-Match."""
        return self.header("etag")

    @property
    def last_modified(self) -> str | None:
        """The validator to send back as If-Modified-Since."""
        return self.header("last-modified")

    @property
    def validators(self) -> Validators:
        """Both validators, for the next visit."""
        return Validators(self.etag, self.last_modified)

    @property
    def content_type(self) -> str:
        """The media type as declared, lower case and without parameters; empty when undeclared."""
        return (self.header("content-type") or "").split(";", 1)[0].strip().lower()

    @property
    def memento_datetime(self) -> str | None:
        """When an archive says it captured this (RFC 7089), as received."""
        return self.header("memento-datetime")

    @property
    def complete(self) -> bool:
        """Whether the whole body is here and may stand as evidence."""
        return self.outcome == "captured"


def header_value(headers: Iterable[tuple[str, str]], name: str) -> str | None:
    """The value of the first header called `name`, in any case, or None."""
    wanted = name.lower()
    return next((value for key, value in headers if key.lower() == wanted), None)


def header_values(headers: Iterable[tuple[str, str]], name: str) -> list[str]:
    """The values of every header called `name`, in any case and as received."""
    wanted = name.lower()
    return [value for key, value in headers if key.lower() == wanted]
