-- A result that the work order refuses for good is kept beside the refusal, and its task gets another result.
ALTER TABLE task ADD COLUMN conclude_refusal text NOT NULL DEFAULT '';

ALTER TABLE set_aside DROP CONSTRAINT set_aside_task_id_fkey, DROP CONSTRAINT set_aside_pkey;
ALTER TABLE rating
  ADD COLUMN number integer NOT NULL DEFAULT 1 CHECK (number > 0),
  DROP CONSTRAINT rating_pkey,
  DROP CONSTRAINT rating_work_order_id_round_key,
  ADD PRIMARY KEY (task_id, number),
  ADD UNIQUE (work_order_id, round, number);

-- One request a rating, for ever.
ALTER TABLE set_aside
  ADD COLUMN number integer NOT NULL DEFAULT 1,
  ADD PRIMARY KEY (task_id, number),
  ADD FOREIGN KEY (task_id, number) REFERENCES rating (task_id, number);

-- A rating with a row here does not count.
CREATE TABLE refusal (
  task_id     uuid NOT NULL,
  number      integer NOT NULL,
  reason      text NOT NULL,
  refuse_time timestamptz NOT NULL,
  PRIMARY KEY (task_id, number),
  FOREIGN KEY (task_id, number) REFERENCES rating (task_id, number)
);
CREATE TRIGGER refusal_append_only BEFORE UPDATE OR DELETE ON refusal FOR EACH ROW EXECUTE FUNCTION refuse_change();
