// One order with its clocks, while its events are applied to them.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/escalation/domain/order_clock.h"
#include "services/escalation/domain/order_event.h"

namespace hotline::escalation {

struct FollowedOrder {
  OrderFacts facts;
  int64_t revision = 0;                // Of the last event that was applied; 0: none.
  std::vector<OrderClock> clocks;      // In the order in which they were begun.
  std::map<std::string, Fired> fired;  // By clock.
  std::vector<ClockChange> changes;    // In order; a clock may stand in several.
};

// The rules that a clock is projected by now.
using RulesFor = absl::FunctionRef<absl::StatusOr<Rules>(const OrderClock&)>;

// Starts, pauses, resumes, extends and stops the order's clocks. An event that was applied already,
// or is older than one that was, changes nothing. INTERNAL for an event that cannot be understood.
absl::Status Apply(FollowedOrder& order, const OrderEvent& event, RulesFor rules_for);

}  // namespace hotline::escalation
