#include "services/callback/domain/access.h"

#include <algorithm>

#include "platform/base/status.h"

namespace hotline::callback {
namespace {

absl::Status WrongState(TaskState state) {
  return Precondition("WRONG_TASK_STATE", {{"state", std::string(NameOf(state))}});
}

bool IsRespondent(const std::string& respondent_department_id, const Caller& caller) {
  return !respondent_department_id.empty() && respondent_department_id == caller.department_id;
}

}  // namespace

TaskState StateAt(const Task& task, absl::Time now) {
  const bool expired =
      task.state == TaskState::kClaimed && task.lease_until && *task.lease_until <= now;
  return expired ? TaskState::kOpen : task.state;
}

absl::Status CheckSees(const Task& task, const Caller& caller) {
  if (!caller.SeesCourt(task.court_path) || IsRespondent(task.respondent_department_id, caller)) {
    return NotFound("TASK_NOT_FOUND");
  }
  const auto& participants = task.participant_ids;
  if (std::find(participants.begin(), participants.end(), caller.id) != participants.end())
    return Denied("HANDLED_BY_YOU");
  return absl::OkStatus();
}

absl::Status CheckClaim(const Task& task, absl::Time now) {
  const TaskState state = StateAt(task, now);
  if (state == TaskState::kClaimed)
    return Precondition("TASK_CLAIMED", {{"by", task.claimed_by_name}});
  if (state != TaskState::kOpen) return WrongState(state);
  return absl::OkStatus();
}

absl::Status CheckHolds(const Task& task, const Caller& caller, absl::Time now) {
  if (task.state != TaskState::kOpen && task.state != TaskState::kClaimed)
    return WrongState(task.state);
  if (task.state == TaskState::kOpen || task.claimed_by_id != caller.id)
    return Precondition("TASK_NOT_CLAIMED");
  if (StateAt(task, now) != TaskState::kClaimed) return Precondition("LEASE_EXPIRED");
  return absl::OkStatus();
}

std::vector<std::string> AllowedCommands(const Task& task, const Caller& caller, absl::Time now) {
  if (!caller.Has("callback.work") || !CheckSees(task, caller).ok()) return {};
  if (CheckClaim(task, now).ok()) return {"claim"};
  if (CheckHolds(task, caller, now).ok()) return {"release", "recordAttempt", "complete"};
  return {};
}

bool SeesRating(const Rating& rating, const Caller& caller) {
  if (!caller.SeesCourt(rating.court_path) || IsRespondent(rating.respondent_department_id, caller))
    return false;
  for (const char* permission :
       {"callback.read", "callback.work", "setaside.decide", "workorder.read.court"}) {
    if (caller.Has(permission)) return true;
  }
  return !caller.department_id.empty() && caller.department_id == rating.department_id;
}

}  // namespace hotline::callback
