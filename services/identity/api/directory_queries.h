// Reading the directory: the caller's own court and those below it.
#pragma once

#include "hotline/identity/v1/api_key_service.pb.h"
#include "hotline/identity/v1/directory_service.pb.h"
#include "platform/db/pool.h"
#include "platform/rpc/call.h"
#include "platform/rpc/page_token.h"
#include "services/identity/store/users.h"

namespace hotline::identity {

// An id outside the caller's scope is as unknown as one that does not exist: …_NOT_FOUND.
class DirectoryQueries {
 public:
  DirectoryQueries(db::Pool* pool, UserStore users, rpc::PageTokens tokens)
      : pool_(pool), users_(users), tokens_(std::move(tokens)) {}

  absl::StatusOr<v1::Court> GetCourt(const rpc::Call& call, const v1::GetRequest& request);
  absl::StatusOr<v1::ListCourtsReply> ListCourts(const rpc::Call& call,
                                                 const v1::ListCourtsRequest& request);
  absl::StatusOr<v1::Department> GetDepartment(const rpc::Call& call,
                                               const v1::GetRequest& request);
  absl::StatusOr<v1::ListDepartmentsReply> ListDepartments(
      const rpc::Call& call, const v1::ListDepartmentsRequest& request);
  absl::StatusOr<v1::ListMembersReply> ListMembers(const rpc::Call& call,
                                                   const v1::ListMembersRequest& request);
  absl::StatusOr<v1::User> GetUser(const rpc::Call& call, const v1::GetRequest& request);
  absl::StatusOr<v1::ListUsersReply> ListUsers(const rpc::Call& call,
                                               const v1::ListUsersRequest& request);
  absl::StatusOr<v1::Role> GetRole(const rpc::Call& call, const v1::GetRequest& request);
  absl::StatusOr<v1::ListRolesReply> ListRoles(const rpc::Call& call,
                                               const v1::ListRolesRequest& request);
  absl::StatusOr<v1::ListPermissionsReply> ListPermissions(
      const rpc::Call& call, const v1::ListPermissionsRequest& request);
  absl::StatusOr<v1::ApiKey> GetApiKey(const rpc::Call& call, const v1::GetApiKeyRequest& request);
  absl::StatusOr<v1::ListApiKeysReply> ListApiKeys(const rpc::Call& call,
                                                   const v1::ListApiKeysRequest& request);

 private:
  db::Pool* pool_;
  UserStore users_;
  rpc::PageTokens tokens_;
};

}  // namespace hotline::identity
