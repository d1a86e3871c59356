// The directory as the identity service keeps it, remembered for a few seconds.
#pragma once

#include <optional>
#include <string>

#include "google/protobuf/message.h"
#include "hotline/identity/v1/resolve_service.pb.h"
#include "platform/rpc/client.h"
#include "platform/rpc/recent_answers.h"
#include "services/workorder/domain/directory.h"

namespace hotline::workorder {

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
  rpc::RecentAnswers<Court> courts_;
  rpc::RecentAnswers<Department> departments_;
  rpc::RecentAnswers<User> users_;
  rpc::RecentAnswers<std::optional<Department>> supervision_offices_;
};

}  // namespace hotline::workorder
