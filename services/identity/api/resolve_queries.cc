#include "services/identity/api/resolve_queries.h"

#include "services/identity/commands/messages.h"
#include "services/identity/store/courts.h"
#include "services/identity/store/departments.h"

namespace hotline::identity {

absl::StatusOr<v1::ResolvedCourt> ResolveQueries::ResolveCourt(const rpc::Call&,
                                                               const v1::ResolveRequest& request) {
  return pool_->Read<v1::ResolvedCourt>([&](db::Tx& tx) -> absl::StatusOr<v1::ResolvedCourt> {
    HOTLINE_ASSIGN_OR_RETURN(const Court court, FindCourt(tx, request.id()));
    return ToResolved(court);
  });
}

absl::StatusOr<v1::ResolvedDepartment> ResolveQueries::ResolveDepartment(
    const rpc::Call&, const v1::ResolveRequest& request) {
  return pool_->Read<v1::ResolvedDepartment>(
      [&](db::Tx& tx) -> absl::StatusOr<v1::ResolvedDepartment> {
        HOTLINE_ASSIGN_OR_RETURN(const Department department, FindDepartment(tx, request.id()));
        return ToResolved(department);
      });
}

absl::StatusOr<v1::ResolvedUser> ResolveQueries::ResolveUser(const rpc::Call&,
                                                             const v1::ResolveRequest& request) {
  return pool_->Read<v1::ResolvedUser>([&](db::Tx& tx) -> absl::StatusOr<v1::ResolvedUser> {
    HOTLINE_ASSIGN_OR_RETURN(const User user, users_.Find(tx, request.id()));
    return ToResolved(user);
  });
}

absl::StatusOr<v1::ResolvedContact> ResolveQueries::ResolveContact(
    const rpc::Call&, const v1::ResolveRequest& request) {
  return pool_->Read<v1::ResolvedContact>([&](db::Tx& tx) -> absl::StatusOr<v1::ResolvedContact> {
    HOTLINE_ASSIGN_OR_RETURN(const User user, users_.Find(tx, request.id()));
    v1::ResolvedContact contact;
    if (user.active) contact.set_email(user.email);
    return contact;
  });
}

absl::StatusOr<v1::ResolvedDepartment> ResolveQueries::FindDepartmentByKind(
    const rpc::Call&, const v1::FindDepartmentByKindRequest& request) {
  return pool_->Read<v1::ResolvedDepartment>(
      [&](db::Tx& tx) -> absl::StatusOr<v1::ResolvedDepartment> {
        HOTLINE_ASSIGN_OR_RETURN(
            const Department department,
            hotline::identity::FindDepartmentByKind(tx, request.court_id(),
                                                    v1::Department::Kind_Name(request.kind())));
        return ToResolved(department);
      });
}

absl::StatusOr<v1::ListDepartmentUsersReply> ResolveQueries::ListDepartmentUsers(
    const rpc::Call&, const v1::ListDepartmentUsersRequest& request) {
  return pool_->Read<v1::ListDepartmentUsersReply>(
      [&](db::Tx& tx) -> absl::StatusOr<v1::ListDepartmentUsersReply> {
        HOTLINE_ASSIGN_OR_RETURN(
            const std::vector<User> users,
            users_.ListOfDepartment(tx, request.department_id(), request.permission()));
        v1::ListDepartmentUsersReply reply;
        for (const User& user : users) *reply.add_users() = ToResolved(user);
        return reply;
      });
}

absl::StatusOr<v1::ListCourtUsersReply> ResolveQueries::ListCourtUsers(
    const rpc::Call&, const v1::ListCourtUsersRequest& request) {
  return pool_->Read<v1::ListCourtUsersReply>(
      [&](db::Tx& tx) -> absl::StatusOr<v1::ListCourtUsersReply> {
        HOTLINE_ASSIGN_OR_RETURN(const std::vector<User> users,
                                 users_.ListOfCourt(tx, request.court_id(), request.permission()));
        v1::ListCourtUsersReply reply;
        for (const User& user : users) *reply.add_users() = ToResolved(user);
        return reply;
      });
}

}  // namespace hotline::identity
