-- title: Sources by name
-- description: Who is quoted, with how many claims rest on their word and where those stand.
-- :name   how the source's name begins; empty for all
-- :limit  how many rows; empty for 100
WITH chosen AS (
  SELECT id FROM sources
  WHERE merged_into IS NULL AND name COLLATE NOCASE BETWEEN :name AND :name || char(1114111)
  ORDER BY name COLLATE NOCASE, id
  LIMIT coalesce(nullif(:limit, ''), 100)
)
SELECT
  s.id AS source, s.name, s.kind, s.description, s.anonymous, s.protected,
  (SELECT group_concat(l.name, '; ') FROM aliases l WHERE l.source_id = s.id) AS also_known_as,
  count(c.id) AS claims,
  count(DISTINCT c.article_id) AS articles,
  count(*) FILTER (WHERE c.status = 'verified') AS verified,
  count(*) FILTER (WHERE c.status = 'disputed') AS disputed,
  count(*) FILTER (WHERE c.status IN ('unchecked', 'checking', 'needs_recheck')) AS open
FROM chosen
CROSS JOIN sources s ON s.id = chosen.id
LEFT JOIN attributions t ON t.source_id = s.id
LEFT JOIN claims c ON c.id = t.claim_id AND c.state = 'live'
GROUP BY s.id
ORDER BY s.name COLLATE NOCASE, s.id
