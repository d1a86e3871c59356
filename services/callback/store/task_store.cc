#include "services/callback/store/task_store.h"

#include "platform/base/status.h"
#include "platform/events/event.h"
#include "services/callback/sql.h"
#include "services/callback/store/sealed_text.h"

namespace hotline::callback {
namespace {

std::vector<std::string> TextsOf(const pqxx::field& field) {
  std::vector<std::string> texts;
  auto parser = field.as_array();
  for (auto next = parser.get_next(); next.first != pqxx::array_parser::juncture::done;
       next = parser.get_next()) {
    if (next.first == pqxx::array_parser::juncture::string_value) texts.push_back(next.second);
  }
  return texts;
}

Task TaskOf(const pqxx::row& row) {
  Task task;
  task.id = row["id"].as<std::string>();
  task.work_order_id = row["work_order_id"].as<std::string>();
  task.round = row["round"].as<int>();
  task.work_order_number = row["work_order_number"].as<std::string>();
  task.work_order_type = row["work_order_type"].as<std::string>();
  task.court_id = row["court_id"].as<std::string>();
  task.court_path = row["court_path"].as<std::string>();
  task.department_id = row["department_id"].as<std::string>();
  task.respondent_department_id = row["respondent_department_id"].as<std::string>();
  task.participant_ids = TextsOf(row["participant_ids"]);
  task.anonymous = row["anonymous"].as<bool>();
  task.urgency = row["urgency"].as<int>();
  task.state = FromName<TaskState>(row["state"].as<std::string>());
  task.claimed_by_id = row["claimed_by_id"].as<std::string>();
  task.claimed_by_name = row["claimed_by_name"].as<std::string>();
  task.claim_time = db::OptionalTimeOf(row["claim_time"]);
  task.lease_until = db::OptionalTimeOf(row["lease_until"]);
  task.attempt_count = row["attempt_count"].as<int>();
  task.next_attempt_time = db::OptionalTimeOf(row["next_attempt_time"]);
  task.conclude_after = db::OptionalTimeOf(row["conclude_after"]);
  task.conclude_failures = row["conclude_failures"].as<int>();
  task.conclude_refusal = row["conclude_refusal"].as<std::string>();
  task.create_time = db::TimeOf(row["create_time"]);
  task.update_time = db::TimeOf(row["update_time"]);
  task.revision = row["revision"].as<int64_t>();
  task.hash = db::BytesOf(row["hash"]);
  return task;
}

void AppendEvent(db::Tx& tx, Task& task, const Change& change) {
  nlohmann::json payload = change.details;
  payload["workOrderId"] = task.work_order_id;
  payload["workOrderNumber"] = task.work_order_number;
  payload["round"] = task.round;
  payload["courtId"] = task.court_id;
  payload["courtPath"] = task.court_path;
  payload["departmentId"] = task.department_id;
  if (!task.respondent_department_id.empty())
    payload["respondentDepartmentId"] = task.respondent_department_id;
  payload["state"] = NameOf(task.state);
  task.update_time = change.time;
  task.hash = events::Append(tx, task.hash,
                             {.stream_id = task.id,
                              .revision = ++task.revision,
                              .type = change.type,
                              .actor_id = change.actor_id,
                              .actor_name = change.actor_name,
                              .occurred_at = change.time,
                              .payload = payload.dump()});
}

std::string CommentContext(std::string_view task_id, int number) {
  return "callback/attempt/" + std::string(task_id) + "/" + std::to_string(number);
}

}  // namespace

absl::StatusOr<Task> TaskStore::Get(db::Tx& tx, std::string_view id) const {
  const pqxx::result found = tx.Exec(sql::kGetTask, id);
  if (found.empty()) return NotFound("TASK_NOT_FOUND");
  return TaskOf(found[0]);
}

absl::StatusOr<Task> TaskStore::Lock(db::Tx& tx, std::string_view id) const {
  const pqxx::result found = tx.Exec(sql::kLockTask, id);
  if (found.empty()) return NotFound("TASK_NOT_FOUND");
  return TaskOf(found[0]);
}

absl::StatusOr<std::optional<Task>> TaskStore::LockNext(db::Tx& tx, const Caller& caller,
                                                        absl::Time now) const {
  const pqxx::result found =
      tx.Exec(sql::kLockNextTask, now, caller.court_path, caller.id, caller.department_id);
  if (found.empty()) return std::nullopt;
  HOTLINE_ASSIGN_OR_RETURN(Task task, Lock(tx, found[0][0].as<std::string>()));
  return task;
}

std::vector<Task> TaskStore::List(db::Tx& tx, const Caller& caller,
                                  const TaskFilter& filter) const {
  if (caller.court_path.empty()) return {};
  std::vector<std::string> states;
  bool finished = false;
  for (TaskState state : filter.states) {
    states.emplace_back(NameOf(state));
    finished = finished || state == TaskState::kDone || state == TaskState::kCanceled;
  }
  const db::Sql& statement = filter.mine ? sql::kListMine
                             : finished  ? sql::kListAny
                                         : sql::kListQueue;
  std::vector<Task> tasks;
  for (const auto& row : tx.Exec(statement, filter.now, caller.court_path, caller.id,
                                 caller.department_id, db::ArrayOf(states), filter.after.rank,
                                 filter.after.create_time, filter.after.id, filter.limit)) {
    tasks.push_back(TaskOf(row));
  }
  return tasks;
}

bool TaskStore::HasRound(db::Tx& tx, std::string_view work_order_id, int round) const {
  return !tx.Exec(sql::kHasTaskOfRound, work_order_id, round).empty();
}

std::vector<Task> TaskStore::LockOpenOfOtherRounds(db::Tx& tx, std::string_view work_order_id,
                                                   int round) const {
  std::vector<Task> tasks;
  for (const auto& row : tx.Exec(sql::kLockTasksOfOtherRounds, work_order_id, round))
    tasks.push_back(TaskOf(row));
  return tasks;
}

void TaskStore::Insert(db::Tx& tx, Task& task, const Change& change) const {
  AppendEvent(tx, task, change);
  tx.Exec(sql::kInsertTask, task.id, task.work_order_id, task.round, task.work_order_number,
          task.work_order_type, task.court_id, task.court_path, task.department_id,
          task.respondent_department_id, db::ArrayOf(task.participant_ids), task.anonymous,
          task.urgency, task.create_time, task.revision, db::Bytes{task.hash});
}

void TaskStore::Save(db::Tx& tx, Task& task, const Change& change) const {
  AppendEvent(tx, task, change);
  tx.Exec(sql::kUpdateTask, task.id, NameOf(task.state), task.claimed_by_id, task.claimed_by_name,
          task.claim_time, task.lease_until, task.attempt_count, task.next_attempt_time,
          task.conclude_after, task.conclude_failures, task.conclude_refusal,
          db::ArrayOf(task.participant_ids), task.update_time, task.revision, db::Bytes{task.hash});
}

void TaskStore::AddAttempt(db::Tx& tx, const Task& task, const Attempt& attempt) const {
  const std::string sealed =
      SealText(*cipher_, attempt.comment, CommentContext(task.id, task.attempt_count));
  tx.Exec(sql::kInsertAttempt, task.id, task.attempt_count, NameOf(attempt.outcome),
          db::Bytes{sealed}, attempt.agent_id, attempt.agent_name, attempt.time);
}

absl::StatusOr<std::vector<Attempt>> TaskStore::Attempts(db::Tx& tx,
                                                         std::string_view task_id) const {
  std::vector<Attempt> attempts;
  for (const auto& row : tx.Exec(sql::kListAttempts, task_id)) {
    Attempt attempt;
    attempt.outcome = FromName<Outcome>(row["outcome"].as<std::string>());
    attempt.agent_id = row["agent_id"].as<std::string>();
    attempt.agent_name = row["agent_name"].as<std::string>();
    attempt.time = db::TimeOf(row["attempt_time"]);
    HOTLINE_ASSIGN_OR_RETURN(attempt.comment,
                             OpenText(*cipher_, db::BytesOf(row["comment"]),
                                      CommentContext(task_id, row["number"].as<int>())));
    attempts.push_back(std::move(attempt));
  }
  return attempts;
}

Policy TaskStore::PolicyOf(db::Tx& tx, std::string_view court_id) const {
  const pqxx::row row = tx.Exec(sql::kGetPolicy, court_id)[0];
  const auto minutes = [&row](const char* column) { return absl::Minutes(row[column].as<int>()); };
  return {.lease = minutes("lease_minutes"),
          .give_up_attempts = row["give_up_attempts"].as<int>(),
          .give_up_days = row["give_up_days"].as<int>(),
          .give_up_spread = minutes("give_up_spread_minutes"),
          .retry_after = minutes("retry_minutes"),
          .busy_retry_after = minutes("busy_retry_minutes"),
          .call_from = minutes("call_from_minute"),
          .call_until = minutes("call_until_minute"),
          .set_aside_within = absl::Hours(24 * row["set_aside_days"].as<int>()),
          .utc_offset = minutes("utc_offset_minutes")};
}

}  // namespace hotline::callback
