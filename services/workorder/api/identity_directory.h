// The directory as the identity service keeps it, remembered for a few seconds.
#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "google/protobuf/message.h"
#include "hotline/identity/v1/resolve_service.pb.h"
#include "platform/rpc/client.h"
#include "services/workorder/domain/directory.h"

namespace hotline::workorder {

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

class IdentityDirectory : public Directory {
 public:
  explicit IdentityDirectory(rpc::Channel* channel) : channel_(channel) {}

  absl::StatusOr<Court> FindCourt(std::string_view id) override;
  absl::StatusOr<Department> FindDepartment(std::string_view id) override;
  absl::StatusOr<User> FindUser(std::string_view id) override;
  absl::StatusOr<std::optional<Department>> FindSupervisionOffice(
      std::string_view court_id) override;

 private:
  template <class Reply>
  absl::StatusOr<Reply> Ask(std::string_view method, const google::protobuf::Message& request);

  rpc::Channel* channel_;
  RecentAnswers<Court> courts_;
  RecentAnswers<Department> departments_;
  RecentAnswers<User> users_;
  RecentAnswers<std::optional<Department>> supervision_offices_;
};

}  // namespace hotline::workorder
