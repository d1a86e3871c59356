-- name: find_login
SELECT g.locked_until, u.id, u.password_hash, u.active
FROM (SELECT $1::bytea AS login_index) n
LEFT JOIN login_guard g ON g.login_index = n.login_index
LEFT JOIN user_account u ON u.login_index = n.login_index;

-- name: lock_guard
SELECT failures, locked_until FROM login_guard WHERE login_index = $1::bytea FOR UPDATE;

-- name: count_failure
INSERT INTO login_guard AS g (login_index, failures, last_failure_time) VALUES ($1::bytea, 1, $2::timestamptz)
ON CONFLICT (login_index) DO UPDATE
SET failures = CASE WHEN g.last_failure_time < $3::timestamptz THEN 1 ELSE g.failures + 1 END,
    last_failure_time = $2::timestamptz
RETURNING failures;

-- name: set_guard_lock
UPDATE login_guard SET locked_until = $2::timestamptz WHERE login_index = $1::bytea;

-- name: delete_guard
DELETE FROM login_guard WHERE login_index = $1::bytea;

-- name: delete_user_guard
DELETE FROM login_guard g USING user_account u WHERE u.id = $1::uuid AND g.login_index = u.login_index RETURNING g.failures;

-- name: find_user_lock
SELECT g.locked_until FROM login_guard g JOIN user_account u ON u.login_index = g.login_index
WHERE u.id = $1::uuid AND g.locked_until > $2::timestamptz;

-- name: delete_old_guards
DELETE FROM login_guard WHERE login_index IN (
  SELECT login_index FROM login_guard WHERE last_failure_time < $1::timestamptz AND coalesce(locked_until, $2::timestamptz) <= $2::timestamptz
  LIMIT 1000 FOR UPDATE SKIP LOCKED);
