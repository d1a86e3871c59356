// A court's life under random people, workers, clocks and deaths, all from one seed. A failure
// prints the seed; HOTLINE_SIMULATION_SEED=… runs it alone, HOTLINE_SIMULATION_STEPS=… longer.
#include <cstdlib>
#include <random>

#include "catch2/catch.hpp"
#include "tests/simulation/checks.h"
#include "tests/simulation/court.h"
#include "tests/simulation/notice_check.h"
#include "tests/simulation/people.h"
#include "tests/simulation/projection_check.h"

namespace hotline::simulation {
namespace {

int Steps() {
  const char* steps = std::getenv("HOTLINE_SIMULATION_STEPS");
  return steps == nullptr ? 600 : std::atoi(steps);
}

std::vector<uint64_t> Seeds() {
  if (const char* seed = std::getenv("HOTLINE_SIMULATION_SEED")) {
    return {std::strtoull(seed, nullptr, 10)};
  }
  return {1, 2, 3, 4, std::random_device()()};
}

void Run(uint64_t seed) {
  Random random(seed);
  // A Monday to Sunday before the National Day holiday of 2026 and its make-up days.
  const absl::Time start = absl::FromUnixSeconds(1'790'035'200 + random.Below(7 * 86'400));
  World world(random, start, /*prompt=*/seed % 2 == 0);
  FurnishCourt(world);
  // In a world without edits the history alone demands exactly which rungs fire.
  const bool edits = seed / 2 % 2 == 1;
  People people(world, random, edits);
  HistoryCheck history(world);
  FiringCheck firings(world);
  NoticeCheck notices(world);
  int deaths = 0;
  for (int step = 0; step < Steps(); ++step) {
    INFO("step " << step);
    world.clock().Advance(absl::Milliseconds(1));  // No two things are at one instant.
    const int dice = random.Below(100);
    if (dice < 5) {
      world.Doom();
      ++deaths;
    }
    if (dice < 60) {
      people.DoSomething();
    } else if (dice < 80) {
      world.TickSome();
    } else if (dice < 86) {
      people.RepeatSomething();
    } else if (dice < 92) {
      world.clock().Advance(absl::Seconds(random.Below(7200)));
    } else if (dice < 95) {
      world.clock().Advance(absl::Hours(random.Below(60)));
    } else if (dice < 97) {
      world.clock().Advance(-absl::Seconds(random.Below(3600)));
    } else {
      world.Settle();
      CheckProjections(world);
    }
    if (world.doomed() && random.Chance(30)) world.Revive();
    history();
    firings();
    notices.Watch();
  }
  world.Revive();
  world.Settle();
  history();
  firings();
  notices();
  if (!edits) CheckRungs(world);
  CheckDeadlines(world);
  CheckProjections(world);
  CheckChains(world);
  WARN("seed " << seed << ": " << people.done() << " commands done, " << people.refused()
               << " refused, " << people.repeated() << " repeated, " << deaths << " deaths");
  CHECK(people.done() > Steps() / 10);
}

TEST_CASE("whatever happens, the loop of an order holds") {
  for (const uint64_t seed : Seeds()) {
    INFO("seed " << seed);
    Run(seed);
  }
}

}  // namespace
}  // namespace hotline::simulation
