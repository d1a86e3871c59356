// Who does what with an order.
#pragma once

#include <string>
#include <vector>

namespace hotline::simulation {

// Verbs that make sense for an order in this state ("IN_PROGRESS"), and all that there are.
const std::vector<std::string>& Sensible(const std::string& state);
const std::vector<std::string>& Anything();

// The account, or the part in the order's department: "handler", "reviewer".
std::string WhoDoes(const std::string& verb);

}  // namespace hotline::simulation
