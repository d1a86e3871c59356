-- Many orders at once, for what the deadline service reports. A statement handles up to a thousand rows.

-- In the order of ids, so that two batches never wait for each other in a circle. NO KEY: attaching a file to an order does not wait.
-- name: lock_work_orders
SELECT id, number, court_id, court_path, state, round, type, urgency, department_id, handler_id,
       respondent_department_id, respondent_index, due_sequence, urge_count,
       supervision_count, supervised, revision, history_hash, timer_effects
FROM work_order WHERE id = ANY ($1::uuid[]) ORDER BY id FOR NO KEY UPDATE

-- Touches no indexed column, so that the new version of a row costs no index entry where its page has room; that is also why
-- update_time stays: it tells when people last worked on the order.
-- name: save_timer_effects
UPDATE work_order AS w SET
  urge_count = n.urge_count, supervision_count = n.supervision_count, supervised = n.supervised,
  detail = CASE WHEN n.added IS NULL THEN w.detail ELSE (
    w.detail::jsonb
    || jsonb_build_object(
      'urges', coalesce((w.detail -> 'urges')::jsonb, '[]') || coalesce(n.added -> 'urges', '[]'),
      'supervisions', coalesce((w.detail -> 'supervisions')::jsonb, '[]') || coalesce(n.added -> 'supervisions', '[]')))::json END,
  revision = n.revision, history_hash = n.history_hash, timer_effects = w.timer_effects || n.effects::uuid[]
FROM unnest($1::uuid[], $2::integer[], $3::integer[], $4::boolean[], $5::jsonb[], $6::bigint[], $7::bytea[], $8::text[])
  AS n (id, urge_count, supervision_count, supervised, added, revision, history_hash, effects)
WHERE w.id = n.id

-- name: save_due_times
UPDATE work_order AS w SET
  due_time = n.due_time, due_provisional = n.due_provisional, due_sequence = n.due_sequence, update_time = $7::timestamptz,
  revision = n.revision, history_hash = n.history_hash
FROM unnest($1::uuid[], $2::timestamptz[], $3::boolean[], $4::bigint[], $5::bigint[], $6::bytea[])
  AS n (id, due_time, due_provisional, due_sequence, revision, history_hash)
WHERE w.id = n.id
