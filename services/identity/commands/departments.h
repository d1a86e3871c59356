// Adding, changing, closing and opening departments.
#pragma once

#include "hotline/identity/v1/directory_service.pb.h"
#include "platform/rpc/call.h"
#include "services/identity/commands/context.h"

namespace hotline::identity {

// Refusals: COURT_NOT_FOUND, DEPARTMENT_NOT_FOUND, USER_NOT_FOUND (a head who is not active in the
// caller's scope), DEPARTMENT_EXISTS, DEPARTMENT_HAS_USERS, ETAG_MISMATCH.
class DepartmentCommands {
 public:
  explicit DepartmentCommands(const Context& context) : context_(context) {}
  absl::StatusOr<v1::Department> Create(const rpc::Call& call,
                                        const v1::CreateDepartmentRequest& request);
  absl::StatusOr<v1::Department> Update(const rpc::Call& call,
                                        const v1::UpdateDepartmentRequest& request);
  absl::StatusOr<v1::Department> Disable(const rpc::Call& call, const v1::ChangeRequest& request);
  absl::StatusOr<v1::Department> Enable(const rpc::Call& call, const v1::ChangeRequest& request);

 private:
  absl::StatusOr<v1::Department> SetActive(const rpc::Call& call, const v1::ChangeRequest& request,
                                           bool active);
  absl::Status SetHead(db::Tx& tx, const rpc::Call& call, const std::string& user_id,
                       Department& department) const;
  Context context_;
};

}  // namespace hotline::identity
