"""How to fetch: limits, politeness and what may be connected to."""

from __future__ import annotations

import functools
import importlib.metadata
from dataclasses import dataclass, field

from factcheck.errors import UsageError

ROBOTS_MODES = ("ignore", "tell", "obey")


@functools.cache
def default_user_agent() -> str:
    """Who we say we are: a program that archives on a person's behalf."""
    try:
        version = importlib.metadata.version("factcheck-desk")
    except importlib.metadata.PackageNotFoundError:
        version = "0"
    return f"Mozilla/5.0 (compatible; factcheck/{version}; archiving a source for a fact-check)"


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchOptions:
    """The limits of a fetch; times in seconds, sizes in bytes.

    `deadline` is for all attempts and redirects of one URL together, without the waiting between them;
    `max_bytes` bounds the body as received and again as decoded. `allow` holds exact private addresses,
    (ip, port), that may be connected to all the same. `delay` is the least time between the starts of two
    requests to one host, `per_host` how many may run there at once. `robots` says what to do with
    robots.txt: `ignore` it, `tell` what it says in `Fetched.robots`, or `obey` it. `headers` are sent with every
    request, to whatever host, in place of ours of the same name.
    """

    deadline: float = 10.0
    connect_timeout: float = 5.0
    first_byte_timeout: float = 10.0
    max_bytes: int = 20_000_000
    max_redirects: int = 10
    max_attempts: int = 3
    max_retry_after: float = 5.0
    backoff: float = 0.5
    allow: frozenset[tuple[str, int]] = frozenset()
    user_agent: str = field(default_factory=default_user_agent)
    headers: tuple[tuple[str, str], ...] = ()
    workers: int = 16
    per_host: int = 2
    delay: float = 0.5
    robots: str = "tell"
    ca_bundle: str | None = None

    def __post_init__(self) -> None:
        for name in ("deadline", "connect_timeout", "first_byte_timeout"):
            if not getattr(self, name) > 0:
                raise UsageError(f"{name} must be more than 0 seconds, got {getattr(self, name)}")
        for name in ("max_bytes", "max_attempts", "workers", "per_host"):
            if getattr(self, name) < 1:
                raise UsageError(f"{name} must be at least 1, got {getattr(self, name)}")
        for name in ("max_redirects", "max_retry_after", "delay", "backoff"):
            if not getattr(self, name) >= 0:
                raise UsageError(f"{name} must not be negative, got {getattr(self, name)}")
        if self.robots not in ROBOTS_MODES:
            raise UsageError(f"robots is one of {', '.join(ROBOTS_MODES)}, not {self.robots!r}")


def parse_allowed(text: str) -> tuple[str, int]:
    """Read `IP:PORT` (`[::1]:8080` for IPv6) as given to `--allow`.

    Raises: UsageError when it is not one exact address and port.
    """
    import ipaddress

    host, colon, port = text.strip().rpartition(":")
    try:
        address = str(ipaddress.ip_address(host.strip("[]")))
    except ValueError:
        address = ""
    if not (address and colon and port.isascii() and port.isdigit() and 0 < int(port) < 65536):
        raise UsageError(
            f"--allow takes one exact address, IP:PORT, not {text!r}", hint="for instance --allow 127.0.0.1:8080"
        )
    return address, int(port)
