-- title: Search the archived text
-- description: Captures whose text holds all these words, the best match first among the newest 1,000 that do.
-- :words!   words to look for, in any order
-- :limit    how many rows; empty for 20
WITH asked AS (
  SELECT '"' || replace(replace(trim(:words), '"', '""'), ' ', '" "') || '"' AS terms
),
chosen AS (
  SELECT rowid AS id, rank AS score FROM captures_fts, asked
  WHERE trim(:words) <> '' AND captures_fts MATCH asked.terms
  ORDER BY rowid DESC LIMIT 1000
),
best AS (
  SELECT id, score FROM chosen ORDER BY score, id DESC LIMIT coalesce(nullif(:limit, ''), 20)
)
SELECT
  p.id AS capture, p.final_url AS url, x.title,
  (SELECT snippet(captures_fts, 1, '[', ']', ' … ', 24) FROM captures_fts, asked
   WHERE captures_fts MATCH asked.terms AND captures_fts.rowid = best.id) AS passage,
  p.fetched_at
FROM best
CROSS JOIN captures p ON p.id = best.id
JOIN capture_texts x ON x.capture_id = p.id
ORDER BY best.score, p.id DESC
