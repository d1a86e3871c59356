// Who is told of what: the rules of notices and deliveries once more, said over the finished
// histories instead of event by event.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tests/simulation/world.h"

namespace hotline::simulation {

class NoticeCheck {
 public:
  explicit NoticeCheck(World& world) : world_(world) {}

  // At each step: when which events were applied. One that was older than seven days then tells
  // nobody.
  void Watch();

  // Once the world has settled: one notice or delivery for each event of the feeds, rule that it
  // meets or endpoint that subscribes, and recipient; none besides. Nobody of the department that
  // an order complains about is told of it. Throws std::runtime_error that says what does not hold.
  void operator()();

 private:
  // A stretch of a feed that was applied between two instants.
  struct Applied {
    int64_t through = 0;
    absl::Time earliest;
    absl::Time latest;
  };
  Applied WhenApplied(const std::string& feed, int64_t position) const;

  World& world_;
  std::optional<absl::Time> watched_;                    // When it last was.
  std::map<std::string, std::vector<Applied>> applied_;  // By feed.
};

}  // namespace hotline::simulation
