-- name: find_court
SELECT id, code, name, parent_id, path, revision, event_hash, create_time, update_time FROM court WHERE id = $1::uuid;

-- name: lock_court
SELECT id, code, name, parent_id, path, revision, event_hash, create_time, update_time FROM court WHERE id = $1::uuid
FOR NO KEY UPDATE;

-- name: list_courts
SELECT id, code, name, parent_id, path, revision, event_hash, create_time, update_time FROM court
WHERE starts_with(path, $1) AND ($2::uuid IS NULL OR parent_id = $2::uuid)
  AND ($3::text IS NULL OR strpos(name, $3::text) > 0 OR strpos(code, $3::text) > 0) AND path > $4
ORDER BY path LIMIT $5::int;

-- name: insert_court
INSERT INTO court (id, code, name, parent_id, path, revision, event_hash, create_time, update_time)
VALUES ($1::uuid, $2, $3, $4::uuid, $5, 1, $6::bytea, $7::timestamptz, $7::timestamptz);

-- name: update_court
UPDATE court SET name = $2, revision = $3::bigint, event_hash = $4::bytea, update_time = $5::timestamptz WHERE id = $1::uuid;

-- name: lock_duties
SELECT id FROM court WHERE parent_id IS NULL FOR NO KEY UPDATE;

-- name: find_court_by_code
SELECT id, code, name, parent_id, path, revision, event_hash, create_time, update_time FROM court WHERE code = $1;

-- name: find_root_court
SELECT id, code, name, parent_id, path, revision, event_hash, create_time, update_time FROM court WHERE parent_id IS NULL;
