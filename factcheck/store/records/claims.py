"""Reads claims with their places and attributions, verdicts and sign-offs."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

from factcheck.model import OPEN_STATUSES, Attribution, Claim, Signoff, Verdict

_CLAIM = """
SELECT c.id, c.uid, c.article_id, ar.slug, c.parent_id, c.kind, c.text, an.start_pos, an.end_pos, c.status,
       s.name, s.id, c.origin, c.confidence, c.check_worthiness, c.state, c.status_by, c.status_at,
       c.status_note, c.overridden, c.seq, at.cue
FROM claims c
JOIN articles ar ON ar.id = c.article_id
LEFT JOIN anchors an ON an.claim_id = c.id AND an.revision_id = ar.revision_id
LEFT JOIN attributions at ON at.claim_id = c.id AND at.role = 'speaker'
LEFT JOIN sources s ON s.id = at.source_id
"""

_ORDERS = {
    "text": "ORDER BY c.article_id, an.start_pos IS NULL, an.start_pos, an.end_pos DESC, c.id",
    "worth": "ORDER BY c.check_worthiness DESC, c.id",
    "id": "ORDER BY c.id",
}


def _claim(row: Any) -> Claim:
    fields = list(row)
    fields[19] = bool(fields[19])  # overridden
    return Claim(*fields)


def by_id(conn: sqlite3.Connection, number: int) -> Claim | None:
    """Return the claim with this number."""
    row = conn.execute(f"{_CLAIM} WHERE c.id = ?", (number,)).fetchone()
    return _claim(row) if row else None


def by_uid(conn: sqlite3.Connection, uid: str) -> Claim | None:
    """Return the claim that `uid` names."""
    row = conn.execute(f"{_CLAIM} WHERE c.uid = ?", (uid,)).fetchone()
    return _claim(row) if row else None


def listing(
    conn: sqlite3.Connection,
    *,
    article: int | None = None,
    status: str | None = None,
    kind: str | None = None,
    source: int | None = None,
    parent: int | None = None,
    state: str | None = "live",
    open_only: bool = False,
    text: str | None = None,
    order: str = "text",
    limit: int | None = None,
    offset: int = 0,
) -> list[Claim]:
    """Return the claims that fit every condition given; `text` is words to search for (FTS5)."""
    where, values = _conditions({"c.article_id": article, "c.status": status, "c.kind": kind, "c.parent_id": parent})
    if state == "live":
        where.append("c.state = 'live'")  # literal, so that the partial indexes serve
    elif state is not None:
        where.append("c.state = ?")
        values.append(state)
    if source is not None:
        where.append("c.id IN (SELECT claim_id FROM attributions WHERE source_id = ?)")
        values.append(source)
    if open_only:
        where.append("c.status IN ('unchecked', 'checking', 'needs_recheck')")
    if text is not None:
        where.append("c.id IN (SELECT rowid FROM claims_fts WHERE claims_fts MATCH ?)")
        values.append(text)
    condition = f"WHERE {' AND '.join(where)}" if where else ""
    sql = f"{_CLAIM} {condition} {_ORDERS[order]} LIMIT ? OFFSET ?"
    return [_claim(row) for row in conn.execute(sql, (*values, -1 if limit is None else limit, offset))]


def quoting(conn: sqlite3.Connection, *, marks: Sequence[str], article: int | None = None) -> list[Claim]:
    """Return the live quotes, and the attributed claims in whose words one of the `marks` (GLOB) stands."""
    where, values = _conditions({"c.article_id": article})
    where.append("c.state = 'live'")
    marked = " OR ".join("c.text GLOB ?" for _ in marks)
    where.append(f"(c.kind = 'quote' OR (c.kind = 'paraphrase' OR at.source_id IS NOT NULL) AND ({marked}))")
    sql = f"{_CLAIM} WHERE {' AND '.join(where)} {_ORDERS['text']}"
    return [_claim(row) for row in conn.execute(sql, (*values, *(f"*{mark}*" for mark in marks)))]


def at_place(
    conn: sqlite3.Connection,
    article: int,
    start: int,
    end: int,
    *,
    kind: str | None = None,
    status: str | None = None,
) -> list[Claim]:
    """Return the live claims that share characters [start, end) of an article's current revision."""
    where, values = _conditions({"c.article_id": article, "c.kind": kind, "c.status": status})
    rows = conn.execute(
        f"{_CLAIM} WHERE {' AND '.join(where)} AND c.state = 'live'"
        f" AND an.start_pos < ? AND an.end_pos > ? {_ORDERS['text']}",
        (*values, end, start),
    )
    return [_claim(row) for row in rows]


def _conditions(wanted: dict[str, Any]) -> tuple[list[str], list[Any]]:
    given = {column: value for column, value in wanted.items() if value is not None}
    return [f"{column} = ?" for column in given], list(given.values())


def counts(conn: sqlite3.Connection, article: int) -> tuple[dict[str, int], dict[str, int], list[int]]:
    """Return an article's live claims counted by status, by kind, and the numbers of the open ones."""
    by_status: dict[str, int] = {}
    by_kind: dict[str, int] = {}
    still_open: list[int] = []
    rows = conn.execute(
        "SELECT id, status, kind FROM claims WHERE article_id = ? AND state = 'live' ORDER BY id", (article,)
    )
    for number, status, kind in rows:
        by_status[status] = by_status.get(status, 0) + 1
        by_kind[kind] = by_kind.get(kind, 0) + 1
        if status in OPEN_STATUSES:
            still_open.append(number)
    return by_status, by_kind, still_open


def places(conn: sqlite3.Connection, revision: int) -> list[tuple[int, int]]:
    """Return where live claims stand in a revision, by start."""
    rows = conn.execute(
        "SELECT an.start_pos, an.end_pos FROM anchors an JOIN claims c ON c.id = an.claim_id"
        " WHERE an.revision_id = ? AND c.state = 'live' ORDER BY an.start_pos",
        (revision,),
    )
    return [(row[0], row[1]) for row in rows]


def attributions(conn: sqlite3.Connection, claim: int) -> list[Attribution]:
    """Return who a claim's words are given to, the speaker first."""
    rows = conn.execute(
        "SELECT at.claim_id, at.source_id, s.name, at.role, at.cue, at.cue_start, at.cue_end, at.mention,"
        " at.mention_start, at.mention_end, at.group_no FROM attributions at JOIN sources s ON s.id = at.source_id"
        " WHERE at.claim_id = ? ORDER BY at.role",
        (claim,),
    )
    return [Attribution(*row) for row in rows]


def anchor(conn: sqlite3.Connection, claim: int, revision: int) -> sqlite3.Row | None:
    """Return the anchor of a claim in a revision: start_pos, end_pos, exact, prefix, suffix."""
    row: sqlite3.Row | None = conn.execute(
        "SELECT start_pos, end_pos, exact, prefix, suffix FROM anchors WHERE claim_id = ? AND revision_id = ?",
        (claim, revision),
    ).fetchone()
    return row


def verdicts(conn: sqlite3.Connection, claim: int) -> list[Verdict]:
    """Return the decisions about a claim, oldest first."""
    rows = conn.execute(
        "SELECT id, uid, claim_id, status, was, note, override, decided_at, decided_by FROM verdicts"
        " WHERE claim_id = ? ORDER BY id",
        (claim,),
    )
    return [_verdict(row) for row in rows]


def verdicts_in(conn: sqlite3.Connection, article: int) -> list[Verdict]:
    """Return the decisions about an article's claims, oldest first."""
    rows = conn.execute(
        "SELECT v.id, v.uid, v.claim_id, v.status, v.was, v.note, v.override, v.decided_at, v.decided_by"
        " FROM claims c JOIN verdicts v ON v.claim_id = c.id WHERE c.article_id = ? ORDER BY v.id",
        (article,),
    )
    return [_verdict(row) for row in rows]


def _verdict(row: Any) -> Verdict:
    fields = list(row)
    fields[6] = bool(fields[6])  # override
    return Verdict(*fields)


def signoffs(conn: sqlite3.Connection, *, article: int, claim: int | None = None) -> list[Signoff]:
    """Return the sign-offs of one claim, or (without one) of the article as a whole."""
    rows = conn.execute(
        "SELECT id, uid, article_id, claim_id, note, signed_at, signed_by FROM signoffs"
        " WHERE article_id = ? AND claim_id IS ? ORDER BY id",
        (article, claim),
    )
    return [Signoff(*row) for row in rows]


def unsigned(conn: sqlite3.Connection, article: int) -> list[int]:
    """Return the closed claims of an article that nobody but their decider has signed since the decision."""
    rows = conn.execute(
        "SELECT c.id FROM claims c WHERE c.article_id = ? AND c.state = 'live' AND c.status IN"
        " ('verified', 'disputed', 'unverifiable', 'not_checkable') AND NOT EXISTS (SELECT 1 FROM signoffs s"
        " WHERE s.article_id = c.article_id AND (s.claim_id = c.id OR s.claim_id IS NULL)"
        " AND s.signed_by <> c.status_by AND s.signed_at >= c.status_at) ORDER BY c.id",
        (article,),
    )
    return [row[0] for row in rows]
