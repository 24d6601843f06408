-- title: Evidence trail of a claim
-- description: Everything recorded about one claim, oldest first: its words, passages, contacts, findings, decisions and sign-offs.
-- :claim!  number of the claim
SELECT
  c.added_at AS at, c.added_by AS who, 'claim' AS record, c.kind AS says, c.text AS words,
  (SELECT s.name FROM attributions t JOIN sources s ON s.id = t.source_id
   WHERE t.claim_id = c.id AND t.role = 'speaker') AS note,
  NULL AS url, NULL AS captured_at, NULL AS body_sha256
FROM claims c WHERE c.id = :claim
UNION ALL
SELECT
  e.added_at, e.added_by, 'passage (' || e.directness || ', ' || e.state || ')', e.stance, e.exact, e.note,
  p.final_url, p.fetched_at, p.body_sha256
FROM evidence e JOIN captures p ON p.id = e.capture_id WHERE e.claim_id = :claim
UNION ALL
SELECT
  k.added_at, k.added_by, 'contact (' || k.state || ')', k.stance, k.said, k.who || ', ' || k.how, NULL, NULL, NULL
FROM contacts k WHERE k.claim_id = :claim
UNION ALL
SELECT
  f.found_at, f.found_by, 'finding (' || f.kind || iif(f.current, '', ', replaced') || ')',
  f.label || ', ' || f.severity, f.detail, NULL, p.final_url, p.fetched_at, p.body_sha256
FROM findings f LEFT JOIN captures p ON p.id = f.capture_id WHERE f.claim_id = :claim
UNION ALL
SELECT
  v.decided_at, v.decided_by, iif(v.override, 'verdict (overridden)', 'verdict'), v.status, 'was ' || v.was, v.note,
  NULL, NULL, NULL
FROM verdicts v WHERE v.claim_id = :claim
UNION ALL
SELECT g.signed_at, g.signed_by, 'sign-off', NULL, NULL, g.note, NULL, NULL, NULL
FROM signoffs g WHERE g.claim_id = :claim
ORDER BY at
