-- name: begin_sweep
-- For this transaction: what is not older than $1 stays, whatever is asked (migrations/0005_retention.sql).
SELECT set_config('hotline.sweep_before', $1::timestamptz::text, true)

-- name: sweep_deliveries
-- At most $3, the oldest first, with their attempts: what has ended before $1, what was given up before $2.
DELETE FROM delivery WHERE id IN (
  SELECT id FROM delivery
  WHERE create_time < greatest($1::timestamptz, $2::timestamptz)
    AND ((state IN ('DELIVERED', 'DROPPED') AND update_time < $1::timestamptz) OR (state = 'DEAD' AND update_time < $2::timestamptz))
  ORDER BY create_time, id LIMIT $3::int FOR UPDATE SKIP LOCKED)

-- name: sweep_notices
-- At most $2, the oldest first, with their receipts.
DELETE FROM notice WHERE id IN (SELECT id FROM notice WHERE create_time < $1::timestamptz ORDER BY create_time LIMIT $2::int FOR UPDATE SKIP LOCKED)
