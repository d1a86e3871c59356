#include "platform/rpc/local_calls.h"

#include <chrono>
#include <vector>

#include "absl/time/clock.h"

namespace hotline::rpc {

LocalCalls::~LocalCalls() {
  {
    std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  news_.notify_all();
  if (thread_.joinable()) thread_.join();
}

LocalCalls::Answer LocalCalls::Open(absl::Time deadline, Answer done) {
  auto call = std::make_shared<Call>();
  call->deadline = deadline;
  call->done = std::move(done);
  {
    std::lock_guard lock(mutex_);
    call->place = calls_.insert(calls_.end(), call);
    if (!thread_.joinable()) thread_ = std::thread([this] { Watch(); });
    if (!watching_) news_.notify_one();
    watching_ = true;
  }
  return [this, call](absl::StatusOr<std::string> answer) {
    {
      std::lock_guard lock(mutex_);
      if (!call->open) return;
      call->open = false;
      calls_.erase(call->place);
    }
    call->done(std::move(answer));
  };
}

void LocalCalls::Watch() {
  constexpr auto kPause = std::chrono::milliseconds(100);
  std::unique_lock lock(mutex_);
  while (!stopped_) {
    if (calls_.empty()) {
      watching_ = false;
      news_.wait(lock, [this] { return stopped_ || !calls_.empty(); });
      continue;
    }
    news_.wait_for(lock, kPause, [this] { return stopped_; });
    std::vector<std::shared_ptr<Call>> late;
    const absl::Time now = absl::Now();
    for (auto it = calls_.begin(); it != calls_.end();) {
      const std::shared_ptr<Call>& call = *it;
      if (call->deadline > now) {
        ++it;
        continue;
      }
      call->open = false;
      late.push_back(call);
      it = calls_.erase(it);
    }
    lock.unlock();
    for (const auto& call : late) call->done(absl::DeadlineExceededError("Deadline Exceeded"));
    late.clear();
    lock.lock();
  }
}

}  // namespace hotline::rpc
