"""Searching: words in claims and captures, and passages that may bear on a claim."""

from __future__ import annotations

import re
from collections.abc import Sequence

from factcheck.desk import captures as archive
from factcheck.desk.context import Context
from factcheck.desk.results import Hit, Suggestion
from factcheck.errors import UsageError
from factcheck.model import Capture, Claim
from factcheck.store.records import captures, evidence

HIT_START, HIT_END = "\x02", "\x03"
"""What stands around the words sought in a snippet; no text that was read can hold them."""

_COMMON = frozenset(
    """
    a about after all also an and any are as at be been before but by can could did do for from had has have he her his
    i if in into is it its just like me more my no not of on one or our out over people s said say she should so some t
    than that the their them then there they this those to up us was we were what when which who will with would you
    your
    """.split()
)


def words_query(text: str) -> str:
    """Return an FTS5 query for what a person typed: every word, and "phrases" as they stand.

    Raises:
        UsageError: there is no word in it.
    """
    parts = []
    for phrase, word in re.findall(r'"([^"]*)"|(\S+)', text):
        tokens = re.findall(r"\w+", phrase or word)
        if tokens:
            parts.append('"' + " ".join(tokens) + '"' + ("*" if not phrase and word.endswith("*") else ""))
    if not parts:
        raise UsageError("search for what?", hint='words, a prefix*, or a "phrase"')
    return " ".join(parts)


def quote_terms(quote: str, most: int = 8) -> str:
    """Return an FTS5 query that finds captures which may hold a quote: any of its longer, rarer words."""
    words = [word.lower() for word in re.findall(r"\w+", quote)]
    rare = [word for word in dict.fromkeys(words) if word not in _COMMON and len(word) > 2]
    chosen = sorted(rare, key=len, reverse=True)[:most] or list(dict.fromkeys(words))[:most]
    return " OR ".join(f'"{word}"' for word in chosen)


_NEWEST = 1000
"""Of the texts that hold the words, so many of the newest are ranked: a common word stands in half of a large file."""

# Ranked first and cut to the limit; only then are snippets made, each by one look into the index.
_CLAIMS = f"""
WITH newest AS (
  SELECT rowid AS id, rank AS score FROM claims_fts WHERE claims_fts MATCH :words ORDER BY rowid DESC LIMIT {_NEWEST}
), best AS (
  SELECT newest.id, score FROM newest CROSS JOIN claims c ON c.id = newest.id
  WHERE c.state = 'live' ORDER BY score, newest.id LIMIT :limit
)
SELECT best.id, ar.slug,
  (SELECT snippet(claims_fts, 0, :start, :end, '…', 24) FROM claims_fts
   WHERE claims_fts MATCH :words AND claims_fts.rowid = best.id), score
FROM best CROSS JOIN claims c ON c.id = best.id JOIN articles ar ON ar.id = c.article_id
ORDER BY score, best.id
"""
_CAPTURES = f"""
WITH newest AS (
  SELECT rowid AS id, rank AS score FROM captures_fts
  WHERE captures_fts MATCH :words ORDER BY rowid DESC LIMIT {_NEWEST}
), best AS (
  SELECT id, score FROM newest ORDER BY score, id LIMIT :limit
)
SELECT best.id, coalesce(t.title, k.final_url),
  (SELECT snippet(captures_fts, 1, :start, :end, '…', 24) FROM captures_fts
   WHERE captures_fts MATCH :words AND captures_fts.rowid = best.id), score
FROM best CROSS JOIN captures k ON k.id = best.id JOIN capture_texts t ON t.capture_id = best.id
ORDER BY score, best.id
"""


def search(ctx: Context, text: str, *, what: str, limit: int) -> list[Hit]:
    """Return the claims and captures that hold all the words, the best first."""
    asked = {"words": words_query(text), "limit": limit, "start": HIT_START, "end": HIT_END}
    hits: list[Hit] = []
    for kind, plural, sql in (("claim", "claims", _CLAIMS), ("capture", "captures", _CAPTURES)):
        if what in ("all", plural):
            hits += [Hit(kind, row[0], row[1], row[2], -row[3]) for row in ctx.conn.execute(sql, asked)]
    return hits


def suggest(ctx: Context, claim: Claim, limit: int) -> list[Suggestion]:
    """Rank passages for a claim: of the captures cited for it first, then of the whole archive."""
    cited = list(dict.fromkeys(item.capture_id for item in evidence.of_claim(ctx.conn, claim.id)))
    found = [item for number in cited for item in _passages(ctx, claim, [number], limit)]
    found.sort(key=lambda item: -item.score)
    if len(found) < limit:
        found += _passages(ctx, claim, [number for number in _near(ctx, claim) if number not in cited], limit)
    return found[:limit]


def _near(ctx: Context, claim: Claim) -> list[int]:
    """Return the captures that share most words with a claim."""
    terms = quote_terms(claim.text, most=24)
    if not terms:
        return []
    sql = "SELECT rowid FROM captures_fts WHERE captures_fts MATCH ? ORDER BY rank LIMIT 30"
    return [row[0] for row in ctx.conn.execute(sql, (terms,))]


def _passages(ctx: Context, claim: Claim, numbers: Sequence[int], limit: int) -> list[Suggestion]:
    """Rank the sentences of some captures together: one word is as rare in all of them as it is in one."""
    from factcheck.checking.suggest import rank_passages
    from factcheck.text.sentences import sentences

    places: list[tuple[Capture, int, int]] = []
    texts: list[str] = []
    for number in numbers:
        capture = captures.by_id(ctx.conn, number)
        if capture is None:
            continue
        text = archive.text_of(ctx, capture).text
        for start, end in sentences(text):
            places.append((capture, start, end))
            texts.append(text[start:end])
    found = []
    for item in rank_passages(claim.text, texts, most=limit):
        capture, start, end = places[item.index]
        found.append(
            Suggestion(
                capture=capture,
                start=start,
                end=end,
                text=texts[item.index],
                score=item.score,
                reasons=tuple(f"{reason.kind.replace('-', ' ')} {reason.text}" for reason in item.reasons),
                contradictions=tuple(
                    f"{it.kind.replace('-', ' ')} {it.passage}, not {it.claim}" for it in item.contradictions
                ),
            )
        )
    return found
