"""Makes a large factcheck file of invented articles, through the real log and its projection.

    python -m benchmarks.scale.generate FILE.db --claims 1000000 --captures 100000

Every row comes out of a sealed event applied by `factcheck.store.projection`, as a person's work would
make it; only the transactions are larger. The same arguments give the same file.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.scale.words import Language, Piece
from factcheck.model import Event
from factcheck.store import bodies, connection, log, projection, texts

PER_ARTICLE = 40
"""Claims of one article."""

START = datetime(2024, 1, 1, 8, tzinfo=UTC)
PEOPLE = ("mira", "tomas", "ines", "oke", "hanna")
STATUSES = (
    ("unchecked",) * 7 + ("checking",) + ("verified",) * 6 + ("disputed",) * 2 + ("unverifiable", "not_checkable")
)
PROBLEMS = ("captured",) * 17 + ("http_error", "failed", "incomplete")


@dataclass(slots=True)
class Made:
    """What a file was filled with."""

    path: Path
    articles: int = 0
    claims: int = 0
    captures: int = 0
    evidence: int = 0
    events: int = 0
    seconds: float = 0.0
    bytes: int = 0


@dataclass(slots=True)
class _Writer:
    """Seals events and applies them; time goes by one second an event."""

    conn: sqlite3.Connection
    count: int = 0
    known: list[str] = field(default_factory=list)  # uids of sources that recur

    def record(self, actor: str, action: str, data: dict[str, Any]) -> Event:
        self.count += 1
        at = log.timestamp(START + timedelta(seconds=self.count))
        event = log.append(self.conn, at=at, actor=actor, action=action, data=data)
        projection.apply(self.conn, event, lambda digest: log.find(self.conn, digest))
        return event


def generate(path: Path, claims: int, captures: int, *, seed: int = 7, words: int = 160) -> Made:
    """Fill a new file with `claims` claims and `captures` captures of about `words` words each."""
    began = time.perf_counter()
    articles = max(1, claims // PER_ARTICLE)
    made = Made(path, articles=articles)
    language = Language(seed)
    database = connection.create(path)
    # The file is made once and thrown away: a crash may cost it, a sync would cost minutes.
    database.conn.execute("PRAGMA synchronous = OFF")
    database.conn.execute("PRAGMA cache_size = -1000000")  # hashes come in any order: keep their indexes at hand
    writer = _Writer(database.conn)
    for first in range(0, articles, 200):
        with database.writing():
            for number in range(first, min(first + 200, articles)):
                share = captures * (number + 1) // articles - captures * number // articles
                _work_on(writer, language, number, min(PER_ARTICLE, claims), share, words, made)
    database.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    made.events = writer.count
    database.close()
    made.seconds = time.perf_counter() - began
    made.bytes = path.stat().st_size
    return made


def _work_on(
    writer: _Writer, language: Language, number: int, claims: int, captures: int, words: int, made: Made
) -> None:
    """Add one article and work through it: pages fetched, passages cited, quotes compared, verdicts given."""
    names = [language.name() for _ in range(4)]
    text, pieces = language.article(names, claims)
    policy = "newsroom" if number % 5 == 4 else "solo"
    added = _add(writer, language, number, names, text, pieces, policy)
    claim_uids = list(_claim_uids(added))
    made.claims += len(claim_uids)
    pages = [_capture(writer, language, number, page, words) for page in range(captures)]
    made.captures += len(pages)
    good = [(uid, page) for uid, page in pages if page]
    for place, uid in enumerate(claim_uids):
        entry = added.data["claims"][place]
        if good and place % 3 == 0:
            made.evidence += 1
            _cite(writer, language, uid, *good[place % len(good)])
            if entry["kind"] == "quote":
                _compare(writer, language, uid, good[place % len(good)][0])
        _decide(writer, language, uid)
    if policy == "newsroom":
        for uid in claim_uids[::6]:
            writer.record("editor", "signoff.add", {"article": added.uid(), "claim": uid})


def _add(
    writer: _Writer, language: Language, number: int, names: list[str], text: str, pieces: list[Piece], policy: str
) -> Event:
    sources = [{"name": name, "kind": "person", "aliases": [name.split()[1]]} for name in names[:3]]
    sources[0]["anonymous"] = number % 20 == 0
    known: list[int | str] = [0, 1, 2]
    # The fourth name is one of the two hundred that everybody quotes.
    if len(writer.known) < 200:
        sources.append({"name": names[3], "kind": "organisation", "aliases": []})
        known.append(3)
    else:
        known.append(language.random.choice(writer.known))
    event = writer.record(
        PEOPLE[number % len(PEOPLE)],
        "article.add",
        {
            "slug": f"story-{number + 1}",
            "title": text[: pieces[0].end],
            "author": names[0],
            "publisher": "The Example Post",
            "published": f"2024-{number % 12 + 1:02}-{number % 28 + 1:02}",
            "url": None,
            "language": "en",
            "policy": policy,
            "text": text,
            "text_sha256": hashlib.sha256(text.encode()).hexdigest(),
            "file_sha256": bodies.keep(writer.conn, text.encode()),
            "encoding": "utf-8",
            "sentences": [_sentence(piece) for piece in pieces],
            "claims": [_claim(language, text, piece, known) for piece in pieces if piece.kind],
            "sources": sources,
            "known_as": [],
            "extractor": "made up",
        },
    )
    if len(sources) == 4:
        writer.known.append(event.uid(2 + 3))
    return event


def _sentence(piece: Piece) -> dict[str, Any]:
    entry: dict[str, Any] = {"start": piece.start, "end": piece.end, "role": piece.role}
    if piece.role == "furniture":
        entry["reason"] = "not part of the article"
    return entry


def _claim(language: Language, text: str, piece: Piece, known: list[int | str]) -> dict[str, Any]:
    start, end = piece.claim
    entry: dict[str, Any] = {
        "kind": piece.kind,
        "text": text[start:end],
        "start": start,
        "end": end,
        "prefix": text[max(0, start - 32) : start],
        "suffix": text[end : end + 32],
        "origin": "extracted",
        "confidence": language.random.randrange(400, 1000),
        "worth": language.random.randrange(1000),
        "by": [],
    }
    if piece.speaker is not None:
        entry["by"] = [
            {
                "source": known[piece.speaker],
                "role": "speaker",
                "cue": text[slice(*piece.cue)],
                "cue_start": piece.cue[0],
                "cue_end": piece.cue[1],
                "mention": text[slice(*piece.mention)],
                "mention_start": piece.mention[0],
                "mention_end": piece.mention[1],
                "group": piece.start,
            }
        ]
    return entry


def _claim_uids(event: Event) -> Iterator[str]:
    first = 2 + len(event.data["sources"])
    for ordinal in range(first, first + len(event.data["claims"])):
        yield event.uid(ordinal)


def _capture(writer: _Writer, language: Language, article: int, page: int, words: int) -> tuple[str, str | None]:
    """Record the fetch of one page; return the capture's uid and its text, None where the fetch failed."""
    url = f"https://news{page}.example/{article % 997}/{article}-{page}"
    outcome = language.random.choice(PROBLEMS)
    title, text = language.sentence(7), language.prose(words)
    html = f"<!doctype html><title>{title}</title><p>" + text.replace("\n\n", "</p><p>") + "</p>"
    got = outcome in ("captured", "incomplete")
    event = writer.record(
        PEOPLE[article % len(PEOPLE)],
        "capture.add",
        {
            "url": url,
            "canonical": url,
            "kind": "web",
            "final_url": url,
            "outcome": outcome,
            "error": {"http_error": "not_found", "failed": "timeout", "incomplete": "cut_short"}.get(outcome),
            "detail": None,
            "status": {"http_error": 404, "failed": None}.get(outcome, 200),
            "reason": "",
            "http_version": "1.1",
            "headers": [["content-type", "text/html; charset=utf-8"], ["server", "example"]],
            "request_headers": [["user-agent", "factcheck"]],
            "hops": [],
            "tls": None,
            "content_type": "text/html" if got else None,
            "body_sha256": bodies.keep(writer.conn, html.encode()) if got else None,
            "bytes": len(html) if got else 0,
            "remote_address": "127.0.0.1",
            "fetched_at": log.timestamp(START + timedelta(seconds=writer.count)),
            "elapsed_ms": language.random.randrange(20, 900),
            "attempts": 1,
            "tool": "factcheck",
        },
    )
    if not got:
        return event.uid(1), None
    row = writer.conn.execute("SELECT id FROM captures WHERE uid = ?", (event.uid(1),)).fetchone()
    read = ("html", title, None, None, None, "en", "utf-8", "[]", "[]", None, len(text), text)
    marks = ", ".join("?" * (len(texts.COLUMNS) + 2))
    writer.conn.execute(
        f"INSERT INTO capture_texts (capture_id, {', '.join(texts.COLUMNS)}, digest) VALUES ({marks})",
        (row[0], *read, texts.digest(read)),
    )
    return event.uid(1), text


def _cite(writer: _Writer, language: Language, claim: str, capture: str, page: str | None) -> None:
    text = page or ""
    start = language.random.randrange(max(1, len(text) - 80))
    end = start + 60
    writer.record(
        language.random.choice(PEOPLE),
        "evidence.add",
        {
            "claim": claim,
            "capture": capture,
            "stance": language.random.choice(("supports", "supports", "supports", "refutes", "context")),
            "directness": language.random.choice(("primary", "secondary", "secondary")),
            "exact": text[start:end],
            "prefix": text[max(0, start - 32) : start],
            "suffix": text[end : end + 32],
            "start": start,
            "end": end,
            "text_sha256": hashlib.sha256(text.encode()).hexdigest(),
        },
    )


def _compare(writer: _Writer, language: Language, claim: str, capture: str) -> None:
    label = language.random.choice(("exact", "exact", "elided", "altered", "absent"))
    severity = {"altered": "wording", "absent": "meaning"}.get(label, "none")
    writer.record(
        "factcheck",
        "finding.add",
        {"kind": "quote-match", "claim": claim, "capture": capture, "label": label, "severity": severity},
    )


def _decide(writer: _Writer, language: Language, claim: str) -> None:
    status = language.random.choice(STATUSES)
    if status == "unchecked":
        return
    writer.record(
        language.random.choice(PEOPLE),
        "claim.mark",
        {
            "claim": claim,
            "status": status,
            "was": "unchecked",
            "note": language.phrase(6) if status != "verified" else None,
            "override": language.random.random() < 0.01,
        },
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="Make a large factcheck file of invented articles.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--claims", type=int, default=1_000_000)
    parser.add_argument("--captures", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    if options.file.exists():
        parser.error(f"{options.file} is there already")
    made = generate(options.file, options.claims, options.captures, seed=options.seed)
    print(json.dumps({name: str(getattr(made, name)) for name in Made.__slots__}))


if __name__ == "__main__":
    main()
