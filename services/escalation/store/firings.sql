-- name: claim_rungs
-- The rungs due at $1 of at most $2 clocks; whoever inserts a rung's row has it. $3 is when another may try to deliver them. The clocks
-- move on to the rungs that remain: pending rungs are sorted by time, so those due are the first.
WITH due AS (
  SELECT id, due_time, rung_time, rung_place, rung_action, rung_nth FROM clock
  WHERE next_rung_time <= $1 ORDER BY next_rung_time LIMIT $2 FOR UPDATE SKIP LOCKED
), rung AS (
  SELECT d.id, d.due_time, r.time, r.place, r.action, r.nth
  FROM due d CROSS JOIN LATERAL unnest(d.rung_time, d.rung_place, d.rung_action, d.rung_nth) AS r (time, place, action, nth)
  WHERE r.time <= $1
), fired AS (
  INSERT INTO firing (clock_id, action, nth, place, rung_time, fire_time, late, due_time, deliver_after)
  SELECT id, action, nth, place, time, $1, $1 - time > interval '60 seconds', coalesce(due_time, time), $3 FROM rung
  ON CONFLICT DO NOTHING
  RETURNING clock_id, action, nth, place, rung_time, fire_time, late, due_time
), moved AS (
  UPDATE clock c
  SET rung_time = c.rung_time[k.n + 1:], rung_place = c.rung_place[k.n + 1:], rung_action = c.rung_action[k.n + 1:],
      rung_nth = c.rung_nth[k.n + 1:]
  FROM (SELECT id, count(*)::integer AS n FROM rung GROUP BY id) k WHERE c.id = k.id
)
SELECT f.clock_id, f.action, f.nth, f.place, f.fire_time, f.late, f.due_time, 0 AS failures,
       c.kind, c.work_order_id, c.court_path, c.order_type, c.urgency, CASE c.kind WHEN 'SUPERVISION_REPLY' THEN o.round ELSE c.round END AS round
FROM fired f JOIN clock c ON c.id = f.clock_id JOIN followed_order o ON o.id = c.work_order_id
ORDER BY f.rung_time, f.clock_id, f.place

-- name: next_rung_time
SELECT min(next_rung_time) AS time FROM clock WHERE next_rung_time IS NOT NULL

-- name: take_firings
-- Fired rungs that were not delivered in time: until $2 they are this caller's. A time beyond $3 was written before the clock was stepped back.
WITH taken AS (
  UPDATE firing SET deliver_after = $2
  WHERE (clock_id, action, nth) IN (
    SELECT clock_id, action, nth FROM firing
    WHERE deliver_after IS NOT NULL AND (deliver_after <= $1 OR deliver_after > $3)
    ORDER BY rung_time, place LIMIT $4 FOR UPDATE SKIP LOCKED)
  RETURNING clock_id, action, nth, place, rung_time, fire_time, late, due_time, failures
)
SELECT f.clock_id, f.action, f.nth, f.place, f.fire_time, f.late, f.due_time, f.failures,
       c.kind, c.work_order_id, c.court_path, c.order_type, c.urgency, CASE c.kind WHEN 'SUPERVISION_REPLY' THEN o.round ELSE c.round END AS round
FROM taken f JOIN clock c ON c.id = f.clock_id JOIN followed_order o ON o.id = c.work_order_id
ORDER BY f.rung_time, f.clock_id, f.place

-- name: settle_firings
UPDATE firing f SET deliver_after = NULL, deliver_time = $1, refusal = s.reason, outcome = CASE s.reason WHEN '' THEN 'APPLIED' ELSE 'REFUSED' END
FROM unnest($2::uuid[], $3::smallint[], $4::smallint[], $5::text[]) AS s (clock_id, action, nth, reason)
WHERE f.clock_id = s.clock_id AND f.action = s.action AND f.nth = s.nth AND f.deliver_after IS NOT NULL

-- name: put_off_firings
UPDATE firing f SET deliver_after = s.time, failures = f.failures + 1
FROM unnest($1::uuid[], $2::smallint[], $3::smallint[], $4::timestamptz[]) AS s (clock_id, action, nth, time)
WHERE f.clock_id = s.clock_id AND f.action = s.action AND f.nth = s.nth AND f.deliver_after IS NOT NULL

-- name: take_due_projections
UPDATE due_projection SET deliver_after = $2
WHERE work_order_id IN (
  SELECT work_order_id FROM due_projection WHERE deliver_after <= $1 OR deliver_after > $3
  ORDER BY deliver_after, sequence LIMIT $4 FOR UPDATE SKIP LOCKED)
RETURNING work_order_id, sequence, due_time, reason, provisional, failures

-- name: settle_due_projections
-- What was projected again meanwhile stays to be delivered.
DELETE FROM due_projection p USING unnest($1::uuid[], $2::bigint[]) AS s (id, sequence)
WHERE p.work_order_id = s.id AND p.sequence = s.sequence

-- name: put_off_due_projections
UPDATE due_projection p SET deliver_after = s.time, failures = p.failures + 1
FROM unnest($1::uuid[], $2::bigint[], $3::timestamptz[]) AS s (id, sequence, time)
WHERE p.work_order_id = s.id AND p.sequence = s.sequence

-- name: next_delivery_time
SELECT least((SELECT min(deliver_after) FROM firing WHERE deliver_after IS NOT NULL), (SELECT min(deliver_after) FROM due_projection)) AS time
