"""How references fare since they were archived: gone, moved, changed, blocked, and since when."""

from __future__ import annotations

import sqlite3

from factcheck.model import Health

STATES = ("gone", "blocked", "changed", "moved", "failing", "never", "fine")
"""What can be said of a reference; `never`: it was named and not fetched yet."""


# `last` is the newest capture, `held` the newest that found the page there, `good` the newest with a body of its
# own, `before` the one before that, `first` the oldest. What stands first in a CASE counts.
# The + keeps the index of outcomes out of it: nearly every capture of a large file is "captured".
_SQL = """
WITH chosen AS MATERIALIZED (
  SELECT r.id, r.url,
    (SELECT max(k.id) FROM captures k WHERE k.ref_id = r.id) AS last,
    (SELECT max(k.id) FROM captures k WHERE k.ref_id = r.id AND +k.outcome IN ('captured', 'not_modified')) AS held,
    (SELECT max(k.id) FROM captures k WHERE k.ref_id = r.id AND +k.outcome = 'captured') AS good,
    (SELECT min(k.id) FROM captures k WHERE k.ref_id = r.id AND +k.outcome = 'captured') AS first
  FROM refs r
  WHERE r.kind = 'web' {of_article}
), told AS (
  SELECT chosen.id, chosen.url, x.title, last.id AS last_id, last.fetched_at AS last_at, good.fetched_at AS good_at,
    last.status, last.error, last.detail, first.final_url AS first_url, good.final_url AS good_url,
    (SELECT min(k.fetched_at) FROM captures k
     WHERE k.ref_id = chosen.id AND k.id > coalesce(chosen.held, 0)) AS failing,
    (SELECT value FROM json_each(x.flags)
     WHERE value IN ('soft_404', 'challenge', 'cookie_wall', 'login_wall', 'empty_shell') LIMIT 1) AS flag,
    (SELECT e.state FROM evidence e JOIN captures k ON k.id = e.capture_id
     WHERE k.ref_id = chosen.id AND e.state IN ('gone', 'changed') ORDER BY e.state DESC LIMIT 1) AS passage,
    (SELECT count(*) FROM evidence e JOIN captures k ON k.id = e.capture_id
     WHERE k.ref_id = chosen.id AND e.state <> 'withdrawn') AS passages,
    before.fetched_at AS before_at,
    substr(x.text, 1, x.main_end) <> substr(y.text, 1, y.main_end) AS differs,
    CASE
      WHEN last.id IS NULL THEN 'never'
      WHEN last.outcome IN ('captured', 'not_modified') THEN 'there'
      WHEN last.status IN (404, 410) OR last.error = 'dns' THEN 'gone'
      WHEN last.status IN (401, 402, 403, 407, 429, 451) OR last.outcome = 'refused' THEN 'blocked'
      ELSE 'failing'
    END AS met
  FROM chosen
  LEFT JOIN captures last ON last.id = chosen.last
  LEFT JOIN captures good ON good.id = chosen.good
  LEFT JOIN captures first ON first.id = chosen.first
  LEFT JOIN captures before ON before.id = (
    SELECT max(k.id) FROM captures k WHERE k.ref_id = chosen.id AND +k.outcome = 'captured' AND k.id < chosen.good)
  LEFT JOIN capture_texts x ON x.capture_id = good.id
  LEFT JOIN capture_texts y ON y.capture_id = before.id
), judged AS (
  SELECT *, CASE
      WHEN met <> 'there' THEN met
      WHEN flag = 'soft_404' THEN 'gone'
      WHEN flag IS NOT NULL THEN 'blocked'
      WHEN passage IS NOT NULL THEN 'changed'
      WHEN good_url <> first_url THEN 'moved'
      WHEN differs THEN 'changed'
      ELSE 'fine'
    END AS state
  FROM told
)
SELECT id, url, title, state,
  CASE WHEN met <> 'there' THEN failing WHEN state <> 'fine' THEN good_at END,
  CASE
    WHEN met NOT IN ('there', 'never') THEN coalesce(detail, error, 'status ' || status)
    WHEN flag IS NOT NULL THEN 'the page is there, but is not the article: ' || flag
    WHEN state = 'changed' AND passage IS NOT NULL THEN 'a passage that was cited is ' || passage
    WHEN state = 'moved' THEN 'now at ' || good_url
    WHEN state = 'changed' THEN 'its text is not that of ' || before_at
    ELSE ''
  END,
  good_at, last_at, last_id, passages
FROM judged
WHERE (:ailing = 0 OR state <> 'fine')
  AND (:words = '' OR instr(lower(url || ' ' || coalesce(title, '')), :words))
ORDER BY id
LIMIT :limit
"""

# A text of its own: with "or every article" in one condition, SQLite would walk over all references for one article.
_OF_ARTICLE = """
AND r.id IN (
  SELECT k.ref_id FROM captures k JOIN evidence e ON e.capture_id = k.id JOIN claims c ON c.id = e.claim_id
  WHERE c.article_id = :article)
"""


def of_references(
    conn: sqlite3.Connection,
    *,
    article: int | None = None,
    words: str | None = None,
    ailing: bool = True,
    limit: int | None = None,
) -> list[Health]:
    """Return how the references (of an article's evidence; with `words` in URL or title) fare, by number.

    `ailing` leaves out those that are as they were archived.
    """
    values = {
        "article": article,
        "words": (words or "").lower(),
        "ailing": int(ailing),
        "limit": -1 if limit is None else limit,
    }
    sql = _SQL.replace("{of_article}", "" if article is None else _OF_ARTICLE)
    return [Health(*row) for row in conn.execute(sql, values)]
