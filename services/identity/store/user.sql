-- name: lock_user
SELECT id FROM user_account WHERE id = $1::uuid FOR NO KEY UPDATE;

-- name: find_user
SELECT * FROM user_detail WHERE id = $1::uuid;

-- name: list_users
SELECT * FROM user_detail
WHERE starts_with(court_path, $1) AND ($2::uuid IS NULL OR court_id = $2::uuid)
  AND ($3::uuid IS NULL OR department_id = $3::uuid)
  AND ($4::text IS NULL OR EXISTS (
        SELECT FROM user_role ur JOIN role r ON r.id = ur.role_id WHERE ur.user_id = user_detail.id AND r.code = $4::text))
  AND ($5::boolean IS NULL OR active = $5::boolean)
  AND ($6::text IS NULL OR strpos(name, $6::text) > 0 OR strpos(account, $6::text) > 0) AND account > $7
ORDER BY account LIMIT $8::int;

-- name: list_department_users
SELECT * FROM user_detail
WHERE department_id = $1::uuid AND active
  AND ($2::text IS NULL OR EXISTS (
        SELECT FROM user_role ur JOIN role_permission p ON p.role_id = ur.role_id
        WHERE ur.user_id = user_detail.id AND p.permission = $2::text))
ORDER BY account LIMIT 1000;

-- name: list_court_users
SELECT * FROM user_detail
WHERE court_id = $1::uuid AND active AND EXISTS (
  SELECT FROM user_role ur JOIN role_permission p ON p.role_id = ur.role_id
  WHERE ur.user_id = user_detail.id AND p.permission = $2)
ORDER BY account LIMIT 1000;

-- name: insert_user
INSERT INTO user_account (id, account, login_index, name, phone_sealed, email_sealed, court_id, department_id, password_hash,
                          must_change_password, active, demo, version, revision, event_hash, create_time, update_time)
VALUES ($1::uuid, $2, $3::bytea, $4, nullif($5::bytea, ''), nullif($6::bytea, ''), $7::uuid, $8::uuid, $9, $10::boolean, true,
        $11::boolean, 1, 1, $12::bytea, $13::timestamptz, $13::timestamptz);

-- name: update_user
UPDATE user_account
SET name = $2, phone_sealed = nullif($3::bytea, ''), email_sealed = nullif($4::bytea, ''), court_id = $5::uuid,
    department_id = $6::uuid, active = $7::boolean
WHERE id = $1::uuid;

-- name: mark_user_edited
UPDATE user_account
SET version = version + 1, revision = $2::bigint, event_hash = $3::bytea, update_time = $4::timestamptz
WHERE id = $1::uuid;

-- name: mark_user_event
UPDATE user_account SET revision = $2::bigint, event_hash = $3::bytea WHERE id = $1::uuid;

-- name: mark_user_login
UPDATE user_account SET revision = $2::bigint, event_hash = $3::bytea, last_login_time = $4::timestamptz WHERE id = $1::uuid;

-- name: find_user_password
SELECT password_hash FROM user_account WHERE id = $1::uuid;

-- name: update_user_password
UPDATE user_account SET password_hash = $2, must_change_password = $3::boolean WHERE id = $1::uuid;

-- name: clear_user_roles
DELETE FROM user_role WHERE user_id = $1::uuid;

-- name: add_user_role
INSERT INTO user_role (user_id, role_id) SELECT $1::uuid, id FROM role WHERE code = $2;

-- name: count_users
SELECT count(*) FROM user_account;

-- name: count_demo_users
SELECT count(*) FROM user_account WHERE demo AND active;

-- name: count_root_administrators
SELECT count(*) FROM user_account u JOIN court c ON c.id = u.court_id
WHERE u.active AND c.parent_id IS NULL AND EXISTS (
  SELECT FROM user_role ur JOIN role_permission p ON p.role_id = ur.role_id
  WHERE ur.user_id = u.id AND p.permission = 'identity.manage');

-- name: find_user_by_account
SELECT * FROM user_detail WHERE account = $1;

-- name: update_demo_passwords
UPDATE user_account SET password_hash = $1, must_change_password = false WHERE demo;
