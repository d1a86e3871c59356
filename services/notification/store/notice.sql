-- name: insert_notices
-- A whole pull of events at once: one array a column. A row that is there already is left alone.
INSERT INTO notice (id, stream_id, revision, rule_id, rule_version, recipient_kind, recipient_id, event_type, work_order_id,
                    work_order_number, title, body, important, event_time, kept_from, create_time)
SELECT id, stream_id, revision, rule_id, rule_version, recipient_kind, recipient_id, event_type, work_order_id,
       work_order_number, title, body, important, event_time, nullif(kept_from, '{}')::uuid[], $16::timestamptz
FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::uuid[], $5::bigint[], $6::text[], $7::uuid[], $8::text[], $9::text[],
            $10::text[], $11::text[], $12::text[], $13::boolean[], $14::timestamptz[], $15::text[])
  AS n (id, stream_id, revision, rule_id, rule_version, recipient_kind, recipient_id, event_type, work_order_id,
        work_order_number, title, body, important, event_time, kept_from)
ON CONFLICT DO NOTHING

-- name: list_notices
-- $1 the user, $2 the user's department (empty: none), $3 only unread, then the last row of the page before, and the limit.
SELECT n.*, r.read_time, 0 AS receipt_count
FROM notice n LEFT JOIN receipt r ON r.notice_id = n.id AND r.user_id = $1::text
WHERE ((n.recipient_kind = 'USER' AND n.recipient_id = $1::uuid) OR (n.recipient_kind = 'DEPARTMENT' AND n.recipient_id = nullif($2, '')::uuid))
  AND ($1::uuid = ANY (n.kept_from)) IS NOT TRUE
  AND (NOT $3::boolean OR r.read_time IS NULL)
  AND (n.create_time, n.id) < ($4::timestamptz, $5::uuid)
ORDER BY n.create_time DESC, n.id DESC LIMIT $6::int

-- name: get_notice
SELECT n.*, r.read_time, (SELECT count(*) FROM receipt all_of WHERE all_of.notice_id = n.id) AS receipt_count
FROM notice n LEFT JOIN receipt r ON r.notice_id = n.id AND r.user_id = $1::text
WHERE ((n.recipient_kind = 'USER' AND n.recipient_id = $1::uuid) OR (n.recipient_kind = 'DEPARTMENT' AND n.recipient_id = nullif($2, '')::uuid))
  AND ($1::uuid = ANY (n.kept_from)) IS NOT TRUE
  AND n.id = $3::uuid

-- name: list_receipts
SELECT user_id, user_name, read_time FROM receipt WHERE notice_id = $1::uuid ORDER BY read_time, user_id LIMIT 1000

-- name: insert_receipt
INSERT INTO receipt (notice_id, user_id, user_name, read_time) VALUES ($1::uuid, $2, $3, $4::timestamptz)
ON CONFLICT DO NOTHING

-- name: read_everything
INSERT INTO receipt (notice_id, user_id, user_name, read_time)
SELECT n.id, $1::text, $3, $4::timestamptz
FROM notice n LEFT JOIN receipt r ON r.notice_id = n.id AND r.user_id = $1::text
WHERE ((n.recipient_kind = 'USER' AND n.recipient_id = $1::uuid) OR (n.recipient_kind = 'DEPARTMENT' AND n.recipient_id = nullif($2, '')::uuid))
  AND ($1::uuid = ANY (n.kept_from)) IS NOT TRUE
  AND r.notice_id IS NULL
ON CONFLICT DO NOTHING

-- name: count_unread
SELECT count(*), count(*) FILTER (WHERE n.important)
FROM notice n LEFT JOIN receipt r ON r.notice_id = n.id AND r.user_id = $1::text
WHERE ((n.recipient_kind = 'USER' AND n.recipient_id = $1::uuid) OR (n.recipient_kind = 'DEPARTMENT' AND n.recipient_id = nullif($2, '')::uuid))
  AND ($1::uuid = ANY (n.kept_from)) IS NOT TRUE
  AND n.create_time > $3::timestamptz AND r.notice_id IS NULL
