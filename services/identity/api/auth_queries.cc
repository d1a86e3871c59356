#include "services/identity/api/auth_queries.h"

#include "services/identity/commands/messages.h"
#include "services/identity/commands/scope.h"
#include "services/identity/store/courts.h"
#include "services/identity/store/departments.h"
#include "services/identity/store/roles.h"
#include "services/identity/store/sessions.h"

namespace hotline::identity {

absl::StatusOr<v1::Me> AuthQueries::GetMe(const rpc::Call& call, const v1::GetMeRequest&) {
  return pool_->Read<v1::Me>([&](db::Tx& tx) -> absl::StatusOr<v1::Me> {
    v1::Me me;
    me.mutable_permissions()->Assign(call.caller.permissions.begin(),
                                     call.caller.permissions.end());
    me.set_session_id(call.caller.session_id);
    HOTLINE_ASSIGN_OR_RETURN(const Court court, FindCourt(tx, call.caller.court_id));
    *me.mutable_court() = ToMessage(court);
    if (call.caller.kind != Caller::Kind::kUser) return me;
    HOTLINE_ASSIGN_OR_RETURN(const User user, users_.Find(tx, call.caller.id));
    *me.mutable_user() = ToOwnMessage(user);
    me.set_must_change_password(user.must_change_password);
    if (!user.department_id.empty()) {
      HOTLINE_ASSIGN_OR_RETURN(const Department department, FindDepartment(tx, user.department_id));
      *me.mutable_department() = ToMessage(department);
    }
    for (const Role& role : FindRoles(tx, user.role_codes)) *me.add_roles() = ToMessage(role);
    return me;
  });
}

absl::StatusOr<v1::ListSessionsReply> AuthQueries::ListSessions(
    const rpc::Call& call, const v1::ListSessionsRequest& request) {
  const bool own = call.caller.kind == Caller::Kind::kUser &&
                   (request.user_id().empty() || request.user_id() == call.caller.id);
  if (!own && (request.user_id().empty() || !call.caller.Has("identity.manage")))
    return NotFound("USER_NOT_FOUND");
  const std::string& user_id = own ? call.caller.id : request.user_id();
  return pool_->Read<v1::ListSessionsReply>(
      [&](db::Tx& tx) -> absl::StatusOr<v1::ListSessionsReply> {
        HOTLINE_ASSIGN_OR_RETURN(const User user,
                                 InScope(call.caller, users_.Find(tx, user_id), "USER_NOT_FOUND"));
        v1::ListSessionsReply reply;
        for (const Session& session : hotline::identity::ListSessions(tx, user.id, call.now)) {
          v1::Session& message = *reply.add_sessions();
          message.set_id(session.id);
          message.set_user_id(session.user_id);
          *message.mutable_create_time() = ToTimestamp(session.create_time);
          *message.mutable_last_active_time() = ToTimestamp(session.last_active_time);
          *message.mutable_expire_time() = ToTimestamp(session.expire_time);
          message.set_current(session.id == call.caller.session_id);
        }
        return reply;
      });
}

}  // namespace hotline::identity
