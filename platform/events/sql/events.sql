-- name: append_event
WITH appended AS (
  INSERT INTO event (stream_id, revision, type, actor_id, actor_name, occurred_at, payload, hash)
  VALUES ($1::uuid, $2, $3, $4, $5, $6::timestamptz, $7::json, $8)
  RETURNING id, type)
INSERT INTO event_pending (event_id, type) SELECT id, type FROM appended;

-- name: append_events
WITH appended AS (
  INSERT INTO event (stream_id, revision, type, actor_id, actor_name, occurred_at, payload, hash)
  SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::json[], $8::bytea[])
  RETURNING id, type)
INSERT INTO event_pending (event_id, type) SELECT id, type FROM appended;

-- name: read_history
SELECT stream_id, revision, type, actor_id, actor_name, occurred_at, payload, hash
FROM event WHERE stream_id = $1::uuid AND revision > $2 ORDER BY revision LIMIT $3;

-- name: scan_history
SELECT stream_id, revision, type, actor_id, actor_name, occurred_at, payload, hash
FROM event WHERE (stream_id, revision) > ($1::uuid, $2) ORDER BY stream_id, revision LIMIT $3;

-- name: number_events
-- The lowest ones are a range: deleted in one walk, also where the planner believes the table to be empty, as it mostly is.
WITH batch AS (
  SELECT max(event_id) AS last FROM (SELECT event_id FROM event_pending ORDER BY event_id LIMIT $1) lowest),
moved AS (
  DELETE FROM event_pending WHERE event_id <= (SELECT last FROM batch) RETURNING event_id, type),
last AS (SELECT coalesce(max(position), 0) AS position FROM event_feed)
INSERT INTO event_feed (position, event_id, type)
SELECT last.position + row_number() OVER (ORDER BY moved.event_id), moved.event_id, moved.type FROM moved, last;

-- name: try_sequencer_lock
SELECT pg_try_advisory_xact_lock(hashtextextended(current_schema() || '.sequencer', 0));

-- name: pull_events
-- $3: types that are passed over. Without an event: the last position that was looked at, and whether there are more behind it. A look-up
-- for each row: not knowing how small the page is, the planner would read the whole history.
WITH page AS (
  SELECT position, event_id, type FROM event_feed WHERE position > $1 ORDER BY position LIMIT $2)
SELECT p.position, e.stream_id, e.revision, e.type, e.actor_id, e.actor_name, e.occurred_at, e.payload
FROM (SELECT * FROM page WHERE type IS NULL OR type <> ALL ($3::text[])) p
     CROSS JOIN LATERAL (SELECT * FROM event WHERE id = p.event_id OFFSET 0) e
WHERE p.type IS NOT NULL OR e.type <> ALL ($3::text[])
UNION ALL
SELECT coalesce(max(position), $1), NULL, CASE WHEN (SELECT max(position) FROM event_feed) > max(position) THEN 1 ELSE 0 END,
       NULL, NULL, NULL, NULL, NULL
FROM page
ORDER BY position, stream_id NULLS LAST;

-- name: last_position
SELECT coalesce(max(position), 0) FROM event_feed;

-- name: find_request
SELECT fingerprint, reply FROM request WHERE caller_id = $1 AND method = $2 AND request_id = $3;

-- name: insert_request
INSERT INTO request (caller_id, method, request_id, fingerprint, reply, created_at)
VALUES ($1, $2, $3, $4, $5, $6::timestamptz);

-- name: consumer_position
SELECT position FROM consumer WHERE name = $1;

-- name: open_consumer
INSERT INTO consumer (name, position) VALUES ($1, 0) ON CONFLICT DO NOTHING;

-- name: lock_consumer
SELECT position FROM consumer WHERE name = $1 FOR UPDATE;

-- name: move_consumer
UPDATE consumer SET position = $2 WHERE name = $1;

-- name: sweep_requests
DELETE FROM request WHERE ctid = ANY (ARRAY(SELECT ctid FROM request WHERE created_at < $1::timestamptz LIMIT $2));
