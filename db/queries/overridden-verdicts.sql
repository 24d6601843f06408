-- title: Overridden verdicts
-- description: Decisions that went past a closed gate, the newest first, with the reason given.
-- :article  slug or number of an article; empty for all
-- :limit    how many rows; empty for 100
WITH chosen AS (
  SELECT id FROM (
    SELECT id FROM verdicts WHERE :article = '' AND override = 1
    ORDER BY id DESC LIMIT coalesce(nullif(:limit, ''), 100)
  )
  UNION ALL
  SELECT v.id
  FROM articles a CROSS JOIN claims c ON c.article_id = a.id CROSS JOIN verdicts v ON v.claim_id = c.id
  WHERE (a.slug = :article OR a.id = :article) AND v.override = 1
)
SELECT
  c.id AS claim, a.slug AS article, v.was, v.status, v.note, v.decided_by, v.decided_at, c.status AS now, c.text
FROM chosen
CROSS JOIN verdicts v ON v.id = chosen.id
JOIN claims c ON c.id = v.claim_id
JOIN articles a ON a.id = c.article_id
ORDER BY v.id DESC
LIMIT coalesce(nullif(:limit, ''), 100)
