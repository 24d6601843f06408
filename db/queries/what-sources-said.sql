-- title: What sources said
-- description: The words given to each source, with the cue and the mention that give them and where each claim stands.
-- :source   name, other name or number of a source; empty for all of the article's
-- :article  slug or number of an article; empty for all
-- :limit    how many rows; empty for 100
WITH named AS (
  SELECT id FROM sources WHERE id = :source
  UNION
  SELECT coalesce(merged_into, id) FROM sources WHERE :source <> '' AND name = :source COLLATE NOCASE
  UNION
  SELECT source_id FROM aliases WHERE :source <> '' AND name = :source COLLATE NOCASE
),
chosen AS (
  SELECT t.id FROM named CROSS JOIN attributions t ON t.source_id = named.id
  UNION ALL
  SELECT t.id
  FROM articles a CROSS JOIN claims c ON c.article_id = a.id CROSS JOIN attributions t ON t.claim_id = c.id
  WHERE :source = '' AND (a.slug = :article OR a.id = :article)
  UNION ALL
  SELECT id FROM (
    SELECT id FROM attributions
    WHERE :source = '' AND :article = '' ORDER BY id DESC LIMIT coalesce(nullif(:limit, ''), 100)
  )
)
SELECT
  s.name AS source, t.role, c.id AS claim, a.slug AS article, c.kind, c.text, t.cue, t.mention, c.status
FROM chosen
CROSS JOIN attributions t ON t.id = chosen.id
JOIN sources s ON s.id = t.source_id
JOIN claims c ON c.id = t.claim_id
JOIN articles a ON a.id = c.article_id
WHERE c.state = 'live' AND (:article = '' OR a.slug = :article OR a.id = :article)
ORDER BY s.name COLLATE NOCASE, c.id
LIMIT coalesce(nullif(:limit, ''), 100)
