#include "platform/rpc/live_calls.h"

#include <chrono>
#include <vector>

#include "absl/time/clock.h"
#include "platform/base/status.h"

namespace hotline::rpc {
namespace {

constexpr absl::Duration kShortestPause = absl::Milliseconds(250);
constexpr absl::Duration kLongestPause = absl::Seconds(10);

}  // namespace

ChangeSignal::ChangeSignal() : impl_(std::make_shared<Impl>()) {}
ChangeSignal::~ChangeSignal() = default;

void ChangeSignal::Changed() {
  ++impl_->version;
  std::lock_guard lock(impl_->mutex);
  for (LiveCalls* scheduler : impl_->schedulers) scheduler->Wake();
}

LiveCall::LiveCall(std::shared_ptr<ChangeSignal::Impl> signal,
                   std::function<absl::Status(std::string*)> query, Sink sink)
    : signal_(std::move(signal)), query_(std::move(query)), sink_(std::move(sink)) {}

absl::Time LiveCall::NextTime() {
  std::lock_guard lock(mutex_);
  if (state_ != State::kIdle) return absl::InfiniteFuture();
  return asked_ + (signal_->version != seen_ ? kShortestPause : kLongestPause);
}

void LiveCall::Begin() {
  std::lock_guard lock(mutex_);
  if (state_ != State::kIdle) return;
  state_ = State::kAsking;
  asked_ = absl::Now();
  seen_ = signal_->version;
}

void LiveCall::Ask() {
  {
    std::lock_guard lock(mutex_);
    if (state_ != State::kAsking) return;
  }
  std::string answer;
  absl::Status status = query_(&answer);
  std::unique_lock lock(mutex_);
  if (!ended_.ok()) return Finish(std::move(lock), ended_);
  if (!status.ok()) return Finish(std::move(lock), status);
  if (answered_ && answer == last_) {
    state_ = State::kIdle;
    return;
  }
  state_ = State::kWriting;
  answered_ = true;
  last_ = answer;
  lock.unlock();
  sink_.write(std::move(answer));
}

void LiveCall::Written(bool ok) {
  std::unique_lock lock(mutex_);
  if (state_ != State::kWriting) return;
  if (!ok && ended_.ok()) ended_ = absl::CancelledError("client gone");
  if (!ended_.ok()) return Finish(std::move(lock), ended_);
  state_ = State::kIdle;
}

void LiveCall::Cancel(absl::Status why) {
  std::unique_lock lock(mutex_);
  if (ended_.ok()) ended_ = std::move(why);
  if (state_ == State::kIdle) Finish(std::move(lock), ended_);
}

void LiveCall::Finish(std::unique_lock<std::mutex> lock, absl::Status status) {
  if (state_ == State::kFinished) return;
  state_ = State::kFinished;
  lock.unlock();
  sink_.finish(std::move(status));
}

LiveCalls::LiveCalls(BoundedPool* pool) : pool_(pool), thread_([this] { Run(); }) {}

LiveCalls::~LiveCalls() { Stop(); }

void LiveCalls::Add(std::shared_ptr<LiveCall> call) {
  std::shared_ptr<ChangeSignal::Impl> signal = call->signal_;
  {
    std::unique_lock lock(mutex_);
    if (stopped_) {
      lock.unlock();
      return call->Cancel(Refuse(absl::StatusCode::kUnavailable, "SHUTTING_DOWN"));
    }
    calls_.insert(std::move(call));
    signals_.insert(signal);
    woken_ = true;
  }
  {
    std::lock_guard lock(signal->mutex);
    signal->schedulers.insert(this);
  }
  news_.notify_one();
}

void LiveCalls::Wake() {
  {
    std::lock_guard lock(mutex_);
    woken_ = true;
  }
  news_.notify_one();
}

void LiveCalls::Stop() {
  std::set<std::shared_ptr<LiveCall>> calls;
  std::set<std::shared_ptr<ChangeSignal::Impl>> signals;
  {
    std::lock_guard lock(mutex_);
    if (stopped_) return;
    stopped_ = true;
    calls.swap(calls_);
    signals.swap(signals_);
  }
  news_.notify_one();
  thread_.join();
  for (const auto& signal : signals) {
    std::lock_guard lock(signal->mutex);
    signal->schedulers.erase(this);
  }
  for (const auto& call : calls)
    call->Cancel(Refuse(absl::StatusCode::kUnavailable, "SHUTTING_DOWN"));
}

void LiveCalls::Run() {
  std::unique_lock lock(mutex_);
  while (!stopped_) {
    woken_ = false;
    const absl::Time now = absl::Now();
    absl::Time next = now + absl::Seconds(1);
    for (auto it = calls_.begin(); it != calls_.end();) {
      const std::shared_ptr<LiveCall>& call = *it;
      const absl::Time due = call->NextTime();
      if (due <= now) {
        call->Begin();
        if (!pool_->Submit([call] { call->Ask(); })) {
          std::lock_guard busy(call->mutex_);  // Overloaded: later.
          call->state_ = LiveCall::State::kIdle;
        }
      } else {
        next = std::min(next, due);
      }
      std::lock_guard state(call->mutex_);
      it = call->state_ == LiveCall::State::kFinished ? calls_.erase(it) : std::next(it);
    }
    const auto pause =
        std::chrono::milliseconds(std::max<int64_t>(1, absl::ToInt64Milliseconds(next - now)));
    news_.wait_for(lock, pause, [this] { return woken_ || stopped_; });
  }
}

}  // namespace hotline::rpc
