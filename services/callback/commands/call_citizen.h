// What the holder of a task records: each call and, at last, the result. Both run in the caller's
// transaction.
#pragma once

#include "absl/status/statusor.h"
#include "services/callback/commands/acting.h"
#include "services/callback/domain/result.h"

namespace hotline::callback {

// Renews the lease and proposes when to call next. Refusals as LockHeld.
absl::StatusOr<Task> RecordAttempt(db::Tx& tx, const Stores& stores, const Acting& acting,
                                   std::string_view task_id, Outcome outcome,
                                   const std::string& comment);

// How long the caller of Complete has for concluding the order itself before the worker does it.
inline constexpr absl::Duration kInlineConclusion = absl::Seconds(15);

// Stores the rating; the task is CONCLUDING until the order was told (conclude.h). Refusals as
// LockHeld and CheckResult.
absl::StatusOr<Task> Complete(db::Tx& tx, const Stores& stores, const Acting& acting,
                              std::string_view task_id, const Result& result);

}  // namespace hotline::callback
