// Rows of policy ⇄ domain, and the policies that hold now.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "platform/db/pool.h"
#include "platform/rpc/call.h"
#include "services/escalation/domain/policy.h"
#include "services/escalation/domain/select_policy.h"

namespace hotline::escalation {

// A policy of a court, with its place in the history; `version` of the policy is the revision.
struct StoredPolicy {
  Policy policy;
  absl::Time create_time;
  absl::Time update_time;
  std::string hash;
};

std::vector<StoredPolicy> AllPolicies(db::Tx& tx);  // Without the built-in ones.
// NOT_FOUND (POLICY_NOT_FOUND)
absl::StatusOr<StoredPolicy> LockPolicy(db::Tx& tx, const std::string& id);
// Both append `type` with the whole policy to its history, in the name of the call's caller.
void InsertPolicy(db::Tx& tx, const rpc::Call& call, StoredPolicy& stored);
void UpdatePolicy(db::Tx& tx, const rpc::Call& call, StoredPolicy& stored);

struct TouchedClocks {
  int64_t open = 0;
  int64_t other_unit = 0;  // Of these: counted in another unit than the policy's.
};
TouchedClocks CountTouched(db::Tx& tx, const Policy& policy);

// All policies, built-in ones included. Reads the table once per configuration. Thread-safe.
class PolicyBook {
 public:
  using Policies = std::shared_ptr<const std::vector<Policy>>;
  struct Page {
    Policies policies;
    absl::Time since;  // Rungs before it are not armed.
  };
  // Holds the configuration (store/reprojections.h) until the transaction ends.
  Page Of(db::Tx& tx) const;

 private:
  mutable std::mutex mutex_;
  mutable int64_t version_ = -1;
  mutable Policies policies_;
};

// Of the page; INTERNAL when not even a built-in one covers the case.
absl::StatusOr<const Policy*> PolicyFor(const PolicyBook::Page& page, const PolicyCase& wanted);

}  // namespace hotline::escalation
