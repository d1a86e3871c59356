-- Each time a service was told where a requester is reached, and why.
CREATE TABLE contact_log (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  read_time     timestamptz NOT NULL,
  caller_id     text NOT NULL,
  work_order_id uuid NOT NULL REFERENCES work_order,
  reason        text NOT NULL
);
CREATE INDEX contact_log_order ON contact_log (work_order_id);
CREATE TRIGGER contact_log_append_only BEFORE UPDATE OR DELETE ON contact_log
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
