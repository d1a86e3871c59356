-- Rules. A built-in one (data/rules.json) has a row only once it was edited; the row then holds instead. Every version is an event.
CREATE TABLE rule (
  id              uuid PRIMARY KEY,
  name            text NOT NULL,
  event_type      text NOT NULL,
  conditions      json NOT NULL,          -- {"decision": ["APPROVE"]}
  audience        text NOT NULL,
  template        text NOT NULL,
  important       boolean NOT NULL,
  active          boolean NOT NULL,
  court_path      text NOT NULL,          -- Empty: all courts.
  updated_by_name text NOT NULL,
  update_time     timestamptz NOT NULL,
  revision        bigint NOT NULL,
  hash            bytea NOT NULL
);

-- One row of the inbox of a user or a department. No personal data: a notice names an order, not a citizen.
-- The id is a hash of (stream, revision, rule, recipient), so that there is one row of each: a unique key over the five columns would cost
-- more than all the rest of the row when ten thousand come at once.
CREATE TABLE notice (
  id                uuid PRIMARY KEY,
  stream_id         uuid NOT NULL,        -- The event it tells of.
  revision          bigint NOT NULL,
  rule_id           uuid NOT NULL,
  rule_version      bigint NOT NULL,
  recipient_kind    text NOT NULL CHECK (recipient_kind IN ('USER', 'DEPARTMENT')),
  recipient_id      uuid NOT NULL,
  event_type        text NOT NULL,
  work_order_id     text NOT NULL,
  work_order_number text NOT NULL,
  title             text NOT NULL,
  body              text NOT NULL,
  important         boolean NOT NULL,
  event_time        timestamptz NOT NULL,
  create_time       timestamptz NOT NULL
);
CREATE INDEX notice_inbox ON notice (recipient_id, create_time);

CREATE TABLE receipt (
  notice_id uuid NOT NULL REFERENCES notice,
  user_id   text NOT NULL,
  user_name text NOT NULL,
  read_time timestamptz NOT NULL,
  PRIMARY KEY (notice_id, user_id)
);
CREATE TRIGGER receipt_append_only BEFORE UPDATE OR DELETE ON receipt FOR EACH ROW EXECUTE FUNCTION refuse_change();
