-- What an effect says stands beside the pending rungs, so that to claim them reads no clock and no order.
ALTER TABLE pending_rungs
  ADD COLUMN kind text, ADD COLUMN work_order_id uuid, ADD COLUMN round integer, ADD COLUMN due_time timestamptz;
UPDATE pending_rungs p SET kind = c.kind, work_order_id = c.work_order_id, round = c.round, due_time = c.due_time
FROM clock c WHERE c.id = p.clock_id;
ALTER TABLE pending_rungs
  ALTER COLUMN kind SET NOT NULL, ALTER COLUMN work_order_id SET NOT NULL, ALTER COLUMN round SET NOT NULL;

-- A batch names its rungs by their keys; a firing needs neither a column nor an index for it.
ALTER TABLE effect_batch
  ADD COLUMN clock_id uuid[], ADD COLUMN action smallint[], ADD COLUMN nth smallint[];
UPDATE effect_batch b SET clock_id = f.clock_id, action = f.action, nth = f.nth
FROM (SELECT batch_id, array_agg(clock_id ORDER BY clock_id, action, nth) AS clock_id, array_agg(action ORDER BY clock_id, action, nth) AS action,
             array_agg(nth ORDER BY clock_id, action, nth) AS nth
      FROM firing WHERE batch_id IN (SELECT id FROM effect_batch) GROUP BY batch_id) f
WHERE f.batch_id = b.id;
DELETE FROM effect_batch WHERE clock_id IS NULL;
ALTER TABLE effect_batch
  DROP COLUMN size,
  ALTER COLUMN clock_id SET NOT NULL, ALTER COLUMN action SET NOT NULL, ALTER COLUMN nth SET NOT NULL,
  ALTER COLUMN clock_id SET STORAGE EXTERNAL,  -- Ids do not shrink.
  ADD COLUMN size integer NOT NULL GENERATED ALWAYS AS (cardinality(clock_id)) STORED;
ALTER TABLE firing DROP COLUMN batch_id;
