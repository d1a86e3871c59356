#include "services/identity/commands/roles.h"

#include <algorithm>

#include "platform/crypto/crypto.h"
#include "services/identity/commands/history.h"
#include "services/identity/commands/messages.h"
#include "services/identity/commands/scope.h"
#include "services/identity/commands/texts.h"
#include "services/identity/commands/users.h"
#include "services/identity/domain/permissions.h"
#include "services/identity/store/courts.h"
#include "services/identity/store/roles.h"

namespace hotline::identity {
namespace {

// Sorted, once each, known, and fit to be held together.
absl::StatusOr<std::vector<std::string>> CheckedPermissions(
    const google::protobuf::RepeatedPtrField<std::string>& codes) {
  const std::set<std::string> set(codes.begin(), codes.end());
  const std::vector<std::string> sorted(set.begin(), set.end());
  HOTLINE_RETURN_IF_ERROR(CheckKnown(sorted));
  HOTLINE_RETURN_IF_ERROR(CheckDuties(set));
  return sorted;
}

// After the role was written.
absl::Status CheckHolders(db::Tx& tx, const std::string& role_id) {
  for (const std::set<std::string>& permissions : PermissionsOfHolders(tx, role_id)) {
    HOTLINE_RETURN_IF_ERROR(CheckDuties(permissions));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::Role> RoleCommands::Create(const rpc::Call& call,
                                              const v1::CreateRoleRequest& request) {
  HOTLINE_RETURN_IF_ERROR(CheckRootCourt(call.caller));
  auto reply =
      context_.commands->Run<v1::Role>(call, request, [&](db::Tx& tx) -> absl::StatusOr<v1::Role> {
        Role role;
        role.id = crypto::NewUuid(call.now);
        role.code = request.code();
        role.name = request.name();
        HOTLINE_ASSIGN_OR_RETURN(role.permissions, CheckedPermissions(request.permissions()));
        role.update_time = call.now;
        Record(tx, call, role.id, role.head, "role.created",
               {{"code", role.code}, {"permissions", role.permissions}});
        InsertRole(tx, role);
        return ToMessage(role);
      });
  if (!reply.ok()) return RenameDuplicate(reply.status(), "ROLE_EXISTS");
  return reply;
}

absl::StatusOr<v1::Role> RoleCommands::Update(const rpc::Call& call,
                                              const v1::UpdateRoleRequest& request) {
  HOTLINE_RETURN_IF_ERROR(CheckRootCourt(call.caller));
  return context_.commands->Run<v1::Role>(
      call, request, [&](db::Tx& tx) -> absl::StatusOr<v1::Role> {
        LockDuties(tx);
        HOTLINE_ASSIGN_OR_RETURN(Role role, FindRole(tx, request.id()));
        HOTLINE_RETURN_IF_ERROR(CheckEtag(request.etag(), role.head.revision));
        nlohmann::json changed = nlohmann::json::array();
        if (request.has_name() && request.name() != role.name) {
          HOTLINE_RETURN_IF_ERROR(CheckNotBlank(request.name(), "name"));
          role.name = request.name();
          changed.push_back("name");
        }
        nlohmann::json payload = {{"code", role.code}, {"before", role.permissions}};
        if (!request.permissions().empty()) {
          HOTLINE_ASSIGN_OR_RETURN(std::vector<std::string> permissions,
                                   CheckedPermissions(request.permissions()));
          if (permissions != role.permissions) {
            HOTLINE_ASSIGN_OR_RETURN(const User self, context_.users.Find(tx, call.caller.id));
            if (std::ranges::count(self.role_codes, role.code) > 0) return Denied("OWN_ROLES");
            role.permissions = std::move(permissions);
            changed.push_back("permissions");
          }
        }
        if (changed.empty()) return ToMessage(role);
        const bool had_administrator = CountRootAdministrators(tx) > 0;
        payload["changed"] = changed;
        payload["permissions"] = role.permissions;
        role.update_time = call.now;
        Record(tx, call, role.id, role.head, "role.updated", payload);
        UpdateRole(tx, role);
        HOTLINE_RETURN_IF_ERROR(CheckHolders(tx, role.id));
        if (had_administrator) HOTLINE_RETURN_IF_ERROR(CheckAdministratorRemains(tx));
        return ToMessage(role);
      });
}

absl::StatusOr<v1::DeleteRoleReply> RoleCommands::Delete(const rpc::Call& call,
                                                         const v1::ChangeRequest& request) {
  HOTLINE_RETURN_IF_ERROR(CheckRootCourt(call.caller));
  using Reply = absl::StatusOr<v1::DeleteRoleReply>;
  return context_.commands->Run<v1::DeleteRoleReply>(call, request, [&](db::Tx& tx) -> Reply {
    LockDuties(tx);
    HOTLINE_ASSIGN_OR_RETURN(Role role, FindRole(tx, request.id()));
    HOTLINE_RETURN_IF_ERROR(CheckEtag(request.etag(), role.head.revision));
    if (role.built_in) return Precondition("BUILT_IN_ROLE");
    if (CountRoleUsers(tx, role.id) > 0) return Precondition("ROLE_IN_USE");
    Record(tx, call, role.id, role.head, "role.deleted", {{"code", role.code}});
    DeleteRole(tx, role.id);
    return v1::DeleteRoleReply();
  });
}

}  // namespace hotline::identity
