// Fires rungs the moment they are due.
#pragma once

#include <functional>
#include <string>

#include "platform/clock/worker.h"
#include "services/escalation/commands/feed_progress.h"
#include "services/escalation/commands/fire.h"

namespace hotline::escalation {

// Several of one process claim and deliver beside each other.
class FireWorker : public Worker {
 public:
  // `undelivered` is called when a delivery has failed; may be empty.
  FireWorker(int number, const Firings* firings, const FeedProgress* progress,
             std::function<void()> undelivered)
      : name_(NameOf(number)),
        firings_(firings),
        progress_(progress),
        undelivered_(std::move(undelivered)) {}

  static std::string NameOf(int number) { return "escalation.fire." + std::to_string(number); }
  std::string name() const override { return name_; }
  absl::StatusOr<absl::Time> Tick(absl::Time now) override;

 private:
  std::string name_;
  const Firings* firings_;
  const FeedProgress* progress_;
  std::function<void()> undelivered_;
};

}  // namespace hotline::escalation
