// Internal to platform/redis: a bounded set of connections and the memory of the last failure.
#pragma once

#include <condition_variable>
#include <mutex>
#include <vector>

#include "platform/redis/connection.h"
#include "platform/redis/redis.h"

namespace hotline::redis {

// Thread-safe.
class Pool {
 public:
  explicit Pool(Options options) : options_(std::move(options)) {}

  static absl::Duration Monotonic();  // Not absl::Now(): a clock set back would prolong the pause.

  // A connection that is free, or a new one, or one that comes free before `deadline` (of
  // Monotonic). UNAVAILABLE at once while the pause after a failure lasts. Every connection taken
  // goes back by Return or, when it failed, by Drop.
  absl::StatusOr<Connection> Take(absl::Duration deadline);
  void Return(Connection connection);
  // Closes the connection and begins the pause.
  void Drop(Connection connection);

  const Options& options() const { return options_; }

 private:
  bool Paused() const { return Monotonic() < paused_until_; }

  const Options options_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Connection> idle_;
  int open_ = 0;  // Idle or taken.
  absl::Duration paused_until_ = -absl::InfiniteDuration();
};

}  // namespace hotline::redis
