// What the deadline service (services/escalation) reports about an order.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/time/time.h"

namespace hotline::workorder {

// A rung of one of the order's clocks has fired. The numbers are those of the proto.
struct TimerEffect {
  enum class Clock { kSignIn = 1, kHandling = 2, kSupervisionReply = 3, kCallback = 4 };
  enum class Action { kRemind = 1, kUrge = 2, kNotifyHead = 3, kSupervise = 4, kCriticize = 5 };
  int round = 1;
  Clock clock = Clock::kHandling;
  int rung = 1;
  Action action = Action::kRemind;
  absl::Time due_time;
  absl::Time fired_at;
  bool late = false;
  // Action::kSupervise:
  absl::Time supervision_deadline;
  std::string supervision_number;
};

// When the order is due, as projected from its clocks.
struct DueTime {
  std::optional<absl::Time> time;
  bool provisional = false;
  int64_t sequence = 0;
  std::string reason;
};

}  // namespace hotline::workorder
