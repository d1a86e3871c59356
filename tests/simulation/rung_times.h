// When a rung of any ladder comes due: the rule once more, for ladders as people make them.
#pragma once

#include "nlohmann/json.hpp"
#include "platform/calendar/deadline.h"

namespace hotline::simulation {

// Of a running clock. A due time that a person has set is no budget's: percents are of the time
// until then. `rung` is as the history of policies has it, {"percent"} or {"offset": {"unit",
// "amount"}}; one before the due time in another unit than the budget's is found to the second.
absl::Time TimeOfRung(const calendar::Calendar& calendar, const calendar::Clock& clock,
                      absl::Time due, bool due_is_fixed, const nlohmann::json& rung);

}  // namespace hotline::simulation
