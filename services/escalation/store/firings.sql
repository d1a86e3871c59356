-- name: claim_rungs
-- The rungs due at $1 of at most $2 clocks; whoever inserts a rung's row has it. $3 is when another may try to tell the orders. The clocks
-- move on to the rungs that remain: pending rungs are sorted by time, so those due are the first.
-- The planner knows neither how many rungs unnest gives nor how few rows are locked: arrays of keys, and a lateral look-up for each row,
-- keep it from reading whole tables.
WITH due AS MATERIALIZED (
  SELECT clock_id, time, place, action, nth, (SELECT count(*) FROM unnest(time) AS t WHERE t <= $1)::integer AS count
  FROM pending_rungs WHERE next_time <= $1 ORDER BY next_time LIMIT $2 FOR UPDATE SKIP LOCKED
), over AS (
  DELETE FROM pending_rungs WHERE clock_id = ANY (ARRAY(SELECT clock_id FROM due WHERE count = cardinality(time)))
), moved AS (
  UPDATE pending_rungs p
  SET time = d.time[1 + d.count:], place = d.place[1 + d.count:], action = d.action[1 + d.count:], nth = d.nth[1 + d.count:]
  FROM due d
  WHERE p.clock_id = d.clock_id AND p.clock_id = ANY (ARRAY(SELECT clock_id FROM due WHERE count < cardinality(time)))
), rung AS MATERIALIZED (
  SELECT d.clock_id, c.kind, c.work_order_id, c.due_time, c.court_path, c.order_type, c.urgency,
         CASE c.kind WHEN 'SUPERVISION_REPLY' THEN o.round ELSE c.round END AS round, r.time, r.place, r.action, r.nth
  FROM due d
  CROSS JOIN LATERAL (SELECT * FROM clock WHERE id = d.clock_id OFFSET 0) c
  CROSS JOIN LATERAL (SELECT round FROM followed_order WHERE id = c.work_order_id OFFSET 0) o
  CROSS JOIN LATERAL unnest(d.time, d.place, d.action, d.nth) AS r (time, place, action, nth)
  WHERE r.time <= $1
), batch AS (
  INSERT INTO effect_batch (size, deliver_after, failures) SELECT count(*), $3, 0 FROM rung HAVING count(*) > 0 RETURNING id
), fired AS (
  INSERT INTO firing (clock_id, action, nth, place, rung_time, fire_time, late, due_time, batch_id)
  SELECT clock_id, action, nth, place, time, $1, $1 - time > interval '60 seconds', coalesce(due_time, time), (SELECT id FROM batch)
  FROM rung
  ON CONFLICT DO NOTHING
  RETURNING clock_id, action, nth, fire_time, late, due_time, batch_id
)
SELECT f.clock_id, f.action, f.nth, r.place, f.fire_time, f.late, f.due_time, f.batch_id, 0 AS failures,
       r.kind, r.work_order_id, r.court_path, r.order_type, r.urgency, r.round
FROM fired f JOIN rung r ON r.clock_id = f.clock_id AND r.action = f.action AND r.nth = f.nth
ORDER BY r.time, r.clock_id, r.place

-- name: next_rung_time
SELECT min(next_time) AS time FROM pending_rungs

-- name: take_effects
-- Batches that were not told in time, of at most $4 rungs or one batch: until $2 they are this caller's. A time beyond $3 was written before
-- the clock was stepped back.
-- A batch whose rungs had all fired before has nothing to tell.
WITH void AS (
  DELETE FROM effect_batch b WHERE deliver_after <= $1 AND NOT EXISTS (SELECT 1 FROM firing WHERE batch_id = b.id)
), waiting AS (
  SELECT id, sum(size) OVER (ORDER BY id) - size AS before FROM effect_batch WHERE deliver_after <= $1 OR deliver_after > $3
), taken AS (
  UPDATE effect_batch SET deliver_after = $2
  WHERE id IN (
    SELECT id FROM effect_batch
    WHERE id = ANY (ARRAY(SELECT id FROM waiting WHERE before < $4)) AND (deliver_after <= $1 OR deliver_after > $3)
      AND EXISTS (SELECT 1 FROM firing WHERE batch_id = effect_batch.id)
    ORDER BY id FOR UPDATE SKIP LOCKED)
  RETURNING id, failures
)
SELECT f.clock_id, f.action, f.nth, f.place, f.fire_time, f.late, f.due_time, f.batch_id, t.failures,
       c.kind, c.work_order_id, c.court_path, c.order_type, c.urgency, CASE c.kind WHEN 'SUPERVISION_REPLY' THEN o.round ELSE c.round END AS round
FROM taken t JOIN firing f ON f.batch_id = t.id JOIN clock c ON c.id = f.clock_id JOIN followed_order o ON o.id = c.work_order_id
ORDER BY f.rung_time, f.clock_id, f.place

-- name: end_batches
-- Those of them that were not ended by another.
DELETE FROM effect_batch WHERE id = ANY ($1::bigint[]) RETURNING id

-- name: keep_refusals
UPDATE firing f SET refusal = r.reason
FROM unnest($1::uuid[], $2::smallint[], $3::smallint[], $4::text[]) AS r (clock_id, action, nth, reason)
WHERE f.clock_id = r.clock_id AND f.action = r.action AND f.nth = r.nth

-- name: put_off_effects
WITH batch AS (
  INSERT INTO effect_batch (size, deliver_after, failures) VALUES ($1, $2, $3) RETURNING id
)
UPDATE firing f SET batch_id = batch.id
FROM batch, unnest($4::uuid[], $5::smallint[], $6::smallint[]) AS r (clock_id, action, nth)
WHERE f.clock_id = r.clock_id AND f.action = r.action AND f.nth = r.nth

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
