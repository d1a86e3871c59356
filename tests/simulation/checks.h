// What must hold, whatever happened. Each throws std::runtime_error that says what does not.
#pragma once

#include <map>
#include <string>

#include "tests/simulation/world.h"

namespace hotline::simulation {

// Follows the history of all orders as it grows: no revision is missing or twice, each move is a
// legal one, and the row of an order says what its history says.
class HistoryCheck {
 public:
  explicit HistoryCheck(World& world) : world_(world) {}
  void operator()();

 private:
  struct Seen {
    int64_t revision = 0;
    std::string state;
  };
  World& world_;
  int64_t last_id_ = 0;
  std::map<std::string, Seen> orders_;
};

// What has fired stays fired, with its time, and never fires again.
class FiringCheck {
 public:
  explicit FiringCheck(World& world) : world_(world) {}
  void operator()();

 private:
  World& world_;
  std::map<std::string, std::string> fired_;  // "clock action nth" → the rest of the row.
};

// Once the world has settled and nobody has changed a policy or a calendar: every rung that an
// order's history demands has fired once, and none that it never demands.
void CheckRungs(World& world);

// Once the world has settled: nothing fired before its time; what fired is in the order's history
// once, or was refused for a reason; what was consumed stays consumed; an open order shows the due
// time of its clock.
void CheckDeadlines(World& world);

// The chains of hashes of all services.
void CheckChains(World& world);

}  // namespace hotline::simulation
