-- One row that every change of policies or calendars moves. Who projects clocks holds it FOR SHARE, so that a clock is either
-- projected by the new rules or seen by the reprojection that the change asked for.
CREATE TABLE configuration (
  id      boolean PRIMARY KEY DEFAULT true CHECK (id),
  version bigint NOT NULL,
  since   timestamptz             -- When deadlines began to be kept: what came due before is never fired.
);
INSERT INTO configuration VALUES (true, 1, NULL);

-- What is known of an order from its events, and how far they were applied: an old or repeated event changes nothing.
CREATE TABLE followed_order (
  id                       uuid PRIMARY KEY,
  revision                 bigint NOT NULL,
  number                   text NOT NULL,
  court_id                 text NOT NULL,
  court_path               text NOT NULL,
  order_type               text NOT NULL,
  urgency                  smallint NOT NULL CHECK (urgency BETWEEN 1 AND 3),
  department_id            text NOT NULL,
  respondent_department_id text NOT NULL,
  round                    integer NOT NULL CHECK (round > 0)
);

-- Order, court and department as they were when the clock started: they do not change under a running clock.
CREATE TABLE clock (
  id                       uuid PRIMARY KEY,
  work_order_id            uuid NOT NULL REFERENCES followed_order,
  work_order_number        text NOT NULL,
  court_id                 text NOT NULL,
  court_path               text NOT NULL,
  order_type               text NOT NULL,
  urgency                  smallint NOT NULL CHECK (urgency BETWEEN 1 AND 3),
  department_id            text NOT NULL,
  respondent_department_id text NOT NULL,
  round                    integer NOT NULL CHECK (round > 0),
  kind                     text NOT NULL CHECK (kind IN ('SIGN_IN', 'HANDLING', 'SUPERVISION_REPLY', 'CALLBACK')),
  subject                  text NOT NULL,          -- Of a supervision: its number.
  state                    text NOT NULL CHECK (state IN ('RUNNING', 'PAUSED', 'STOPPED')),
  budget_unit              text NOT NULL CHECK (budget_unit IN ('WORKING_DAYS', 'WORKING_HOURS', 'CALENDAR_DAYS')),
  budget_amount            bigint NOT NULL CHECK (budget_amount > 0),
  extension_amount         bigint NOT NULL CHECK (extension_amount >= 0),  -- In the budget's unit, on top of it.
  fixed_due_time           timestamptz,            -- Given by a person: no budget is counted.
  consumed                 bigint NOT NULL,        -- In the unit's measure (platform/calendar/deadline.h).
  start_time               timestamptz NOT NULL,
  running_since            timestamptz,
  stop_time                timestamptz,
  due_time                 timestamptz,            -- As projected; of a stopped clock, as it was then.
  due_sort                 timestamptz NOT NULL GENERATED ALWAYS AS (coalesce(due_time, 'infinity'::timestamptz)) STORED,
  provisional              boolean NOT NULL,
  -- Rungs that have not fired, by time: place in the ladder, action, and its how-manieth on this clock.
  rung_time                timestamptz[] NOT NULL,
  rung_place               smallint[] NOT NULL,
  rung_action              smallint[] NOT NULL,
  rung_nth                 smallint[] NOT NULL,
  next_rung                smallint GENERATED ALWAYS AS (rung_place[1]) STORED,
  next_rung_time           timestamptz GENERATED ALWAYS AS (rung_time[1]) STORED,
  policy_id                uuid NOT NULL,
  policy_version           bigint NOT NULL,
  calendar_version         bigint NOT NULL,
  ledger_entry             bigint NOT NULL,        -- The last one.
  CHECK ((state = 'RUNNING') = (running_since IS NOT NULL)),
  CHECK ((state = 'STOPPED') = (stop_time IS NOT NULL))
);
CREATE INDEX clock_next_rung ON clock (next_rung_time) WHERE next_rung_time IS NOT NULL;
CREATE INDEX clock_of_order ON clock (work_order_id, start_time, id);
-- Ten years of stopped clocks stay out of the way of what runs.
CREATE INDEX clock_open ON clock (id) WHERE state <> 'STOPPED';
CREATE INDEX clock_open_by_due ON clock (due_sort, id) WHERE state <> 'STOPPED';
CREATE INDEX clock_open_of_court ON clock (court_id, due_sort, id) WHERE state <> 'STOPPED';
CREATE INDEX clock_open_of_department ON clock (department_id, due_sort, id) WHERE state <> 'STOPPED';
CREATE INDEX clock_by_due ON clock (due_sort, id);

-- Each change of a clock, and why.
CREATE TABLE ledger (
  id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  clock_id         uuid NOT NULL,
  time             timestamptz NOT NULL,           -- Of the change itself, not of when it was noticed.
  entry            text NOT NULL CHECK (entry IN ('START', 'PAUSE', 'RESUME', 'EXTEND', 'REPROJECT', 'STOP')),
  reason           text NOT NULL,
  amount           bigint NOT NULL,                -- Of an extension, in the budget's unit; else of the whole budget.
  consumed         bigint NOT NULL,
  due_before       timestamptz,
  due_after        timestamptz,
  policy_id        uuid NOT NULL,
  policy_version   bigint NOT NULL,
  calendar_version bigint NOT NULL
);
CREATE INDEX ledger_of_clock ON ledger (clock_id, id);
CREATE TRIGGER ledger_append_only BEFORE UPDATE OR DELETE ON ledger FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Inserting the row is the claim of the rung. What it does to the order is told to the work order service afterwards;
-- `deliver_after` is when somebody may (again) try.
CREATE TABLE firing (
  clock_id      uuid NOT NULL REFERENCES clock,
  action        smallint NOT NULL CHECK (action BETWEEN 1 AND 5),
  nth           smallint NOT NULL CHECK (nth > 0),
  place         smallint NOT NULL CHECK (place > 0),
  rung_time     timestamptz NOT NULL,
  fire_time     timestamptz NOT NULL,
  late          boolean NOT NULL,
  due_time      timestamptz NOT NULL,              -- Of the clock when it fired.
  deliver_after timestamptz,
  failures      integer NOT NULL DEFAULT 0,
  outcome       text NOT NULL DEFAULT '' CHECK (outcome IN ('', 'APPLIED', 'REFUSED')),
  refusal       text NOT NULL DEFAULT '',
  deliver_time  timestamptz,
  PRIMARY KEY (clock_id, action, nth),
  CHECK ((outcome = '') = (deliver_after IS NOT NULL))
);
CREATE INDEX firing_to_deliver ON firing (deliver_after, rung_time) WHERE deliver_after IS NOT NULL;

-- The due time that an order shall show, until the work order service has it.
CREATE TABLE due_projection (
  work_order_id uuid PRIMARY KEY,
  sequence      bigint NOT NULL,                   -- The ledger entry that it comes from.
  due_time      timestamptz,
  reason        text NOT NULL,
  provisional   boolean NOT NULL,
  deliver_after timestamptz NOT NULL,
  failures      integer NOT NULL DEFAULT 0
);
CREATE INDEX due_projection_to_deliver ON due_projection (deliver_after, sequence);

-- Policies of courts, beside the built-in ones (data/policies.json). Past versions are in the history.
CREATE TABLE policy (
  id            uuid PRIMARY KEY,
  court_id      text NOT NULL,
  court_path    text NOT NULL,
  kind          text NOT NULL CHECK (kind IN ('SIGN_IN', 'HANDLING', 'SUPERVISION_REPLY', 'CALLBACK')),
  order_type    text NOT NULL,                     -- '' is every type.
  urgency       smallint NOT NULL CHECK (urgency BETWEEN 0 AND 3),  -- 0 is every urgency.
  budget_unit   text NOT NULL CHECK (budget_unit IN ('WORKING_DAYS', 'WORKING_HOURS', 'CALENDAR_DAYS')),
  budget_amount bigint NOT NULL CHECK (budget_amount > 0),
  ladder        json NOT NULL,
  active        boolean NOT NULL,
  create_time   timestamptz NOT NULL,
  update_time   timestamptz NOT NULL,
  revision      bigint NOT NULL,
  hash          bytea NOT NULL,
  UNIQUE (court_id, kind, order_type, urgency)
);

-- Open clocks to project anew, in batches, because a policy or a calendar has changed.
CREATE TABLE reprojection (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  reason       text NOT NULL,                      -- POLICY_CHANGED, CALENDAR_CHANGED
  court_path   text NOT NULL,                      -- This court and those below it.
  kind         text NOT NULL,                      -- '' is every kind; likewise below.
  order_type   text NOT NULL,
  urgency      smallint NOT NULL,
  request_time timestamptz NOT NULL,
  last_clock   uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
  changed      bigint NOT NULL DEFAULT 0,
  done_time    timestamptz
);
CREATE INDEX reprojection_open ON reprojection (id) WHERE done_time IS NULL;
