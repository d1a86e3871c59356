-- name: insert_session
INSERT INTO session (id, user_id, token_hash, create_time, last_active_time, expire_time)
VALUES ($1::uuid, $2::uuid, $3::bytea, $4::timestamptz, $4::timestamptz, $5::timestamptz);

-- name: authenticate_session
-- One round trip: what the token stands for, and at most once a minute the note that it was used.
WITH found AS (
  SELECT id, user_id, last_active_time, expire_time FROM session
  WHERE token_hash = $1::bytea AND expire_time > $2::timestamptz AND last_active_time > $3::timestamptz
), touched AS (
  UPDATE session SET last_active_time = $2::timestamptz
  WHERE id = (SELECT id FROM found WHERE last_active_time <= $4::timestamptz)
)
SELECT f.id AS session_id, f.expire_time, u.id, u.account, u.name, u.court_id, u.court_path, u.department_id, u.permissions,
       u.must_change_password
FROM found f JOIN user_detail u ON u.id = f.user_id
WHERE u.active;

-- name: authenticate_api_key
WITH found AS (
  SELECT * FROM api_key
  WHERE id = $1::uuid AND revoke_time IS NULL AND (expire_time IS NULL OR expire_time > $3::timestamptz)
), touched AS (
  UPDATE api_key SET last_used_time = $3::timestamptz
  WHERE id = (SELECT id FROM found WHERE secret_hash = $2::bytea AND coalesce(last_used_time <= $4::timestamptz, true))
)
SELECT f.id, f.name, f.court_id, c.path AS court_path, array_to_string(f.scopes, ',') AS scopes, f.expire_time, f.secret_hash
FROM found f JOIN court c ON c.id = f.court_id;

-- name: find_session
SELECT id, user_id, create_time, last_active_time, expire_time FROM session WHERE id = $1::uuid;

-- name: list_sessions
SELECT id, user_id, create_time, last_active_time, expire_time FROM session
WHERE user_id = $1::uuid AND expire_time > $2::timestamptz AND last_active_time > $3::timestamptz
ORDER BY create_time DESC, id DESC LIMIT 100;

-- name: delete_session
DELETE FROM session WHERE id = $1::uuid RETURNING user_id;

-- name: delete_user_sessions
DELETE FROM session WHERE user_id = $1::uuid AND id IS DISTINCT FROM $2::uuid RETURNING id;

-- name: delete_old_sessions
DELETE FROM session WHERE id IN (
  SELECT id FROM session WHERE expire_time <= $1::timestamptz LIMIT 1000 FOR UPDATE SKIP LOCKED);
