-- Quiet hours are set by administrators; every change is an event.
ALTER TABLE quiet_hours
  ADD COLUMN revision bigint NOT NULL DEFAULT 0,
  ADD COLUMN hash bytea NOT NULL DEFAULT '';
