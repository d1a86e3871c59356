// Whether all that happened to the orders is known here. While the feed is behind, as after
// downtime, a rung that looks due may belong to an order that was handled in time: nothing fires
// until the feed has caught up.
#pragma once

#include <chrono>
#include <mutex>
#include <optional>

namespace hotline::escalation {

// Thread-safe. Real, monotonic time.
class FeedProgress {
 public:
  // Before a pull: what the last one brought was applied. True when that was its end.
  bool Pulling() {
    std::lock_guard lock(mutex_);
    if (reached_end_) caught_up_ = *reached_end_;
    return reached_end_.has_value();
  }
  // A pull has answered; `end`: with all there was.
  void Pulled(bool end) {
    std::lock_guard lock(mutex_);
    if (end) {
      reached_end_ = std::chrono::steady_clock::now();
    } else {
      reached_end_.reset();
      caught_up_.reset();
    }
  }
  // An answer soon grows old: a process that was stopped for hours must ask first.
  bool CaughtUp() const {
    std::lock_guard lock(mutex_);
    return caught_up_ && std::chrono::steady_clock::now() - *caught_up_ < kFresh;
  }

 private:
  using Time = std::chrono::steady_clock::time_point;
  static constexpr std::chrono::seconds kFresh{10};
  mutable std::mutex mutex_;
  std::optional<Time> reached_end_;
  std::optional<Time> caught_up_;
};

}  // namespace hotline::escalation
