CREATE TABLE meta (
    key   TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE leases (
    lease_id          TEXT    NOT NULL PRIMARY KEY,
    request_id        TEXT    NOT NULL UNIQUE,
    fingerprint       BLOB    NOT NULL,
    owner             TEXT    NOT NULL,
    workload          TEXT    NOT NULL,
    duration_ms       INTEGER NOT NULL,
    created_at        INTEGER NOT NULL,
    state             TEXT    NOT NULL,
    version           INTEGER NOT NULL,
    vmid              INTEGER,
    ports             TEXT    NOT NULL,
    image_id          TEXT,
    container_id      TEXT,
    container_ip      TEXT,
    started_at        INTEGER,
    expires_at        INTEGER,
    ended_at          INTEGER,
    end_reason        TEXT,
    code              TEXT,
    last_error        TEXT,
    restarts          INTEGER NOT NULL,
    completed         INTEGER NOT NULL,
    restart_at        INTEGER,
    eviction_attempts INTEGER NOT NULL,
    next_eviction_at  INTEGER,
    hold_until        INTEGER,
    extensions        TEXT    NOT NULL,
    -- When it is to be evicted, or tried again; 0 is at once. A column, because SQLite would rather search by state than use an index on parts.
    due_at            INTEGER AS (CASE WHEN state IN ('active', 'locked') THEN expires_at WHEN state = 'evicting' THEN coalesce(next_eviction_at, 0) END) VIRTUAL
, exited_at INTEGER, outage_since INTEGER, outage_held_ms INTEGER NOT NULL DEFAULT 0, outage_credit_ms INTEGER NOT NULL DEFAULT 0, held INTEGER, confirmed_by TEXT, confirmed_for_ms INTEGER, image_digest TEXT) STRICT;

CREATE INDEX leases_by_state ON leases (state, created_at, lease_id);

CREATE UNIQUE INDEX leases_holding_vmid ON leases (vmid) WHERE state IN ('provisioning', 'active', 'locked', 'evicting');

CREATE INDEX leases_by_vmid ON leases (vmid, ended_at);

CREATE INDEX leases_by_due ON leases (due_at) WHERE due_at IS NOT NULL;

CREATE INDEX leases_by_restart ON leases (restart_at) WHERE restart_at IS NOT NULL;

CREATE INDEX leases_by_history ON leases (ended_at) WHERE ended_at IS NOT NULL;

CREATE TABLE lease_events (
    lease_id TEXT    NOT NULL REFERENCES leases (lease_id) ON DELETE CASCADE,
    version  INTEGER NOT NULL,
    at       INTEGER NOT NULL,
    name     TEXT    NOT NULL,
    state    TEXT    NOT NULL,
    detail   TEXT,
    PRIMARY KEY (lease_id, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE spawn_queue (
    position INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    lease_id TEXT    NOT NULL UNIQUE REFERENCES leases (lease_id) ON DELETE CASCADE,
    taken    INTEGER NOT NULL
) STRICT;

CREATE TABLE event_order (
    number   INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    lease_id TEXT    NOT NULL,
    version  INTEGER NOT NULL,
    UNIQUE (lease_id, version),
    FOREIGN KEY (lease_id, version) REFERENCES lease_events (lease_id, version) ON DELETE CASCADE
) STRICT;

CREATE TRIGGER event_order_append AFTER INSERT ON lease_events BEGIN
    INSERT INTO event_order (lease_id, version) VALUES (new.lease_id, new.version);
END;

CREATE TABLE images (
    image_id   TEXT    NOT NULL PRIMARY KEY,
    tags       TEXT    NOT NULL,
    size_bytes INTEGER NOT NULL,
    pulled_at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE image_pulls (
    reference TEXT NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;

CREATE INDEX leases_by_image ON leases (image_id) WHERE image_id IS NOT NULL;
