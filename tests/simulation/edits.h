// What a supervisor changes while clocks run: the court's deadline policies and its calendar.
#pragma once

#include "tests/simulation/world.h"

namespace hotline::simulation {

// Mostly one that can be made, and mostly one that the open clocks feel.
Command SomeEdit(World& world, Random& random);

}  // namespace hotline::simulation
