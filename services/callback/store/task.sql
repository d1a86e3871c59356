-- name: get_task
SELECT id, work_order_id, round, work_order_number, work_order_type, court_id, court_path, department_id,
       respondent_department_id, participant_ids, anonymous, urgency, state, claimed_by_id, claimed_by_name, claim_time,
       lease_until, attempt_count, next_attempt_time, conclude_after, conclude_failures,
       conclude_refusal, create_time, update_time, revision, hash
FROM task WHERE id = $1

-- name: lock_task
SELECT id, work_order_id, round, work_order_number, work_order_type, court_id, court_path, department_id,
       respondent_department_id, participant_ids, anonymous, urgency, state, claimed_by_id, claimed_by_name, claim_time,
       lease_until, attempt_count, next_attempt_time, conclude_after, conclude_failures,
       conclude_refusal, create_time, update_time, revision, hash
FROM task WHERE id = $1 FOR UPDATE

-- name: insert_task
INSERT INTO task (id, work_order_id, round, work_order_number, work_order_type, court_id, court_path, department_id,
                  respondent_department_id, participant_ids, anonymous, urgency, state, next_attempt_time,
                  create_time, update_time, revision, hash)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::text[], $11, $12, 'OPEN', $13, $13, $13, $14, $15)

-- name: update_task
UPDATE task
SET state = $2, claimed_by_id = $3, claimed_by_name = $4, claim_time = $5, lease_until = $6, attempt_count = $7,
    next_attempt_time = $8, conclude_after = $9, conclude_failures = $10, conclude_refusal = $11, participant_ids = $12::text[],
    update_time = $13, revision = $14, hash = $15
WHERE id = $1

-- name: lock_next_task
-- The best task that is free, or whose lease ran out, and whose next call is due. Rows that another agent is just taking are passed over.
SELECT id FROM task
WHERE state IN ('OPEN', 'CLAIMED')
  AND (state = 'OPEN' OR lease_until <= $1)
  AND (next_attempt_time IS NULL OR next_attempt_time <= $1)
  AND starts_with(court_path, $2)
  AND NOT $3::text = ANY (participant_ids)
  AND (respondent_department_id = '' OR respondent_department_id <> $4::text)
ORDER BY queue_rank, create_time, id
LIMIT 1
FOR UPDATE SKIP LOCKED

-- name: list_queue
-- The queue: $5 are states as the clock makes them (an expired claim is OPEN).
SELECT id, work_order_id, round, work_order_number, work_order_type, court_id, court_path, department_id,
       respondent_department_id, participant_ids, anonymous, urgency, state, claimed_by_id, claimed_by_name, claim_time,
       lease_until, attempt_count, next_attempt_time, conclude_after, conclude_failures,
       conclude_refusal, create_time, update_time, revision, hash
FROM task
WHERE state IN ('OPEN', 'CLAIMED', 'CONCLUDING')
  AND (queue_rank, create_time, id) > ($6::smallint, $7::timestamptz, $8::uuid)
  AND starts_with(court_path, $2)
  AND NOT $3::text = ANY (participant_ids)
  AND (respondent_department_id = '' OR respondent_department_id <> $4::text)
  AND CASE WHEN state = 'CLAIMED' AND lease_until <= $1 THEN 'OPEN' ELSE state END = ANY ($5::text[])
ORDER BY queue_rank, create_time, id
LIMIT $9

-- name: list_mine
SELECT id, work_order_id, round, work_order_number, work_order_type, court_id, court_path, department_id,
       respondent_department_id, participant_ids, anonymous, urgency, state, claimed_by_id, claimed_by_name, claim_time,
       lease_until, attempt_count, next_attempt_time, conclude_after, conclude_failures,
       conclude_refusal, create_time, update_time, revision, hash
FROM task
WHERE claimed_by_id = $3::text AND claimed_by_id <> ''
  AND (queue_rank, create_time, id) > ($6::smallint, $7::timestamptz, $8::uuid)
  AND starts_with(court_path, $2)
  AND NOT $3::text = ANY (participant_ids)
  AND (respondent_department_id = '' OR respondent_department_id <> $4::text)
  AND (state <> 'CLAIMED' OR lease_until > $1) AND state = ANY ($5::text[])
ORDER BY queue_rank, create_time, id
LIMIT $9

-- name: list_any
SELECT id, work_order_id, round, work_order_number, work_order_type, court_id, court_path, department_id,
       respondent_department_id, participant_ids, anonymous, urgency, state, claimed_by_id, claimed_by_name, claim_time,
       lease_until, attempt_count, next_attempt_time, conclude_after, conclude_failures,
       conclude_refusal, create_time, update_time, revision, hash
FROM task
WHERE (queue_rank, create_time, id) > ($6::smallint, $7::timestamptz, $8::uuid)
  AND starts_with(court_path, $2)
  AND NOT $3::text = ANY (participant_ids)
  AND (respondent_department_id = '' OR respondent_department_id <> $4::text)
  AND CASE WHEN state = 'CLAIMED' AND lease_until <= $1 THEN 'OPEN' ELSE state END = ANY ($5::text[])
ORDER BY queue_rank, create_time, id
LIMIT $9

-- name: insert_attempt
INSERT INTO attempt (task_id, number, outcome, comment, agent_id, agent_name, attempt_time)
VALUES ($1, $2, $3, $4, $5, $6, $7)

-- name: list_attempts
SELECT number, outcome, comment, agent_id, agent_name, attempt_time FROM attempt WHERE task_id = $1 ORDER BY number

-- name: get_policy
-- The court's own rules, or those for all.
SELECT lease_minutes, give_up_attempts, give_up_days, give_up_spread_minutes, retry_minutes, busy_retry_minutes,
       call_from_minute, call_until_minute, set_aside_days, utc_offset_minutes
FROM policy WHERE court_id IN ($1, '') ORDER BY court_id DESC LIMIT 1

-- name: has_task_of_round
SELECT 1 FROM task WHERE work_order_id = $1 AND round = $2

-- name: lock_tasks_of_other_rounds
-- Open ones. The present round's stays unlocked: an agent who asks for the next task would be given another.
SELECT id, work_order_id, round, work_order_number, work_order_type, court_id, court_path, department_id,
       respondent_department_id, participant_ids, anonymous, urgency, state, claimed_by_id, claimed_by_name, claim_time,
       lease_until, attempt_count, next_attempt_time, conclude_after, conclude_failures,
       conclude_refusal, create_time, update_time, revision, hash
FROM task WHERE work_order_id = $1 AND round <> $2 AND state IN ('OPEN', 'CLAIMED') ORDER BY round FOR UPDATE

-- name: see_order
-- False (no row) when this or a later event of the order was applied already.
INSERT INTO order_seen (work_order_id, revision) VALUES ($1, $2)
ON CONFLICT (work_order_id) DO UPDATE SET revision = excluded.revision WHERE order_seen.revision < excluded.revision
RETURNING revision

-- name: take_to_conclude
-- Takes a task to conclude until $2, when others may try.
UPDATE task SET conclude_after = $2
WHERE id IN (SELECT id FROM task WHERE state = 'CONCLUDING' AND conclude_after <= $1
             ORDER BY conclude_after LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING id

-- name: next_to_conclude
SELECT min(conclude_after) AS conclude_after FROM task WHERE state = 'CONCLUDING'

-- name: put_off_concluding
UPDATE task SET conclude_after = $2, conclude_failures = $3 WHERE id = $1 AND state = 'CONCLUDING'
