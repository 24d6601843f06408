-- title: Quotes that differ from their source
-- description: Quotes whose words were altered, or not found, in the captures they were compared with; the newest findings first.
-- :article  slug or number of an article; empty for all
-- :limit    how many rows; empty for 100
WITH chosen AS (
  SELECT id FROM (SELECT id FROM findings WHERE :article = '' AND current = 1 AND label = 'altered'
    ORDER BY id DESC LIMIT coalesce(nullif(:limit, ''), 100))
  UNION ALL
  SELECT id FROM (SELECT id FROM findings WHERE :article = '' AND current = 1 AND label = 'absent'
    ORDER BY id DESC LIMIT coalesce(nullif(:limit, ''), 100))
  UNION ALL
  SELECT f.id
  FROM articles a CROSS JOIN claims c ON c.article_id = a.id CROSS JOIN findings f ON f.claim_id = c.id
  WHERE (a.slug = :article OR a.id = :article) AND f.current = 1 AND f.label IN ('altered', 'absent')
)
SELECT
  c.id AS claim, a.slug AS article, s.name AS source, f.label, f.severity, c.text AS quote, f.detail,
  p.final_url AS url, c.status, f.found_at
FROM chosen
CROSS JOIN findings f ON f.id = chosen.id
JOIN claims c ON c.id = f.claim_id
JOIN articles a ON a.id = c.article_id
LEFT JOIN captures p ON p.id = f.capture_id
LEFT JOIN attributions t ON t.claim_id = c.id AND t.role = 'speaker'
LEFT JOIN sources s ON s.id = t.source_id
WHERE c.state = 'live' AND c.kind = 'quote'
ORDER BY f.id DESC
LIMIT coalesce(nullif(:limit, ''), 100)
