// Rows of task, attempt and policy ⇄ domain. Comments are sealed on the way in and opened on the
// way out here.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "nlohmann/json.hpp"
#include "platform/base/caller.h"
#include "platform/crypto/field_cipher.h"
#include "platform/db/pool.h"
#include "services/callback/domain/retry_rule.h"
#include "services/callback/domain/task.h"

namespace hotline::callback {

// What a command did, for the task's history: one event.
struct Change {
  std::string type;  // "callback_task.claimed"
  std::string actor_id;
  std::string actor_name;
  absl::Time time;
  nlohmann::json details =
      nlohmann::json::object();  // Besides the task's own fields; no free text, no personal data.
};

// The last row of the page before.
struct QueueKey {
  int rank = -1;  // 0 critical, 1 urgent, 2 normal.
  absl::Time create_time = absl::UnixEpoch();
  std::string id = "00000000-0000-0000-0000-000000000000";
};

struct TaskFilter {
  absl::Time now;
  std::vector<TaskState> states;  // As StateAt gives them.
  bool mine = false;
  QueueKey after;
  int limit = 50;
};

// All functions run in the caller's transaction and throw what libpqxx throws (platform/db turns it
// into a status).
class TaskStore {
 public:
  explicit TaskStore(const crypto::FieldCipher* cipher) : cipher_(cipher) {}

  // NOT_FOUND (TASK_NOT_FOUND). Lock holds the row until the transaction ends.
  absl::StatusOr<Task> Get(db::Tx& tx, std::string_view id) const;
  absl::StatusOr<Task> Lock(db::Tx& tx, std::string_view id) const;
  // The best free task whose next call is due at `now`, locked; tasks that others are just taking
  // are passed over.
  absl::StatusOr<std::optional<Task>> LockNext(db::Tx& tx, const Caller& caller,
                                               absl::Time now) const;
  // In queue order, only what the caller may see.
  std::vector<Task> List(db::Tx& tx, const Caller& caller, const TaskFilter& filter) const;
  bool HasRound(db::Tx& tx, std::string_view work_order_id, int round) const;
  std::vector<Task> LockOpenOfOtherRounds(db::Tx& tx, std::string_view work_order_id,
                                          int round) const;

  // Write the row and append the event. Revision, hash and update time are set here.
  void Insert(db::Tx& tx, Task& task, const Change& change) const;
  void Save(db::Tx& tx, Task& task, const Change& change) const;

  void AddAttempt(db::Tx& tx, const Task& task,
                  const Attempt& attempt) const;  // As number task.attempt_count.
  absl::StatusOr<std::vector<Attempt>> Attempts(db::Tx& tx, std::string_view task_id) const;

  Policy PolicyOf(db::Tx& tx, std::string_view court_id) const;

 private:
  const crypto::FieldCipher* cipher_;
};

}  // namespace hotline::callback
