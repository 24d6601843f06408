-- title: Single-source claims
-- description: Verified claims that rest on one reference, or one contact, and nothing else; references that carry one story count as one.
-- :article  slug or number of an article; empty for the newest 100 articles
-- :limit    how many rows; empty for 100
WITH chosen AS (
  SELECT id FROM (SELECT id FROM articles WHERE :article = '' ORDER BY id DESC LIMIT 100)
  UNION ALL
  SELECT id FROM articles WHERE slug = :article OR id = :article
),
support AS (
  SELECT
    c.id AS claim_id, p.final_url AS what, e.directness,
    'reference ' || coalesce(
      (SELECT q.ref_id FROM findings f JOIN captures q ON q.uid = json_extract(f.data, '$.with[0]')
       WHERE f.capture_id = p.id AND f.current = 1 AND f.label = 'same-story'),
      p.ref_id
    ) AS rests_on
  FROM chosen
  CROSS JOIN claims c ON c.article_id = chosen.id AND c.state = 'live' AND c.status = 'verified'
  CROSS JOIN evidence e ON e.claim_id = c.id AND e.stance = 'supports' AND e.state IN ('standing', 'moved')
  CROSS JOIN captures p ON p.id = e.capture_id
  UNION ALL
  SELECT c.id, k.who || ', ' || k.how, 'primary', 'contact ' || k.who
  FROM chosen
  CROSS JOIN claims c ON c.article_id = chosen.id AND c.state = 'live' AND c.status = 'verified'
  CROSS JOIN contacts k ON k.claim_id = c.id AND k.stance = 'supports' AND k.state = 'standing'
)
SELECT
  c.id AS claim, a.slug AS article, c.kind, c.text, min(support.what) AS rests_on,
  min(support.directness) AS directness, c.status_by AS verified_by
FROM support
CROSS JOIN claims c ON c.id = support.claim_id
JOIN articles a ON a.id = c.article_id
GROUP BY c.id
HAVING count(DISTINCT support.rests_on) = 1
ORDER BY c.article_id DESC, c.id
LIMIT coalesce(nullif(:limit, ''), 100)
