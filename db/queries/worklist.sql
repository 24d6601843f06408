-- title: Worklist
-- description: Claims that still ask for work, the most check-worthy first, with the passages found so far and how a quote compares.
-- :article  slug or number of an article; empty for all
-- :limit    how many rows; empty for 100
WITH chosen AS (
  SELECT id FROM (
    SELECT id FROM claims INDEXED BY claims_open
    WHERE :article = '' AND state = 'live' AND status IN ('unchecked', 'checking', 'needs_recheck')
    ORDER BY check_worthiness DESC, id
    LIMIT coalesce(nullif(:limit, ''), 100)
  )
  UNION ALL
  SELECT id FROM claims
  WHERE article_id IN (SELECT id FROM articles WHERE slug = :article OR id = :article)
    AND state = 'live' AND status IN ('unchecked', 'checking', 'needs_recheck')
)
SELECT
  c.id AS claim, a.slug AS article, c.kind, c.status, c.check_worthiness, c.text, s.name AS source,
  (SELECT count(*) FROM evidence e WHERE e.claim_id = c.id AND e.state = 'standing') AS passages,
  (SELECT f.label || iif(f.severity IN ('', 'none'), '', ' (' || f.severity || ')') FROM findings f
   WHERE f.claim_id = c.id AND f.kind = 'quote-match' ORDER BY f.id DESC LIMIT 1) AS compared
FROM chosen
CROSS JOIN claims c ON c.id = chosen.id
JOIN articles a ON a.id = c.article_id
LEFT JOIN attributions t ON t.claim_id = c.id AND t.role = 'speaker'
LEFT JOIN sources s ON s.id = t.source_id
ORDER BY c.check_worthiness DESC, c.id
LIMIT coalesce(nullif(:limit, ''), 100)
