-- title: Coverage
-- description: How many sentences of an article are accounted for: they carry a claim, were skipped with a reason, or are not article text.
-- :article  slug or number of an article; empty for the newest
-- :limit    how many articles; empty for 20
WITH chosen AS (
  SELECT id FROM (
    SELECT id FROM articles WHERE :article = '' ORDER BY id DESC LIMIT coalesce(nullif(:limit, ''), 20)
  )
  UNION ALL
  SELECT id FROM articles WHERE slug = :article OR id = :article
),
accounted AS (
  SELECT
    a.id AS article_id,
    CASE
      WHEN n.role = 'furniture' THEN 'furniture'
      WHEN EXISTS (
        SELECT 1 FROM anchors h JOIN claims c ON c.id = h.claim_id
        WHERE h.revision_id = n.revision_id AND h.start_pos < n.end_pos AND h.end_pos > n.start_pos
          AND c.state = 'live'
      ) THEN 'claim'
      WHEN n.skip_reason IS NOT NULL THEN 'skipped'
      ELSE 'open'
    END AS by_what
  FROM chosen
  CROSS JOIN articles a ON a.id = chosen.id
  JOIN sentences n ON n.revision_id = a.revision_id
)
SELECT
  a.slug AS article, a.title,
  count(*) AS sentences,
  count(*) FILTER (WHERE by_what = 'claim') AS with_a_claim,
  count(*) FILTER (WHERE by_what = 'skipped') AS skipped,
  count(*) FILTER (WHERE by_what = 'furniture') AS not_article_text,
  count(*) FILTER (WHERE by_what = 'open') AS open,
  round(100.0 * count(*) FILTER (WHERE by_what <> 'open') / count(*), 1) AS percent
FROM accounted
CROSS JOIN articles a ON a.id = accounted.article_id
GROUP BY a.id
ORDER BY a.id DESC
