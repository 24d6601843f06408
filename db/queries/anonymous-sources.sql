-- title: Anonymous sources
-- description: Claims that rest on an unnamed or protected source, the newest first, and what else bears them out.
-- :article  slug or number of an article; empty for all
-- :limit    how many rows; empty for 100
WITH chosen AS (
  SELECT id FROM (
    SELECT t.id
    FROM sources s CROSS JOIN attributions t ON t.source_id = s.id
    WHERE :article = '' AND (s.anonymous = 1 OR s.protected = 1)
    ORDER BY s.id DESC LIMIT coalesce(nullif(:limit, ''), 100)
  )
  UNION ALL
  SELECT t.id
  FROM articles a
  CROSS JOIN claims c ON c.article_id = a.id
  CROSS JOIN attributions t ON t.claim_id = c.id
  CROSS JOIN sources s ON s.id = t.source_id
  WHERE (a.slug = :article OR a.id = :article) AND (s.anonymous = 1 OR s.protected = 1)
)
SELECT
  s.name AS source, s.description, s.protected, c.id AS claim, a.slug AS article, c.kind, c.status, c.text,
  (SELECT count(*) FROM evidence e WHERE e.claim_id = c.id AND e.stance = 'supports' AND e.state = 'standing') AS passages,
  (SELECT count(*) FROM contacts k WHERE k.claim_id = c.id AND k.stance = 'supports' AND k.state = 'standing') AS contacts
FROM chosen
CROSS JOIN attributions t ON t.id = chosen.id
JOIN sources s ON s.id = t.source_id
JOIN claims c ON c.id = t.claim_id
JOIN articles a ON a.id = c.article_id
WHERE c.state = 'live'
ORDER BY c.id DESC
LIMIT coalesce(nullif(:limit, ''), 100)
