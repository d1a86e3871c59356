-- name: find_api_key
SELECT * FROM api_key_detail WHERE id = $1::uuid;

-- name: lock_api_key
SELECT id FROM api_key WHERE id = $1::uuid FOR NO KEY UPDATE;

-- name: list_api_keys
SELECT * FROM api_key_detail
WHERE starts_with(court_path, $1) AND (NOT $2::boolean OR (revoke_time IS NULL AND (expire_time IS NULL OR expire_time > $3::timestamptz)))
  AND ($4::uuid IS NULL OR id < $4::uuid)
ORDER BY id DESC LIMIT $5::int;

-- name: insert_api_key
INSERT INTO api_key (id, name, court_id, scopes, secret_hash, created_by_id, created_by_name, create_time, expire_time, revision,
                     event_hash)
VALUES ($1::uuid, $2, $3::uuid, $4::text[], $5::bytea, $6::uuid, $7, $8::timestamptz, $9::timestamptz, 1, $10::bytea);

-- name: revoke_api_key
UPDATE api_key SET revoke_time = $2::timestamptz, revision = $3::bigint, event_hash = $4::bytea WHERE id = $1::uuid;
