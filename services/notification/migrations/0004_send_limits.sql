-- Send limits are set by administrators; every change is an event. A limit that was taken away keeps its row, and so the chain of its events.
ALTER TABLE send_limit
  ADD COLUMN active boolean NOT NULL DEFAULT true,
  ADD COLUMN revision bigint NOT NULL DEFAULT 0,
  ADD COLUMN hash bytea NOT NULL DEFAULT '';

-- Likewise quiet hours: a court without an active row has those of the nearest court above.
ALTER TABLE quiet_hours ADD COLUMN active boolean NOT NULL DEFAULT true;
