-- name: lock_department
SELECT id FROM department WHERE id = $1::uuid FOR NO KEY UPDATE;

-- name: find_department
SELECT * FROM department_detail WHERE id = $1::uuid;

-- name: find_department_by_kind
SELECT * FROM department_detail WHERE court_id = $1::uuid AND kind = $2 AND active ORDER BY code LIMIT 1;

-- name: list_departments
SELECT * FROM department_detail
WHERE starts_with(court_path, $1) AND ($2::uuid IS NULL OR court_id = $2::uuid) AND ($3::text IS NULL OR kind = $3::text)
  AND ($4::boolean IS NULL OR active = $4::boolean)
  AND ($5::text IS NULL OR strpos(name, $5::text) > 0 OR strpos(code, $5::text) > 0)
  AND (court_path, code) > ($6, $7)
ORDER BY court_path, code LIMIT $8::int;

-- name: insert_department
INSERT INTO department (id, court_id, code, name, kind, head_user_id, active, revision, event_hash, create_time, update_time)
VALUES ($1::uuid, $2::uuid, $3, $4, $5, $6::uuid, true, 1, $7::bytea, $8::timestamptz, $8::timestamptz);

-- name: update_department
UPDATE department
SET name = $2, kind = $3, head_user_id = $4::uuid, active = $5::boolean, revision = $6::bigint, event_hash = $7::bytea,
    update_time = $8::timestamptz
WHERE id = $1::uuid;

-- name: count_active_department_users
SELECT count(*) FROM user_account WHERE department_id = $1::uuid AND active;

-- name: find_department_by_code
SELECT * FROM department_detail WHERE court_id = $1::uuid AND code = $2;
