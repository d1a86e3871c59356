#include "platform/rpc/bounded_pool.h"

#include <utility>

namespace hotline::rpc {

BoundedPool::BoundedPool(int threads, int queue)
    : max_threads_(static_cast<size_t>(threads)), max_queue_(static_cast<size_t>(queue)) {}

BoundedPool::~BoundedPool() { Stop(); }

bool BoundedPool::Submit(std::function<void()> job) {
  std::lock_guard lock(mutex_);
  if (stopped_ || queue_.size() >= max_queue_) return false;
  queue_.push_back(std::move(job));
  if (idle_ >= queue_.size()) {
    news_.notify_one();
  } else if (threads_.size() < max_threads_) {
    threads_.emplace_back([this] { Work(); });
  }
  return true;
}

void BoundedPool::Stop() {
  std::vector<std::thread> threads;
  {
    std::lock_guard lock(mutex_);
    stopped_ = true;
    threads.swap(threads_);
  }
  news_.notify_all();
  for (std::thread& thread : threads) thread.join();
}

void BoundedPool::Work() {
  std::unique_lock lock(mutex_);
  while (true) {
    ++idle_;
    news_.wait(lock, [this] { return stopped_ || !queue_.empty(); });
    --idle_;
    if (queue_.empty()) return;  // Stopped, and nothing left.
    {
      std::function<void()> job = std::move(queue_.front());
      queue_.pop_front();
      lock.unlock();
      job();
    }
    lock.lock();
  }
}

}  // namespace hotline::rpc
