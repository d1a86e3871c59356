#include "services/escalation/domain/select_policy.h"

#include <tuple>

namespace hotline::escalation {
namespace {

auto Specificity(const Policy& policy) {
  return std::make_tuple(policy.urgency != 0, !policy.order_type.empty(), policy.court_path.size());
}

}  // namespace

bool Covers(const Policy& policy, const PolicyCase& wanted) {
  return policy.active && policy.kind == wanted.kind &&
         wanted.court_path.starts_with(policy.court_path) &&
         (policy.order_type.empty() || policy.order_type == wanted.order_type) &&
         (policy.urgency == 0 || policy.urgency == wanted.urgency);
}

const Policy* SelectPolicy(std::span<const Policy> policies, const PolicyCase& wanted) {
  const Policy* best = nullptr;
  for (const Policy& policy : policies) {
    if (!Covers(policy, wanted)) continue;
    if (best == nullptr || Specificity(policy) > Specificity(*best)) best = &policy;
  }
  return best;
}

}  // namespace hotline::escalation
