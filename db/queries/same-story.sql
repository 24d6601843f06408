-- title: References that carry one story
-- description: Captures found to carry the words of another reference cited for the same claim, the newest findings first.
-- :article  slug or number of the article that cites them; empty for all
-- :limit    how many rows; empty for 100
WITH chosen AS (
  SELECT id FROM (
    SELECT id FROM findings WHERE :article = '' AND current = 1 AND label = 'same-story'
    ORDER BY id DESC LIMIT coalesce(nullif(:limit, ''), 100)
  )
  UNION
  SELECT f.id
  FROM articles a
  CROSS JOIN claims c ON c.article_id = a.id
  CROSS JOIN evidence e ON e.claim_id = c.id
  CROSS JOIN findings f ON f.capture_id = e.capture_id
  WHERE (a.slug = :article OR a.id = :article) AND f.current = 1 AND f.label = 'same-story'
)
SELECT
  f.capture_id AS capture, p.final_url AS url, x.title, f.detail, f.found_at,
  (SELECT count(DISTINCT e.claim_id) FROM evidence e WHERE e.capture_id = f.capture_id AND e.state <> 'withdrawn') AS claims
FROM chosen
CROSS JOIN findings f ON f.id = chosen.id
JOIN captures p ON p.id = f.capture_id
LEFT JOIN capture_texts x ON x.capture_id = p.id
ORDER BY f.id DESC
LIMIT coalesce(nullif(:limit, ''), 100)
