#include "services/escalation/commands/edit_policy.h"

#include <algorithm>

#include "platform/base/status.h"
#include "platform/crypto/crypto.h"
#include "services/escalation/domain/ladder.h"
#include "services/escalation/domain/policy_json.h"
#include "services/escalation/domain/standard_calendar.h"
#include "services/escalation/store/reprojections.h"

namespace hotline::escalation {
namespace {

absl::Status Check(const Policy& policy) {
  return CheckPolicy(StandardCalendar().calendar(), policy.budget, policy.ladder);
}

void AskFor(db::Tx& tx, const rpc::Call& call, const Policy& policy) {
  AskReprojection(tx, kPolicyChanged,
                  {.court_path = policy.court_path,
                   .kind = std::string(NameOf(policy.kind)),
                   .order_type = policy.order_type,
                   .urgency = policy.urgency},
                  call.now);
}

bool SameScope(const Policy& a, const Policy& b) {
  return a.court_id == b.court_id && a.kind == b.kind && a.order_type == b.order_type &&
         a.urgency == b.urgency;
}

}  // namespace

absl::StatusOr<PolicyEdited> CreatePolicy(db::Tx& tx, const rpc::Call& call, Policy policy) {
  HOTLINE_RETURN_IF_ERROR(Check(policy));
  AskFor(tx, call, policy);  // From here on no other policy is made beside this one.
  for (const StoredPolicy& other : AllPolicies(tx)) {
    if (SameScope(other.policy, policy)) return Conflict("POLICY_EXISTS");
  }
  policy.id = crypto::NewUuid(call.now);
  PolicyEdited edited{.stored = {.policy = std::move(policy)}};
  InsertPolicy(tx, call, edited.stored);
  edited.touched = CountTouched(tx, edited.stored.policy);
  return edited;
}

absl::StatusOr<PolicyEdited> ChangePolicy(db::Tx& tx, const rpc::Call& call, const std::string& id,
                                          const PolicyChange& change) {
  if (std::ranges::count(BuiltInPolicies(), id, &Policy::id) > 0)
    return Precondition("BUILT_IN_POLICY");
  HOTLINE_ASSIGN_OR_RETURN(StoredPolicy stored, LockPolicy(tx, id));
  Policy& policy = stored.policy;
  if (!call.caller.SeesCourt(policy.court_path)) return NotFound("POLICY_NOT_FOUND");
  if (!change.etag.empty() && change.etag != std::to_string(policy.version))
    return Refuse(absl::StatusCode::kAborted, "ETAG_MISMATCH");
  if (change.budget) policy.budget = *change.budget;
  if (change.ladder) policy.ladder = *change.ladder;
  if (change.active) policy.active = *change.active;
  HOTLINE_RETURN_IF_ERROR(Check(policy));
  AskFor(tx, call, policy);
  UpdatePolicy(tx, call, stored);
  return PolicyEdited{.stored = stored, .touched = CountTouched(tx, policy)};
}

}  // namespace hotline::escalation
