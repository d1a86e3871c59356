-- Auditors read who was shown what, by time, reader and order, each of their own courts. Searches have their index and court already.
-- The court of a file that was never attached, and so is removed after a day, is gone with it. Older rows take the court of their file.
ALTER TABLE download_log ADD COLUMN court_path text NOT NULL DEFAULT '';

CREATE INDEX IF NOT EXISTS download_log_time  ON download_log (download_time);
CREATE INDEX IF NOT EXISTS download_log_order ON download_log (work_order_id) WHERE work_order_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS contact_log_time   ON contact_log (read_time);
