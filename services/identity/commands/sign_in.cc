#include "services/identity/commands/sign_in.h"

#include "services/identity/commands/history.h"
#include "services/identity/commands/messages.h"
#include "services/identity/commands/password_attempt.h"
#include "services/identity/commands/scope.h"
#include "services/identity/domain/credentials.h"
#include "services/identity/domain/password_policy.h"
#include "services/identity/store/sessions.h"

namespace hotline::identity {
namespace {

absl::Status CheckUser(const Caller& caller) {
  return caller.kind == Caller::Kind::kUser ? absl::OkStatus() : Denied("USERS_ONLY");
}

}  // namespace

absl::StatusOr<v1::LoginReply> SignIn::Login(const rpc::Call& call,
                                             const v1::LoginRequest& request) {
  HOTLINE_ASSIGN_OR_RETURN(
      PasswordAttempt attempt,
      PasswordAttempt::Compare(context_, call, request.account(), request.password(), decoy_hash_));
  const std::string token = NewSessionToken();
  bool in = false;
  auto reply = context_.commands->Run<v1::LoginReply>(
      call, request, [&](db::Tx& tx) -> absl::StatusOr<v1::LoginReply> {
        User user;
        HOTLINE_ASSIGN_OR_RETURN(in, attempt.Settle(tx, call, &user));
        v1::LoginReply login;
        if (!in) return login;
        Session session;
        session.id = crypto::NewUuid(call.now);
        session.user_id = user.id;
        session.create_time = call.now;
        session.expire_time = call.now + kSessionLifetime;
        InsertSession(tx, session, HashSessionToken(token));
        rpc::Call own = call;  // The event is the user's own act.
        own.caller.id = user.id;
        own.caller.name = user.name;
        Record(tx, own, user.id, user.head, "user.signed_in", {{"sessionId", session.id}});
        context_.users.MarkLogin(tx, user, call.now);
        login.set_access_token(token);
        login.set_token_type("Bearer");
        *login.mutable_expire_time() = ToTimestamp(session.expire_time);
        *login.mutable_user() = ToOwnMessage(user);
        login.set_must_change_password(user.must_change_password);
        if (!user.must_change_password) {
          login.mutable_permissions()->Assign(user.permissions.begin(), user.permissions.end());
        }
        return login;
      });
  if (reply.ok() && !in) return attempt.Refusal();
  return reply;
}

absl::StatusOr<v1::LogoutReply> SignIn::Logout(const rpc::Call& call,
                                               const v1::LogoutRequest& request) {
  HOTLINE_RETURN_IF_ERROR(CheckUser(call.caller));
  return context_.commands->Run<v1::LogoutReply>(
      call, request, [&](db::Tx& tx) -> absl::StatusOr<v1::LogoutReply> {
        HOTLINE_ASSIGN_OR_RETURN(User user, context_.users.Lock(tx, call.caller.id));
        if (call.caller.session_id.empty() || !DeleteSession(tx, call.caller.session_id))
          return v1::LogoutReply();
        Record(tx, call, user.id, user.head, "user.signed_out",
               {{"sessionId", call.caller.session_id}});
        context_.users.MarkEvent(tx, user);
        return v1::LogoutReply();
      });
}

absl::StatusOr<v1::ChangePasswordReply> SignIn::ChangePassword(
    const rpc::Call& call, const v1::ChangePasswordRequest& request) {
  HOTLINE_RETURN_IF_ERROR(CheckUser(call.caller));
  HOTLINE_RETURN_IF_ERROR(CheckPassword(request.new_password(), call.caller.account));
  if (request.new_password() == request.old_password()) return Invalid("PASSWORD_UNCHANGED");
  HOTLINE_ASSIGN_OR_RETURN(PasswordAttempt attempt,
                           PasswordAttempt::Compare(context_, call, call.caller.account,
                                                    request.old_password(), decoy_hash_));
  HOTLINE_ASSIGN_OR_RETURN(const std::string hash, context_.hasher->Hash(request.new_password()));
  bool in = false;
  using Reply = absl::StatusOr<v1::ChangePasswordReply>;
  auto reply =
      context_.commands->Run<v1::ChangePasswordReply>(call, request, [&](db::Tx& tx) -> Reply {
        User user;
        HOTLINE_ASSIGN_OR_RETURN(in, attempt.Settle(tx, call, &user));
        v1::ChangePasswordReply changed;
        if (!in) return changed;
        context_.users.SetPassword(tx, user.id, {.hash = hash, .must_change = false});
        changed.set_revoked_sessions(DeleteUserSessions(tx, user.id, call.caller.session_id));
        Record(tx, call, user.id, user.head, "user.password_changed",
               {{"endedSessions", changed.revoked_sessions()}});
        context_.users.MarkEvent(tx, user);
        return changed;
      });
  if (reply.ok() && !in) return attempt.Refusal();
  return reply;
}

absl::StatusOr<v1::RevokeSessionReply> SignIn::RevokeSession(
    const rpc::Call& call, const v1::RevokeSessionRequest& request) {
  using Reply = absl::StatusOr<v1::RevokeSessionReply>;
  return context_.commands->Run<v1::RevokeSessionReply>(call, request, [&](db::Tx& tx) -> Reply {
    HOTLINE_ASSIGN_OR_RETURN(const Session session, FindSession(tx, request.id()));
    const bool own = call.caller.kind == Caller::Kind::kUser && session.user_id == call.caller.id;
    if (!own && !call.caller.Has("identity.manage")) return NotFound("SESSION_NOT_FOUND");
    HOTLINE_ASSIGN_OR_RETURN(User user, context_.users.Lock(tx, session.user_id));
    if (!own && !call.caller.SeesCourt(user.court_path)) return NotFound("SESSION_NOT_FOUND");
    if (!DeleteSession(tx, session.id)) return NotFound("SESSION_NOT_FOUND");
    Record(tx, call, user.id, user.head, "user.session_revoked", {{"sessionId", session.id}});
    context_.users.MarkEvent(tx, user);
    return v1::RevokeSessionReply();
  });
}

}  // namespace hotline::identity
