ALTER TABLE leases ADD COLUMN image_digest TEXT;

-- Images that were not on the host before we fetched them. No other is ever removed.
CREATE TABLE images (
    image_id   TEXT    NOT NULL PRIMARY KEY,
    tags       TEXT    NOT NULL,
    size_bytes INTEGER NOT NULL,
    pulled_at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Written before a fetch is begun; what is left here was cut off.
CREATE TABLE image_pulls (
    reference TEXT NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;

CREATE INDEX leases_by_image ON leases (image_id) WHERE image_id IS NOT NULL;
