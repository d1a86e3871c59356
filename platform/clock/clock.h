// Time is an argument: whoever decides gets `now` from here, and SQL never reads a clock.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace hotline {

// Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual absl::Time Now() const = 0;
};

class SystemClock : public Clock {
 public:
  absl::Time Now() const override { return absl::Now(); }
};

// Stands still until told; for tests and simulations.
class ManualClock : public Clock {
 public:
  explicit ManualClock(absl::Time start) : now_(start) {}
  absl::Time Now() const override {
    std::lock_guard lock(mutex_);
    return now_;
  }
  void Advance(absl::Duration by) {
    std::lock_guard lock(mutex_);
    now_ += by;
  }
  void Set(absl::Time now) {
    std::lock_guard lock(mutex_);
    now_ = now;
  }

 private:
  // Not absl::Mutex, here or elsewhere: Debian's absl is built without ThreadSanitizer, which then
  // sees no lock.
  mutable std::mutex mutex_;
  absl::Time now_;
};

// The system clock plus an offset kept in a small file that all processes of one machine share, so
// that a split demo system steps through its deadlines together. Never used in production.
class DevClock : public Clock {
 public:
  // Creates the file with offset 0 when it does not exist.
  static absl::StatusOr<std::unique_ptr<DevClock>> Open(const std::string& path);
  ~DevClock() override;
  absl::Time Now() const override;
  void Advance(absl::Duration by);  // Forward only: `by` >= 0.

 private:
  explicit DevClock(std::atomic<int64_t>* offset_us) : offset_us_(offset_us) {}
  std::atomic<int64_t>* offset_us_;  // In the shared mapping.
};

}  // namespace hotline
