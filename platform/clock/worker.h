// Background work as a function of time. A worker says what it did not yet have to do; the runner
// decides how to wait. Tests call Tick with times of their own and never wait.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "platform/clock/clock.h"

namespace hotline {

class Worker {
 public:
  virtual ~Worker() = default;
  virtual std::string name() const = 0;
  // Does what is due at `now` and returns when it wants to run next (absl::InfiniteFuture(): only
  // when woken). A worker that has more to do at once returns `now`. Never runs twice at once in
  // one runner; may run in several processes at the same time.
  virtual absl::StatusOr<absl::Time> Tick(absl::Time now) = 0;
  // A runner lets so much real time pass between the begins of two ticks, unless the first has more
  // to do at once: what wakes the worker meanwhile is done together.
  virtual absl::Duration gather() const { return absl::ZeroDuration(); }
};

// A thread per worker. Waits until the worker's next time, a Wake, or `longest_wait` (a lost
// wake-up costs at most that; also how soon a dev clock that was advanced is noticed). A tick that
// failed or threw is logged, counted (hotline_worker_failures_total) and tried again with back-off
// from 50 ms to 2 s, which a Wake does not shorten.
class WorkerRunner {
 public:
  WorkerRunner(const Clock* clock, absl::Duration longest_wait);
  ~WorkerRunner();  // Stops.

  void Add(std::shared_ptr<Worker> worker);  // Before Start.
  void Start();
  void Wake(const std::string& worker_name);  // From any thread; cheap; coalesces.
  // Lets running ticks finish. Idempotent; not from within a tick.
  void Stop();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace hotline
