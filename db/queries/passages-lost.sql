-- title: Passages that no longer stand
-- description: Evidence whose words moved, changed or went from a newer capture of its page, the newest first.
-- :article  slug or number of an article; empty for all
-- :limit    how many rows; empty for 100
WITH chosen AS (
  SELECT id FROM (
    SELECT id FROM evidence WHERE :article = '' AND state IN ('moved', 'changed', 'gone')
    ORDER BY id DESC LIMIT coalesce(nullif(:limit, ''), 100)
  )
  UNION ALL
  SELECT e.id
  FROM articles a CROSS JOIN claims c ON c.article_id = a.id CROSS JOIN evidence e ON e.claim_id = c.id
  WHERE (a.slug = :article OR a.id = :article) AND e.state IN ('moved', 'changed', 'gone')
)
SELECT
  e.state, c.id AS claim, a.slug AS article, c.status, c.text, e.stance, e.exact AS passage,
  p.final_url AS url, p.id AS capture, p.fetched_at AS captured_at
FROM chosen
CROSS JOIN evidence e ON e.id = chosen.id
JOIN captures p ON p.id = e.capture_id
JOIN claims c ON c.id = e.claim_id
JOIN articles a ON a.id = c.article_id
ORDER BY e.id DESC
LIMIT coalesce(nullif(:limit, ''), 100)
