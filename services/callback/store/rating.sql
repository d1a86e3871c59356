-- name: insert_rating
INSERT INTO rating (task_id, number, work_order_id, round, basis, decision, resolved, satisfaction, comment, agent_id, agent_name,
                    rate_time)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)

-- name: count_ratings
SELECT count(*) AS ratings FROM rating WHERE task_id = $1

-- name: insert_refusal
INSERT INTO refusal (task_id, number, reason, refuse_time) VALUES ($1, $2, $3, $4)

-- name: get_rating
-- The one that counts.
SELECT r.task_id, r.number, r.work_order_id, r.round, r.basis, r.decision, r.resolved, r.satisfaction, r.comment, r.agent_id, r.agent_name,
       r.rate_time, t.work_order_number, t.court_id, t.court_path, t.department_id, t.respondent_department_id, t.revision,
       s.state AS set_aside_state, s.reason, s.requested_by_id, s.requested_by_name, s.request_time,
       s.decided_by_id, s.decided_by_name, s.decide_time, s.comment AS decide_comment,
       f.reason AS refusal, f.refuse_time
FROM rating r JOIN task t ON t.id = r.task_id LEFT JOIN set_aside s USING (task_id, number)
     LEFT JOIN refusal f USING (task_id, number)
WHERE r.task_id = $1 AND f.reason IS NULL

-- name: ratings_of_order
SELECT r.task_id, r.number, r.work_order_id, r.round, r.basis, r.decision, r.resolved, r.satisfaction, r.comment, r.agent_id, r.agent_name,
       r.rate_time, t.work_order_number, t.court_id, t.court_path, t.department_id, t.respondent_department_id, t.revision,
       s.state AS set_aside_state, s.reason, s.requested_by_id, s.requested_by_name, s.request_time,
       s.decided_by_id, s.decided_by_name, s.decide_time, s.comment AS decide_comment,
       f.reason AS refusal, f.refuse_time
FROM rating r JOIN task t ON t.id = r.task_id LEFT JOIN set_aside s USING (task_id, number)
     LEFT JOIN refusal f USING (task_id, number)
WHERE r.work_order_id = $1
ORDER BY r.round, r.number

-- name: refused_ratings
SELECT r.task_id, r.number, r.work_order_id, r.round, r.basis, r.decision, r.resolved, r.satisfaction, r.comment, r.agent_id, r.agent_name,
       r.rate_time, t.work_order_number, t.court_id, t.court_path, t.department_id, t.respondent_department_id, t.revision,
       s.state AS set_aside_state, s.reason, s.requested_by_id, s.requested_by_name, s.request_time,
       s.decided_by_id, s.decided_by_name, s.decide_time, s.comment AS decide_comment,
       f.reason AS refusal, f.refuse_time
FROM rating r JOIN task t ON t.id = r.task_id LEFT JOIN set_aside s USING (task_id, number)
     LEFT JOIN refusal f USING (task_id, number)
WHERE r.task_id = $1 AND f.reason IS NOT NULL
ORDER BY r.number

-- name: list_set_asides
SELECT r.task_id, r.number, r.work_order_id, r.round, r.basis, r.decision, r.resolved, r.satisfaction, r.comment, r.agent_id, r.agent_name,
       r.rate_time, t.work_order_number, t.court_id, t.court_path, t.department_id, t.respondent_department_id, t.revision,
       s.state AS set_aside_state, s.reason, s.requested_by_id, s.requested_by_name, s.request_time,
       s.decided_by_id, s.decided_by_name, s.decide_time, s.comment AS decide_comment,
       f.reason AS refusal, f.refuse_time
FROM set_aside s JOIN rating r USING (task_id, number) JOIN task t ON t.id = s.task_id LEFT JOIN refusal f USING (task_id, number)
WHERE s.state = $1 AND f.reason IS NULL
  AND starts_with(t.court_path, $2)
  AND (t.respondent_department_id = '' OR t.respondent_department_id <> $3::text)
  AND (s.request_time, s.task_id) > ($4::timestamptz, $5::uuid)
ORDER BY s.request_time, s.task_id
LIMIT $6

-- name: insert_set_aside
INSERT INTO set_aside (task_id, number, state, reason, requested_by_id, requested_by_name, request_time)
VALUES ($1, $2, 'REQUESTED', $3, $4, $5, $6)

-- name: decide_set_aside
UPDATE set_aside SET state = $3, decided_by_id = $4, decided_by_name = $5, decide_time = $6, comment = $7
WHERE task_id = $1 AND number = $2 AND state = 'REQUESTED'
