-- Which clock of an order is the later one is told by its first ledger entry: start times may run backwards when the system's clock is
-- stepped back.
ALTER TABLE clock ADD COLUMN first_entry bigint;
UPDATE clock SET first_entry = first.id FROM (SELECT clock_id, min(id) AS id FROM ledger GROUP BY clock_id) first WHERE first.clock_id = clock.id;
ALTER TABLE clock ALTER COLUMN first_entry SET NOT NULL;
