// Threads for blocking work with a bounded queue in front: what does not fit is refused at once
// instead of piling up.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace hotline::rpc {

class BoundedPool {
 public:
  // At most `threads` run and `queue` wait. Threads start when first needed.
  BoundedPool(int threads, int queue);
  ~BoundedPool();  // Stops.

  // False when the queue is full or the pool has stopped: the job was not taken.
  bool Submit(std::function<void()> job);
  // Runs what was taken, then ends the threads. Idempotent.
  void Stop();

 private:
  void Work();

  const size_t max_threads_;
  const size_t max_queue_;
  std::mutex mutex_;
  std::condition_variable news_;
  std::deque<std::function<void()>> queue_;
  std::vector<std::thread> threads_;
  size_t idle_ = 0;
  bool stopped_ = false;
};

}  // namespace hotline::rpc
