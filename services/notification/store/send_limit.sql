-- name: list_send_limits
SELECT channel, seconds, most FROM send_limit WHERE active ORDER BY channel, seconds

-- name: lock_send_limits
-- All of a channel, so that changes are counted one after the other.
SELECT pg_advisory_xact_lock(hashtextextended('send_limit|' || $1, 0))

-- name: lock_send_limit
SELECT * FROM send_limit WHERE channel = $1 AND seconds = $2::int FOR UPDATE

-- name: count_send_limits
SELECT count(*) AS limits FROM send_limit WHERE channel = $1 AND active

-- name: save_send_limit
INSERT INTO send_limit (channel, seconds, most, revision, hash) VALUES ($1, $2::int, $3::int, $4::bigint, $5::bytea)
ON CONFLICT (channel, seconds) DO UPDATE SET most = excluded.most, active = true, revision = excluded.revision, hash = excluded.hash

-- name: remove_send_limit
UPDATE send_limit SET active = false, revision = $3::bigint, hash = $4::bytea WHERE channel = $1 AND seconds = $2::int
