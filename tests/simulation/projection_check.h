// What must hold of clocks whatever the court changes of its policies and calendars.
#pragma once

#include "tests/simulation/world.h"

namespace hotline::simulation {

// Once the world has settled: each open clock has the due time and the pending rungs that its
// budget, what it has consumed and since when it runs give under the policy and the calendar in
// force; a clock that stands has none to come; what was consumed stays consumed. Throws
// std::runtime_error that says what does not hold.
void CheckProjections(World& world);

}  // namespace hotline::simulation
