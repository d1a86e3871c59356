// What another service answered a moment ago: names and places change rarely, and are asked often.
#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

namespace hotline::rpc {

// Answers of one kind that are at most 5 s old. Thread-safe.
template <class T>
class RecentAnswers {
 public:
  std::optional<T> Find(const std::string& key) {
    std::lock_guard lock(mutex_);
    auto found = answers_.find(key);
    if (found == answers_.end() || found->second.until < Now()) return std::nullopt;
    return found->second.value;
  }
  void Keep(const std::string& key, T value) {
    std::lock_guard lock(mutex_);
    if (answers_.size() >= kMost) answers_.clear();
    answers_[key] = {std::move(value), Now() + kLife};
  }

 private:
  using Steady = std::chrono::steady_clock;
  static constexpr size_t kMost = 10'000;
  static constexpr std::chrono::seconds kLife{5};
  static Steady::time_point Now() { return Steady::now(); }
  struct Answer {
    T value;
    Steady::time_point until;
  };
  std::mutex mutex_;
  std::map<std::string, Answer> answers_;
};

}  // namespace hotline::rpc
