#include "services/identity/commands/password_attempt.h"

#include "platform/observe/metrics.h"
#include "services/identity/commands/history.h"
#include "services/identity/domain/lockout.h"

namespace hotline::identity {
namespace {

absl::Status Locked(absl::Duration rest) {
  return Refuse(
      absl::StatusCode::kResourceExhausted, "ACCOUNT_LOCKED",
      {{"seconds", std::to_string(absl::ToInt64Seconds(absl::Ceil(rest, absl::Seconds(1))))}});
}

// "right", "wrong", "unknown" or "locked".
void Count(const std::string& result) {
  observe::GetCounter("hotline_identity_password_attempts_total", "Passwords tried, by result",
                      {{"result", result}})
      .Increment();
}

}  // namespace

absl::StatusOr<PasswordAttempt> PasswordAttempt::Compare(const Context& context,
                                                         const rpc::Call& call,
                                                         const std::string& account,
                                                         const std::string& password,
                                                         const std::string& decoy_hash) {
  const std::string index = context.users.LoginIndex(account);
  HOTLINE_ASSIGN_OR_RETURN(
      Login login, context.commands->pool()->Read<Login>(
                       [&](db::Tx& tx) -> absl::StatusOr<Login> { return FindLogin(tx, index); }));
  if (login.locked_until && *login.locked_until > call.now) {
    Count("locked");
    return Locked(*login.locked_until - call.now);
  }
  const bool known = !login.user_id.empty() && login.active;
  HOTLINE_ASSIGN_OR_RETURN(
      const bool matches,
      context.hasher->Verify(password, known ? login.password_hash : decoy_hash));
  Count(!known ? "unknown" : matches ? "right" : "wrong");
  return PasswordAttempt(context, index, std::move(login), known && matches);
}

absl::StatusOr<bool> PasswordAttempt::Settle(db::Tx& tx, const rpc::Call& call, User* user) {
  const bool exists = !login_.user_id.empty();
  bool right = right_;
  if (exists) {
    HOTLINE_ASSIGN_OR_RETURN(*user, context_.users.Lock(tx, login_.user_id));
    // Disabled or given another password since the comparison.
    right = right && user->active && context_.users.HasPassword(tx, user->id, login_.password_hash);
  }
  locked_ = LockGuard(tx, login_index_, call.now);
  if (locked_) return false;
  if (right) {
    DeleteGuard(tx, login_index_);
    return true;
  }
  const int failures = CountFailure(tx, login_index_, call.now, call.now - kFailureMemory);
  const absl::Duration lock = LockAfter(failures);
  if (lock > absl::ZeroDuration()) SetGuardLock(tx, login_index_, call.now + lock);
  if (exists) {
    if (lock > absl::ZeroDuration()) {
      Record(tx, call, user->id, user->head, "user.locked_out",
             {{"failures", failures}, {"seconds", absl::ToInt64Seconds(lock)}});
    } else {
      Record(tx, call, user->id, user->head, "user.sign_in_failed", {{"failures", failures}});
    }
    context_.users.MarkEvent(tx, *user);
  }
  return false;
}

absl::Status PasswordAttempt::Refusal() const {
  if (locked_)
    return Locked(absl::Seconds(30));  // Locked while this attempt ran: the first lock's length.
  return Refuse(absl::StatusCode::kUnauthenticated, "INVALID_CREDENTIALS");
}

}  // namespace hotline::identity
