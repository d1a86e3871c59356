// Asking for open clocks to be projected anew. Whoever changes a policy or a calendar does so in
// the transaction of the change, and wakes the worker "escalation.reproject" after it.
#pragma once

#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "platform/db/pool.h"

namespace hotline::escalation {

// Which clocks, and why. Empty fields are "every".
struct ReprojectionScope {
  std::string court_path;  // This court and those below it; "" is every court.
  std::string kind = {};   // "HANDLING"
  std::string order_type = {};
  int urgency = 0;
};

inline constexpr std::string_view kPolicyChanged = "POLICY_CHANGED";
inline constexpr std::string_view kCalendarChanged = "CALENDAR_CHANGED";

// Waits for transactions that are projecting clocks by what held before.
void AskReprojection(db::Tx& tx, std::string_view reason, const ReprojectionScope& scope,
                     absl::Time at);

// Until the transaction ends, no policy and no calendar changes. Call it before reading them to
// project a clock.
void HoldConfiguration(db::Tx& tx);

}  // namespace hotline::escalation
