// What other services ask. No scope: services answer for their callers themselves.
#pragma once

#include "hotline/identity/v1/resolve_service.pb.h"
#include "platform/db/pool.h"
#include "platform/rpc/call.h"
#include "services/identity/store/users.h"

namespace hotline::identity {

class ResolveQueries {
 public:
  ResolveQueries(db::Pool* pool, UserStore users) : pool_(pool), users_(users) {}
  absl::StatusOr<v1::ResolvedCourt> ResolveCourt(const rpc::Call& call,
                                                 const v1::ResolveRequest& request);
  absl::StatusOr<v1::ResolvedDepartment> ResolveDepartment(const rpc::Call& call,
                                                           const v1::ResolveRequest& request);
  absl::StatusOr<v1::ResolvedContact> ResolveContact(const rpc::Call& call,
                                                     const v1::ResolveRequest& request);
  absl::StatusOr<v1::ResolvedUser> ResolveUser(const rpc::Call& call,
                                               const v1::ResolveRequest& request);
  absl::StatusOr<v1::ResolvedDepartment> FindDepartmentByKind(
      const rpc::Call& call, const v1::FindDepartmentByKindRequest& request);
  absl::StatusOr<v1::ListDepartmentUsersReply> ListDepartmentUsers(
      const rpc::Call& call, const v1::ListDepartmentUsersRequest& request);
  absl::StatusOr<v1::ListCourtUsersReply> ListCourtUsers(const rpc::Call& call,
                                                         const v1::ListCourtUsersRequest& request);

 private:
  db::Pool* pool_;
  UserStore users_;
};

}  // namespace hotline::identity
