"""The hash chain: each event's line names the hash of the line before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from factcheck.ledger.canonical import canonical
from factcheck.model import Event

GENESIS = "0" * 64
"""What the first event names as the hash before it."""

FORMAT = 1
"""The version of the line's form, kept in each line as `v`."""


def seal(*, seq: int, at: str, actor: str, action: str, data: dict[str, Any], prev: str) -> Event:
    """Make the event that follows `prev`: its canonical line and its hash.

    Raises:
        TypeError: `data` holds a float or something JSON has no form for.
        ValueError: a key is not ASCII or a string has no UTF-8 form.
    """
    line = canonical({"action": action, "actor": actor, "at": at, "data": data, "prev": prev, "seq": seq, "v": FORMAT})
    digest = hashlib.sha256(line.encode()).hexdigest()
    return Event(seq=seq, at=at, actor=actor, action=action, data=data, prev=prev, hash=digest, line=line)


def parse(line: str, digest: str) -> Event:
    """Read an event back from its line.

    Raises:
        ValueError: the line is not an event.
    """
    try:
        record = json.loads(line)
        return Event(
            seq=record["seq"],
            at=record["at"],
            actor=record["actor"],
            action=record["action"],
            data=record["data"],
            prev=record["prev"],
            hash=digest,
            line=line,
        )
    except (KeyError, TypeError, RecursionError) as error:
        raise ValueError(f"not an event: {error!r}") from error


MERGED = "merge.event"
"""The action of an event that carries another file's event, whole."""


def wrapping(event: Event, order: int) -> dict[str, Any]:
    """Return the data of a `merge.event` that carries `event`; `order` is its place among all events."""
    data: dict[str, Any] = {"wrapped": event.hash, "line": event.line, "order": order}
    data.update({name: event.data[name] for name in ("claim", "article") if event.data.get(name)})
    return data


def unwrap(event: Event) -> Event:
    """Return the event itself, or the one it carries, under the number it has in this file.

    Raises:
        ValueError: what it carries is not the event that it names.
    """
    if event.action != MERGED:
        return event
    line, digest = event.data["line"], event.data["wrapped"]
    if hashlib.sha256(line.encode("utf-8", "surrogatepass")).hexdigest() != digest:
        raise ValueError(f"event {event.seq} carries an event whose hash is not {digest}")
    return replace(parse(line, digest), seq=event.seq)


class Ordering:
    """Gives each event of a file its place among the events of all files, going through the log in order.

    A hybrid logical clock (Kulkarni and others, 2014): the time in microseconds, but always later than
    what the file knew before, so that the order of one log is kept whatever its clock did.
    """

    def __init__(self) -> None:
        self._last = 0

    def of(self, event: Event) -> int:
        """Return the place of the next event of the log."""
        if event.action == MERGED:
            place: int = event.data["order"]
            self._last = max(self._last, place)
            return place
        self._last = max(self._last + 1, _micros(event.at))
        return self._last


def _micros(at: str) -> int:
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return 0
    return int((moment - _EPOCH) / timedelta(microseconds=1))


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class ChainProblem:
    """Where the chain does not hold."""

    seq: int
    code: str  # "gap", "hash", "prev", "line"
    detail: str


def verify(rows: Iterable[tuple[int, str, str]]) -> Iterator[ChainProblem]:
    """Check `(seq, line, hash)` rows in order and yield each place where the chain breaks."""
    for _, problems in follow(rows):
        yield from problems


def follow(rows: Iterable[tuple[int, str, str]]) -> Iterator[tuple[Event | None, Sequence[ChainProblem]]]:
    """Read `(seq, line, hash)` rows in order: yield each event (None: the line is none), and where the chain breaks."""
    before, expected_seq = GENESIS, 1
    for seq, line, digest in rows:
        problems: Sequence[ChainProblem] = ()
        try:
            event = parse(line, digest)
        except ValueError:
            event = None
        actual = hashlib.sha256(line.encode("utf-8", "surrogatepass")).hexdigest()
        if event is None or actual != digest or event.prev != before or event.seq != seq or seq != expected_seq:
            problems = tuple(_breaks(seq, expected_seq, event, digest, actual, before))
        yield event, problems
        before, expected_seq = digest, seq + 1


def _breaks(
    seq: int, expected_seq: int, event: Event | None, digest: str, actual: str, before: str
) -> Iterator[ChainProblem]:
    if seq != expected_seq:
        yield ChainProblem(seq, "gap", f"expected event {expected_seq}, got {seq}")
    if actual != digest:
        yield ChainProblem(seq, "hash", f"the line's SHA-256 is {actual}, the record says {digest}")
    if event is None:
        yield ChainProblem(seq, "line", "the line is not an event")
        return
    if event.prev != before:
        yield ChainProblem(seq, "prev", f"names {event.prev} as the hash before it, expected {before}")
    if event.seq != seq:
        yield ChainProblem(seq, "line", f"the line says it is event {event.seq}, the row says {seq}")
