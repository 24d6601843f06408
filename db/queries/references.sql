-- title: References and the health of their captures
-- description: Outside documents, the newest first: whether they are archived, what the last fetch met, and how many passages rest on them.
-- :article  slug or number of the article that cites them; empty for all
-- :limit    how many rows; empty for 100
WITH chosen AS (
  SELECT id FROM (
    SELECT id FROM refs WHERE :article = '' ORDER BY id DESC LIMIT coalesce(nullif(:limit, ''), 100)
  )
  UNION
  SELECT p.ref_id
  FROM articles a
  CROSS JOIN claims c ON c.article_id = a.id
  CROSS JOIN evidence e ON e.claim_id = c.id
  CROSS JOIN captures p ON p.id = e.capture_id
  WHERE a.slug = :article OR a.id = :article
)
SELECT
  r.id AS reference, r.url, x.title,
  CASE
    WHEN good.id IS NULL THEN 'not archived'
    WHEN last.outcome IN ('captured', 'not_modified') THEN 'archived'
    ELSE 'archived, but the last fetch failed'
  END AS health,
  good.fetched_at AS archived_at, good.id AS capture, good.body_sha256,
  last.outcome AS last_outcome, last.status AS http_status, coalesce(last.error, last.detail) AS error,
  last.fetched_at AS last_fetched_at,
  (SELECT count(*) FROM captures p WHERE p.ref_id = r.id) AS captures,
  (SELECT count(*) FROM captures p JOIN evidence e ON e.capture_id = p.id
   WHERE p.ref_id = r.id AND e.state <> 'withdrawn') AS passages
FROM chosen
CROSS JOIN refs r ON r.id = chosen.id
LEFT JOIN captures last ON last.id = (SELECT max(p.id) FROM captures p WHERE p.ref_id = r.id)
LEFT JOIN captures good ON good.id = (
  SELECT max(p.id) FROM captures p WHERE p.ref_id = r.id AND p.outcome IN ('captured', 'incomplete')
)
LEFT JOIN capture_texts x ON x.capture_id = good.id
ORDER BY r.id DESC
LIMIT coalesce(nullif(:limit, ''), 100)
