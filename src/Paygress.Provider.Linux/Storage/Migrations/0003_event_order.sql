-- The order of events over all leases. A trigger keeps it, so that an older program that writes this store keeps it too.
CREATE TABLE event_order (
    number   INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    lease_id TEXT    NOT NULL,
    version  INTEGER NOT NULL,
    UNIQUE (lease_id, version),
    FOREIGN KEY (lease_id, version) REFERENCES lease_events (lease_id, version) ON DELETE CASCADE
) STRICT;

-- Begins with the time in milliseconds: the numbers of a store that is made after a loss are above those of the lost one.
INSERT INTO sqlite_sequence (name, seq) VALUES ('event_order', CAST(strftime('%s', 'now') AS INTEGER) * 1000);

INSERT INTO event_order (lease_id, version) SELECT lease_id, version FROM lease_events ORDER BY at, lease_id, version;

CREATE TRIGGER event_order_append AFTER INSERT ON lease_events BEGIN
    INSERT INTO event_order (lease_id, version) VALUES (new.lease_id, new.version);
END;
