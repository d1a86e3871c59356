// Live queries: server streams that are asked again when something changed. One thread schedules,
// the pool asks, and no thread waits for a client.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "platform/rpc/bounded_pool.h"
#include "platform/rpc/server.h"

namespace hotline::rpc {

class LiveCalls;

struct ChangeSignal::Impl {
  std::atomic<uint64_t> version{1};
  std::mutex mutex;
  std::set<LiveCalls*> schedulers;  // Those with calls that depend on it.
};

// One open stream, shared by its reactor, the scheduler and the job that asks. `write` is followed
// by Written(); `finish` is called once, last.
class LiveCall : public std::enable_shared_from_this<LiveCall> {
 public:
  struct Sink {
    std::function<void(std::string)> write;
    std::function<void(absl::Status)> finish;
  };
  LiveCall(std::shared_ptr<ChangeSignal::Impl> signal,
           std::function<absl::Status(std::string*)> query, Sink sink);

  void Written(bool ok);
  void Cancel(absl::Status why);

 private:
  friend class LiveCalls;
  enum class State { kIdle, kAsking, kWriting, kFinished };

  absl::Time NextTime();  // When to ask again; infinite while busy.
  void Begin();           // Idle → asking.
  void Ask();             // Runs on the pool.
  void Finish(std::unique_lock<std::mutex> lock, absl::Status status);

  const std::shared_ptr<ChangeSignal::Impl> signal_;
  const std::function<absl::Status(std::string*)> query_;
  const Sink sink_;
  std::mutex mutex_;
  State state_ = State::kIdle;
  absl::Status ended_;  // Not OK: finish as soon as nothing is under way.
  uint64_t seen_ = 0;   // Version of the signal that the last answer reflects.
  absl::Time asked_ = absl::InfinitePast();
  bool answered_ = false;
  std::string last_;
};

class LiveCalls {
 public:
  explicit LiveCalls(BoundedPool* pool);
  ~LiveCalls();  // Stops.

  void Add(std::shared_ptr<LiveCall> call);
  void Wake();
  // Ends every stream with UNAVAILABLE (SHUTTING_DOWN) and takes no more. Idempotent.
  void Stop();

 private:
  void Run();

  BoundedPool* pool_;
  std::mutex mutex_;
  std::condition_variable news_;
  std::set<std::shared_ptr<LiveCall>> calls_;
  std::set<std::shared_ptr<ChangeSignal::Impl>> signals_;
  bool woken_ = false;
  bool stopped_ = false;
  std::thread thread_;
};

}  // namespace hotline::rpc
