#include "platform/clock/worker.h"

#include <pthread.h>

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>

#include "nlohmann/json.hpp"
#include "platform/base/status.h"
#include "platform/observe/log.h"
#include "platform/observe/metrics.h"

namespace hotline {
namespace {

constexpr absl::Duration kFirstBackOff = absl::Milliseconds(50);
constexpr absl::Duration kLongestBackOff = absl::Seconds(2);

absl::StatusOr<absl::Time> TickSafely(Worker& worker, absl::Time now) {
  try {
    return worker.Tick(now);
  } catch (const std::exception& e) {
    return absl::InternalError(e.what());
  }
}

// One worker, its thread, and what wakes it.
class Loop {
 public:
  Loop(std::shared_ptr<Worker> worker, const Clock* clock, absl::Duration longest_wait)
      : worker_(std::move(worker)),
        clock_(clock),
        // std::condition_variable cannot add an infinite time to its clock.
        longest_wait_(std::min(longest_wait, absl::Hours(1))),
        seconds_(observe::GetLatency("hotline_worker_tick_seconds", "Duration of a worker's ticks.",
                                     {{"worker", worker_->name()}})),
        failures_(observe::GetCounter("hotline_worker_failures_total", "Ticks that failed.",
                                      {{"worker", worker_->name()}})) {}

  std::string name() const { return worker_->name(); }

  void Start() {
    thread_ = std::thread([this] { Run(); });
  }

  void Wake() { Signal(woken_); }

  void RequestStop() { Signal(stopping_); }
  void Join() {
    if (thread_.joinable()) thread_.join();
  }

 private:
  void Signal(bool& flag) {
    {
      std::lock_guard lock(mutex_);
      flag = true;
    }
    changed_.notify_one();
  }

  void Run() {
    pthread_setname_np(pthread_self(), worker_->name().substr(0, 15).c_str());
    absl::Duration back_off = kFirstBackOff;
    while (BeginTick()) {
      const absl::Time began = absl::Now();
      const absl::StatusOr<absl::Time> next = TickSafely(*worker_, clock_->Now());
      seconds_.Observe(absl::ToDoubleSeconds(absl::Now() - began));
      if (next.ok()) {
        back_off = kFirstBackOff;
        const absl::Duration wait = *next - clock_->Now();
        if (wait > absl::ZeroDuration()) Pause(began + worker_->gather() - absl::Now());
        Wait(wait);
      } else {
        Report(next.status());
        Pause(back_off);
        back_off = std::min(back_off * 2, kLongestBackOff);
      }
    }
  }

  // False when it is time to stop. A wake from here on asks for another tick.
  bool BeginTick() {
    std::lock_guard lock(mutex_);
    woken_ = false;
    return !stopping_;
  }

  void Wait(absl::Duration wait) {
    if (wait <= absl::ZeroDuration()) return;
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, absl::ToChronoMicroseconds(std::min(wait, longest_wait_)),
                      [this] { return woken_ || stopping_; });
  }

  // No Wake shortens it.
  void Pause(absl::Duration wait) {
    if (wait <= absl::ZeroDuration()) return;
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, absl::ToChronoMicroseconds(wait), [this] { return stopping_; });
  }

  void Report(const absl::Status& status) {
    failures_.Increment();
    observe::Log(observe::Level::kWarn, "worker.failed",
                 {{"worker", worker_->name()},
                  {"reason", ReasonOf(status)},
                  {"message", std::string(status.message())}});
  }

  const std::shared_ptr<Worker> worker_;
  const Clock* const clock_;
  const absl::Duration longest_wait_;
  prometheus::Histogram& seconds_;
  prometheus::Counter& failures_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool woken_ = false;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace

struct WorkerRunner::Impl {
  const Clock* clock;
  absl::Duration longest_wait;
  std::vector<std::unique_ptr<Loop>> loops;  // Fixed from Start on.
};

WorkerRunner::WorkerRunner(const Clock* clock, absl::Duration longest_wait)
    : impl_(std::make_unique<Impl>(Impl{clock, longest_wait, {}})) {}

WorkerRunner::~WorkerRunner() { Stop(); }

void WorkerRunner::Add(std::shared_ptr<Worker> worker) {
  impl_->loops.push_back(
      std::make_unique<Loop>(std::move(worker), impl_->clock, impl_->longest_wait));
}

void WorkerRunner::Start() {
  for (auto& loop : impl_->loops) loop->Start();
}

void WorkerRunner::Wake(const std::string& worker_name) {
  for (auto& loop : impl_->loops) {
    if (loop->name() == worker_name) loop->Wake();
  }
}

void WorkerRunner::Stop() {
  for (auto& loop : impl_->loops) loop->RequestStop();
  for (auto& loop : impl_->loops) loop->Join();
}

}  // namespace hotline
