// What the court's people do: mostly what makes sense for an order as it is, sometimes anything.
#pragma once

#include <deque>
#include <map>
#include <string>

#include "tests/simulation/world.h"

namespace hotline::simulation {

class People {
 public:
  // With `edits`, a supervisor changes policies and calendars now and then.
  People(World& world, Random& random, bool edits)
      : world_(world), random_(random), edits_(edits) {}

  // One command, repeated until somebody answers it. Throws when the answer is none that a person
  // may get.
  void DoSomething();
  // Says an old command again, with its request id: the answer must be the one it got.
  void RepeatSomething();

  int done() const { return done_; }
  int refused() const { return refused_; }
  int repeated() const { return repeated_; }

 private:
  struct Order {
    std::string id, state, department;
    int round = 1;
  };
  struct Done {
    Command command;
    json reply;
    absl::Time time;
  };
  Order SomeOrder();
  Command Register();
  Command About(const Order& order);
  Command CallCitizen(const Order& order);
  Command SetAside(const Order& order, const std::string& verb);
  // Who has the part ("handler", "reviewer") in a department.
  std::string PersonOf(const std::string& part, const std::string& department);
  // Answered: the reply or a refusal.
  absl::StatusOr<json> Persist(const Command& command);

  World& world_;
  Random& random_;
  const bool edits_;
  std::deque<Done> answered_;  // The latest ones.
  int requests_ = 0;
  int done_ = 0;
  int refused_ = 0;
  int repeated_ = 0;
};

}  // namespace hotline::simulation
