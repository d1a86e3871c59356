-- The row of one work order. Lists and searches have their own file.

-- name: insert_work_order
INSERT INTO work_order (
  id, number, court_id, court_path, state, type, urgency, channel, title, content, case_number, region,
  requester_sealed, anonymous, confidential, phone_index, id_number_index, respondent_department_id, respondent_index,
  created_by_id, created_by_name, create_time, update_time, close_time, close_reason, extraction_code_sealed, detail,
  revision, history_hash)
SELECT $1::uuid, $2::text || lpad(n::text, greatest(6, length(n::text)), '0'), $3::uuid, $4, $5::smallint, $6,
  $7::smallint, $8::smallint, $9, $10, $11, $12, $13::bytea, $14::boolean, $15::boolean, NULLIF($16::bytea, ''),
  NULLIF($17::bytea, ''), NULLIF($18, '')::uuid, NULLIF($19::bytea, ''), $20::uuid, $21, $22::timestamptz,
  $22::timestamptz, $23::timestamptz, $24, $25::bytea, $26::json, $27::bigint, $28::bytea
FROM nextval('order_number') AS n
RETURNING number

-- name: update_work_order
UPDATE work_order SET
  state = $2::smallint, round = $3::smallint, urgency = $4::smallint, department_id = NULLIF($5, '')::uuid,
  department_name = $6, handler_id = NULLIF($7, '')::uuid, handler_name = $8, designated = $9::boolean,
  co_department_ids = $10::uuid[], participant_ids = $11::uuid[], update_time = $12::timestamptz,
  dispatch_time = $13::timestamptz, sign_in_time = $14::timestamptz, due_time = $15::timestamptz,
  close_time = $16::timestamptz, close_reason = $17, urge_count = $18::integer, supervision_count = $19::integer,
  return_count = $20::smallint, extension_count = $21::smallint, supervised = $22::boolean,
  pending_kind = $23::smallint, merged_into_id = NULLIF($24, '')::uuid, detail = $25::json, revision = $26::bigint,
  history_hash = $27::bytea
WHERE id = $1::uuid

-- name: load_work_order
SELECT * FROM work_order WHERE id = $1::uuid

-- name: read_work_orders
SELECT * FROM work_order WHERE id = ANY ($1::uuid[])

-- name: load_work_order_for_update
SELECT * FROM work_order WHERE id = $1::uuid FOR UPDATE

-- name: respondent_index
SELECT respondent_index FROM work_order WHERE id = $1::uuid

-- name: next_supervision_numbers
SELECT nextval('supervision_number') FROM generate_series(1, $1)
