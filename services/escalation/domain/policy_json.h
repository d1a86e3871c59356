// Ladders and policies as JSON: in data/policies.json, in the table and in the history.
#pragma once

#include <vector>

#include "nlohmann/json.hpp"
#include "services/escalation/domain/policy.h"

namespace hotline::escalation {

// [{"action": "REMIND", "percent": 50}, {"action": "CRITICIZE", "offset": {"unit": "WORKING_DAYS",
// "amount": 5}}]
nlohmann::json LadderJson(const std::vector<Rung>& ladder);
// Of JSON that was made by the above; throws nlohmann's or std's exceptions on any other.
std::vector<Rung> LadderOf(const nlohmann::json& json);

// The policies that hold where no court has its own (data/policies.json).
const std::vector<Policy>& BuiltInPolicies();

}  // namespace hotline::escalation
