-- name: quiet_hours_of
-- Of the nearest court at or above $1.
SELECT * FROM quiet_hours
WHERE starts_with($1, court_path) AND channel = $2 AND active
ORDER BY length(court_path) DESC LIMIT 1

-- name: lock_quiet_hours
SELECT * FROM quiet_hours WHERE court_path = $1 AND channel = $2 FOR UPDATE

-- name: save_quiet_hours
INSERT INTO quiet_hours (court_path, channel, from_minute, until_minute, utc_offset_minutes, revision, hash)
VALUES ($1, $2, $3::int, $4::int, $5::int, $6::bigint, $7::bytea)
ON CONFLICT (court_path, channel) DO UPDATE
SET from_minute = excluded.from_minute, until_minute = excluded.until_minute, active = true, revision = excluded.revision,
    hash = excluded.hash

-- name: remove_quiet_hours
UPDATE quiet_hours SET active = false, revision = $3::bigint, hash = $4::bytea WHERE court_path = $1 AND channel = $2
