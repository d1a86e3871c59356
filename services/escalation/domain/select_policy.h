// Which policy holds for a clock.
#pragma once

#include <span>
#include <string>

#include "services/escalation/domain/policy.h"

namespace hotline::escalation {

struct PolicyCase {
  ClockKind kind = ClockKind::kHandling;
  std::string court_path;
  std::string order_type;
  int urgency = 1;
};

bool Covers(const Policy& policy, const PolicyCase& wanted);

// The most specific active one: first one for the urgency (an urgent order stays urgent, whatever
// its type), then one for the type, then that of the nearest court. So a court that sets a limit
// for all its orders replaces the general limit, but neither that for urgent orders nor that for
// complaints. Null only when no built-in policy is among them.
const Policy* SelectPolicy(std::span<const Policy> policies, const PolicyCase& wanted);

}  // namespace hotline::escalation
