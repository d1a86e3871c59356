-- Which timer effects an order has seen stands in its row, which is locked and written for each effect anyhow: what happens once is decided
-- there. A table of its own cost two statements and an index entry more for each of ten thousand. A key is the UUID of version 8 that the
-- effect's id hashes to.
ALTER TABLE work_order ADD COLUMN timer_effects uuid[];

WITH hashed AS (
  SELECT work_order_id, revision, substr(sha256(convert_to(effect_id, 'UTF8')), 1, 16) AS h FROM timer_effect
), keyed AS (
  SELECT work_order_id, revision,
         encode(set_byte(set_byte(h, 6, get_byte(h, 6) & 15 | 128), 8, get_byte(h, 8) & 63 | 128), 'hex')::uuid AS key
  FROM hashed
)
UPDATE work_order o SET timer_effects = e.keys
FROM (SELECT work_order_id, array_agg(key ORDER BY revision) AS keys FROM keyed GROUP BY work_order_id) e
WHERE o.id = e.work_order_id;

DROP TABLE timer_effect;
