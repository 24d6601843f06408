"""Time 1,000 quotes against one database of many captures: full-text candidates, then comparison.

    python benchmarks/verify/archive_scale.py [CASES_DIR] [--captures N] [--db FILE]

The captures are made of paragraphs of the open documents, shuffled with a fixed seed.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import resource
import sqlite3
import tempfile
import time
from pathlib import Path

from factcheck.checking.match import Label, find_quote
from factcheck.checking.match_fts import fts_queries

ROOT = Path(__file__).resolve().parents[2]
ENOUGH = 6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT.parent / "shared" / "eval" / "verify")
    parser.add_argument("--captures", type=int, default=100_000)
    parser.add_argument("--quotes", type=int, default=1000)
    parser.add_argument("--db", type=Path)
    args = parser.parse_args()
    with gzip.open(args.folder / "docs_open.jsonl.gz", "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    texts = [text for text in texts if len(text) < 30_000]
    with tempfile.TemporaryDirectory() as folder:
        path = args.db or Path(folder, "captures.db")
        conn = sqlite3.connect(path)
        if not path.stat().st_size:
            build(conn, texts, args.captures)
        look_up(conn, args.quotes)


def build(conn: sqlite3.Connection, texts: list[str], captures: int) -> None:
    rng = random.Random(7)
    paragraphs = sorted({part for text in texts for part in text.split("\n") if 60 < len(part) < 1500})
    conn.execute("CREATE TABLE texts (id INTEGER PRIMARY KEY, text TEXT)")
    conn.execute(
        "CREATE VIRTUAL TABLE texts_fts USING fts5 (text, content='texts', content_rowid='id',"
        " tokenize='unicode61 remove_diacritics 2')"
    )
    rows = (("\n".join(rng.sample(paragraphs, 12)),) for _ in range(captures))
    conn.executemany("INSERT INTO texts (text) VALUES (?)", rows)
    conn.execute("INSERT INTO texts_fts (texts_fts) VALUES ('rebuild')")
    conn.commit()


def look_up(conn: sqlite3.Connection, count: int) -> None:
    rng = random.Random(8)
    total = conn.execute("SELECT max(id) FROM texts").fetchone()[0]
    quotes = []
    for number in rng.sample(range(1, total), count):
        text = conn.execute("SELECT text FROM texts WHERE id = ?", (number,)).fetchone()[0]
        words = rng.choice([part for part in text.split("\n") if len(part.split()) > 14]).split()
        at = rng.randrange(len(words) - 12)
        part = words[at : at + 12]
        if rng.random() < 0.3:
            part[5] = "Hollar"
        quotes.append(" ".join(part))
    started = time.perf_counter()
    labels: dict[str, int] = {}
    for quote in quotes:
        found = find_quote(quote, [text for _, text in candidates(conn, quote)])
        labels[found.label] = labels.get(found.label, 0) + 1
    spent = time.perf_counter() - started
    found_share = 1 - labels.get(Label.ABSENT, 0) / len(quotes)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(quotes)} quotes x {total} captures: {spent:.1f} s, found {found_share:.3f}, {memory:.0f} MB, {labels}")


def candidates(conn: sqlite3.Connection, quote: str) -> list[tuple[int, str]]:
    """Return captures that may hold the quote; stop at the first query that yields any."""
    sql = "SELECT t.id, t.text FROM texts_fts f JOIN texts t ON t.id = f.rowid WHERE texts_fts MATCH ? LIMIT ?"
    for query in fts_queries(quote):
        rows = conn.execute(sql, (query, ENOUGH)).fetchall()
        if rows:
            return rows
    return []


if __name__ == "__main__":
    main()
