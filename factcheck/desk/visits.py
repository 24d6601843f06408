"""Visits recorded: each fetch becomes a capture, a batch of them in one transaction."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from factcheck import __version__
from factcheck.desk import find
from factcheck.desk.context import Context
from factcheck.desk.results import Stored
from factcheck.ledger.canonical import clean
from factcheck.model import Capture, Event
from factcheck.store import bodies
from factcheck.store.records import captures

if TYPE_CHECKING:
    from factcheck.archive.model import Fetched, Headers

TOOL = f"factcheck {__version__}"
"""What made a capture, as each one tells."""


def keep_fetched(ctx: Context, batch: Sequence[Fetched]) -> list[Stored]:
    """Record fetches as captures, bodies and all; each is on disk when this returns.

    All in one transaction, their bodies pressed before; but whoever waits to write is let in between two of them.
    """
    named = {_name(fetched): fetched.body for fetched in batch if fetched.body}
    packed = {name: bodies.pack(body) for name, body in named.items() if not bodies.is_here(ctx.conn, name)}
    who = ctx.who() if batch else ""
    waiting, stored = deque(batch), list[Stored]()
    while waiting:
        with ctx.db.writing(bulk=True):
            events = list[Event]()
            while waiting and not (events and ctx.db.others_wait()):
                data = _data(ctx, waiting.popleft(), packed)
                events.append(ctx.record("capture.add", data, actor=who))
            made = recorded(ctx, events)
        stored += [Stored(capture, event.seq, event.hash) for capture, event in zip(made, events, strict=True)]
    return stored


def _name(fetched: Fetched) -> str:
    return fetched.sha256 or bodies.digest(fetched.body)


def _data(ctx: Context, fetched: Fetched, packed: Mapping[str, tuple[str, bytes]]) -> dict[str, Any]:
    """Keep the body of a fetch, and return what the log tells of it."""
    canonical = clean(find.canonical_of(fetched.url))
    sha256 = None
    if fetched.body:
        sha256 = _name(fetched)
        bodies.keep(ctx.conn, fetched.body, sha256, packed.get(sha256))
    holds = captures.holding(ctx.conn, canonical) if fetched.outcome == "not_modified" else None
    return {
        "url": clean(fetched.url),
        "canonical": canonical,
        "kind": "web",
        "final_url": clean(fetched.final_url),
        "outcome": fetched.outcome,
        "error": fetched.error,
        "detail": fetched.detail and clean(fetched.detail),
        "status": fetched.status,
        "reason": clean(fetched.reason),
        "http_version": fetched.http_version,
        "headers": _pairs(fetched.headers),
        "request_headers": _pairs(fetched.request_headers),
        "hops": [{"url": clean(hop.url), "status": hop.status, "headers": _pairs(hop.headers)} for hop in fetched.hops],
        "tls": _plain(fetched.tls) if fetched.tls else None,
        "content_type": _type(fetched.header("content-type")),
        "body_sha256": sha256,
        "decoded_sha256": fetched.decoded_sha256,
        "bytes": len(fetched.body),
        "same_as": holds[0] if holds else None,
        "remote_address": fetched.remote_address,
        "fetched_at": utc(fetched.started),
        "elapsed_ms": round(fetched.elapsed * 1000),
        "attempts": fetched.attempts,
        "robots": fetched.robots,
        "memento": fetched.memento_datetime,
        "tool": TOOL,
    }


def recorded(ctx: Context, events: Sequence[Event]) -> list[Capture]:
    """Return the captures that events made, from the events: rows read back cost as much as they did to write."""
    rows = ctx.conn.execute(
        "SELECT uid, id, ref_id, same_as FROM captures WHERE id IN (SELECT id FROM captures ORDER BY id DESC LIMIT ?)",
        (len(events),),
    )
    numbers = {row[0]: tuple(row)[1:] for row in rows}
    return [_recorded(event, *numbers[event.uid(1)]) for event in events]


def _recorded(event: Event, number: int, reference: int, same_as: int | None) -> Capture:
    data = event.data
    plain: dict[str, Any] = {name: data.get(name) for name in _AS_RECORDED}
    plain.update(reason=data.get("reason", ""), elapsed_ms=data.get("elapsed_ms", 0), attempts=data.get("attempts", 1))
    return Capture(
        id=number,
        uid=event.uid(1),
        ref_id=reference,
        same_as=same_as,
        headers=_tuples(data["headers"]),
        request_headers=_tuples(data["request_headers"]),
        hops=tuple(data["hops"]),
        tls=data.get("tls"),
        **plain,
    )


_AS_RECORDED = tuple(
    "url final_url outcome error detail status content_type body_sha256 decoded_sha256 bytes fetched_at"
    " remote_address robots memento tool".split()
)


def _tuples(pairs: Iterable[Sequence[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in pairs)


def _pairs(pairs: Headers) -> list[list[str]]:
    return [[clean(name), clean(value)] for name, value in pairs]


def _plain(value: Any) -> Any:
    """Return a value in the types an event holds."""
    if isinstance(value, dict):
        return {str(key).encode("ascii", "backslashreplace").decode(): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value if value is None or isinstance(value, int) else clean(str(value))


def _type(header: str | None) -> str | None:
    return clean(header)[:200] if header else None


def utc(moment: str) -> str:
    """Return an ISO time in the form that the log uses."""
    if len(moment) == 32 and moment.endswith("+00:00"):  # as the fetcher writes it
        return moment[:26] + "Z"
    return datetime.fromisoformat(moment).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
