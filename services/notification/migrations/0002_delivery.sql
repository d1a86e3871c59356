ALTER TABLE rule
  ADD COLUMN channel text NOT NULL DEFAULT 'INBOX' CHECK (channel IN ('INBOX', 'EMAIL', 'SMS')),
  ADD COLUMN at_once boolean NOT NULL DEFAULT false;    -- Does not wait for the end of the quiet hours.

-- Other systems that are told. Every change is an event. The secrets are sealed.
CREATE TABLE webhook_endpoint (
  id               uuid PRIMARY KEY,
  name             text NOT NULL,
  url              text NOT NULL,
  event_types      text[] NOT NULL,
  court_id         text NOT NULL,
  court_path       text NOT NULL,
  active           boolean NOT NULL,
  inactive_reason  text NOT NULL,
  secret           bytea NOT NULL,
  old_secret       bytea NOT NULL,         -- Empty: none.
  old_secret_until timestamptz,
  create_time      timestamptz NOT NULL,
  update_time      timestamptz NOT NULL,
  updated_by_name  text NOT NULL,
  revision         bigint NOT NULL,
  hash             bytea NOT NULL
);

-- What goes out: one row for each event, rule (for a webhook: endpoint) and recipient, whose hash is the id. No address stands here.
CREATE TABLE delivery (
  id                uuid PRIMARY KEY,
  channel           text NOT NULL CHECK (channel IN ('WEBHOOK', 'EMAIL', 'SMS')),
  lane              text NOT NULL,          -- Who may be slow and then holds up only its own: an endpoint, the mail server, the SMS provider.
  target            uuid NOT NULL,          -- Endpoint, user, or the order whose requester is told.
  rule_id           text NOT NULL,          -- Empty for a webhook.
  stream_id         uuid NOT NULL,
  revision          bigint NOT NULL,
  event_type        text NOT NULL,
  event_time        timestamptz NOT NULL,
  court_id          text NOT NULL,
  court_path        text NOT NULL,
  work_order_id     text NOT NULL,
  work_order_number text NOT NULL,
  title             text NOT NULL,
  body              text NOT NULL,
  template          text NOT NULL,
  parameters        json NOT NULL,
  at_once           boolean NOT NULL,
  state             text NOT NULL CHECK (state IN ('PENDING', 'DELIVERED', 'DEAD', 'DROPPED')),
  reason            text NOT NULL DEFAULT '',
  attempts          integer NOT NULL DEFAULT 0,      -- Begun.
  earlier_attempts  integer NOT NULL DEFAULT 0,      -- Those before the last replay: the schedule begins anew.
  next_attempt_time timestamptz,
  lease_until       timestamptz,                     -- Until then somebody is at it.
  create_time       timestamptz NOT NULL,
  update_time       timestamptz NOT NULL,
  CHECK ((state = 'PENDING') = (next_attempt_time IS NOT NULL)),
  CHECK (lease_until IS NULL OR state = 'PENDING')
);
CREATE INDEX delivery_due ON delivery (lane, next_attempt_time) WHERE state = 'PENDING';
CREATE INDEX delivery_leased ON delivery (lease_until) WHERE lease_until IS NOT NULL;
CREATE INDEX delivery_in_order ON delivery (create_time, id);
CREATE INDEX delivery_undelivered ON delivery (create_time, id) WHERE state <> 'DELIVERED';
CREATE INDEX delivery_of_endpoint ON delivery (target, create_time, id) WHERE channel = 'WEBHOOK';
CREATE INDEX delivery_of_order ON delivery (work_order_id);

CREATE TABLE attempt (
  delivery_id  uuid NOT NULL REFERENCES delivery,
  number       integer NOT NULL,
  outcome      text NOT NULL,
  status       integer NOT NULL,
  reason       text NOT NULL,
  duration_ms  integer NOT NULL,
  attempt_time timestamptz NOT NULL,
  PRIMARY KEY (delivery_id, number)
);
CREATE TRIGGER attempt_append_only BEFORE UPDATE OR DELETE ON attempt FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- When people are left in peace. The row of the nearest court above holds; that of '' for all without. From = until: no quiet hours.
CREATE TABLE quiet_hours (
  court_path         text NOT NULL,
  channel            text NOT NULL CHECK (channel IN ('EMAIL', 'SMS')),
  from_minute        integer NOT NULL CHECK (from_minute BETWEEN 0 AND 1439),
  until_minute       integer NOT NULL CHECK (until_minute BETWEEN 0 AND 1439),
  utc_offset_minutes integer NOT NULL,
  PRIMARY KEY (court_path, channel)
);
INSERT INTO quiet_hours VALUES ('', 'EMAIL', 1320, 480, 480), ('', 'SMS', 1320, 480, 480);

-- How many letters one recipient gets within a time, of all rules together.
CREATE TABLE send_limit (
  channel text NOT NULL CHECK (channel IN ('EMAIL', 'SMS')),
  seconds integer NOT NULL CHECK (seconds > 0),
  most    integer NOT NULL CHECK (most > 0),
  PRIMARY KEY (channel, seconds)
);
INSERT INTO send_limit VALUES ('EMAIL', 3600, 60), ('SMS', 60, 1), ('SMS', 86400, 10);

-- What was sent to whom lately, by the blind index of the address.
CREATE TABLE send (
  channel     text NOT NULL,
  recipient   bytea NOT NULL,
  send_time   timestamptz NOT NULL,
  delivery_id uuid NOT NULL
);
CREATE INDEX send_of_recipient ON send (channel, recipient, send_time);
CREATE INDEX send_in_order ON send (send_time);
