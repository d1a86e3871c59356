-- name: all_policies
SELECT id, court_id, court_path, kind, order_type, urgency, budget_unit, budget_amount, ladder, active, create_time, update_time, revision, hash
FROM policy ORDER BY id

-- name: lock_policy
SELECT id, court_id, court_path, kind, order_type, urgency, budget_unit, budget_amount, ladder, active, create_time, update_time, revision, hash
FROM policy WHERE id = $1 FOR UPDATE

-- name: insert_policy
INSERT INTO policy (id, court_id, court_path, kind, order_type, urgency, budget_unit, budget_amount, ladder, active, create_time, update_time,
                    revision, hash)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11, $12, $13)

-- name: update_policy
UPDATE policy SET budget_unit = $2, budget_amount = $3, ladder = $4, active = $5, update_time = $6, revision = $7, hash = $8 WHERE id = $1

-- name: count_clocks_of_policy
SELECT count(*) AS open, count(*) FILTER (WHERE budget_unit <> $5) AS other_unit FROM clock
WHERE state <> 'STOPPED' AND starts_with(court_path, $1) AND kind = $2 AND ($3::text = '' OR order_type = $3)
  AND ($4::smallint = 0 OR urgency = $4)
