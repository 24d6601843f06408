-- title: History of a reference
-- description: Every capture of one reference, oldest first, and whether its bytes differ from the capture before.
-- :reference!  number or address of the reference
SELECT
  p.id AS capture, p.fetched_at, p.outcome, p.status AS http_status, coalesce(p.error, p.detail) AS error,
  p.final_url, p.content_type, p.bytes, p.body_sha256,
  CASE
    WHEN p.body_sha256 IS NULL OR lag(p.body_sha256) OVER by_time IS NULL THEN ''
    WHEN p.body_sha256 = lag(p.body_sha256) OVER by_time THEN 'same bytes'
    ELSE 'changed'
  END AS against_before,
  (SELECT count(*) FROM evidence e WHERE e.capture_id = p.id AND e.state <> 'withdrawn') AS passages
FROM captures p
WHERE p.ref_id IN (SELECT id FROM refs WHERE id = :reference OR canonical = :reference)
WINDOW by_time AS (ORDER BY p.id)
ORDER BY p.id
