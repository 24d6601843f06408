-- title: Activity
-- description: What was done lately, the newest first: who did what to which article or claim.
-- :article  slug or number of an article; empty for all
-- :actor    who did it, among the last 2,000 events; empty for everybody
-- :limit    how many rows; empty for 100
WITH named AS (
  SELECT id, uid FROM articles WHERE slug = :article OR id = :article
),
chosen AS (
  SELECT seq FROM (
    SELECT seq FROM events WHERE :article = '' ORDER BY seq DESC
    LIMIT iif(:actor = '', coalesce(nullif(:limit, ''), 100), 2000)
  )
  UNION
  SELECT e.seq FROM named CROSS JOIN events e ON e.article = named.uid
  UNION
  SELECT e.seq FROM named CROSS JOIN claims c ON c.article_id = named.id CROSS JOIN events e ON e.claim = c.uid
  UNION
  SELECT (  -- the event that added it: its hash begins as the article's uid does
    SELECT e.seq FROM events e WHERE e.hash >= substr(named.uid, 1, 16) ORDER BY e.hash LIMIT 1
  )
  FROM named
)
SELECT
  e.seq, e.at, e.actor, e.action, coalesce(a.slug, b.slug) AS article, c.id AS claim, c.text
FROM chosen
CROSS JOIN events e ON e.seq = chosen.seq
LEFT JOIN claims c ON c.uid = e.claim
LEFT JOIN articles a ON a.id = c.article_id
LEFT JOIN articles b ON b.uid = e.article
WHERE :actor IN ('', e.actor)
ORDER BY e.seq DESC
LIMIT coalesce(nullif(:limit, ''), 100)
