-- The same tables in the schema of every service that has commands: its history, its feed, the replies it gave and the
-- positions it has reached in other feeds.

CREATE TABLE event (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  stream_id   uuid NOT NULL,
  revision    bigint NOT NULL CHECK (revision > 0),
  type        text NOT NULL,
  actor_id    text NOT NULL,
  actor_name  text NOT NULL,
  occurred_at timestamptz NOT NULL,
  payload     json NOT NULL,          -- json, not jsonb: kept to the byte, because the hash covers it
  hash        bytea NOT NULL,
  UNIQUE (stream_id, revision)
);

-- Append-only, also for the schema's own role.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'history is append-only';
END $$;
CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE ON event
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER event_no_truncate BEFORE TRUNCATE ON event
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Committed but not yet numbered. Emptied by the sequencer, so always small.
CREATE TABLE event_pending (
  event_id bigint PRIMARY KEY
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);

-- The order in which others see events: numbered after commit, one sequencer at a time.
CREATE TABLE event_feed (
  position bigint PRIMARY KEY,
  event_id bigint NOT NULL UNIQUE
);

-- Replies by the caller's request id.
CREATE TABLE request (
  caller_id   text NOT NULL,
  method      text NOT NULL,
  request_id  text NOT NULL,
  fingerprint bytea NOT NULL,
  reply       bytea NOT NULL,         -- sealed: replies hold personal data
  created_at  timestamptz NOT NULL,
  PRIMARY KEY (caller_id, method, request_id)
);

-- How far this service has applied another's feed.
CREATE TABLE consumer (
  name     text PRIMARY KEY,
  position bigint NOT NULL
);
