-- name: list_rules
SELECT * FROM rule ORDER BY update_time, id

-- name: lock_rule
SELECT * FROM rule WHERE id = $1::uuid FOR UPDATE

-- name: save_rule
INSERT INTO rule (id, name, event_type, conditions, audience, template, important, active, court_path, updated_by_name,
                  update_time, revision, hash, channel, at_once)
VALUES ($1::uuid, $2, $3, $4::json, $5, $6, $7::boolean, $8::boolean, $9, $10, $11::timestamptz, $12::bigint, $13::bytea, $14, $15::boolean)
ON CONFLICT (id) DO UPDATE
SET name = excluded.name, conditions = excluded.conditions, audience = excluded.audience,
    template = excluded.template, important = excluded.important, active = excluded.active,
    channel = excluded.channel, at_once = excluded.at_once,
    updated_by_name = excluded.updated_by_name, update_time = excluded.update_time, revision = excluded.revision, hash = excluded.hash
