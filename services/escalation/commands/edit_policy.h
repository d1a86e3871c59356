// Setting and changing the deadline policies of a court.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "platform/rpc/call.h"
#include "services/escalation/store/policy_store.h"

namespace hotline::escalation {

struct PolicyEdited {
  StoredPolicy stored;
  TouchedClocks touched;
};

// `policy` has all but id and version. What CheckPolicy refuses (domain/ladder.h); ALREADY_EXISTS
// (POLICY_EXISTS).
absl::StatusOr<PolicyEdited> CreatePolicy(db::Tx& tx, const rpc::Call& call, Policy policy);

struct PolicyChange {
  std::string etag;
  std::optional<calendar::Budget> budget;
  std::optional<std::vector<Rung>> ladder;
  std::optional<bool> active;
};
// Likewise, and NOT_FOUND (POLICY_NOT_FOUND) also outside the caller's courts; FAILED_PRECONDITION
// (BUILT_IN_POLICY); ABORTED (ETAG_MISMATCH).
absl::StatusOr<PolicyEdited> ChangePolicy(db::Tx& tx, const rpc::Call& call, const std::string& id,
                                          const PolicyChange& change);

}  // namespace hotline::escalation
