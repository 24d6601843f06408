"""Events found in the bare bytes of a file whose tables cannot be found any more.

An event is one line of canonical JSON, so it can be told from anything else; its hash is made anew, and
the line after it, which names that hash, says that it is the one that stood in the chain.
"""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

from factcheck.ledger import chain
from factcheck.ledger.canonical import canonical

_START = re.compile(rb'\{"action":"[a-z_.]+","actor":"')
_END = re.compile(rb'","seq":\d+,"v":%d\}' % chain.FORMAT)

LONGEST = 65_536
"""Bytes of the longest line that lies in one piece: SQLite's largest page."""


def carve(path: Path) -> dict[int, tuple[str, str]]:
    """Return the events (number: line, hash) that lie in one piece in a file or in its write-ahead log.

    Of two with the same number, the one that the next event names is taken, else the later one.
    """
    found: dict[int, dict[str, str]] = {}
    for part in (path, path.with_name(path.name + "-wal")):
        if part.is_file():
            data = part.read_bytes()
            for start in _START.finditer(data):
                end = _END.search(data, start.end(), start.start() + LONGEST)
                if end and (line := _event(data[start.start() : end.end()])):
                    seq, digest = line[0], hashlib.sha256(line[1].encode()).hexdigest()
                    found.setdefault(seq, {})[digest] = line[1]
    chosen: dict[int, tuple[str, str]] = {}
    wanted = ""
    for seq in sorted(found, reverse=True):
        lines = found[seq]
        digest = wanted if wanted in lines else list(lines)[-1]
        chosen[seq] = (lines[digest], digest)
        wanted = json.loads(lines[digest])["prev"]
    return chosen


def _event(data: bytes) -> tuple[int, str] | None:
    """Return an event's number and line, if these bytes are one and in canonical form."""
    try:
        line = data.decode()
        record = json.loads(line)
        whole = set(record) == {"action", "actor", "at", "data", "prev", "seq", "v"} and canonical(record) == line
    except (ValueError, TypeError):
        return None
    return (int(record["seq"]), line) if whole else None
