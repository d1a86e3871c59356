-- What is known about a file; the file itself is below the data directory, sealed. A row without an order is an orphan that the
-- sweeper removes after a day.
CREATE TABLE attachment (
  id               uuid PRIMARY KEY,
  court_id         uuid,
  court_path       text NOT NULL,
  work_order_id    uuid REFERENCES work_order (id),
  file_name        text NOT NULL,
  content_type     text NOT NULL,
  size             bigint NOT NULL,
  sha256           bytea NOT NULL,      -- Of the file as it was uploaded.
  uploaded_by_id   uuid NOT NULL,
  uploaded_by_name text NOT NULL,
  create_time      timestamptz NOT NULL,
  attach_time      timestamptz,
  history_hash     bytea NOT NULL       -- Of its last event.
);

CREATE INDEX attachment_orphan ON attachment (create_time) WHERE work_order_id IS NULL;
CREATE INDEX attachment_work_order ON attachment (work_order_id) WHERE work_order_id IS NOT NULL;
