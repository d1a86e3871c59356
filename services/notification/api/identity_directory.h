// The directory as the identity service keeps it, remembered for a few seconds.
#pragma once

#include "platform/rpc/client.h"
#include "platform/rpc/recent_answers.h"
#include "services/notification/domain/directory.h"

namespace hotline::notification {

class IdentityDirectory : public Directory {
 public:
  explicit IdentityDirectory(rpc::Channel* channel) : channel_(channel) {}

  absl::StatusOr<std::string> HeadOf(const std::string& department_id) override;
  absl::StatusOr<std::string> HotlineOffice(const std::string& court_id) override;
  absl::StatusOr<std::string> NameOf(const std::string& user_id) override;
  absl::StatusOr<std::vector<Member>> MembersOf(const std::string& department_id) override;
  absl::StatusOr<std::vector<Supervisor>> Supervisors(const std::string& court_id) override;

 private:
  rpc::Channel* channel_;
  rpc::RecentAnswers<std::string> heads_;
  rpc::RecentAnswers<std::string> offices_;
  rpc::RecentAnswers<std::string> names_;
  rpc::RecentAnswers<std::vector<Member>> members_;
  rpc::RecentAnswers<std::vector<Supervisor>> supervisors_;
};

}  // namespace hotline::notification
