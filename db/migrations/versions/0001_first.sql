CREATE TABLE log (
  n INTEGER NOT NULL,
  id BLOB NOT NULL,
  own INTEGER NOT NULL,
  lane INTEGER NOT NULL,
  office TEXT NOT NULL,
  seq INTEGER NOT NULL,
  head BLOB NOT NULL,
  acked INTEGER NOT NULL,
  serial INTEGER NOT NULL,
  clock INTEGER NOT NULL,
  closed INTEGER NOT NULL,
  ends INTEGER NOT NULL,
  PRIMARY KEY (n),
  CONSTRAINT log_id UNIQUE (id)
)
 STRICT;
CREATE TABLE event (
  n INTEGER NOT NULL,
  id BLOB NOT NULL,
  kind TEXT NOT NULL,
  subject BLOB NOT NULL,
  type TEXT NOT NULL,
  audience TEXT NOT NULL,
  shadowed INTEGER NOT NULL,
  log INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  beside BLOB NOT NULL,
  PRIMARY KEY (n)
)
 STRICT;
CREATE INDEX event_id ON event (id);
CREATE INDEX event_sealed ON event (n) WHERE audience <> '';
CREATE INDEX event_shadowed ON event (n) WHERE shadowed = 1;
CREATE INDEX event_subject ON event (subject, log, seq);
CREATE TABLE place (
  log INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  event INTEGER NOT NULL,
  head BLOB,
  again INTEGER NOT NULL,
  PRIMARY KEY (log, seq)
)
 WITHOUT ROWID,
 STRICT;
CREATE INDEX place_again ON place (event) WHERE again = 1;
CREATE TABLE erased (
  subject BLOB NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (subject, name)
)
 WITHOUT ROWID,
 STRICT;
CREATE TABLE waiting (
  n INTEGER NOT NULL,
  kind TEXT NOT NULL,
  subject BLOB NOT NULL,
  PRIMARY KEY (n),
  CONSTRAINT waiting_subject UNIQUE (kind, subject)
)
 STRICT;
CREATE TABLE alarm (
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (kind, name)
)
 WITHOUT ROWID,
 STRICT;
CREATE TABLE spent (
  mark BLOB NOT NULL,
  PRIMARY KEY (mark)
)
 WITHOUT ROWID,
 STRICT;
CREATE TABLE setting (
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (name)
)
 WITHOUT ROWID,
 STRICT;
CREATE TABLE keeping (
  name TEXT NOT NULL,
  value BLOB NOT NULL,
  PRIMARY KEY (name)
)
 WITHOUT ROWID,
 STRICT;
CREATE TABLE stamp (
  name TEXT NOT NULL,
  n INTEGER NOT NULL,
  PRIMARY KEY (name)
)
 WITHOUT ROWID,
 STRICT;
CREATE TABLE print_job (
  id TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  state TEXT NOT NULL,
  job BLOB NOT NULL,
  document BLOB,
  PRIMARY KEY (id)
)
 STRICT;
CREATE INDEX print_job_state ON print_job (state, created_at);
CREATE TABLE request (
  n INTEGER NOT NULL,
  "key" BLOB NOT NULL,
  hlc INTEGER NOT NULL,
  event BLOB NOT NULL,
  code TEXT NOT NULL,
  follow_up TEXT NOT NULL,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  kind_title TEXT NOT NULL,
  service TEXT NOT NULL,
  service_title TEXT NOT NULL,
  topic TEXT NOT NULL,
  subject TEXT NOT NULL,
  status TEXT NOT NULL,
  open INTEGER NOT NULL,
  visitor TEXT NOT NULL,
  persons TEXT NOT NULL,
  promised TEXT NOT NULL,
  due TEXT NOT NULL,
  province INTEGER NOT NULL,
  counter TEXT NOT NULL,
  office TEXT NOT NULL,
  actor TEXT NOT NULL,
  channel TEXT NOT NULL,
  outcome TEXT NOT NULL,
  priority TEXT NOT NULL,
  holder TEXT NOT NULL,
  conflicts INTEGER NOT NULL,
  unprinted INTEGER NOT NULL,
  copies INTEGER NOT NULL,
  joined TEXT NOT NULL,
  erased INTEGER NOT NULL,
  pending INTEGER NOT NULL,
  row_digest TEXT NOT NULL,
  words INTEGER NOT NULL,
  PRIMARY KEY (n)
)
 STRICT;
CREATE INDEX request_code ON request (code);
CREATE INDEX request_conflict ON request (n) WHERE conflicts > 0;
CREATE INDEX request_due ON request (due) WHERE open = 1 AND due <> '';
CREATE UNIQUE INDEX request_key ON request ("key");
CREATE INDEX request_late ON request (n) WHERE hlc / 65536 - at > 86400000;
CREATE INDEX request_row ON request (row_digest) WHERE row_digest <> '';
CREATE INDEX request_status ON request (status, n);
CREATE INDEX request_unprinted ON request (n) WHERE unprinted = 1;
CREATE TABLE party (
  person TEXT NOT NULL,
  hlc INTEGER NOT NULL,
  request BLOB NOT NULL,
  place INTEGER NOT NULL,
  open INTEGER NOT NULL,
  PRIMARY KEY (person, hlc, request, place)
)
 WITHOUT ROWID,
 STRICT;
CREATE TABLE referral (
  request BLOB NOT NULL,
  event BLOB NOT NULL,
  hlc INTEGER NOT NULL,
  unit TEXT NOT NULL,
  agency TEXT NOT NULL,
  due TEXT NOT NULL,
  open INTEGER NOT NULL,
  stage TEXT NOT NULL,
  taker TEXT NOT NULL,
  PRIMARY KEY (request, event)
)
 WITHOUT ROWID,
 STRICT;
CREATE INDEX referral_open ON referral (unit, due) WHERE open = 1;
CREATE TABLE visit (
  "key" BLOB NOT NULL,
  hlc INTEGER NOT NULL,
  started INTEGER NOT NULL,
  ended INTEGER NOT NULL,
  counter TEXT NOT NULL,
  channel TEXT NOT NULL,
  outcome TEXT NOT NULL,
  service TEXT NOT NULL,
  topic TEXT NOT NULL,
  agency TEXT NOT NULL,
  follows TEXT NOT NULL,
  requests INTEGER NOT NULL,
  office TEXT NOT NULL,
  actor TEXT NOT NULL,
  PRIMARY KEY ("key")
)
 WITHOUT ROWID,
 STRICT;
CREATE TABLE fact (
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  hlc INTEGER NOT NULL,
  event BLOB NOT NULL,
  type TEXT NOT NULL,
  subject BLOB NOT NULL,
  actor TEXT NOT NULL,
  role TEXT NOT NULL,
  office TEXT NOT NULL,
  data TEXT NOT NULL,
  PRIMARY KEY (kind, name, hlc, event)
)
 WITHOUT ROWID,
 STRICT;
CREATE INDEX fact_subject ON fact (subject);
CREATE TABLE parked (
  kind TEXT NOT NULL,
  subject BLOB NOT NULL,
  event BLOB NOT NULL,
  why TEXT NOT NULL,
  PRIMARY KEY (kind, subject, event)
)
 WITHOUT ROWID,
 STRICT;
CREATE TABLE tally (
  day TEXT NOT NULL,
  office TEXT NOT NULL,
  counter TEXT NOT NULL,
  what TEXT NOT NULL,
  name TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (day, office, counter, what, name)
)
 WITHOUT ROWID,
 STRICT;
CREATE TABLE code_twice (
  code TEXT NOT NULL,
  PRIMARY KEY (code)
)
 WITHOUT ROWID,
 STRICT;
CREATE VIRTUAL TABLE request_words USING fts5(t, content='', contentless_delete=1, detail=none, tokenize='unicode61 remove_diacritics 0', prefix='2 3 4 5 6');
INSERT INTO request_words(request_words, rank) VALUES('pgsz', 3900);
INSERT INTO request_words(request_words, rank) VALUES('automerge', 0);
INSERT INTO request_words(request_words, rank) VALUES('crisismerge', 64);
