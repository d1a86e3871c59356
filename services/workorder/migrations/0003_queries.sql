-- What lists, counts, searches and the citizen's own query need over and above 0001.

-- Lists that include closed orders. Desks of open orders have their partial indexes in 0001.
CREATE INDEX work_order_all_due        ON work_order (due_sort, id);
CREATE INDEX work_order_updated        ON work_order (update_time, id);
CREATE INDEX work_order_of_department  ON work_order (department_id, create_time, id) WHERE department_id IS NOT NULL;
CREATE INDEX work_order_of_handler     ON work_order (handler_id, create_time, id)    WHERE handler_id IS NOT NULL;
CREATE INDEX work_order_of_creator     ON work_order (created_by_id, create_time, id);
-- A queue of one state by due time, for a court that has the database to itself.
CREATE INDEX work_order_state_queue    ON work_order (state, due_sort, id)            WHERE state < 8;
-- The latest open orders of a court, whose texts the duplicate check compares.
CREATE INDEX work_order_recent         ON work_order (court_path, create_time)        WHERE state < 8;

-- Who looked for whose orders, and when; never the number itself. An auditor who is given a number can find its searches by index.
CREATE TABLE search_log (
  id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  search_time     timestamptz NOT NULL,
  caller_id       text NOT NULL,
  caller_name     text NOT NULL,
  court_path      text NOT NULL,
  phone_index     bytea,
  id_number_index bytea,
  found           integer NOT NULL     -- Orders shown on this page.
);
CREATE INDEX search_log_time ON search_log (search_time);
CREATE TRIGGER search_log_append_only BEFORE UPDATE OR DELETE ON search_log
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Failed queries by order number and extraction code, whether such an order exists or not.
CREATE TABLE public_query_attempt (
  number       text PRIMARY KEY,
  failures     integer NOT NULL DEFAULT 0,   -- Since the last lock.
  locks        integer NOT NULL DEFAULT 0,   -- Each doubles the next.
  locked_until timestamptz,
  last_time    timestamptz NOT NULL
);
CREATE INDEX public_query_attempt_last ON public_query_attempt (last_time);
