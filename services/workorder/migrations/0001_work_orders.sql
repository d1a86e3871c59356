-- One row is one work order, the whole aggregate. What is filtered, sorted or shown in lists is a column; what only the full
-- view of one order shows is in `detail`. Enum numbers are those of the protos.

CREATE SEQUENCE order_number;        -- 工单编号: never a hot counter row; gaps are fine.
CREATE SEQUENCE supervision_number;  -- 督办编号

CREATE TABLE work_order (
  id                       uuid PRIMARY KEY,
  number                   text NOT NULL UNIQUE,
  court_id                 uuid NOT NULL,
  court_path               text NOT NULL,
  state                    smallint NOT NULL,
  round                    smallint NOT NULL DEFAULT 1,
  type                     text NOT NULL,
  urgency                  smallint NOT NULL,
  channel                  smallint NOT NULL,
  title                    text NOT NULL,
  content                  text NOT NULL,
  case_number              text NOT NULL DEFAULT '',
  region                   text NOT NULL DEFAULT '',
  -- Sealed JSON {name, phone, idNumber, respondentName}; bound to "workorder/requester/<id>".
  requester_sealed         bytea NOT NULL,
  anonymous                boolean NOT NULL DEFAULT false,
  confidential             boolean NOT NULL DEFAULT false,
  phone_index              bytea,
  id_number_index          bytea,
  respondent_department_id uuid,
  respondent_index         bytea,  -- Of the respondent person's name.

  department_id            uuid,
  department_name          text NOT NULL DEFAULT '',
  handler_id               uuid,
  handler_name             text NOT NULL DEFAULT '',
  designated               boolean NOT NULL DEFAULT false,
  co_department_ids        uuid[] NOT NULL DEFAULT '{}',
  participant_ids          uuid[] NOT NULL DEFAULT '{}',
  created_by_id            uuid NOT NULL,
  created_by_name          text NOT NULL DEFAULT '',

  create_time              timestamptz NOT NULL,
  update_time              timestamptz NOT NULL,
  dispatch_time            timestamptz,
  sign_in_time             timestamptz,
  due_time                 timestamptz,
  -- The sort key of desk lists: orders without a due time come last, and (due_sort, id) > (…) is an index condition.
  due_sort                 timestamptz NOT NULL GENERATED ALWAYS AS (coalesce(due_time, 'infinity'::timestamptz)) STORED,
  close_time               timestamptz,
  close_reason             text NOT NULL DEFAULT '',
  urge_count               integer NOT NULL DEFAULT 0,
  supervision_count        integer NOT NULL DEFAULT 0,
  return_count             smallint NOT NULL DEFAULT 0,
  extension_count          smallint NOT NULL DEFAULT 0,
  supervised               boolean NOT NULL DEFAULT false,
  pending_kind             smallint,
  merged_into_id           uuid,

  extraction_code_sealed   bytea NOT NULL,  -- Bound to "workorder/extraction/<id>".
  detail                   json NOT NULL,
  revision                 bigint NOT NULL,
  history_hash             bytea NOT NULL
) WITH (fillfactor = 85);

-- A desk shows open orders by due time. Each index covers one desk and holds open orders only, so that ten years of closed
-- orders cost nothing.
CREATE INDEX work_order_handler_desk    ON work_order (handler_id, due_sort, id)    WHERE state < 8 AND handler_id IS NOT NULL;
CREATE INDEX work_order_department_desk ON work_order (department_id, due_sort, id) WHERE state < 8 AND department_id IS NOT NULL;
CREATE INDEX work_order_creator_desk    ON work_order (created_by_id, due_sort, id) WHERE state < 8;
CREATE INDEX work_order_court_desk      ON work_order (court_path text_pattern_ops, state, due_sort, id) WHERE state < 8;
CREATE INDEX work_order_due             ON work_order (due_sort, id)                WHERE state < 8;
CREATE INDEX work_order_co_departments  ON work_order USING gin (co_department_ids) WHERE state < 8 AND co_department_ids <> '{}';
CREATE INDEX work_order_pending         ON work_order (court_path text_pattern_ops, due_sort, id) WHERE pending_kind IS NOT NULL;
-- Search and the duplicate check at registration.
CREATE INDEX work_order_phone           ON work_order (phone_index, create_time)     WHERE phone_index IS NOT NULL;
CREATE INDEX work_order_id_number       ON work_order (id_number_index, create_time) WHERE id_number_index IS NOT NULL;
CREATE INDEX work_order_case            ON work_order (case_number, create_time)     WHERE case_number <> '';
-- All orders, also closed ones, by age.
CREATE INDEX work_order_created         ON work_order (create_time, id);
