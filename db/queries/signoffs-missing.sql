-- title: Sign-offs missing
-- description: Decided claims of articles under the newsroom policy that no second person has signed since the decision.
-- :article  slug or number of an article; empty for the newest 100 articles
-- :limit    how many rows; empty for 100
WITH chosen AS (
  SELECT id FROM (SELECT id FROM articles WHERE :article = '' ORDER BY id DESC LIMIT 100)
  UNION ALL
  SELECT id FROM articles WHERE slug = :article OR id = :article
)
SELECT
  c.id AS claim, a.slug AS article, c.status, c.text, c.status_by AS decided_by, c.status_at AS decided_at, c.overridden
FROM chosen
CROSS JOIN articles a ON a.id = chosen.id AND a.policy = 'newsroom'
JOIN claims c ON c.article_id = a.id AND c.state = 'live'
WHERE c.status NOT IN ('unchecked', 'checking', 'needs_recheck')
  AND NOT EXISTS (
    SELECT 1 FROM signoffs g
    WHERE g.article_id = a.id AND (g.claim_id = c.id OR g.claim_id IS NULL)
      AND g.signed_by <> c.status_by AND g.signed_at >= c.status_at
  )
ORDER BY c.article_id DESC, c.id
LIMIT coalesce(nullif(:limit, ''), 100)
