#include "services/callback/commands/claim.h"

#include "services/callback/domain/access.h"

namespace hotline::callback {
namespace {

absl::StatusOr<Task> LockVisible(db::Tx& tx, const Stores& stores, const Acting& acting,
                                 std::string_view task_id) {
  HOTLINE_ASSIGN_OR_RETURN(Task task, stores.tasks.Lock(tx, task_id));
  HOTLINE_RETURN_IF_ERROR(CheckSees(task, acting.caller));
  HOTLINE_RETURN_IF_ERROR(CheckEtag(acting, task.revision));
  return task;
}

Task Take(db::Tx& tx, const Stores& stores, const Acting& acting, Task task) {
  task.state = TaskState::kClaimed;
  task.claimed_by_id = acting.caller.id;
  task.claimed_by_name = acting.caller.name;
  task.claim_time = acting.now;
  task.lease_until = acting.now + stores.tasks.PolicyOf(tx, task.court_id).lease;
  stores.tasks.Save(tx, task, acting.Did("callback_task.claimed"));
  return task;
}

}  // namespace

absl::StatusOr<Task> Claim(db::Tx& tx, const Stores& stores, const Acting& acting,
                           std::string_view task_id) {
  HOTLINE_ASSIGN_OR_RETURN(Task task, LockVisible(tx, stores, acting, task_id));
  HOTLINE_RETURN_IF_ERROR(CheckClaim(task, acting.now));
  return Take(tx, stores, acting, std::move(task));
}

absl::StatusOr<Task> ClaimNext(db::Tx& tx, const Stores& stores, const Acting& acting) {
  if (acting.caller.court_path.empty()) return NotFound("NO_TASK_DUE");
  HOTLINE_ASSIGN_OR_RETURN(std::optional<Task> task,
                           stores.tasks.LockNext(tx, acting.caller, acting.now));
  if (!task) return NotFound("NO_TASK_DUE");
  return Take(tx, stores, acting, *std::move(task));
}

absl::StatusOr<Task> LockHeld(db::Tx& tx, const Stores& stores, const Acting& acting,
                              std::string_view task_id) {
  HOTLINE_ASSIGN_OR_RETURN(Task task, LockVisible(tx, stores, acting, task_id));
  HOTLINE_RETURN_IF_ERROR(CheckHolds(task, acting.caller, acting.now));
  return task;
}

absl::StatusOr<Task> Release(db::Tx& tx, const Stores& stores, const Acting& acting,
                             std::string_view task_id) {
  HOTLINE_ASSIGN_OR_RETURN(Task task, LockHeld(tx, stores, acting, task_id));
  task.state = TaskState::kOpen;
  task.claimed_by_id.clear();
  task.claimed_by_name.clear();
  task.claim_time.reset();
  task.lease_until.reset();
  stores.tasks.Save(tx, task, acting.Did("callback_task.released"));
  return task;
}

}  // namespace hotline::callback
