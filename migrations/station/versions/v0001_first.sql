CREATE TABLE attempt (
    person TEXT NOT NULL,
    failures INTEGER NOT NULL,
    locked_until INTEGER NOT NULL,
    PRIMARY KEY (person)
) STRICT

CREATE TABLE battery (
    no INTEGER NOT NULL,
    id TEXT NOT NULL,
    ticket INTEGER NOT NULL,
    station TEXT NOT NULL,
    owner TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    prefix TEXT,
    model TEXT,
    kg TEXT,
    verdict TEXT,
    slot TEXT,
    held_slot TEXT,
    open INTEGER NOT NULL,
    withdrawn INTEGER NOT NULL,
    search_text TEXT NOT NULL,
    state BLOB NOT NULL,
    PRIMARY KEY (no),
    UNIQUE (id)
) STRICT

CREATE INDEX battery_by_held_slot ON battery (held_slot)

CREATE INDEX battery_by_open ON battery (open, no)

CREATE INDEX battery_by_prefix ON battery (prefix, no)

CREATE INDEX battery_by_slot ON battery (slot)

CREATE INDEX battery_by_ticket ON battery (station, ticket)

CREATE TABLE chain (
    station TEXT NOT NULL,
    epoch TEXT NOT NULL,
    public_key TEXT NOT NULL,
    PRIMARY KEY (station, epoch)
) STRICT

CREATE TABLE draft (
    "key" TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY ("key")
) STRICT

CREATE TABLE erased (
    subject TEXT NOT NULL,
    blob TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (subject, blob)
) STRICT

CREATE TABLE fact (
    pos INTEGER NOT NULL,
    station TEXT NOT NULL,
    epoch TEXT NOT NULL,
    seq INTEGER NOT NULL,
    ord INTEGER NOT NULL,
    at INTEGER NOT NULL,
    type TEXT NOT NULL,
    subject TEXT NOT NULL,
    hash BLOB NOT NULL,
    envelope BLOB NOT NULL,
    PRIMARY KEY (pos),
    UNIQUE (station, epoch, seq)
) STRICT

CREATE INDEX fact_by_order ON fact (ord)

CREATE INDEX fact_by_subject ON fact (subject, ord, station, epoch, seq)

CREATE TABLE identifier (
    battery TEXT NOT NULL,
    n INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    PRIMARY KEY (battery, n)
) STRICT

CREATE INDEX identifier_by_key ON identifier ("key")

CREATE TABLE register_entry (
    register TEXT NOT NULL,
    "key" TEXT NOT NULL,
    version INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    PRIMARY KEY (register, "key")
) STRICT

CREATE TABLE role (
    person TEXT NOT NULL,
    role TEXT NOT NULL,
    PRIMARY KEY (person, role)
) STRICT

CREATE TABLE scan (
    no INTEGER NOT NULL,
    at INTEGER NOT NULL,
    text TEXT NOT NULL,
    heard_by TEXT NOT NULL,
    done INTEGER NOT NULL,
    PRIMARY KEY (no)
) STRICT

CREATE INDEX scan_by_done ON scan (done, no)

CREATE TABLE seal (
    station TEXT NOT NULL,
    epoch TEXT NOT NULL,
    seq INTEGER NOT NULL,
    hash BLOB NOT NULL,
    signature BLOB NOT NULL,
    PRIMARY KEY (station, epoch, seq)
) STRICT

CREATE TRIGGER fact_is_never_changed BEFORE UPDATE ON fact
BEGIN
    SELECT RAISE(ABORT, 'a fact is never changed');
END

CREATE TRIGGER fact_is_never_deleted BEFORE DELETE ON fact
BEGIN
    SELECT RAISE(ABORT, 'a fact is never deleted');
END

CREATE TRIGGER seal_is_never_changed BEFORE UPDATE ON seal
BEGIN
    SELECT RAISE(ABORT, 'a seal is never changed');
END

CREATE TRIGGER seal_is_never_deleted BEFORE DELETE ON seal
BEGIN
    SELECT RAISE(ABORT, 'a seal is never deleted');
END

CREATE VIRTUAL TABLE battery_text USING fts5(search_text, content='battery', content_rowid='no', tokenize='trigram', detail='full')
