-- name: list_access_records
-- Latest first, before ($1 time, $2 kind, $3 id), of the courts from $4 down; not of orders that complain about the reader ($5 the department, $6
-- the index of the name). Filters $7 (kind, 0: any), $8 (order), $9 (who was shown it), from $10 until before $11; $12 rows at most.
-- Each log gives its own latest rows; the latest of all are among them.
SELECT * FROM (
  (SELECT 1 AS kind, l.id, l.search_time AS access_time, l.caller_id, l.caller_name, NULL::uuid AS work_order_id, '' AS number,
          NULL::uuid AS attachment_id, '' AS reason, l.found, l.phone_index IS NOT NULL AS by_phone, l.id_number_index IS NOT NULL AS by_id_number
   FROM search_log l
   WHERE $7::int IN (0, 1) AND $8 = '' AND ($9 = '' OR l.caller_id = $9)
     AND l.search_time >= $10::timestamptz AND l.search_time < $11::timestamptz AND l.search_time <= $1::timestamptz
     AND (l.search_time, 1, l.id) < ($1::timestamptz, $2::int, $3::bigint)
     AND starts_with(l.court_path, $4)
   ORDER BY l.search_time DESC, l.id DESC LIMIT $12::int)
  UNION ALL
  (SELECT 2, l.id, l.read_time, l.caller_id, l.caller_id, l.work_order_id, o.number, NULL, l.reason, 0, false, false
   FROM contact_log l JOIN work_order o ON o.id = l.work_order_id
   WHERE $7::int IN (0, 2) AND ($8 = '' OR l.work_order_id = nullif($8, '')::uuid) AND ($9 = '' OR l.caller_id = $9)
     AND l.read_time >= $10::timestamptz AND l.read_time < $11::timestamptz AND l.read_time <= $1::timestamptz
     AND (l.read_time, 2, l.id) < ($1::timestamptz, $2::int, $3::bigint)
     AND starts_with(o.court_path, $4)
     AND ($5 = '' OR o.respondent_department_id IS DISTINCT FROM nullif($5, '')::uuid)
     AND NOT coalesce(o.respondent_index = $6::bytea AND o.court_path = $4, false)
   ORDER BY l.read_time DESC, l.id DESC LIMIT $12::int)
  UNION ALL
  (SELECT 3, l.id, l.download_time, l.caller_id, l.caller_name, l.work_order_id, coalesce(o.number, ''), l.attachment_id, '', 0, false, false
   FROM download_log l LEFT JOIN work_order o ON o.id = l.work_order_id LEFT JOIN attachment a ON a.id = l.attachment_id
   WHERE $7::int IN (0, 3) AND ($8 = '' OR l.work_order_id = nullif($8, '')::uuid) AND ($9 = '' OR l.caller_id = $9)
     AND l.download_time >= $10::timestamptz AND l.download_time < $11::timestamptz AND l.download_time <= $1::timestamptz
     AND (l.download_time, 3, l.id) < ($1::timestamptz, $2::int, $3::bigint)
     AND starts_with(coalesce(o.court_path, nullif(l.court_path, ''), a.court_path), $4)
     AND ($5 = '' OR o.respondent_department_id IS DISTINCT FROM nullif($5, '')::uuid)
     AND NOT coalesce(o.respondent_index = $6::bytea AND o.court_path = $4, false)
   ORDER BY l.download_time DESC, l.id DESC LIMIT $12::int)
) records
ORDER BY access_time DESC, kind DESC, id DESC LIMIT $12::int
