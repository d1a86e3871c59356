-- When clocks come due at one instant, all orders of a page are changed at once. With room for a second version of each, the change of a
-- row costs one record in the log instead of sixteen, one for every index: measured with 1,000 of 10,000 orders, 32 ms instead of 214.
-- It holds for pages written from now on.
ALTER TABLE work_order SET (fillfactor = 50);
