-- Who was given which file, and when: citizens attach identity cards and judgments.
CREATE TABLE download_log (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  download_time timestamptz NOT NULL,
  caller_id     text NOT NULL,
  caller_name   text NOT NULL,
  attachment_id uuid NOT NULL,
  work_order_id uuid                 -- Of the time of the download; none before the file is attached.
);
CREATE INDEX download_log_attachment ON download_log (attachment_id);
CREATE TRIGGER download_log_append_only BEFORE UPDATE OR DELETE ON download_log
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
