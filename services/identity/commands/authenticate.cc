#include "services/identity/commands/authenticate.h"

#include "platform/crypto/crypto.h"
#include "services/identity/commands/messages.h"
#include "services/identity/domain/credentials.h"
#include "services/identity/sql.h"
#include "services/identity/store/columns.h"

namespace hotline::identity {
namespace {

using Reply = absl::StatusOr<v1::AuthenticateReply>;

absl::Status InvalidToken() { return Refuse(absl::StatusCode::kUnauthenticated, "INVALID_TOKEN"); }

Reply AuthenticateSession(db::Tx& tx, absl::Time now, const std::string& token) {
  const std::string hash = HashSessionToken(token);
  const pqxx::result rows = tx.Exec(sql::kAuthenticateSession, db::Bytes{hash}, now,
                                    now - kSessionIdle, now - kSessionNote);
  if (rows.empty()) return InvalidToken();
  const pqxx::row row = rows[0];
  v1::AuthenticateReply reply;
  hotline::rpc::v1::Caller& caller = *reply.mutable_caller();
  caller.set_kind(hotline::rpc::v1::Caller::USER);
  caller.set_id(TextOf(row["id"]));
  caller.set_account(TextOf(row["account"]));
  caller.set_name(TextOf(row["name"]));
  caller.set_court_id(TextOf(row["court_id"]));
  caller.set_court_path(TextOf(row["court_path"]));
  caller.set_department_id(TextOf(row["department_id"]));
  caller.set_session_id(TextOf(row["session_id"]));
  // Until then one may only change the password and leave.
  if (!row["must_change_password"].as<bool>()) {
    for (std::string& code : CodesOf(row["permissions"])) caller.add_permissions(std::move(code));
  }
  *reply.mutable_expire_time() = ToTimestamp(db::TimeOf(row["expire_time"]));
  return reply;
}

Reply AuthenticateKey(db::Tx& tx, absl::Time now, const std::string& text) {
  const std::optional<ApiKeySecret> secret = ParseApiKey(text);
  if (!secret) return InvalidToken();
  const pqxx::result rows = tx.Exec(sql::kAuthenticateApiKey, secret->id, db::Bytes{secret->hash},
                                    now, now - kApiKeyNote);
  if (rows.empty()) return InvalidToken();
  const pqxx::row row = rows[0];
  if (!crypto::EqualConstantTime(db::BytesOf(row["secret_hash"]), secret->hash))
    return InvalidToken();
  v1::AuthenticateReply reply;
  hotline::rpc::v1::Caller& caller = *reply.mutable_caller();
  caller.set_kind(hotline::rpc::v1::Caller::API_KEY);
  caller.set_id(TextOf(row["id"]));
  caller.set_name(TextOf(row["name"]));
  caller.set_court_id(TextOf(row["court_id"]));
  caller.set_court_path(TextOf(row["court_path"]));
  for (std::string& code : CodesOf(row["scopes"])) caller.add_permissions(std::move(code));
  if (const auto end = db::OptionalTimeOf(row["expire_time"]))
    *reply.mutable_expire_time() = ToTimestamp(*end);
  return reply;
}

}  // namespace

Reply Authenticate(db::Pool& pool, const rpc::Call& call, const v1::AuthenticateRequest& request) {
  const std::string& credential =
      request.api_key().empty() ? request.access_token() : request.api_key();
  return pool.Read<v1::AuthenticateReply>([&](db::Tx& tx) {
    return LooksLikeApiKey(credential) ? AuthenticateKey(tx, call.now, credential)
                                       : AuthenticateSession(tx, call.now, credential);
  });
}

}  // namespace hotline::identity
