-- name: get_calendars
SELECT court_path, court_id, id, version, revision, hash FROM calendar
WHERE court_path = ANY ($1::text[]) ORDER BY length(court_path)

-- name: list_calendar_days
SELECT court_path, day::text AS day, kind, name, hours FROM calendar_day WHERE court_path = ANY ($1::text[])

-- name: list_calendar_hours
SELECT court_path, from_day::text AS from_day, hours FROM calendar_hours WHERE court_path = ANY ($1::text[])

-- name: list_published_years
SELECT year, source, address, holidays FROM published_year ORDER BY year

-- name: newest_calendar_version
SELECT coalesce(max(version), 0) AS version FROM calendar

-- name: save_calendar
INSERT INTO calendar (court_path, court_id, id, version, update_time, revision, hash) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (court_path) DO UPDATE
SET version = excluded.version, update_time = excluded.update_time, revision = excluded.revision, hash = excluded.hash

-- name: put_calendar_day
INSERT INTO calendar_day (court_path, day, kind, name, hours) VALUES ($1, $2::date, $3, $4, $5::json)
ON CONFLICT (court_path, day) DO UPDATE SET kind = excluded.kind, name = excluded.name, hours = excluded.hours

-- name: delete_calendar_day
DELETE FROM calendar_day WHERE court_path = $1 AND day = $2::date

-- name: put_calendar_hours
INSERT INTO calendar_hours (court_path, from_day, hours) VALUES ($1, $2::date, $3::json)
ON CONFLICT (court_path, from_day) DO UPDATE SET hours = excluded.hours

-- name: put_published_year
INSERT INTO published_year (year, source, address, holidays) VALUES ($1, $2, $3, $4::json)
ON CONFLICT (year) DO UPDATE SET source = excluded.source, address = excluded.address, holidays = excluded.holidays

-- name: count_touched_clocks
-- Open clocks of the court and those below it that run over any day from $2 to $3, or are paused and may.
SELECT count(*) FROM clock
WHERE state <> 'STOPPED' AND starts_with(court_path, $1) AND due_sort > $2::timestamptz AND start_time < $3::timestamptz

-- name: install_holidays
-- No row when they were installed before.
INSERT INTO installed_holidays (fingerprint, install_time) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING fingerprint
