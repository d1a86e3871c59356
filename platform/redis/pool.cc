#include "platform/redis/pool.h"

#include <chrono>

namespace hotline::redis {

absl::Duration Pool::Monotonic() {
  return absl::FromChrono(std::chrono::steady_clock::now().time_since_epoch());
}

absl::StatusOr<Connection> Pool::Take(absl::Duration deadline) {
  std::unique_lock lock(mutex_);
  if (!changed_.wait_for(lock, absl::ToChronoMicroseconds(deadline - Monotonic()), [this] {
        return Paused() || !idle_.empty() || open_ < options_.connections;
      })) {
    return Unavailable("every connection is in use");
  }
  if (Paused()) return Unavailable("pausing after a failure");
  while (!idle_.empty()) {
    Connection connection = std::move(idle_.back());
    idle_.pop_back();
    if (IsAlive(*connection)) return connection;
    --open_;
  }
  ++open_;
  lock.unlock();
  auto connection = Connect(options_.address, deadline - Monotonic());
  if (!connection.ok()) Drop(nullptr);
  return connection;
}

void Pool::Return(Connection connection) {
  {
    std::lock_guard lock(mutex_);
    idle_.push_back(std::move(connection));
  }
  changed_.notify_one();
}

void Pool::Drop(Connection connection) {
  connection.reset();
  {
    std::lock_guard lock(mutex_);
    --open_;
    paused_until_ = Monotonic() + options_.retry_after;
  }
  changed_.notify_all();
}

}  // namespace hotline::redis
