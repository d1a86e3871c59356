#include "services/identity/commands/users.h"

#include <algorithm>

#include "platform/crypto/crypto.h"
#include "services/identity/commands/history.h"
#include "services/identity/commands/messages.h"
#include "services/identity/commands/placement.h"
#include "services/identity/commands/scope.h"
#include "services/identity/commands/texts.h"
#include "services/identity/domain/credentials.h"
#include "services/identity/domain/permissions.h"
#include "services/identity/store/courts.h"
#include "services/identity/store/login_guard.h"
#include "services/identity/store/roles.h"
#include "services/identity/store/sessions.h"

namespace hotline::identity {
namespace {

std::vector<std::string> SortedCodes(const google::protobuf::RepeatedPtrField<std::string>& codes) {
  std::vector<std::string> sorted(codes.begin(), codes.end());
  std::ranges::sort(sorted);
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  return sorted;
}

// Administrators of lower courts may all go: those above them can still help.
bool IsRootAdministrator(const User& user) {
  return user.active && IsRootPath(user.court_path) && user.permissions.contains("identity.manage");
}

}  // namespace

absl::Status CheckRoles(db::Tx& tx, const std::vector<std::string>& codes) {
  const std::vector<Role> roles = FindRoles(tx, codes);
  std::set<std::string> permissions;
  for (const Role& role : roles)
    permissions.insert(role.permissions.begin(), role.permissions.end());
  for (const std::string& code : codes) {
    if (std::ranges::find(roles, code, &Role::code) == roles.end())
      return Invalid("UNKNOWN_ROLE", {{"role", code}});
  }
  return CheckDuties(permissions);
}

absl::Status CheckAdministratorRemains(db::Tx& tx) {
  return CountRootAdministrators(tx) > 0 ? absl::OkStatus() : Precondition("LAST_ADMINISTRATOR");
}

absl::StatusOr<User> UserCommands::Lock(db::Tx& tx, const rpc::Call& call, const std::string& id,
                                        const std::string& etag) const {
  HOTLINE_ASSIGN_OR_RETURN(User user,
                           InScope(call.caller, context_.users.Lock(tx, id), "USER_NOT_FOUND"));
  HOTLINE_RETURN_IF_ERROR(CheckEtag(etag, user.version));
  return user;
}

absl::StatusOr<v1::User> UserCommands::Finish(db::Tx& tx, const rpc::Call& call, User user,
                                              std::string_view event,
                                              const nlohmann::json& payload) const {
  Record(tx, call, user.id, user.head, event, payload);
  user.update_time = call.now;
  context_.users.MarkEdited(tx, user);
  HOTLINE_ASSIGN_OR_RETURN(const User now, context_.users.Find(tx, user.id));
  return ToMessage(now);
}

absl::StatusOr<v1::CreateUserReply> UserCommands::Create(const rpc::Call& call,
                                                         const v1::CreateUserRequest& request) {
  const std::string password = NewInitialPassword();
  HOTLINE_ASSIGN_OR_RETURN(const std::string hash,
                           context_.hasher->Hash(password));  // Slow: outside the transaction.
  using Reply = absl::StatusOr<v1::CreateUserReply>;
  auto reply = context_.commands->Run<v1::CreateUserReply>(call, request, [&](db::Tx& tx) -> Reply {
    LockDuties(tx);
    User user;
    user.id = crypto::NewUuid(call.now);
    user.account = request.account();
    user.name = request.name();
    user.phone = request.phone();
    user.email = request.email();
    user.role_codes = SortedCodes(request.role_codes());
    const bool placeless = request.court_id().empty() && request.department_id().empty();
    HOTLINE_RETURN_IF_ERROR(Place(tx, call, placeless ? call.caller.court_id : request.court_id(),
                                  request.department_id(), user));
    HOTLINE_RETURN_IF_ERROR(CheckRoles(tx, user.role_codes));
    user.create_time = call.now;
    Record(tx, call, user.id, user.head, "user.created",
           {{"courtId", user.court_id},
            {"departmentId", user.department_id},
            {"roleCodes", user.role_codes}});
    context_.users.Insert(tx, user, {.hash = hash, .must_change = true});
    HOTLINE_ASSIGN_OR_RETURN(const User now, context_.users.Find(tx, user.id));
    v1::CreateUserReply created;
    *created.mutable_user() = ToMessage(now);
    created.set_initial_password(password);
    return created;
  });
  if (!reply.ok()) return RenameDuplicate(reply.status(), "ACCOUNT_TAKEN");
  return reply;
}

absl::StatusOr<v1::User> UserCommands::Update(const rpc::Call& call,
                                              const v1::UpdateUserRequest& request) {
  return context_.commands->Run<v1::User>(
      call, request, [&](db::Tx& tx) -> absl::StatusOr<v1::User> {
        LockDuties(tx);
        HOTLINE_ASSIGN_OR_RETURN(User user, Lock(tx, call, request.id(), request.etag()));
        nlohmann::json changed = nlohmann::json::array();
        if (request.has_name() && request.name() != user.name) {
          HOTLINE_RETURN_IF_ERROR(CheckNotBlank(request.name(), "name"));
          user.name = request.name();
          changed.push_back("name");
        }
        if (request.has_phone() && request.phone() != user.phone) {
          user.phone = request.phone();
          changed.push_back("phone");
        }
        if (request.has_email() && request.email() != user.email) {
          user.email = request.email();
          changed.push_back("email");
        }
        const User before = user;
        if (request.has_department_id() || !request.court_id().empty()) {
          // A new court without a department leaves the old department behind.
          const std::string department_id = request.has_department_id() ? request.department_id()
                                            : request.court_id() == user.court_id
                                                ? user.department_id
                                                : "";
          const std::string court_id = !request.court_id().empty() ? request.court_id()
                                       : department_id.empty()     ? user.court_id
                                                                   : "";
          HOTLINE_RETURN_IF_ERROR(Place(tx, call, court_id, department_id, user));
          if (user.court_id != before.court_id) changed.push_back("courtId");
          if (user.department_id != before.department_id) changed.push_back("departmentId");
        }
        if (changed.empty()) return ToMessage(user);
        context_.users.Update(tx, user);
        if (IsRootAdministrator(before)) HOTLINE_RETURN_IF_ERROR(CheckAdministratorRemains(tx));
        return Finish(tx, call, user, "user.updated",
                      {{"changed", changed},
                       {"courtId", user.court_id},
                       {"departmentId", user.department_id}});
      });
}

absl::StatusOr<v1::User> UserCommands::SetRoles(const rpc::Call& call,
                                                const v1::SetUserRolesRequest& request) {
  return context_.commands->Run<v1::User>(
      call, request, [&](db::Tx& tx) -> absl::StatusOr<v1::User> {
        LockDuties(tx);
        HOTLINE_ASSIGN_OR_RETURN(User user, Lock(tx, call, request.id(), request.etag()));
        if (user.id == call.caller.id) return Denied("OWN_ROLES");
        std::vector<std::string> codes = SortedCodes(request.role_codes());
        if (codes == user.role_codes) return ToMessage(user);
        HOTLINE_RETURN_IF_ERROR(CheckRoles(tx, codes));
        const nlohmann::json payload = {{"before", user.role_codes}, {"roleCodes", codes}};
        user.role_codes = std::move(codes);
        context_.users.SetRoles(tx, user);
        if (IsRootAdministrator(user)) HOTLINE_RETURN_IF_ERROR(CheckAdministratorRemains(tx));
        return Finish(tx, call, user, "user.roles_changed", payload);
      });
}

absl::StatusOr<v1::User> UserCommands::Disable(const rpc::Call& call,
                                               const v1::ChangeRequest& request) {
  return context_.commands->Run<v1::User>(
      call, request, [&](db::Tx& tx) -> absl::StatusOr<v1::User> {
        LockDuties(tx);
        HOTLINE_ASSIGN_OR_RETURN(User user, Lock(tx, call, request.id(), request.etag()));
        if (user.id == call.caller.id) return Denied("OWN_ACCOUNT");
        if (!user.active) return ToMessage(user);
        const bool administrator = IsRootAdministrator(user);
        user.active = false;
        context_.users.Update(tx, user);
        if (administrator) HOTLINE_RETURN_IF_ERROR(CheckAdministratorRemains(tx));
        const int sessions = DeleteUserSessions(tx, user.id);
        return Finish(tx, call, user, "user.disabled", {{"endedSessions", sessions}});
      });
}

absl::StatusOr<v1::User> UserCommands::Enable(const rpc::Call& call,
                                              const v1::ChangeRequest& request) {
  return context_.commands->Run<v1::User>(
      call, request, [&](db::Tx& tx) -> absl::StatusOr<v1::User> {
        HOTLINE_ASSIGN_OR_RETURN(User user, Lock(tx, call, request.id(), request.etag()));
        if (user.active) return ToMessage(user);
        user.active = true;
        context_.users.Update(tx, user);
        return Finish(tx, call, user, "user.enabled", nlohmann::json::object());
      });
}

absl::StatusOr<v1::User> UserCommands::Unlock(const rpc::Call& call,
                                              const v1::ChangeRequest& request) {
  return context_.commands->Run<v1::User>(
      call, request, [&](db::Tx& tx) -> absl::StatusOr<v1::User> {
        HOTLINE_ASSIGN_OR_RETURN(User user, Lock(tx, call, request.id(), request.etag()));
        const int failures = DeleteUserGuard(tx, user.id);
        if (failures == 0) return ToMessage(user);
        return Finish(tx, call, user, "user.unlocked", {{"failures", failures}});
      });
}

absl::StatusOr<v1::ResetPasswordReply> UserCommands::ResetPassword(
    const rpc::Call& call, const v1::ChangeRequest& request) {
  const std::string password = NewInitialPassword();
  HOTLINE_ASSIGN_OR_RETURN(const std::string hash, context_.hasher->Hash(password));
  using Reply = absl::StatusOr<v1::ResetPasswordReply>;
  return context_.commands->Run<v1::ResetPasswordReply>(call, request, [&](db::Tx& tx) -> Reply {
    HOTLINE_ASSIGN_OR_RETURN(User user, Lock(tx, call, request.id(), request.etag()));
    if (user.id == call.caller.id) return Denied("OWN_ACCOUNT");
    context_.users.SetPassword(tx, user.id, {.hash = hash, .must_change = true});
    DeleteUserGuard(tx, user.id);
    const int sessions = DeleteUserSessions(tx, user.id);
    v1::ResetPasswordReply reply;
    HOTLINE_ASSIGN_OR_RETURN(*reply.mutable_user(), Finish(tx, call, user, "user.password_reset",
                                                           {{"endedSessions", sessions}}));
    reply.set_initial_password(password);
    return reply;
  });
}

}  // namespace hotline::identity
