// Tells the work orders their due times, and of fired rungs what was not delivered when they fired:
// after a crash, or while that service was away.
#pragma once

#include "platform/clock/worker.h"
#include "services/escalation/commands/fire.h"

namespace hotline::escalation {

class DeliverWorker : public Worker {
 public:
  explicit DeliverWorker(const Firings* firings) : firings_(firings) {}

  static constexpr char kName[] = "escalation.deliver";
  std::string name() const override { return kName; }
  absl::StatusOr<absl::Time> Tick(absl::Time now) override;

 private:
  const Firings* firings_;
};

}  // namespace hotline::escalation
