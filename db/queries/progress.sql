-- title: Articles and where they stand
-- description: The newest articles with the number of their claims at each status.
-- :article  slug or number of an article; empty for all
-- :limit    how many articles; empty for 50
WITH chosen AS (
  SELECT id FROM (
    SELECT id FROM articles WHERE :article = '' ORDER BY id DESC LIMIT coalesce(nullif(:limit, ''), 50)
  )
  UNION ALL
  SELECT id FROM articles WHERE slug = :article OR id = :article
)
SELECT
  a.slug AS article, a.title, a.state, a.policy, a.added_by, a.added_at,
  count(c.id) AS claims,
  count(*) FILTER (WHERE c.status = 'unchecked') AS unchecked,
  count(*) FILTER (WHERE c.status = 'checking') AS checking,
  count(*) FILTER (WHERE c.status = 'needs_recheck') AS needs_recheck,
  count(*) FILTER (WHERE c.status = 'verified') AS verified,
  count(*) FILTER (WHERE c.status = 'disputed') AS disputed,
  count(*) FILTER (WHERE c.status = 'unverifiable') AS unverifiable,
  count(*) FILTER (WHERE c.status = 'not_checkable') AS not_checkable
FROM chosen
CROSS JOIN articles a ON a.id = chosen.id
LEFT JOIN claims c ON c.article_id = a.id AND c.state = 'live'
GROUP BY a.id
ORDER BY a.id DESC
