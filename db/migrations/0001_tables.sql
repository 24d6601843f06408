-- The tables of a factcheck file. `events` is the truth; every other table is its projection (it can be
-- made again from the log), but for `bodies`, which hold captured bytes under their own hash, and the
-- caches named at the end. Offsets count code points, half-open. Times are ISO 8601, UTC. `uid` is the
-- name of a row in every copy of the file: sixteen hex digits of the event that made it, and a number.

PRAGMA application_id = 1178816599; -- "FCHW"

-- The log -------------------------------------------------------------------------------------------

CREATE TABLE events (
  seq     INTEGER PRIMARY KEY,
  line    TEXT NOT NULL CHECK (json_valid(line)),
  hash    TEXT NOT NULL UNIQUE CHECK (length(hash) = 64),
  at      TEXT AS (json_extract(line, '$.at')) VIRTUAL,
  actor   TEXT AS (json_extract(line, '$.actor')) VIRTUAL,
  action  TEXT AS (json_extract(line, '$.action')) VIRTUAL,
  claim   TEXT AS (json_extract(line, '$.data.claim')) VIRTUAL,
  article TEXT AS (json_extract(line, '$.data.article')) VIRTUAL,
  wrapped TEXT AS (json_extract(line, '$.data.wrapped')) VIRTUAL -- of an event merged in: its own hash
) STRICT;
CREATE INDEX events_claim ON events (claim, seq) WHERE claim IS NOT NULL;
CREATE INDEX events_wrapped ON events (wrapped) WHERE wrapped IS NOT NULL;
CREATE INDEX events_article ON events (article, seq) WHERE article IS NOT NULL;

CREATE TRIGGER events_stay BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'the log is append-only: events are never changed'); END;
CREATE TRIGGER events_last BEFORE DELETE ON events
BEGIN SELECT RAISE(ABORT, 'the log is append-only: events are never deleted'); END;
-- INSERT OR REPLACE passes by the two triggers above; this one also stops it, and gaps.
CREATE TRIGGER events_in_order BEFORE INSERT ON events
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM events)
  OR EXISTS (SELECT 1 FROM events WHERE hash = NEW.hash)
BEGIN SELECT RAISE(ABORT, 'the log is append-only: an event comes after the last one'); END;

-- Bodies: bytes as received, under the SHA-256 of those bytes -----------------------------------------

CREATE TABLE bodies (
  sha256     TEXT PRIMARY KEY CHECK (length(sha256) = 64),
  size       INTEGER NOT NULL CHECK (size >= 0),
  codec      TEXT NOT NULL DEFAULT 'raw',
  dictionary TEXT REFERENCES bodies (sha256),
  data       BLOB NOT NULL
) STRICT;
CREATE INDEX bodies_dictionary ON bodies (dictionary) WHERE dictionary IS NOT NULL;

-- Articles ------------------------------------------------------------------------------------------

CREATE TABLE articles (
  id          INTEGER PRIMARY KEY,
  uid         TEXT NOT NULL UNIQUE,
  slug        TEXT NOT NULL UNIQUE,
  title       TEXT NOT NULL,
  author      TEXT,
  publisher   TEXT,
  published   TEXT,
  url         TEXT,
  language    TEXT,
  policy      TEXT NOT NULL DEFAULT 'solo' CHECK (policy IN ('solo', 'newsroom')),
  accepts     TEXT NOT NULL DEFAULT '', -- house rule: kinds of cosmetic change a quote may show, by commas
  state       TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'closed')),
  revision_id INTEGER NOT NULL REFERENCES revisions (id) DEFERRABLE INITIALLY DEFERRED,
  added_at    TEXT NOT NULL,
  added_by    TEXT NOT NULL,
  seq         INTEGER NOT NULL
) STRICT;
CREATE INDEX articles_state ON articles (state, id);
CREATE INDEX articles_revision ON articles (revision_id);

CREATE TABLE revisions (
  id          INTEGER PRIMARY KEY,
  uid         TEXT NOT NULL UNIQUE,
  article_id  INTEGER NOT NULL REFERENCES articles (id),
  number      INTEGER NOT NULL CHECK (number >= 1),
  text        TEXT NOT NULL,
  text_sha256 TEXT NOT NULL,
  file_sha256 TEXT REFERENCES bodies (sha256),
  encoding    TEXT,
  added_at    TEXT NOT NULL,
  added_by    TEXT NOT NULL,
  UNIQUE (article_id, number)
) STRICT;
CREATE INDEX revisions_text ON revisions (text_sha256);
CREATE INDEX revisions_file ON revisions (file_sha256) WHERE file_sha256 IS NOT NULL;

CREATE TABLE sentences (
  id          INTEGER PRIMARY KEY,
  revision_id INTEGER NOT NULL REFERENCES revisions (id),
  number      INTEGER NOT NULL CHECK (number >= 1),
  start_pos   INTEGER NOT NULL CHECK (start_pos >= 0),
  end_pos     INTEGER NOT NULL CHECK (end_pos > start_pos),
  role        TEXT NOT NULL CHECK (role IN ('headline', 'body', 'furniture')),
  skip_reason TEXT,
  skip_note   TEXT,
  skipped_by  TEXT,
  skipped_at  TEXT,
  UNIQUE (revision_id, number)
) STRICT;

-- Sources -------------------------------------------------------------------------------------------

CREATE TABLE sources (
  id          INTEGER PRIMARY KEY,
  uid         TEXT NOT NULL UNIQUE,
  name        TEXT NOT NULL CHECK (name <> ''),
  kind        TEXT NOT NULL DEFAULT 'unknown'
              CHECK (kind IN ('person', 'organisation', 'group', 'document', 'unknown')),
  description TEXT,
  anonymous   INTEGER NOT NULL DEFAULT 0 CHECK (anonymous IN (0, 1)),
  protected   INTEGER NOT NULL DEFAULT 0 CHECK (protected IN (0, 1)),
  merged_into INTEGER REFERENCES sources (id),
  seq         INTEGER NOT NULL
) STRICT;
CREATE INDEX sources_name ON sources (name COLLATE NOCASE);
CREATE INDEX sources_merged ON sources (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX sources_unnamed ON sources (id) WHERE anonymous = 1 OR protected = 1;

CREATE TABLE aliases (
  source_id INTEGER NOT NULL REFERENCES sources (id),
  name      TEXT NOT NULL CHECK (name <> ''),
  PRIMARY KEY (source_id, name)
) STRICT;
CREATE INDEX aliases_name ON aliases (name COLLATE NOCASE);

-- Claims --------------------------------------------------------------------------------------------

CREATE TABLE claims (
  id              INTEGER PRIMARY KEY,
  uid             TEXT NOT NULL UNIQUE,
  article_id      INTEGER NOT NULL REFERENCES articles (id),
  parent_id       INTEGER REFERENCES claims (id),
  kind            TEXT NOT NULL CHECK (kind IN ('quote', 'paraphrase', 'statement')),
  text            TEXT NOT NULL CHECK (text <> ''),
  status          TEXT NOT NULL DEFAULT 'unchecked' CHECK (status IN ('unchecked', 'checking', 'verified',
                  'disputed', 'unverifiable', 'not_checkable', 'needs_recheck')),
  status_by       TEXT,
  status_at       TEXT,
  status_note     TEXT,
  overridden      INTEGER NOT NULL DEFAULT 0 CHECK (overridden IN (0, 1)),
  origin          TEXT NOT NULL CHECK (origin IN ('extracted', 'manual')),
  confidence      INTEGER CHECK (confidence BETWEEN 0 AND 1000),
  check_worthiness INTEGER NOT NULL DEFAULT 0 CHECK (check_worthiness BETWEEN 0 AND 1000),
  state           TEXT NOT NULL DEFAULT 'live' CHECK (state IN ('live', 'cut', 'merged')),
  merged_into     INTEGER REFERENCES claims (id),
  added_at        TEXT NOT NULL,
  added_by        TEXT NOT NULL,
  seq             INTEGER NOT NULL
) STRICT;
CREATE INDEX claims_article ON claims (article_id, id);
CREATE INDEX claims_status ON claims (status, article_id, id) WHERE state = 'live';
CREATE INDEX claims_open ON claims (check_worthiness DESC, id)
  WHERE state = 'live' AND status IN ('unchecked', 'checking', 'needs_recheck');
CREATE INDEX claims_parent ON claims (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX claims_merged ON claims (merged_into) WHERE merged_into IS NOT NULL;

CREATE TABLE anchors (
  id          INTEGER PRIMARY KEY,
  claim_id    INTEGER NOT NULL REFERENCES claims (id),
  revision_id INTEGER NOT NULL REFERENCES revisions (id),
  start_pos   INTEGER NOT NULL CHECK (start_pos >= 0),
  end_pos     INTEGER NOT NULL CHECK (end_pos > start_pos),
  exact       TEXT NOT NULL,
  prefix      TEXT NOT NULL,
  suffix      TEXT NOT NULL,
  UNIQUE (claim_id, revision_id)
) STRICT;
CREATE INDEX anchors_revision ON anchors (revision_id, start_pos);

CREATE TABLE attributions (
  id            INTEGER PRIMARY KEY,
  claim_id      INTEGER NOT NULL REFERENCES claims (id),
  source_id     INTEGER NOT NULL REFERENCES sources (id),
  role          TEXT NOT NULL DEFAULT 'speaker' CHECK (role IN ('speaker', 'via')),
  cue           TEXT,
  cue_start     INTEGER,
  cue_end       INTEGER,
  mention       TEXT,
  mention_start INTEGER,
  mention_end   INTEGER,
  group_no      INTEGER,
  UNIQUE (claim_id, role)
) STRICT;
CREATE INDEX attributions_source ON attributions (source_id, claim_id);

CREATE TABLE verdicts (
  id         INTEGER PRIMARY KEY,
  uid        TEXT NOT NULL UNIQUE,
  claim_id   INTEGER NOT NULL REFERENCES claims (id),
  status     TEXT NOT NULL CHECK (status IN ('unchecked', 'checking', 'verified', 'disputed',
             'unverifiable', 'not_checkable', 'needs_recheck')),
  was        TEXT NOT NULL,
  note       TEXT,
  override   INTEGER NOT NULL DEFAULT 0 CHECK (override IN (0, 1)),
  decided_at TEXT NOT NULL,
  decided_by TEXT NOT NULL
) STRICT;
CREATE INDEX verdicts_claim ON verdicts (claim_id, id);
CREATE INDEX verdicts_overridden ON verdicts (id) WHERE override = 1;

-- References and captures -----------------------------------------------------------------------------

CREATE TABLE refs (
  id        INTEGER PRIMARY KEY,
  uid       TEXT NOT NULL UNIQUE,
  url       TEXT NOT NULL,
  canonical TEXT NOT NULL UNIQUE,
  kind      TEXT NOT NULL CHECK (kind IN ('web', 'file')),
  seq       INTEGER NOT NULL
) STRICT;

CREATE TABLE captures (
  id              INTEGER PRIMARY KEY,
  uid             TEXT NOT NULL UNIQUE,
  ref_id          INTEGER NOT NULL REFERENCES refs (id),
  url             TEXT NOT NULL,
  final_url       TEXT NOT NULL,
  outcome         TEXT NOT NULL CHECK (outcome IN ('captured', 'incomplete', 'refused', 'failed',
                  'http_error', 'not_modified')),
  error           TEXT,
  detail          TEXT,
  status          INTEGER,
  reason          TEXT NOT NULL DEFAULT '',
  http_version    TEXT,
  headers         TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(headers)),
  request_headers TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(request_headers)),
  hops            TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(hops)),
  tls             TEXT CHECK (tls IS NULL OR json_valid(tls)),
  content_type    TEXT,
  body_sha256     TEXT REFERENCES bodies (sha256), -- of the bytes as received
  decoded_sha256  TEXT,                            -- of what they decode to
  bytes           INTEGER NOT NULL DEFAULT 0,
  same_as         INTEGER REFERENCES captures (id), -- for not_modified: the capture that still holds
  remote_address  TEXT,
  fetched_at      TEXT NOT NULL,
  elapsed_ms      INTEGER NOT NULL DEFAULT 0,
  attempts        INTEGER NOT NULL DEFAULT 1,
  robots          TEXT,                            -- what the site's robots.txt says of this URL
  memento         TEXT,                            -- Memento-Datetime of an archive's copy (RFC 7089)
  tool            TEXT NOT NULL,
  seq             INTEGER NOT NULL
) STRICT;
CREATE INDEX captures_same ON captures (same_as) WHERE same_as IS NOT NULL;
CREATE INDEX captures_ref ON captures (ref_id, id);
CREATE INDEX captures_outcome ON captures (outcome, id);
CREATE INDEX captures_body ON captures (body_sha256) WHERE body_sha256 IS NOT NULL;

CREATE TABLE evidence (
  id          INTEGER PRIMARY KEY,
  uid         TEXT NOT NULL UNIQUE,
  claim_id    INTEGER NOT NULL REFERENCES claims (id),
  capture_id  INTEGER NOT NULL REFERENCES captures (id),
  stance      TEXT NOT NULL CHECK (stance IN ('supports', 'refutes', 'context')),
  directness  TEXT NOT NULL DEFAULT 'secondary' CHECK (directness IN ('primary', 'secondary')),
  exact       TEXT NOT NULL,
  prefix      TEXT NOT NULL,
  suffix      TEXT NOT NULL,
  start_pos   INTEGER NOT NULL CHECK (start_pos >= 0),
  end_pos     INTEGER NOT NULL CHECK (end_pos >= start_pos),
  page        INTEGER,
  text_sha256 TEXT NOT NULL, -- of the capture's text in which the passage was found
  note        TEXT,
  state       TEXT NOT NULL DEFAULT 'standing'
              CHECK (state IN ('standing', 'moved', 'changed', 'gone', 'withdrawn')),
  added_at    TEXT NOT NULL,
  added_by    TEXT NOT NULL,
  seq         INTEGER NOT NULL
) STRICT;
CREATE INDEX evidence_claim ON evidence (claim_id, id);
CREATE INDEX evidence_capture ON evidence (capture_id);
CREATE INDEX evidence_lost ON evidence (id) WHERE state IN ('moved', 'changed', 'gone');

CREATE TABLE contacts (
  id        INTEGER PRIMARY KEY,
  uid       TEXT NOT NULL UNIQUE,
  claim_id  INTEGER NOT NULL REFERENCES claims (id),
  who       TEXT NOT NULL CHECK (who <> ''),
  how       TEXT NOT NULL,
  said      TEXT NOT NULL,
  stance    TEXT NOT NULL CHECK (stance IN ('supports', 'refutes', 'context')),
  protected INTEGER NOT NULL DEFAULT 0 CHECK (protected IN (0, 1)),
  state     TEXT NOT NULL DEFAULT 'standing' CHECK (state IN ('standing', 'withdrawn')),
  added_at  TEXT NOT NULL,
  added_by  TEXT NOT NULL,
  seq       INTEGER NOT NULL
) STRICT;
CREATE INDEX contacts_claim ON contacts (claim_id, id);

CREATE TABLE findings (
  id         INTEGER PRIMARY KEY,
  uid        TEXT NOT NULL UNIQUE,
  kind       TEXT NOT NULL,
  claim_id   INTEGER REFERENCES claims (id),
  capture_id INTEGER REFERENCES captures (id),
  label      TEXT NOT NULL,
  severity   TEXT NOT NULL CHECK (severity IN ('none', 'cosmetic', 'wording', 'meaning')),
  detail     TEXT NOT NULL DEFAULT '',
  data       TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(data)),
  current    INTEGER NOT NULL DEFAULT 1 CHECK (current IN (0, 1)),
  found_at   TEXT NOT NULL,
  found_by   TEXT NOT NULL
) STRICT;
CREATE INDEX findings_claim ON findings (claim_id, kind, current) WHERE claim_id IS NOT NULL;
CREATE INDEX findings_capture ON findings (capture_id) WHERE capture_id IS NOT NULL;
CREATE INDEX findings_label ON findings (label, id) WHERE current = 1;

CREATE TABLE signoffs (
  id         INTEGER PRIMARY KEY,
  uid        TEXT NOT NULL UNIQUE,
  article_id INTEGER NOT NULL REFERENCES articles (id),
  claim_id   INTEGER REFERENCES claims (id),
  note       TEXT,
  signed_at  TEXT NOT NULL,
  signed_by  TEXT NOT NULL
) STRICT;
CREATE INDEX signoffs_article ON signoffs (article_id, claim_id);
CREATE INDEX signoffs_claim ON signoffs (claim_id) WHERE claim_id IS NOT NULL;

-- Caches: made again from the tables above at any time -------------------------------------------------

-- What was read out of a capture's bytes. `main_end` is where the main text ends and the rest of the
-- page (menus, comments, captions) begins; `pages` are the page starts of a PDF.
CREATE TABLE capture_texts (
  capture_id INTEGER PRIMARY KEY REFERENCES captures (id),
  kind       TEXT NOT NULL,
  title      TEXT,
  author     TEXT,
  publisher  TEXT,
  published  TEXT,
  language   TEXT,
  encoding   TEXT,
  flags      TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(flags)),
  pages      TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(pages)),
  error      TEXT,
  main_end   INTEGER NOT NULL DEFAULT 0,
  text       TEXT NOT NULL,
  digest     TEXT NOT NULL DEFAULT '' -- SHA-256 of the columns before it: against accidents, not attackers
) STRICT;

CREATE VIRTUAL TABLE claims_fts USING fts5 (text, content = 'claims', content_rowid = 'id',
  tokenize = 'unicode61 remove_diacritics 2');
CREATE TRIGGER claims_fts_added AFTER INSERT ON claims
BEGIN INSERT INTO claims_fts (rowid, text) VALUES (NEW.id, NEW.text); END;
CREATE TRIGGER claims_fts_edited AFTER UPDATE OF text ON claims
BEGIN
  INSERT INTO claims_fts (claims_fts, rowid, text) VALUES ('delete', OLD.id, OLD.text);
  INSERT INTO claims_fts (rowid, text) VALUES (NEW.id, NEW.text);
END;
CREATE TRIGGER claims_fts_removed AFTER DELETE ON claims
BEGIN INSERT INTO claims_fts (claims_fts, rowid, text) VALUES ('delete', OLD.id, OLD.text); END;

CREATE VIRTUAL TABLE captures_fts USING fts5 (title, text, content = 'capture_texts',
  content_rowid = 'capture_id', tokenize = 'unicode61 remove_diacritics 2');
CREATE TRIGGER captures_fts_added AFTER INSERT ON capture_texts
BEGIN INSERT INTO captures_fts (rowid, title, text) VALUES (NEW.capture_id, NEW.title, NEW.text); END;
CREATE TRIGGER captures_fts_edited AFTER UPDATE OF title, text ON capture_texts
BEGIN
  INSERT INTO captures_fts (captures_fts, rowid, title, text)
  VALUES ('delete', OLD.capture_id, OLD.title, OLD.text);
  INSERT INTO captures_fts (rowid, title, text) VALUES (NEW.capture_id, NEW.title, NEW.text);
END;
CREATE TRIGGER captures_fts_removed AFTER DELETE ON capture_texts
BEGIN
  INSERT INTO captures_fts (captures_fts, rowid, title, text)
  VALUES ('delete', OLD.capture_id, OLD.title, OLD.text);
END;

-- Bodies are never changed, only stored in another form by `compact`: same hash, same size.
CREATE TRIGGER bodies_stay BEFORE UPDATE ON bodies
WHEN NEW.sha256 IS NOT OLD.sha256 OR NEW.size IS NOT OLD.size
BEGIN SELECT RAISE(ABORT, 'a body is never changed: it stands under its own hash'); END;
CREATE TRIGGER bodies_last BEFORE DELETE ON bodies
BEGIN SELECT RAISE(ABORT, 'a body is never deleted'); END;
CREATE TRIGGER bodies_once BEFORE INSERT ON bodies
WHEN EXISTS (SELECT 1 FROM bodies WHERE sha256 = NEW.sha256)
BEGIN SELECT RAISE(ABORT, 'this body is stored already'); END;
