-- title: Search the claims
-- description: Claims that hold all these words, the best match first among the newest 1,000 that do.
-- :words!   words to look for, in any order
-- :limit    how many rows; empty for 50
WITH asked AS (
  SELECT '"' || replace(replace(trim(:words), '"', '""'), ' ', '" "') || '"' AS terms
),
chosen AS (
  SELECT rowid AS id, rank AS score FROM claims_fts, asked
  WHERE trim(:words) <> '' AND claims_fts MATCH asked.terms
  ORDER BY rowid DESC LIMIT 1000
)
SELECT c.id AS claim, a.slug AS article, c.kind, c.status, c.text, s.name AS source
FROM chosen
CROSS JOIN claims c ON c.id = chosen.id
JOIN articles a ON a.id = c.article_id
LEFT JOIN attributions t ON t.claim_id = c.id AND t.role = 'speaker'
LEFT JOIN sources s ON s.id = t.source_id
WHERE c.state = 'live'
ORDER BY chosen.score, c.id DESC
LIMIT coalesce(nullif(:limit, ''), 50)
