-- name: move_configuration
UPDATE configuration SET version = version + 1

-- name: hold_configuration
SELECT version FROM configuration FOR SHARE

-- name: ask_reprojection
INSERT INTO reprojection (reason, court_path, kind, order_type, urgency, request_time) VALUES ($1, $2, $3, $4, $5, $6)
