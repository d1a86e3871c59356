#include "platform/clock/worker.h"

#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "catch2/catch.hpp"
#include "platform/observe/metrics.h"

namespace hotline {
namespace {

const absl::Time kStart = absl::FromUnixSeconds(1795392000);

// Does in each tick what the test prepared, then waits to be woken; remembers the times it ran at.
class Scripted : public Worker {
 public:
  using Step = std::function<absl::StatusOr<absl::Time>(absl::Time)>;
  explicit Scripted(std::string name, std::deque<Step> steps = {})
      : name_(std::move(name)), steps_(std::move(steps)) {}

  std::string name() const override { return name_; }

  absl::StatusOr<absl::Time> Tick(absl::Time now) override {
    Step step;
    {
      std::lock_guard lock(mutex_);
      times_.push_back(now);
      if (!steps_.empty()) {
        step = steps_.front();
        steps_.pop_front();
      }
    }
    ticked_.notify_all();
    return step ? step(now) : absl::InfiniteFuture();
  }

  // Blocks until `count` ticks began; their times.
  std::vector<absl::Time> WaitForTicks(size_t count) {
    std::unique_lock lock(mutex_);
    ticked_.wait(lock, [&] { return times_.size() >= count; });
    return times_;
  }
  void WaitForTickAt(absl::Time time) {
    std::unique_lock lock(mutex_);
    ticked_.wait(lock, [&] { return !times_.empty() && times_.back() == time; });
  }
  size_t ticks() {
    std::lock_guard lock(mutex_);
    return times_.size();
  }

 private:
  const std::string name_;
  std::deque<Step> steps_;
  std::mutex mutex_;
  std::condition_variable ticked_;
  std::vector<absl::Time> times_;
};

absl::StatusOr<absl::Time> Again(absl::Time now) { return now; }

TEST_CASE("A worker with more to do runs again at once, one without waits to be woken") {
  ManualClock clock(kStart);
  auto worker = std::make_shared<Scripted>("busy", std::deque<Scripted::Step>{Again, Again, Again});
  WorkerRunner runner(&clock, absl::InfiniteDuration());
  runner.Add(worker);
  runner.Start();
  CHECK(worker->WaitForTicks(4) == std::vector<absl::Time>(4, kStart));
  clock.Advance(absl::Hours(5));
  runner.Wake("busy");
  CHECK(worker->WaitForTicks(5).back() == kStart + absl::Hours(5));
}

TEST_CASE("Time that has come while a tick ran is not waited for") {
  ManualClock clock(kStart);
  auto worker =
      std::make_shared<Scripted>("late", std::deque<Scripted::Step>{[&clock](absl::Time now) {
                                   clock.Advance(absl::Hours(2));
                                   return now + absl::Hours(1);
                                 }});
  WorkerRunner runner(&clock, absl::InfiniteDuration());
  runner.Add(worker);
  runner.Start();
  CHECK(worker->WaitForTicks(2).back() == kStart + absl::Hours(2));
}

TEST_CASE("A clock that was advanced is noticed after the longest wait, without a wake") {
  ManualClock clock(kStart);
  auto worker = std::make_shared<Scripted>("patient");
  WorkerRunner runner(&clock, absl::Milliseconds(1));
  runner.Add(worker);
  runner.Start();
  worker->WaitForTickAt(kStart);
  clock.Advance(absl::Hours(72));
  worker->WaitForTickAt(kStart + absl::Hours(72));
}

TEST_CASE("A wake during a tick is not lost, and many are one") {
  ManualClock clock(kStart);
  std::promise<void> in_tick, go_on;
  auto worker = std::make_shared<Scripted>("woken", std::deque<Scripted::Step>{[&](absl::Time) {
                                             in_tick.set_value();
                                             go_on.get_future().wait();
                                             return absl::InfiniteFuture();
                                           }});
  auto other = std::make_shared<Scripted>("other");
  WorkerRunner runner(&clock, absl::InfiniteDuration());
  runner.Add(worker);
  runner.Add(other);
  runner.Start();
  in_tick.get_future().wait();
  for (int i = 0; i < 100; ++i) runner.Wake("woken");
  runner.Wake("nobody");
  go_on.set_value();
  worker->WaitForTicks(2);
  other->WaitForTicks(1);
  runner.Stop();
  CHECK(worker->ticks() == 2);
  CHECK(other->ticks() == 1);
}

// Of a worker that gathers what wakes it.
class Gathering : public Scripted {
 public:
  using Scripted::Scripted;
  absl::Duration gather() const override { return absl::Milliseconds(100); }
};

TEST_CASE("A worker that gathers runs again at once for what is left, and late for a wake") {
  ManualClock clock(kStart);
  auto worker = std::make_shared<Gathering>(
      "gathering", std::deque<Scripted::Step>{[](absl::Time now) { return now; }});
  WorkerRunner runner(&clock, absl::Hours(1));
  runner.Add(worker);
  const absl::Time began = absl::Now();
  runner.Start();
  worker->WaitForTicks(2);  // The first has more to do.
  for (int i = 0; i < 50; ++i) runner.Wake("gathering");
  worker->WaitForTicks(3);
  CHECK(absl::Now() - began >= absl::Milliseconds(100));
  runner.Stop();
  CHECK(worker->ticks() == 3);
}

TEST_CASE("A failed tick is counted and tried again") {
  ManualClock clock(kStart);
  auto worker = std::make_shared<Scripted>(
      "failing", std::deque<Scripted::Step>{
                     [](absl::Time) { return absl::UnavailableError("the database is away"); },
                     [](absl::Time) -> absl::StatusOr<absl::Time> {
                       throw std::runtime_error("a library threw");
                     }});
  WorkerRunner runner(&clock, absl::InfiniteDuration());
  runner.Add(worker);
  runner.Start();
  worker->WaitForTicks(3);
  runner.Stop();
  CHECK(observe::GetCounter("hotline_worker_failures_total", "", {{"worker", "failing"}}).Value() ==
        2);
}

TEST_CASE("Stop lets a running tick finish, ends a back-off, and may be repeated") {
  ManualClock clock(kStart);
  std::promise<void> in_tick, go_on;
  bool finished = false;
  auto worker = std::make_shared<Scripted>("stopping", std::deque<Scripted::Step>{[&](absl::Time) {
                                             in_tick.set_value();
                                             go_on.get_future().wait();
                                             finished = true;
                                             return absl::UnavailableError("and failed");
                                           }});
  WorkerRunner runner(&clock, absl::InfiniteDuration());
  runner.Add(worker);
  runner.Start();
  in_tick.get_future().wait();
  std::thread stopper([&runner] { runner.Stop(); });
  go_on.set_value();
  stopper.join();
  CHECK(finished);
  runner.Stop();
  runner.Wake("stopping");
  CHECK(worker->ticks() <= 2);
}

TEST_CASE("A runner that was never started stops") {
  ManualClock clock(kStart);
  WorkerRunner runner(&clock, absl::Seconds(1));
  runner.Add(std::make_shared<Scripted>("idle"));
  runner.Wake("idle");
  runner.Stop();
}

}  // namespace
}  // namespace hotline
