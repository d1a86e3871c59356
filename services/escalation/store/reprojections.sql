-- name: move_configuration
UPDATE configuration SET version = version + 1

-- name: hold_configuration
SELECT version, since FROM configuration FOR SHARE

-- name: ask_reprojection
INSERT INTO reprojection (reason, court_path, kind, order_type, urgency, request_time) VALUES ($1, $2, $3, $4, $5, $6)

-- name: begin_keeping
UPDATE configuration SET since = $1 WHERE since IS NULL

-- name: take_reprojection
SELECT id, reason, court_path, kind, order_type, urgency, request_time, last_clock FROM reprojection
WHERE done_time IS NULL ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED

-- name: move_reprojection
UPDATE reprojection SET last_clock = $2, changed = changed + $3 WHERE id = $1

-- name: end_reprojection
UPDATE reprojection SET changed = changed + $2, done_time = $3 WHERE id = $1
