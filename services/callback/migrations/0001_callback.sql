-- Rules as data. The row of court '' holds for every court without a row of its own.
CREATE TABLE policy (
  court_id               text PRIMARY KEY,
  lease_minutes          integer NOT NULL CHECK (lease_minutes > 0),
  give_up_attempts       integer NOT NULL CHECK (give_up_attempts > 0),
  give_up_days           integer NOT NULL CHECK (give_up_days BETWEEN 1 AND give_up_attempts),
  give_up_spread_minutes integer NOT NULL CHECK (give_up_spread_minutes BETWEEN 0 AND 720),
  retry_minutes          integer NOT NULL CHECK (retry_minutes > 0),
  busy_retry_minutes     integer NOT NULL CHECK (busy_retry_minutes > 0),
  call_from_minute       integer NOT NULL CHECK (call_from_minute >= 0),
  call_until_minute      integer NOT NULL CHECK (call_until_minute BETWEEN call_from_minute + 1 AND 1440),
  set_aside_days         integer NOT NULL CHECK (set_aside_days > 0),
  utc_offset_minutes     integer NOT NULL
);
INSERT INTO policy VALUES ('', 15, 3, 2, 120, 120, 30, 510, 1200, 7, 480);

CREATE TABLE task (
  id                       uuid PRIMARY KEY,
  work_order_id            uuid NOT NULL,
  round                    integer NOT NULL CHECK (round > 0),
  work_order_number        text NOT NULL,
  work_order_type          text NOT NULL,
  court_id                 text NOT NULL,
  court_path               text NOT NULL,
  department_id            text NOT NULL,
  respondent_department_id text NOT NULL,
  participant_ids          text[] NOT NULL,
  anonymous                boolean NOT NULL,
  urgency                  smallint NOT NULL CHECK (urgency BETWEEN 1 AND 3),
  queue_rank               smallint NOT NULL GENERATED ALWAYS AS (3 - urgency) STORED,
  state                    text NOT NULL CHECK (state IN ('OPEN', 'CLAIMED', 'CONCLUDING', 'DONE', 'CANCELED')),
  claimed_by_id            text NOT NULL DEFAULT '',
  claimed_by_name          text NOT NULL DEFAULT '',
  claim_time               timestamptz,
  lease_until              timestamptz,
  attempt_count            integer NOT NULL DEFAULT 0,
  next_attempt_time        timestamptz,
  conclude_after           timestamptz,
  conclude_failures        integer NOT NULL DEFAULT 0,
  create_time              timestamptz NOT NULL,
  update_time              timestamptz NOT NULL,
  revision                 bigint NOT NULL,
  hash                     bytea NOT NULL,
  UNIQUE (work_order_id, round),
  CHECK ((state = 'CLAIMED') <= (claimed_by_id <> '' AND lease_until IS NOT NULL)),
  CHECK ((state = 'CONCLUDING') = (conclude_after IS NOT NULL))
);
-- The queue holds what is open now; ten years of finished tasks stay out of its way.
CREATE INDEX task_queue ON task (queue_rank, create_time, id) WHERE state IN ('OPEN', 'CLAIMED', 'CONCLUDING');
CREATE INDEX task_in_order ON task (queue_rank, create_time, id);
CREATE INDEX task_of_agent ON task (claimed_by_id, queue_rank, create_time, id) WHERE claimed_by_id <> '';
CREATE INDEX task_to_conclude ON task (conclude_after) WHERE state = 'CONCLUDING';

-- Comments are sealed, because they may hold anything a citizen said; empty when there is none.
CREATE TABLE attempt (
  task_id      uuid NOT NULL REFERENCES task,
  number       integer NOT NULL,
  outcome      text NOT NULL CHECK (outcome IN ('REACHED', 'NO_ANSWER', 'BUSY', 'WRONG_NUMBER', 'REFUSED')),
  comment      bytea NOT NULL,
  agent_id     text NOT NULL,
  agent_name   text NOT NULL,
  attempt_time timestamptz NOT NULL,
  PRIMARY KEY (task_id, number)
);

CREATE TABLE rating (
  task_id                  uuid PRIMARY KEY REFERENCES task,
  work_order_id            uuid NOT NULL,
  round                    integer NOT NULL,
  basis                    text NOT NULL CHECK (basis IN ('ASKED', 'UNREACHABLE', 'UNCALLED')),
  decision                 text NOT NULL CHECK (decision IN ('PASS', 'REJECT')),
  resolved                 text CHECK (resolved IN ('RESOLVED', 'PARTLY_RESOLVED', 'UNRESOLVED')),
  satisfaction             text CHECK (satisfaction IN
    ('VERY_SATISFIED', 'SATISFIED', 'BASICALLY_SATISFIED', 'DISSATISFIED', 'VERY_DISSATISFIED')),
  comment                  bytea NOT NULL,
  agent_id                 text NOT NULL,
  agent_name               text NOT NULL,
  rate_time                timestamptz NOT NULL,
  UNIQUE (work_order_id, round),
  CHECK ((basis = 'ASKED') = (satisfaction IS NOT NULL)),
  CHECK (basis <> 'ASKED' OR resolved IS NOT NULL)
);

-- What was said stays as it was said.
CREATE TRIGGER attempt_append_only BEFORE UPDATE OR DELETE ON attempt FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER rating_append_only BEFORE UPDATE OR DELETE ON rating FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- One request a rating, for ever: the primary key says so.
CREATE TABLE set_aside (
  task_id           uuid PRIMARY KEY REFERENCES rating,
  state             text NOT NULL CHECK (state IN ('REQUESTED', 'APPROVED', 'REJECTED')),
  reason            bytea NOT NULL,
  requested_by_id   text NOT NULL,
  requested_by_name text NOT NULL,
  request_time      timestamptz NOT NULL,
  decided_by_id     text NOT NULL DEFAULT '',
  decided_by_name   text NOT NULL DEFAULT '',
  decide_time       timestamptz,
  comment           bytea NOT NULL DEFAULT '',
  CHECK ((state = 'REQUESTED') = (decide_time IS NULL))
);
CREATE INDEX set_aside_by_state ON set_aside (state, request_time, task_id);

-- How far each order's events were applied: an old or repeated event changes nothing.
CREATE TABLE order_seen (
  work_order_id uuid PRIMARY KEY,
  revision      bigint NOT NULL
);
