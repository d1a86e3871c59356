-- name: list_webhook_endpoints
SELECT * FROM webhook_endpoint WHERE starts_with(court_path, $1) ORDER BY create_time, id

-- name: list_active_webhook_endpoints
SELECT * FROM webhook_endpoint WHERE active

-- name: find_webhook_endpoint
SELECT * FROM webhook_endpoint WHERE id = $1::uuid

-- name: lock_webhook_endpoint
SELECT * FROM webhook_endpoint WHERE id = $1::uuid FOR UPDATE

-- name: save_webhook_endpoint
INSERT INTO webhook_endpoint (id, name, url, event_types, court_id, court_path, active, inactive_reason, secret, old_secret, old_secret_until,
                              create_time, update_time, updated_by_name, revision, hash)
VALUES ($1::uuid, $2, $3, $4::text[], $5, $6, $7::boolean, $8, $9::bytea, $10::bytea, $11::timestamptz, $12::timestamptz,
        $13::timestamptz, $14, $15::bigint, $16::bytea)
ON CONFLICT (id) DO UPDATE
SET name = excluded.name, url = excluded.url, event_types = excluded.event_types, active = excluded.active,
    inactive_reason = excluded.inactive_reason, secret = excluded.secret, old_secret = excluded.old_secret,
    old_secret_until = excluded.old_secret_until, update_time = excluded.update_time, updated_by_name = excluded.updated_by_name,
    revision = excluded.revision, hash = excluded.hash

-- name: delete_webhook_endpoint
DELETE FROM webhook_endpoint WHERE id = $1::uuid
