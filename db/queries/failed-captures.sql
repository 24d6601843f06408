-- title: Fetches that failed
-- description: Captures that hold no whole document, the newest first, and why.
-- :outcome  incomplete, refused, failed or http_error; empty for all four
-- :limit    how many rows of each; empty for 100
WITH chosen AS (
  SELECT id FROM (SELECT id FROM captures WHERE outcome = 'failed' AND :outcome IN ('', 'failed')
    ORDER BY id DESC LIMIT coalesce(nullif(:limit, ''), 100))
  UNION ALL
  SELECT id FROM (SELECT id FROM captures WHERE outcome = 'http_error' AND :outcome IN ('', 'http_error')
    ORDER BY id DESC LIMIT coalesce(nullif(:limit, ''), 100))
  UNION ALL
  SELECT id FROM (SELECT id FROM captures WHERE outcome = 'incomplete' AND :outcome IN ('', 'incomplete')
    ORDER BY id DESC LIMIT coalesce(nullif(:limit, ''), 100))
  UNION ALL
  SELECT id FROM (SELECT id FROM captures WHERE outcome = 'refused' AND :outcome IN ('', 'refused')
    ORDER BY id DESC LIMIT coalesce(nullif(:limit, ''), 100))
)
SELECT
  p.id AS capture, p.url, p.outcome, p.status AS http_status, p.error, p.detail, p.attempts, p.fetched_at,
  'captured' IN (SELECT q.outcome FROM captures q WHERE q.ref_id = p.ref_id) AS archived_otherwise
FROM chosen
CROSS JOIN captures p ON p.id = chosen.id
ORDER BY p.id DESC
LIMIT coalesce(nullif(:limit, ''), 100)
