// Which rungs an order's history demands: the rules of deadlines once more, as short as they can be
// said, over the finished history instead of event by event.
#pragma once

#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "absl/time/time.h"
#include "nlohmann/json.hpp"
#include "platform/calendar/calendar.h"

namespace hotline::simulation {

struct OrderEvent {
  std::string type;  // "dispatched"
  absl::Time time;
  nlohmann::json payload;
};

struct DueRung {
  std::string clock;  // HANDLING
  absl::Time start;   // Of the clock.
  int place = 1;      // In the ladder.
  bool operator<(const DueRung& other) const {
    return std::tie(clock, start, place) < std::tie(other.clock, other.start, other.place);
  }
};

// All rungs that have come due from `since`, when deadlines began to be kept, to `now`, of the
// clocks SIGN_IN, HANDLING and CALLBACK, in no order. Unset for an order whose extension is worth a
// number of hours, which only the service's own rule tells.
std::optional<std::vector<DueRung>> RungsDemanded(const calendar::Calendar& calendar,
                                                  const std::vector<OrderEvent>& history,
                                                  absl::Time since, absl::Time now);

}  // namespace hotline::simulation
