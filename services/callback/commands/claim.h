// Taking a task for the length of a lease, and putting it back. Each runs in the caller's
// transaction; the task's row lock lets exactly one of many claims win.
#pragma once

#include "absl/status/statusor.h"
#include "services/callback/commands/acting.h"

namespace hotline::callback {

// Refusals as in domain/access.h, ETAG_MISMATCH.
absl::StatusOr<Task> Claim(db::Tx& tx, const Stores& stores, const Acting& acting,
                           std::string_view task_id);
// NOT_FOUND (NO_TASK_DUE) when no free task waits to be called now.
absl::StatusOr<Task> ClaimNext(db::Tx& tx, const Stores& stores, const Acting& acting);
absl::StatusOr<Task> Release(db::Tx& tx, const Stores& stores, const Acting& acting,
                             std::string_view task_id);

// The row, locked, for one who holds its lease.
absl::StatusOr<Task> LockHeld(db::Tx& tx, const Stores& stores, const Acting& acting,
                              std::string_view task_id);

}  // namespace hotline::callback
