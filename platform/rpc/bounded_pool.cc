#include "platform/rpc/bounded_pool.h"

#include <utility>

namespace hotline::rpc {

void BoundedPool::Worker::Give(Job job) {
  {
    std::lock_guard lock(mutex_);
    job_ = std::move(job);
    given_ = true;
  }
  news_.notify_one();
}

BoundedPool::Job BoundedPool::Worker::Await() {
  std::unique_lock lock(mutex_);
  news_.wait(lock, [this] { return given_; });
  given_ = false;
  return std::move(job_);
}

BoundedPool::BoundedPool(int threads, int queue)
    : max_threads_(static_cast<size_t>(threads)), max_queue_(static_cast<size_t>(queue)) {}

BoundedPool::~BoundedPool() { Stop(); }

bool BoundedPool::Submit(Job job) {
  Worker* warm = nullptr;
  {
    std::lock_guard lock(mutex_);
    if (stopped_) return false;
    if (!idle_.empty()) {
      warm = idle_.back();
      idle_.pop_back();
    } else if (workers_.size() < max_threads_) {
      Worker* made = workers_.emplace_back(std::make_unique<Worker>()).get();
      made->thread =
          std::thread([this, made, job = std::move(job)]() mutable { Work(made, std::move(job)); });
      return true;
    } else if (queue_.size() < max_queue_) {
      queue_.push_back(std::move(job));
      return true;
    } else {
      return false;
    }
  }
  warm->Give(std::move(job));
  return true;
}

void BoundedPool::Stop() {
  std::vector<Worker*> idle;
  {
    std::lock_guard lock(mutex_);
    if (std::exchange(stopped_, true)) return;
    idle.swap(idle_);
  }
  for (Worker* worker : idle) worker->Give(nullptr);
  // Workers outlive their threads: a Submit may have given its job, but not have woken the worker
  // yet.
  for (auto& worker : workers_) worker->thread.join();
}

BoundedPool::Job BoundedPool::Next(Worker* worker) {
  {
    std::lock_guard lock(mutex_);
    if (!queue_.empty()) {
      Job job = std::move(queue_.front());
      queue_.pop_front();
      return job;
    }
    if (stopped_) return nullptr;
    idle_.push_back(worker);
  }
  return worker->Await();
}

void BoundedPool::Work(Worker* worker, Job job) {
  while (job) {
    job();
    job = nullptr;  // What it holds is not kept while the thread is idle.
    job = Next(worker);
  }
}

}  // namespace hotline::rpc
