"""Old captures in other archives: Memento (RFC 7089), and "Save Page Now" for those who ask for it.

Any archive with a TimeMap and a TimeGate will do: the Wayback Machine, a national library, or pywb at
home. Nothing here is called unless the user asks, since it tells the archive which page is being checked.
"""

from __future__ import annotations

import email.utils
import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import quote, urlencode, urljoin

from factcheck.archive.coding import CodingError, decode_body
from factcheck.archive.fetch import Fetcher
from factcheck.archive.model import Fetched, Headers, header_value, header_values
from factcheck.errors import FetchError

WAYBACK_TIMEMAP: Final = "https://web.archive.org/web/timemap/link/{url}"
WAYBACK_TIMEGATE: Final = "https://web.archive.org/web/{url}"
WAYBACK_SAVE: Final = "https://web.archive.org/save"
MAX_PAGES: Final = 20  # TimeMaps may go on in further TimeMaps
_RELATION: Final = re.compile(r";\s*([\w*.-]+)\s*(?:=\s*(?:\"((?:[^\"\\]|\\.)*)\"|([^\s;,\"]+)))?\s*")
_STAMPED: Final = re.compile(r"/(\d{4,14})(?:[a-z]{2}_)?/(?=https?:)")


@dataclass(frozen=True, slots=True)
class Link:
    """One link of a Link header or of a link-format document (RFC 8288, RFC 6690)."""

    url: str
    relations: frozenset[str]
    datetime: datetime | None = None


@dataclass(frozen=True, slots=True, order=True)
class Memento:
    """An old capture somewhere else: when it was made, and where it is."""

    datetime: datetime
    url: str


@dataclass(frozen=True, slots=True)
class Saved:
    """What "Save Page Now" made: the new capture's URL and its time."""

    url: str
    timestamp: str


def parse_links(text: str, base: str = "") -> list[Link]:
    """The links of a Link header or a link-format document; what cannot be read is passed over."""
    links: list[Link] = []
    at = 0
    while (start := text.find("<", at)) >= 0:
        end = text.find(">", start)
        if end < 0:
            break
        at = end + 1
        parameters: dict[str, str] = {}
        while found := _RELATION.match(text, _skip_blanks(text, at)):
            at = found.end()
            parameters.setdefault(found[1].lower(), found[2] if found[2] is not None else found[3] or "")
        relations = frozenset(parameters.get("rel", "").lower().split())
        url = _joined(base, text[start + 1 : end])
        if url is None:
            continue
        links.append(Link(url, relations, http_date(parameters.get("datetime"))))
    return links


def _joined(base: str, reference: str) -> str | None:
    """A reference made absolute; None when it cannot be read."""
    try:
        return urljoin(base, reference.strip())
    except ValueError:
        return None


def _skip_blanks(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def http_date(value: str | None) -> datetime | None:
    """A date as HTTP writes it, in UTC; None when it cannot be read."""
    if not value:
        return None
    try:
        when = email.utils.parsedate_to_datetime(value)
    except (ValueError, TypeError, OverflowError):
        return None
    return (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(UTC)


def raw_url(memento: str) -> str:
    """The address of a memento's bytes as they were archived, where the archive has the `id_` form.

    Wayback machines (the Internet Archive's, pywb) otherwise rewrite links and add a banner.
    """
    return _STAMPED.sub(r"/\1id_/", memento, count=1)


class MementoArchive:
    """One archive that speaks Memento; `{url}` in the templates stands for the page asked about."""

    def __init__(self, fetcher: Fetcher, *, timemap: str = WAYBACK_TIMEMAP, timegate: str = WAYBACK_TIMEGATE) -> None:
        self._fetcher = fetcher
        self._timemap = timemap
        self._timegate = timegate

    def mementos(self, url: str, *, most: int = 10_000) -> list[Memento]:
        """The captures that the archive has of `url`, oldest first; none when it does not know the page.

        Raises: FetchError when the archive does not answer as one.
        """
        found: dict[str, Memento] = {}
        todo, seen = [_fill(self._timemap, url)], set[str]()
        while todo and len(seen) < MAX_PAGES and len(found) < most:
            address = todo.pop(0)
            if address in seen:
                continue
            seen.add(address)
            fetched = self._fetcher.fetch(address)
            if fetched.status == 404:
                break
            for link in parse_links(_text(fetched, "the TimeMap"), fetched.final_url):
                if "memento" in link.relations and link.datetime is not None:
                    found.setdefault(link.url, Memento(link.datetime, link.url))
                elif "timemap" in link.relations and "self" not in link.relations:
                    todo.append(link.url)
        return sorted(found.values())[:most]

    def closest(self, url: str, when: datetime) -> Memento | None:
        """The capture nearest in time to `when`, as the archive's TimeGate finds it.

        Raises: FetchError when the archive does not answer as one.
        """
        when = when.astimezone(UTC)
        asked: Headers = (("Accept-Datetime", email.utils.format_datetime(when, usegmt=True)),)
        fetched = self._fetcher.fetch(_fill(self._timegate, url), headers=asked)
        answers = [(fetched.final_url, fetched.headers), *((hop.url, hop.headers) for hop in reversed(fetched.hops))]
        for address, headers in answers:  # the memento may be out of reach and yet be named on the way
            named = _named_memento(address, headers, when)
            if named is not None:
                return named
        if fetched.status == 404:
            return None
        raise FetchError(
            f"the TimeGate did not lead to a memento of {url} ({fetched.detail or fetched.outcome})",
            hint="check the address of the TimeGate",
        )

    def fetch(self, memento: Memento, *, raw: bool = True) -> Fetched:
        """Fetch an old capture; `Fetched.memento_datetime` tells when it was made."""
        return self._fetcher.fetch(raw_url(memento.url) if raw else memento.url)


def _named_memento(address: str, headers: Headers, when: datetime) -> Memento | None:
    """The memento that an answer is, or else the one nearest to `when` that it links to."""
    made = http_date(header_value(headers, "memento-datetime"))
    if made is not None:  # also on an archived 404: the header marks the answer as a memento
        return Memento(made, _joined(address, header_value(headers, "content-location") or "") or address)
    links = parse_links(", ".join(header_values(headers, "link")), address)
    mementos = [Memento(link.datetime, link.url) for link in links if link.datetime and "memento" in link.relations]
    return min(mementos, key=lambda memento: abs(memento.datetime - when), default=None)


def _fill(template: str, url: str) -> str:
    return template.replace("{url}", url.partition("#")[0])


def _text(fetched: Fetched, what: str) -> str:
    if fetched.outcome != "captured":
        raise FetchError(f"{what} could not be had from {fetched.final_url}: {fetched.detail or fetched.outcome}")
    try:
        return decode_body(fetched.headers, fetched.body, 64 << 20).decode("utf-8", "replace")
    except CodingError as error:
        raise FetchError(f"{what} cannot be decoded: {error}") from error


class SavePageNow:
    """Ask the Internet Archive to capture a page now: opt-in, since the page becomes public there.

    `keys` are the account's "access:secret"; `endpoint` may be any server that speaks the same protocol.
    `sleep` waits between two questions about a job.
    """

    def __init__(
        self,
        fetcher: Fetcher,
        *,
        keys: str,
        endpoint: str = WAYBACK_SAVE,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        if any(ord(character) < 33 or ord(character) > 126 for character in keys) or ":" not in keys:
            raise FetchError("the keys for Save Page Now must read ACCESS:SECRET")
        self._fetcher = fetcher
        self._endpoint = endpoint.rstrip("/")
        self._headers: Headers = (("Accept", "application/json"), ("Authorization", f"LOW {keys}"))
        self._sleep = sleep

    def save(self, url: str, *, tries: int = 60, pause: float = 5.0) -> Saved:
        """Have `url` captured and wait until it is, asking at most `tries` times.

        Raises: FetchError when the archive refuses, fails, or takes too long.
        """
        form = ("Content-Type", "application/x-www-form-urlencoded")
        payload = urlencode({"url": url, "capture_outlinks": "0"}).encode("ascii")
        job = _json(self._fetcher.post(self._endpoint, payload, headers=(*self._headers, form)))
        number = job.get("job_id")
        if not isinstance(number, str):
            raise FetchError(f"the archive did not take the page: {_message(job)}")
        for _ in range(tries):
            address = f"{self._endpoint}/status/{quote(number, safe='')}"
            state = _json(self._fetcher.fetch(address, headers=self._headers))
            if state.get("status") == "success":
                stamp, original = str(state.get("timestamp", "")), str(state.get("original_url", url))
                return Saved(f"{self._endpoint.removesuffix('/save')}/web/{stamp}/{original}", stamp)
            if state.get("status") == "error":
                raise FetchError(f"the archive could not capture the page: {_message(state)}")
            self._sleep(pause)
        raise FetchError("the archive is still at it; ask for the page's mementos later")


def _json(fetched: Fetched) -> dict[str, Any]:
    if fetched.outcome not in ("captured", "http_error"):
        raise FetchError(f"the archive did not answer: {fetched.detail or fetched.outcome}")
    try:
        value = json.loads(decode_body(fetched.headers, fetched.body, 1 << 20))
    except (CodingError, ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise FetchError(f"the archive did not answer in JSON (HTTP {fetched.status})")
    return value


def _message(answer: dict[str, Any]) -> str:
    return ascii(answer.get("message") or answer.get("exception") or answer)[:200]
