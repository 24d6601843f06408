-- title: Claims by status
-- description: Claims that stand at one status, the newest article first: who decided, when and why.
-- :status!  unchecked, checking, verified, disputed, unverifiable, not_checkable or needs_recheck
-- :article  slug or number of an article; empty for all
-- :limit    how many rows; empty for 100
WITH chosen AS (
  SELECT id FROM (
    SELECT id FROM claims
    WHERE :article = '' AND state = 'live' AND status = :status
    ORDER BY article_id DESC, id DESC
    LIMIT coalesce(nullif(:limit, ''), 100)
  )
  UNION ALL
  SELECT id FROM claims
  WHERE article_id IN (SELECT id FROM articles WHERE slug = :article OR id = :article)
    AND state = 'live' AND status = :status
)
SELECT
  c.id AS claim, a.slug AS article, c.kind, c.status, c.text, s.name AS source,
  c.status_by AS decided_by, c.status_at AS decided_at, c.status_note AS note, c.overridden
FROM chosen
CROSS JOIN claims c ON c.id = chosen.id
JOIN articles a ON a.id = c.article_id
LEFT JOIN attributions t ON t.claim_id = c.id AND t.role = 'speaker'
LEFT JOIN sources s ON s.id = t.source_id
ORDER BY c.article_id DESC, c.id
LIMIT coalesce(nullif(:limit, ''), 100)
