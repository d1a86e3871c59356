-- The rungs of a clock that have not fired stand in a row of their own, which is narrow and has two indexes: to fire one of ten thousand
-- that are due at one instant must not touch the clock, with its seven. No row: none is pending.
CREATE TABLE pending_rungs (
  clock_id  uuid PRIMARY KEY,
  -- By time: place in the ladder, action, and its how-manieth on this clock.
  time      timestamptz[] NOT NULL CHECK (cardinality(time) > 0),
  place     smallint[] NOT NULL,
  action    smallint[] NOT NULL,
  nth       smallint[] NOT NULL,
  next_time timestamptz NOT NULL GENERATED ALWAYS AS (time[1]) STORED
);
CREATE INDEX pending_rungs_next ON pending_rungs (next_time);

INSERT INTO pending_rungs (clock_id, time, place, action, nth)
SELECT id, rung_time, rung_place, rung_action, rung_nth FROM clock WHERE cardinality(rung_time) > 0;

ALTER TABLE clock DROP COLUMN next_rung, DROP COLUMN next_rung_time;
ALTER TABLE clock DROP COLUMN rung_time, DROP COLUMN rung_place, DROP COLUMN rung_action, DROP COLUMN rung_nth;

-- What was claimed together, until the orders have been told. `deliver_after` is when somebody may (again) try.
CREATE TABLE effect_batch (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  size          integer NOT NULL,
  deliver_after timestamptz NOT NULL,
  failures      integer NOT NULL
);
CREATE INDEX effect_batch_to_deliver ON effect_batch (deliver_after);

-- A firing has taken effect, or was refused with a reason, when its batch is gone.
ALTER TABLE firing ADD COLUMN batch_id bigint;
WITH untold AS (
  INSERT INTO effect_batch (size, deliver_after, failures)
  SELECT count(*), 'epoch', 0 FROM firing WHERE deliver_after IS NOT NULL HAVING count(*) > 0
  RETURNING id)
UPDATE firing SET batch_id = untold.id FROM untold WHERE deliver_after IS NOT NULL;
ALTER TABLE firing
  DROP COLUMN deliver_after, DROP COLUMN failures, DROP COLUMN outcome, DROP COLUMN deliver_time,
  DROP CONSTRAINT firing_clock_id_fkey;  -- Clocks are never deleted; checking it cost as much as the row.
CREATE INDEX firing_of_batch ON firing (batch_id);
