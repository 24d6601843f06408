-- title: Open sentences
-- description: Sentences that nobody has accounted for: no claim stands in them and nobody said why there is nothing to check.
-- :article  slug or number of an article; empty for the newest 100 articles
-- :limit    how many rows; empty for 100
WITH chosen AS (
  SELECT id FROM (SELECT id FROM articles WHERE :article = '' ORDER BY id DESC LIMIT 100)
  UNION ALL
  SELECT id FROM articles WHERE slug = :article OR id = :article
)
SELECT
  a.slug AS article, n.number AS sentence, n.role,
  substr(r.text, n.start_pos + 1, n.end_pos - n.start_pos) AS text
FROM chosen
CROSS JOIN articles a ON a.id = chosen.id
JOIN revisions r ON r.id = a.revision_id
JOIN sentences n ON n.revision_id = r.id
WHERE n.role <> 'furniture' AND n.skip_reason IS NULL
  AND NOT EXISTS (
    SELECT 1 FROM anchors h JOIN claims c ON c.id = h.claim_id
    WHERE h.revision_id = n.revision_id AND h.start_pos < n.end_pos AND h.end_pos > n.start_pos
      AND c.state = 'live'
  )
ORDER BY a.id DESC, n.number
LIMIT coalesce(nullif(:limit, ''), 100)
