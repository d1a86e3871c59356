-- name: claim_rungs
-- The rungs due at $1 of at most $2 clocks; whoever inserts a rung's row has it. $3 is when another may try to tell the orders. The clocks
-- move on to the rungs that remain: pending rungs are sorted by time, so those due are the first. Rows are found again by where they
-- are, because they are locked. One that was written anew between this statement's snapshot and its lock is not found: it keeps its rung,
-- which the next claim cuts off without firing it again.
WITH due AS MATERIALIZED (
  SELECT ctid, clock_id, kind, work_order_id, round, due_time, time, place, action, nth,
         (SELECT count(*) FROM unnest(time) AS t WHERE t <= $1)::integer AS count
  FROM pending_rungs WHERE next_time <= $1 ORDER BY next_time LIMIT $2 FOR UPDATE SKIP LOCKED
), over AS (
  DELETE FROM pending_rungs WHERE ctid = ANY (ARRAY(SELECT ctid FROM due WHERE count = cardinality(time)))
), moved AS (
  UPDATE pending_rungs p
  SET time = p.time[1 + d.count:], place = p.place[1 + d.count:], action = p.action[1 + d.count:], nth = p.nth[1 + d.count:]
  FROM due d
  WHERE p.clock_id = d.clock_id AND p.ctid = ANY (ARRAY(SELECT ctid FROM due WHERE count < cardinality(time)))
), rung AS MATERIALIZED (
  SELECT d.clock_id, d.kind, d.work_order_id, d.due_time, r.time, r.place, r.action, r.nth,
         CASE d.kind WHEN 'SUPERVISION_REPLY' THEN (SELECT o.round FROM followed_order o WHERE o.id = d.work_order_id) ELSE d.round END AS round
  FROM due d CROSS JOIN LATERAL unnest(d.time, d.place, d.action, d.nth) AS r (time, place, action, nth)
  WHERE r.time <= $1
), fired AS (
  INSERT INTO firing (clock_id, action, nth, place, rung_time, fire_time, late, due_time)
  SELECT clock_id, action, nth, place, time, $1, $1 - time > interval '60 seconds', coalesce(due_time, time) FROM rung
  ON CONFLICT DO NOTHING
  RETURNING clock_id, action, nth, fire_time, late, due_time
), batch AS (
  INSERT INTO effect_batch (clock_id, action, nth, deliver_after, failures)
  SELECT array_agg(clock_id), array_agg(action), array_agg(nth), $3, 0 FROM fired HAVING count(*) > 0
  RETURNING id
)
SELECT f.clock_id, f.action, f.nth, r.place, f.fire_time, f.late, f.due_time, batch.id AS batch_id, 0 AS failures,
       r.kind, r.work_order_id, r.round
FROM fired f JOIN rung r ON r.clock_id = f.clock_id AND r.action = f.action AND r.nth = f.nth CROSS JOIN batch
ORDER BY r.time, r.clock_id, r.place

-- name: next_rung_time
SELECT min(next_time) AS time FROM pending_rungs

-- name: take_effects
-- Batches that were not told in time, of at most $4 rungs or one batch: until $2 they are this caller's. A time beyond $3 was written before
-- the clock was stepped back.
WITH waiting AS (
  SELECT id, sum(size) OVER (ORDER BY id) - size AS before FROM effect_batch WHERE deliver_after <= $1 OR deliver_after > $3
), taken AS (
  UPDATE effect_batch SET deliver_after = $2
  WHERE id IN (
    SELECT id FROM effect_batch
    WHERE id = ANY (ARRAY(SELECT id FROM waiting WHERE before < $4)) AND (deliver_after <= $1 OR deliver_after > $3)
    ORDER BY id FOR UPDATE SKIP LOCKED)
  RETURNING id, failures, clock_id, action, nth
)
SELECT f.clock_id, f.action, f.nth, f.place, f.fire_time, f.late, f.due_time, t.id AS batch_id, t.failures,
       c.kind, c.work_order_id, CASE c.kind WHEN 'SUPERVISION_REPLY' THEN o.round ELSE c.round END AS round
FROM taken t CROSS JOIN LATERAL unnest(t.clock_id, t.action, t.nth) AS k (clock_id, action, nth)
JOIN firing f ON f.clock_id = k.clock_id AND f.action = k.action AND f.nth = k.nth
JOIN clock c ON c.id = f.clock_id JOIN followed_order o ON o.id = c.work_order_id
ORDER BY f.rung_time, f.clock_id, f.place

-- name: what_clocks_are_of
SELECT id, court_path, order_type, urgency FROM clock WHERE id = ANY ($1::uuid[])

-- name: end_batches
-- Those of them that were not ended by another.
DELETE FROM effect_batch WHERE id = ANY ($1::bigint[]) RETURNING id

-- name: keep_refusals
UPDATE firing f SET refusal = r.reason
FROM unnest($1::uuid[], $2::smallint[], $3::smallint[], $4::text[]) AS r (clock_id, action, nth, reason)
WHERE f.clock_id = r.clock_id AND f.action = r.action AND f.nth = r.nth

-- name: put_off_effects
INSERT INTO effect_batch (deliver_after, failures, clock_id, action, nth) VALUES ($1, $2, $3::uuid[], $4::smallint[], $5::smallint[])

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
SELECT least((SELECT min(deliver_after) FROM effect_batch), (SELECT min(deliver_after) FROM due_projection)) AS time
