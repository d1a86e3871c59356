// Roles as data. Only administrators of the root court change them, one at a time (LockDuties).
#pragma once

#include "hotline/identity/v1/directory_service.pb.h"
#include "platform/rpc/call.h"
#include "services/identity/commands/context.h"

namespace hotline::identity {

// Refusals: ROOT_COURT_ONLY, ROLE_NOT_FOUND, ROLE_EXISTS, UNKNOWN_PERMISSION, ROLES_CONFLICT (in
// the role itself or for somebody who holds it with others), OWN_ROLES (the caller holds it),
// LAST_ADMINISTRATOR, BUILT_IN_ROLE, ROLE_IN_USE, ETAG_MISMATCH.
class RoleCommands {
 public:
  explicit RoleCommands(const Context& context) : context_(context) {}
  absl::StatusOr<v1::Role> Create(const rpc::Call& call, const v1::CreateRoleRequest& request);
  absl::StatusOr<v1::Role> Update(const rpc::Call& call, const v1::UpdateRoleRequest& request);
  absl::StatusOr<v1::DeleteRoleReply> Delete(const rpc::Call& call,
                                             const v1::ChangeRequest& request);

 private:
  Context context_;
};

}  // namespace hotline::identity
