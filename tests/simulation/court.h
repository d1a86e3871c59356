// What the simulated court has besides the demo's people.
#pragma once

#include "tests/simulation/world.h"

namespace hotline::simulation {

// By the administrator's commands: a head of department who also supervises, so that a supervisor
// may be one of those whom an order complains about; and an endpoint that is told of some events
// and never answers.
void FurnishCourt(World& world);

}  // namespace hotline::simulation
