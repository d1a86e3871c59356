// Adding and changing users, what they may do, and whether they may come in at all.
//
// Whoever changes rights takes LockDuties first, so that two changes that are each allowed cannot
// together break the separation of duties or leave the root court without administrator.
#pragma once

#include "hotline/identity/v1/directory_service.pb.h"
#include "nlohmann/json.hpp"
#include "platform/rpc/call.h"
#include "services/identity/commands/context.h"

namespace hotline::identity {

// Refusals: USER_NOT_FOUND, COURT_NOT_FOUND, DEPARTMENT_NOT_FOUND, DEPARTMENT_INACTIVE,
// COURT_MISMATCH, ACCOUNT_TAKEN, UNKNOWN_ROLE, ROLES_CONFLICT, OWN_ROLES, OWN_ACCOUNT,
// LAST_ADMINISTRATOR, ETAG_MISMATCH.
class UserCommands {
 public:
  explicit UserCommands(const Context& context) : context_(context) {}
  absl::StatusOr<v1::CreateUserReply> Create(const rpc::Call& call,
                                             const v1::CreateUserRequest& request);
  absl::StatusOr<v1::User> Update(const rpc::Call& call, const v1::UpdateUserRequest& request);
  absl::StatusOr<v1::User> SetRoles(const rpc::Call& call, const v1::SetUserRolesRequest& request);
  absl::StatusOr<v1::User> Disable(const rpc::Call& call, const v1::ChangeRequest& request);
  absl::StatusOr<v1::User> Enable(const rpc::Call& call, const v1::ChangeRequest& request);
  absl::StatusOr<v1::User> Unlock(const rpc::Call& call, const v1::ChangeRequest& request);
  absl::StatusOr<v1::ResetPasswordReply> ResetPassword(const rpc::Call& call,
                                                       const v1::ChangeRequest& request);

 private:
  absl::StatusOr<User> Lock(db::Tx& tx, const rpc::Call& call, const std::string& id,
                            const std::string& etag) const;
  // Appends the event, moves version and stream head, and reads the row again.
  absl::StatusOr<v1::User> Finish(db::Tx& tx, const rpc::Call& call, User user,
                                  std::string_view event, const nlohmann::json& payload) const;
  Context context_;
};

// Roles exist and go together. INVALID_ARGUMENT (UNKNOWN_ROLE), FAILED_PRECONDITION
// (ROLES_CONFLICT).
absl::Status CheckRoles(db::Tx& tx, const std::vector<std::string>& codes);
// After a change under LockDuties that may have taken the root court's last one:
// FAILED_PRECONDITION (LAST_ADMINISTRATOR).
absl::Status CheckAdministratorRemains(db::Tx& tx);

}  // namespace hotline::identity
