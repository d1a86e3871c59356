-- name: log_search
INSERT INTO search_log (search_time, caller_id, caller_name, court_path, phone_index, id_number_index, found)
VALUES ($1::timestamptz, $2, $3, $4, nullif($5::bytea, ''), nullif($6::bytea, ''), $7)

-- name: log_contact
INSERT INTO contact_log (read_time, caller_id, work_order_id, reason) VALUES ($1::timestamptz, $2, $3::uuid, $4)

-- name: list_events
SELECT revision, type, actor_id, actor_name, occurred_at, payload, hash
FROM event WHERE stream_id = $1::uuid AND revision > $2 ORDER BY revision LIMIT $3

-- name: find_same_matter
SELECT id, phone_index, id_number_index FROM work_order
WHERE state < 8 AND create_time >= $1::timestamptz AND phone_index = $2::bytea
UNION
SELECT id, phone_index, id_number_index FROM work_order
WHERE state < 8 AND create_time >= $1::timestamptz AND id_number_index = $3::bytea
UNION
SELECT id, phone_index, id_number_index FROM work_order
WHERE state < 8 AND create_time >= $1::timestamptz AND case_number = $4 AND case_number <> ''
LIMIT 50

-- name: load_work_orders
SELECT id, number, court_path, state, title, content, case_number, create_time, requester_sealed, anonymous, confidential,
       respondent_department_id, department_id, co_department_ids
FROM work_order WHERE id = ANY ($1::uuid[])

-- name: texts_of
SELECT id, title, content FROM work_order WHERE id = ANY ($1::uuid[])

-- name: recent_open_orders
SELECT id FROM work_order
WHERE state < 8 AND court_path = $1 AND create_time >= $2::timestamptz
ORDER BY create_time DESC LIMIT $3

-- name: lock_public_attempt
INSERT INTO public_query_attempt (number, last_time) VALUES ($1, $2::timestamptz)
ON CONFLICT (number) DO UPDATE SET last_time = excluded.last_time
RETURNING failures, locks, locked_until

-- name: save_public_attempt
UPDATE public_query_attempt SET failures = $2, locks = $3, locked_until = $4::timestamptz WHERE number = $1

-- name: forget_public_attempt
DELETE FROM public_query_attempt WHERE number = $1

-- name: load_public_order
SELECT id, number, state, round, type, create_time, update_time, due_time, close_time, detail, extraction_code_sealed
FROM work_order WHERE number = $1

-- name: forget_old_public_attempts
DELETE FROM public_query_attempt
WHERE number IN (SELECT number FROM public_query_attempt WHERE last_time < $1::timestamptz LIMIT 1000)
