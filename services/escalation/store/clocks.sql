-- name: followed_orders
-- The consumer's lock keeps other followers away.
SELECT id, revision, number, respondent_department_id FROM followed_order WHERE id = ANY ($1::uuid[])

-- name: save_followed_orders
INSERT INTO followed_order (id, revision, number, court_id, court_path, order_type, urgency, department_id, respondent_department_id, round)
SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::smallint[], $8::text[], $9::text[],
                     $10::integer[])
ON CONFLICT (id) DO UPDATE
SET revision = excluded.revision, number = excluded.number, order_type = excluded.order_type, urgency = excluded.urgency,
    department_id = excluded.department_id, respondent_department_id = excluded.respondent_department_id, round = excluded.round

-- name: lock_clocks_of_orders
-- Locked in the order of ids, as for a reprojection, and given in the order in which they were begun.
WITH locked AS (SELECT * FROM clock WHERE work_order_id = ANY ($1::uuid[]) ORDER BY id FOR UPDATE)
SELECT id, work_order_id, work_order_number, court_id, court_path, order_type, urgency, department_id, respondent_department_id, round,
       kind, subject, state, budget_unit, budget_amount, extension_amount, fixed_due_time, consumed, start_time, running_since, stop_time,
       due_time, provisional, policy_id, policy_version, calendar_version
FROM locked ORDER BY first_entry

-- name: clocks_of_order
SELECT id, work_order_id, work_order_number, court_id, court_path, order_type, urgency, department_id, respondent_department_id, round,
       kind, subject, state, budget_unit, budget_amount, extension_amount, fixed_due_time, consumed, start_time, running_since, stop_time,
       due_time, provisional, policy_id, policy_version, calendar_version
FROM clock WHERE work_order_id = $1 ORDER BY first_entry

-- name: lock_clocks_to_reproject
SELECT id, work_order_id, work_order_number, court_id, court_path, order_type, urgency, department_id, respondent_department_id, round,
       kind, subject, state, budget_unit, budget_amount, extension_amount, fixed_due_time, consumed, start_time, running_since, stop_time,
       due_time, provisional, policy_id, policy_version, calendar_version
FROM clock
WHERE state <> 'STOPPED' AND id > $1 AND starts_with(court_path, $2)
  AND ($3::text = '' OR kind = $3) AND ($4::text = '' OR order_type = $4) AND ($5::smallint = 0 OR urgency = $5)
ORDER BY id LIMIT $6 FOR UPDATE

-- name: lock_pending_rungs
-- Of clocks that are locked. A statement of its own: it sees what was fired until then.
SELECT clock_id, to_json(time) AS time, to_json(place) AS place, to_json(action) AS action, to_json(nth) AS nth
FROM pending_rungs WHERE clock_id = ANY ($1::uuid[]) ORDER BY clock_id FOR UPDATE

-- name: pending_rungs
SELECT clock_id, to_json(time) AS time, to_json(place) AS place, to_json(action) AS action, to_json(nth) AS nth
FROM pending_rungs WHERE clock_id = ANY ($1::uuid[])

-- name: fired_of_clocks
SELECT clock_id, action, nth FROM firing WHERE clock_id = ANY ($1::uuid[])

-- name: save_clocks
-- New and changed clocks, each with its ledger entry; for handling clocks, what their orders shall now show.
WITH change AS (
  SELECT * FROM json_to_recordset($1::json) AS c (
    id uuid, work_order_id uuid, work_order_number text, court_id text, court_path text, order_type text, urgency smallint,
    department_id text, respondent_department_id text, round integer, kind text, subject text, state text, budget_unit text,
    budget_amount bigint, extension_amount bigint, fixed_due_time timestamptz, consumed bigint, start_time timestamptz,
    running_since timestamptz, stop_time timestamptz, due_time timestamptz, provisional boolean, rung_time timestamptz[],
    rung_place smallint[], rung_action smallint[], rung_nth smallint[], policy_id uuid, policy_version bigint, calendar_version bigint,
    entry text, entry_time timestamptz, entry_reason text, entry_amount bigint, due_before timestamptz, due_after timestamptz)
), entered AS (
  INSERT INTO ledger (clock_id, time, entry, reason, amount, consumed, due_before, due_after, policy_id, policy_version, calendar_version)
  SELECT id, entry_time, entry, entry_reason, entry_amount, consumed, due_before, due_after, policy_id, policy_version, calendar_version
  FROM change
  RETURNING id, clock_id
), shown AS (
  INSERT INTO due_projection AS p (work_order_id, sequence, due_time, reason, provisional, deliver_after)
  SELECT c.work_order_id, e.id, c.due_after, c.entry_reason, c.due_after IS NOT NULL AND c.provisional, 'epoch'
  FROM change c JOIN entered e ON e.clock_id = c.id
  WHERE c.kind = 'HANDLING' AND c.due_after IS DISTINCT FROM c.due_before
  ON CONFLICT (work_order_id) DO UPDATE
  SET sequence = excluded.sequence, due_time = excluded.due_time, reason = excluded.reason, provisional = excluded.provisional,
      deliver_after = excluded.deliver_after, failures = 0
  WHERE p.sequence < excluded.sequence
), armed AS (
  INSERT INTO pending_rungs (clock_id, kind, work_order_id, round, due_time, time, place, action, nth)
  SELECT id, kind, work_order_id, round, due_time, rung_time, rung_place, rung_action, rung_nth FROM change WHERE cardinality(rung_time) > 0
  ON CONFLICT (clock_id) DO UPDATE
  SET due_time = excluded.due_time, time = excluded.time, place = excluded.place, action = excluded.action, nth = excluded.nth
), disarmed AS (
  DELETE FROM pending_rungs WHERE clock_id = ANY (ARRAY(SELECT id FROM change WHERE cardinality(rung_time) = 0))
)
INSERT INTO clock (
  id, work_order_id, work_order_number, court_id, court_path, order_type, urgency, department_id, respondent_department_id, round, kind,
  subject, state, budget_unit, budget_amount, extension_amount, fixed_due_time, consumed, start_time, running_since, stop_time, due_time,
  provisional, policy_id, policy_version, calendar_version, ledger_entry, first_entry)
SELECT
  c.id, c.work_order_id, c.work_order_number, c.court_id, c.court_path, c.order_type, c.urgency, c.department_id,
  c.respondent_department_id, c.round, c.kind, c.subject, c.state, c.budget_unit, c.budget_amount, c.extension_amount, c.fixed_due_time,
  c.consumed, c.start_time, c.running_since, c.stop_time, c.due_time, c.provisional,
  c.policy_id, c.policy_version, c.calendar_version, e.id, e.id
FROM change c JOIN entered e ON e.clock_id = c.id
ON CONFLICT (id) DO UPDATE
SET state = excluded.state, budget_amount = excluded.budget_amount, extension_amount = excluded.extension_amount,
    consumed = excluded.consumed, running_since = excluded.running_since, stop_time = excluded.stop_time, due_time = excluded.due_time,
    provisional = excluded.provisional, policy_id = excluded.policy_id,
    policy_version = excluded.policy_version, calendar_version = excluded.calendar_version, ledger_entry = excluded.ledger_entry

-- name: ledger_of_order
SELECT l.clock_id, l.time, l.entry, l.reason, l.amount, l.consumed, l.due_before, l.due_after, l.policy_id, l.policy_version, l.calendar_version
FROM ledger l JOIN clock c ON c.id = l.clock_id WHERE c.work_order_id = $1 ORDER BY l.id

-- name: firings_of_order
SELECT f.clock_id, f.action, f.nth, f.place, f.rung_time, f.fire_time, f.late, f.refusal,
       NOT EXISTS (SELECT 1 FROM effect_batch b CROSS JOIN LATERAL unnest(b.clock_id, b.action, b.nth) AS k (clock_id, action, nth)
                   WHERE k.clock_id = f.clock_id AND k.action = f.action AND k.nth = f.nth) AS told
FROM firing f JOIN clock c ON c.id = f.clock_id WHERE c.work_order_id = $1 ORDER BY f.rung_time, f.place
