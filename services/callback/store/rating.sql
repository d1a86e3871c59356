-- name: insert_rating
INSERT INTO rating (task_id, work_order_id, round, basis, decision, resolved, satisfaction, comment, agent_id, agent_name, rate_time)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)

-- name: get_rating
SELECT r.task_id, r.work_order_id, r.round, r.basis, r.decision, r.resolved, r.satisfaction, r.comment, r.agent_id, r.agent_name,
       r.rate_time, t.work_order_number, t.court_id, t.court_path, t.department_id, t.respondent_department_id, t.revision,
       s.state AS set_aside_state, s.reason, s.requested_by_id, s.requested_by_name, s.request_time,
       s.decided_by_id, s.decided_by_name, s.decide_time, s.comment AS decide_comment
FROM rating r JOIN task t ON t.id = r.task_id LEFT JOIN set_aside s ON s.task_id = r.task_id
WHERE r.task_id = $1

-- name: ratings_of_order
SELECT r.task_id, r.work_order_id, r.round, r.basis, r.decision, r.resolved, r.satisfaction, r.comment, r.agent_id, r.agent_name,
       r.rate_time, t.work_order_number, t.court_id, t.court_path, t.department_id, t.respondent_department_id, t.revision,
       s.state AS set_aside_state, s.reason, s.requested_by_id, s.requested_by_name, s.request_time,
       s.decided_by_id, s.decided_by_name, s.decide_time, s.comment AS decide_comment
FROM rating r JOIN task t ON t.id = r.task_id LEFT JOIN set_aside s ON s.task_id = r.task_id
WHERE r.work_order_id = $1
ORDER BY r.round

-- name: list_set_asides
SELECT r.task_id, r.work_order_id, r.round, r.basis, r.decision, r.resolved, r.satisfaction, r.comment, r.agent_id, r.agent_name,
       r.rate_time, t.work_order_number, t.court_id, t.court_path, t.department_id, t.respondent_department_id, t.revision,
       s.state AS set_aside_state, s.reason, s.requested_by_id, s.requested_by_name, s.request_time,
       s.decided_by_id, s.decided_by_name, s.decide_time, s.comment AS decide_comment
FROM set_aside s JOIN rating r ON r.task_id = s.task_id JOIN task t ON t.id = s.task_id
WHERE s.state = $1
  AND starts_with(t.court_path, $2)
  AND (t.respondent_department_id = '' OR t.respondent_department_id <> $3::text)
  AND (s.request_time, s.task_id) > ($4::timestamptz, $5::uuid)
ORDER BY s.request_time, s.task_id
LIMIT $6

-- name: insert_set_aside
INSERT INTO set_aside (task_id, state, reason, requested_by_id, requested_by_name, request_time)
VALUES ($1, 'REQUESTED', $2, $3, $4, $5)

-- name: decide_set_aside
UPDATE set_aside SET state = $2, decided_by_id = $3, decided_by_name = $4, decide_time = $5, comment = $6
WHERE task_id = $1 AND state = 'REQUESTED'
