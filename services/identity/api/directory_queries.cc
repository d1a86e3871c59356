#include "services/identity/api/directory_queries.h"

#include "platform/rpc/page.h"
#include "services/identity/commands/messages.h"
#include "services/identity/commands/scope.h"
#include "services/identity/domain/permissions.h"
#include "services/identity/store/api_keys.h"
#include "services/identity/store/courts.h"
#include "services/identity/store/departments.h"
#include "services/identity/store/login_guard.h"
#include "services/identity/store/roles.h"

namespace hotline::identity {
namespace {

std::optional<bool> Wanted(bool given, bool value) {
  return given ? std::optional(value) : std::nullopt;
}

v1::Permission PermissionMessage(const Permission& permission) {
  static constexpr v1::Permission::Duty kDuties[] = {
      v1::Permission::READING, v1::Permission::BUSINESS, v1::Permission::ADMINISTRATION,
      v1::Permission::AUDIT, v1::Permission::DIRECTORY};
  v1::Permission message;
  message.set_code(std::string(permission.code));
  message.set_name(std::string(permission.name));
  message.set_duty(kDuties[static_cast<int>(permission.duty)]);
  message.set_api_key(permission.for_api_keys);
  return message;
}

}  // namespace

absl::StatusOr<v1::Court> DirectoryQueries::GetCourt(const rpc::Call& call,
                                                     const v1::GetRequest& request) {
  return pool_->Read<v1::Court>([&](db::Tx& tx) -> absl::StatusOr<v1::Court> {
    HOTLINE_ASSIGN_OR_RETURN(const Court court,
                             InScope(call.caller, FindCourt(tx, request.id()), "COURT_NOT_FOUND"));
    return ToMessage(court);
  });
}

absl::StatusOr<v1::ListCourtsReply> DirectoryQueries::ListCourts(
    const rpc::Call& call, const v1::ListCourtsRequest& request) {
  HOTLINE_ASSIGN_OR_RETURN(const auto page,
                           rpc::Page<v1::ListCourtsRequest>::Open(tokens_, call, request, 1));
  return pool_->Read<v1::ListCourtsReply>([&](db::Tx& tx) -> absl::StatusOr<v1::ListCourtsReply> {
    std::vector<Court> courts = hotline::identity::ListCourts(
        tx,
        {.scope = call.caller.court_path, .parent_id = request.parent_id(), .text = request.text()},
        page.after(), page.limit());
    v1::ListCourtsReply reply;
    reply.set_next_page_token(
        page.Close(courts, [](const Court& c) { return std::vector{c.path}; }));
    for (const Court& court : courts) *reply.add_courts() = ToMessage(court);
    return reply;
  });
}

absl::StatusOr<v1::Department> DirectoryQueries::GetDepartment(const rpc::Call& call,
                                                               const v1::GetRequest& request) {
  return pool_->Read<v1::Department>([&](db::Tx& tx) -> absl::StatusOr<v1::Department> {
    HOTLINE_ASSIGN_OR_RETURN(
        const Department department,
        InScope(call.caller, FindDepartment(tx, request.id()), "DEPARTMENT_NOT_FOUND"));
    return ToMessage(department);
  });
}

absl::StatusOr<v1::ListDepartmentsReply> DirectoryQueries::ListDepartments(
    const rpc::Call& call, const v1::ListDepartmentsRequest& request) {
  HOTLINE_ASSIGN_OR_RETURN(const auto page,
                           rpc::Page<v1::ListDepartmentsRequest>::Open(tokens_, call, request, 2));
  DepartmentFilter filter{.scope = call.caller.court_path,
                          .court_id = request.court_id(),
                          .kind = {},
                          .text = request.text(),
                          .active = Wanted(request.has_active(), request.active())};
  if (request.kind() != v1::Department::KIND_UNSPECIFIED)
    filter.kind = v1::Department::Kind_Name(request.kind());
  return pool_->Read<v1::ListDepartmentsReply>(
      [&](db::Tx& tx) -> absl::StatusOr<v1::ListDepartmentsReply> {
        std::vector<Department> departments = hotline::identity::ListDepartments(
            tx, filter, page.after(0), page.after(1), page.limit());
        v1::ListDepartmentsReply reply;
        reply.set_next_page_token(page.Close(departments, [](const Department& d) {
          return std::vector{d.court_path, d.code};
        }));
        for (const Department& department : departments)
          *reply.add_departments() = ToMessage(department);
        return reply;
      });
}

absl::StatusOr<v1::ListMembersReply> DirectoryQueries::ListMembers(
    const rpc::Call& call, const v1::ListMembersRequest& request) {
  return pool_->Read<v1::ListMembersReply>([&](db::Tx& tx) -> absl::StatusOr<v1::ListMembersReply> {
    HOTLINE_ASSIGN_OR_RETURN(
        const Department department,
        InScope(call.caller, FindDepartment(tx, request.id()), "DEPARTMENT_NOT_FOUND"));
    HOTLINE_ASSIGN_OR_RETURN(const std::vector<User> users,
                             users_.ListOfDepartment(tx, department.id, ""));
    v1::ListMembersReply reply;
    for (const User& user : users) *reply.add_members() = ToMember(user);
    return reply;
  });
}

absl::StatusOr<v1::User> DirectoryQueries::GetUser(const rpc::Call& call,
                                                   const v1::GetRequest& request) {
  return pool_->Read<v1::User>([&](db::Tx& tx) -> absl::StatusOr<v1::User> {
    HOTLINE_ASSIGN_OR_RETURN(const User user,
                             InScope(call.caller, users_.Find(tx, request.id()), "USER_NOT_FOUND"));
    v1::User message = ToMessage(user);
    if (const auto until = FindUserLock(tx, user.id, call.now))
      *message.mutable_locked_until() = ToTimestamp(*until);
    return message;
  });
}

absl::StatusOr<v1::ListUsersReply> DirectoryQueries::ListUsers(
    const rpc::Call& call, const v1::ListUsersRequest& request) {
  HOTLINE_ASSIGN_OR_RETURN(const auto page,
                           rpc::Page<v1::ListUsersRequest>::Open(tokens_, call, request, 1));
  const UserFilter filter{.scope = call.caller.court_path,
                          .court_id = request.court_id(),
                          .department_id = request.department_id(),
                          .role_code = request.role_code(),
                          .text = request.text(),
                          .active = Wanted(request.has_active(), request.active())};
  return pool_->Read<v1::ListUsersReply>([&](db::Tx& tx) -> absl::StatusOr<v1::ListUsersReply> {
    HOTLINE_ASSIGN_OR_RETURN(std::vector<User> users,
                             users_.List(tx, filter, page.after(), page.limit()));
    v1::ListUsersReply reply;
    reply.set_next_page_token(
        page.Close(users, [](const User& u) { return std::vector{u.account}; }));
    for (const User& user : users) *reply.add_users() = ToMessage(user);
    return reply;
  });
}

absl::StatusOr<v1::Role> DirectoryQueries::GetRole(const rpc::Call&,
                                                   const v1::GetRequest& request) {
  return pool_->Read<v1::Role>([&](db::Tx& tx) -> absl::StatusOr<v1::Role> {
    HOTLINE_ASSIGN_OR_RETURN(const Role role, FindRole(tx, request.id()));
    return ToMessage(role);
  });
}

absl::StatusOr<v1::ListRolesReply> DirectoryQueries::ListRoles(const rpc::Call&,
                                                               const v1::ListRolesRequest&) {
  return pool_->Read<v1::ListRolesReply>([&](db::Tx& tx) -> absl::StatusOr<v1::ListRolesReply> {
    v1::ListRolesReply reply;
    for (const Role& role : hotline::identity::ListRoles(tx)) *reply.add_roles() = ToMessage(role);
    return reply;
  });
}

absl::StatusOr<v1::ListPermissionsReply> DirectoryQueries::ListPermissions(
    const rpc::Call&, const v1::ListPermissionsRequest&) {
  v1::ListPermissionsReply reply;
  for (const Permission& permission : KnownPermissions())
    *reply.add_permissions() = PermissionMessage(permission);
  return reply;
}

absl::StatusOr<v1::ApiKey> DirectoryQueries::GetApiKey(const rpc::Call& call,
                                                       const v1::GetApiKeyRequest& request) {
  return pool_->Read<v1::ApiKey>([&](db::Tx& tx) -> absl::StatusOr<v1::ApiKey> {
    HOTLINE_ASSIGN_OR_RETURN(
        const ApiKey key, InScope(call.caller, FindApiKey(tx, request.id()), "API_KEY_NOT_FOUND"));
    return ToMessage(key, call.now);
  });
}

absl::StatusOr<v1::ListApiKeysReply> DirectoryQueries::ListApiKeys(
    const rpc::Call& call, const v1::ListApiKeysRequest& request) {
  HOTLINE_ASSIGN_OR_RETURN(const auto page,
                           rpc::Page<v1::ListApiKeysRequest>::Open(tokens_, call, request, 1));
  return pool_->Read<v1::ListApiKeysReply>([&](db::Tx& tx) -> absl::StatusOr<v1::ListApiKeysReply> {
    std::vector<ApiKey> keys = hotline::identity::ListApiKeys(
        tx, call.caller.court_path, request.active(), call.now, page.after(), page.limit());
    v1::ListApiKeysReply reply;
    reply.set_next_page_token(page.Close(keys, [](const ApiKey& k) { return std::vector{k.id}; }));
    for (const ApiKey& key : keys) *reply.add_api_keys() = ToMessage(key, call.now);
    return reply;
  });
}

}  // namespace hotline::identity
