// Threads for blocking work with a bounded queue in front: what does not fit is refused at once
// instead of piling up.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace hotline::rpc {

// Thread-safe. A job is handed to the thread that became idle last, whose stack, memory and
// database connection are warm; the lock is held by nobody who sleeps or wakes somebody.
class BoundedPool {
 public:
  using Job = std::function<void()>;

  // At most `threads` run and `queue` wait. Threads start when first needed.
  BoundedPool(int threads, int queue);
  ~BoundedPool();  // Stops.

  // False when the queue is full or the pool has stopped: the job was not taken.
  bool Submit(Job job);
  // Runs what was taken, then ends the threads. Idempotent.
  void Stop();

 private:
  // A thread, and the place where it waits for its next job.
  class Worker {
   public:
    void Give(Job job);  // An empty job ends the thread.
    Job Await();

    std::thread thread;

   private:
    std::mutex mutex_;
    std::condition_variable news_;
    Job job_;
    bool given_ = false;
  };

  void Work(Worker* worker, Job job);
  // The next job of a thread that has done one; empty after Stop.
  Job Next(Worker* worker);

  const size_t max_threads_;
  const size_t max_queue_;
  std::mutex mutex_;
  std::deque<Job> queue_;  // Waits only while no worker is idle.
  std::vector<std::unique_ptr<Worker>> workers_;
  std::vector<Worker*> idle_;  // The last is the warmest.
  bool stopped_ = false;
};

}  // namespace hotline::rpc
