// Who may see and work on a task. Rules over plain values; the queue's SQL says the same
// (store/task.sql).
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "platform/base/caller.h"
#include "services/callback/domain/task.h"

namespace hotline::callback {

// An expired claim is OPEN: a crashed agent's task comes back by itself.
TaskState StateAt(const Task& task, absl::Time now);

// NOT_FOUND (TASK_NOT_FOUND) outside the caller's courts and for the respondent's unit, who must
// not learn that it exists; PERMISSION_DENIED (HANDLED_BY_YOU) for one who handled or reviewed the
// order.
absl::Status CheckSees(const Task& task, const Caller& caller);

// FAILED_PRECONDITION: TASK_CLAIMED while any lease runs, also the caller's own; WRONG_TASK_STATE
// once it has a result.
absl::Status CheckClaim(const Task& task, absl::Time now);

// For release, attempts and the result. FAILED_PRECONDITION: TASK_NOT_CLAIMED (free, or another's),
// LEASE_EXPIRED, WRONG_TASK_STATE.
absl::Status CheckHolds(const Task& task, const Caller& caller, absl::Time now);

// "claim", "release", "recordAttempt", "complete": what the caller may do now. Completing may still
// be refused for its content.
std::vector<std::string> AllowedCommands(const Task& task, const Caller& caller, absl::Time now);

// Of departments, only the rated one sees ratings; who reads the court's orders or callbacks sees
// all in the court.
bool SeesRating(const Rating& rating, const Caller& caller);

}  // namespace hotline::callback
