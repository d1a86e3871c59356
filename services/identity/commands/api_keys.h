// Making and revoking API keys.
#pragma once

#include "hotline/identity/v1/api_key_service.pb.h"
#include "platform/rpc/call.h"
#include "services/identity/commands/context.h"

namespace hotline::identity {

// Refusals: COURT_NOT_FOUND, API_KEY_NOT_FOUND, UNKNOWN_PERMISSION, SCOPE_NOT_ALLOWED,
// EXPIRE_TIME_PAST, USERS_ONLY, ETAG_MISMATCH.
class ApiKeyCommands {
 public:
  explicit ApiKeyCommands(const Context& context) : context_(context) {}
  absl::StatusOr<v1::CreateApiKeyReply> Create(const rpc::Call& call,
                                               const v1::CreateApiKeyRequest& request);
  absl::StatusOr<v1::ApiKey> Revoke(const rpc::Call& call, const v1::RevokeApiKeyRequest& request);

 private:
  Context context_;
};

}  // namespace hotline::identity
