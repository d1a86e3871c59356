-- name: insert_deliveries
-- A whole pull of events at once: one array a column. A row that is there already is left alone.
INSERT INTO delivery (id, channel, lane, target, rule_id, stream_id, revision, event_type, event_time, court_id, court_path, work_order_id,
                      work_order_number, title, body, template, parameters, at_once, state, reason, next_attempt_time, create_time, update_time)
SELECT *, CASE d.state WHEN 'PENDING' THEN $21::timestamptz END, $21::timestamptz, $21::timestamptz
FROM unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::text[], $6::uuid[], $7::bigint[], $8::text[], $9::timestamptz[], $10::text[],
            $11::text[], $12::text[], $13::text[], $14::text[], $15::text[], $16::text[], $17::json[], $18::boolean[],
            $19::text[], $20::text[])
  AS d (id, channel, lane, target, rule_id, stream_id, revision, event_type, event_time, court_id, court_path, work_order_id,
        work_order_number, title, body, template, parameters, at_once, state, reason)
ON CONFLICT DO NOTHING

-- name: take_deliveries
-- What is due at $1, oldest first, up to $2 of each lane and $3 in all, leased until $4. $5 lanes may take fewer: $6. Whose lease has ended
-- was taken by a process that is gone; whose lease has not is passed over. The lanes are found by hopping through the index.
WITH RECURSIVE lanes AS (
  (SELECT lane FROM delivery WHERE state = 'PENDING' ORDER BY lane LIMIT 1)
  UNION ALL
  SELECT (SELECT further.lane FROM delivery further WHERE further.state = 'PENDING' AND further.lane > lanes.lane ORDER BY further.lane LIMIT 1)
  FROM lanes WHERE lanes.lane IS NOT NULL
), room AS (
  SELECT lanes.lane, coalesce(busy.most, $2::int) AS most
  FROM lanes LEFT JOIN unnest($5::text[], $6::int[]) busy(lane, most) ON busy.lane = lanes.lane
  WHERE lanes.lane IS NOT NULL
), taken AS (
  SELECT due.id
  FROM room CROSS JOIN LATERAL (
    SELECT id, next_attempt_time FROM delivery
    WHERE state = 'PENDING' AND lane = room.lane AND next_attempt_time <= $1::timestamptz AND (lease_until IS NULL OR lease_until <= $1::timestamptz)
    ORDER BY next_attempt_time LIMIT room.most FOR UPDATE SKIP LOCKED) due
  ORDER BY due.next_attempt_time LIMIT $3::int
)
UPDATE delivery SET lease_until = $4::timestamptz, attempts = attempts + 1 FROM taken WHERE delivery.id = taken.id
RETURNING delivery.*

-- name: next_delivery
-- When there will be something to take; $1 lanes have no room, and whoever makes room looks again.
WITH RECURSIVE lanes AS (
  (SELECT lane FROM delivery WHERE state = 'PENDING' ORDER BY lane LIMIT 1)
  UNION ALL
  SELECT (SELECT further.lane FROM delivery further WHERE further.state = 'PENDING' AND further.lane > lanes.lane ORDER BY further.lane LIMIT 1)
  FROM lanes WHERE lanes.lane IS NOT NULL
)
SELECT least(
  (SELECT min(soonest.next_attempt_time)
   FROM lanes CROSS JOIN LATERAL (
     SELECT next_attempt_time FROM delivery WHERE state = 'PENDING' AND lane = lanes.lane AND lease_until IS NULL
     ORDER BY next_attempt_time LIMIT 1) soonest
   WHERE lanes.lane <> ALL ($1::text[])),
  (SELECT min(lease_until) FROM delivery WHERE lease_until IS NOT NULL))

-- name: log_attempt
INSERT INTO attempt (delivery_id, number, outcome, status, reason, duration_ms, attempt_time)
VALUES ($1::uuid, $2::int, $3, $4::int, $5, $6::int, $7::timestamptz)
ON CONFLICT DO NOTHING

-- name: settle_delivery
-- Only by who has begun the last attempt, except that what has arrived has arrived.
UPDATE delivery
SET state = $3, reason = $4, next_attempt_time = $5::timestamptz, lease_until = NULL, update_time = $6::timestamptz
WHERE id = $1::uuid AND state = 'PENDING' AND (attempts = $2::int OR $3 = 'DELIVERED')

-- name: untry_delivery
-- Nothing was sent: put off until $5, or dropped when there is no such time. The attempt does not count.
UPDATE delivery
SET state = $3, reason = $4, next_attempt_time = $5::timestamptz, lease_until = NULL, update_time = $6::timestamptz, attempts = attempts - 1
WHERE id = $1::uuid AND attempts = $2::int AND state = 'PENDING'

-- name: list_deliveries
-- $1 the court's path, then the last row of the page before, the limit, and filters that are empty for any.
SELECT * FROM delivery
WHERE starts_with(court_path, $1) AND (create_time, id) < ($2::timestamptz, $3::uuid)
  AND ($5 = '' OR channel = $5) AND ($6 = '' OR work_order_id = $6) AND ($7 = '' OR state = $7)
ORDER BY create_time DESC, id DESC LIMIT $4::int

-- name: list_undelivered
-- The same of what has not arrived: few rows of many.
SELECT * FROM delivery
WHERE state <> 'DELIVERED' AND starts_with(court_path, $1) AND (create_time, id) < ($2::timestamptz, $3::uuid)
  AND ($5 = '' OR channel = $5) AND ($6 = '' OR work_order_id = $6) AND ($7 = '' OR state = $7)
ORDER BY create_time DESC, id DESC LIMIT $4::int

-- name: list_deliveries_of_endpoint
SELECT * FROM delivery
WHERE channel = 'WEBHOOK' AND target = $5::uuid AND starts_with(court_path, $1) AND (create_time, id) < ($2::timestamptz, $3::uuid)
  AND ($6 = '' OR work_order_id = $6) AND ($7 = '' OR state = $7)
ORDER BY create_time DESC, id DESC LIMIT $4::int

-- name: find_delivery
SELECT * FROM delivery WHERE id = $1::uuid

-- name: list_attempts
SELECT * FROM attempt WHERE delivery_id = $1::uuid ORDER BY number

-- name: replay_delivery
UPDATE delivery
SET state = 'PENDING', reason = '', next_attempt_time = $2::timestamptz, update_time = $2::timestamptz, earlier_attempts = attempts
WHERE id = $1::uuid AND state <> 'PENDING'

-- name: replay_endpoint
UPDATE delivery
SET state = 'PENDING', reason = '', next_attempt_time = $4::timestamptz, update_time = $4::timestamptz, earlier_attempts = attempts
WHERE channel = 'WEBHOOK' AND target = $1::uuid AND create_time >= $2::timestamptz AND state <> 'PENDING' AND ($3::boolean OR state <> 'DELIVERED')

-- name: send_limits_of
SELECT seconds, most FROM send_limit WHERE channel = $1 AND active

-- name: lock_recipient
SELECT pg_advisory_xact_lock(hashtextextended($1 || encode($2::bytea, 'hex'), 0))

-- name: recent_sends
SELECT send_time FROM send WHERE channel = $1 AND recipient = $2::bytea AND send_time > $3::timestamptz

-- name: insert_send
INSERT INTO send (channel, recipient, send_time, delivery_id) VALUES ($1, $2::bytea, $3::timestamptz, $4::uuid)

-- name: forget_sends
-- No limit reaches back so far, also none that was taken away and may come again. A few at a time, with every letter.
DELETE FROM send
WHERE ctid IN (SELECT ctid FROM send WHERE send_time < $1::timestamptz - (SELECT max(seconds) FROM send_limit) * interval '1 second'
               ORDER BY send_time LIMIT 20 FOR UPDATE SKIP LOCKED)
