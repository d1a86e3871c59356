-- name: find_role
SELECT * FROM role_detail WHERE id = $1::uuid;

-- name: find_roles_by_code
SELECT * FROM role_detail WHERE code = ANY ($1::text[]) ORDER BY code;

-- name: list_roles
SELECT * FROM role_detail ORDER BY code;

-- name: insert_role
INSERT INTO role (id, code, name, built_in, revision, event_hash, update_time)
VALUES ($1::uuid, $2, $3, false, 1, $4::bytea, $5::timestamptz);

-- name: update_role
UPDATE role SET name = $2, revision = $3::bigint, event_hash = $4::bytea, update_time = $5::timestamptz WHERE id = $1::uuid;

-- name: delete_role
DELETE FROM role WHERE id = $1::uuid;

-- name: clear_role_permissions
DELETE FROM role_permission WHERE role_id = $1::uuid;

-- name: add_role_permissions
INSERT INTO role_permission (role_id, permission) SELECT $1::uuid, unnest($2::text[]);

-- name: count_role_users
SELECT count(*) FROM user_role WHERE role_id = $1::uuid;

-- name: role_user_permissions
SELECT DISTINCT u.permissions FROM user_role ur JOIN user_detail u ON u.id = ur.user_id WHERE ur.role_id = $1::uuid;
