// Signing in and out, changing the own password, ending sessions.
#pragma once

#include "hotline/identity/v1/auth_service.pb.h"
#include "platform/rpc/call.h"
#include "services/identity/commands/context.h"

namespace hotline::identity {

class SignIn {
 public:
  // `decoy_hash` is a hash of a random password, made as real ones are.
  SignIn(const Context& context, std::string decoy_hash)
      : context_(context), decoy_hash_(std::move(decoy_hash)) {}

  // UNAUTHENTICATED (INVALID_CREDENTIALS); RESOURCE_EXHAUSTED (ACCOUNT_LOCKED, BUSY).
  absl::StatusOr<v1::LoginReply> Login(const rpc::Call& call, const v1::LoginRequest& request);
  // PERMISSION_DENIED (USERS_ONLY) for API keys.
  absl::StatusOr<v1::LogoutReply> Logout(const rpc::Call& call, const v1::LogoutRequest& request);
  // As Login for the old password; USERS_ONLY; PASSWORD_TOO_SHORT, …_TOO_COMMON, …_UNCHANGED for
  // the new one.
  absl::StatusOr<v1::ChangePasswordReply> ChangePassword(const rpc::Call& call,
                                                         const v1::ChangePasswordRequest& request);
  // SESSION_NOT_FOUND also for those of others whom the caller may not manage.
  absl::StatusOr<v1::RevokeSessionReply> RevokeSession(const rpc::Call& call,
                                                       const v1::RevokeSessionRequest& request);

 private:
  Context context_;
  std::string decoy_hash_;
};

}  // namespace hotline::identity
