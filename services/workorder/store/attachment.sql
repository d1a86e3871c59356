-- name: insert_attachment
INSERT INTO attachment (id, court_id, court_path, file_name, content_type, size, sha256, uploaded_by_id, uploaded_by_name,
                        create_time, history_hash)
VALUES ($1::uuid, NULLIF($2, '')::uuid, $3, $4, $5, $6::bigint, $7::bytea, $8::uuid, $9, $10::timestamptz, $11::bytea)

-- name: load_attachment
SELECT id, court_path, work_order_id, file_name, content_type, size, sha256, uploaded_by_id, uploaded_by_name, create_time
FROM attachment WHERE id = $1::uuid

-- name: log_download
INSERT INTO download_log (download_time, caller_id, caller_name, attachment_id, work_order_id, court_path)
VALUES ($1::timestamptz, $2, $3, $4::uuid, nullif($5, '')::uuid, $6)

-- name: attachment_exists
SELECT 1 FROM attachment WHERE id = $1::uuid

-- name: attach_to_work_order
UPDATE attachment SET work_order_id = $1::uuid, attach_time = $4::timestamptz
WHERE id = ANY ($2::uuid[]) AND uploaded_by_id = $3::uuid AND work_order_id IS NULL AND create_time > $5::timestamptz

-- name: lock_orphan_attachments
SELECT id, history_hash FROM attachment WHERE work_order_id IS NULL AND create_time <= $1::timestamptz
ORDER BY create_time LIMIT $2::int FOR UPDATE SKIP LOCKED

-- name: delete_attachment
DELETE FROM attachment WHERE id = $1::uuid
