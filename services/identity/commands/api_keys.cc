#include "services/identity/commands/api_keys.h"

#include <set>

#include "services/identity/commands/history.h"
#include "services/identity/commands/messages.h"
#include "services/identity/commands/scope.h"
#include "services/identity/domain/credentials.h"
#include "services/identity/domain/permissions.h"
#include "services/identity/store/api_keys.h"
#include "services/identity/store/courts.h"

namespace hotline::identity {

absl::StatusOr<v1::CreateApiKeyReply> ApiKeyCommands::Create(
    const rpc::Call& call, const v1::CreateApiKeyRequest& request) {
  if (call.caller.kind != Caller::Kind::kUser) return Denied("USERS_ONLY");
  using Reply = absl::StatusOr<v1::CreateApiKeyReply>;
  return context_.commands->Run<v1::CreateApiKeyReply>(call, request, [&](db::Tx& tx) -> Reply {
    const std::string& court_id =
        request.court_id().empty() ? call.caller.court_id : request.court_id();
    HOTLINE_ASSIGN_OR_RETURN(const Court court,
                             InScope(call.caller, FindCourt(tx, court_id), "COURT_NOT_FOUND"));
    const std::set<std::string> scopes(request.scopes().begin(), request.scopes().end());
    ApiKey key;
    key.id = crypto::NewUuid(call.now);
    key.name = request.name();
    key.court_id = court.id;
    key.court_path = court.path;
    key.scopes.assign(scopes.begin(), scopes.end());
    HOTLINE_RETURN_IF_ERROR(CheckScopes(key.scopes));
    key.created_by_id = call.caller.id;
    key.created_by_name = call.caller.name;
    key.create_time = call.now;
    if (request.has_expire_time()) {
      key.expire_time = FromTimestamp(request.expire_time());
      if (*key.expire_time <= call.now) return Invalid("EXPIRE_TIME_PAST");
    }
    const std::string secret = NewApiKey(key.id);
    Record(tx, call, key.id, key.head, "api_key.created",
           {{"courtId", key.court_id},
            {"scopes", key.scopes},
            {"expireTime",
             key.expire_time ? absl::FormatTime(*key.expire_time, absl::UTCTimeZone()) : ""}});
    InsertApiKey(tx, key, ParseApiKey(secret)->hash);
    v1::CreateApiKeyReply reply;
    *reply.mutable_api_key() = ToMessage(key, call.now);
    reply.set_secret(secret);
    return reply;
  });
}

absl::StatusOr<v1::ApiKey> ApiKeyCommands::Revoke(const rpc::Call& call,
                                                  const v1::RevokeApiKeyRequest& request) {
  return context_.commands->Run<v1::ApiKey>(
      call, request, [&](db::Tx& tx) -> absl::StatusOr<v1::ApiKey> {
        HOTLINE_ASSIGN_OR_RETURN(
            ApiKey key, InScope(call.caller, LockApiKey(tx, request.id()), "API_KEY_NOT_FOUND"));
        HOTLINE_RETURN_IF_ERROR(CheckEtag(request.etag(), key.head.revision));
        if (key.revoke_time) return ToMessage(key, call.now);
        key.revoke_time = call.now;
        Record(tx, call, key.id, key.head, "api_key.revoked");
        RevokeApiKey(tx, key);
        return ToMessage(key, call.now);
      });
}

}  // namespace hotline::identity
