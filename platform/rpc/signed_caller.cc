#include "platform/rpc/signed_caller.h"

#include "hotline/rpc/v1/caller.pb.h"
#include "platform/base/status.h"
#include "platform/crypto/crypto.h"
#include "platform/rpc/caller_message.h"

namespace hotline::rpc {
namespace {

constexpr absl::Duration kValidFor = absl::Minutes(2);

std::string SignatureOf(const v1::SignedCaller& message, std::string_view key) {
  return crypto::HmacSha256(key, std::to_string(message.expires_at_ms()) + "|" + message.caller());
}

}  // namespace

v1::Caller ToMessage(const Caller& caller) {
  v1::Caller message;
  message.set_kind(static_cast<v1::Caller::Kind>(static_cast<int>(caller.kind) + 1));
  message.set_id(caller.id);
  message.set_account(caller.account);
  message.set_name(caller.name);
  message.set_court_id(caller.court_id);
  message.set_court_path(caller.court_path);
  message.set_department_id(caller.department_id);
  message.set_session_id(caller.session_id);
  for (const std::string& permission : caller.permissions) message.add_permissions(permission);
  return message;
}

Caller FromMessage(const v1::Caller& message) {
  Caller caller{
      .kind = static_cast<Caller::Kind>(std::max(0, static_cast<int>(message.kind()) - 1)),
      .id = message.id(),
      .account = message.account(),
      .name = message.name(),
      .court_id = message.court_id(),
      .court_path = message.court_path(),
      .department_id = message.department_id(),
      .session_id = message.session_id(),
      .permissions = {}};
  caller.permissions.insert(message.permissions().begin(), message.permissions().end());
  return caller;
}

std::string SignCaller(const Caller& caller, std::string_view key, absl::Time now) {
  v1::SignedCaller message;
  message.set_caller(ToMessage(caller).SerializeAsString());
  message.set_expires_at_ms(absl::ToUnixMillis(now + kValidFor));
  message.set_signature(SignatureOf(message, key));
  return message.SerializeAsString();
}

absl::StatusOr<Caller> VerifyCaller(std::string_view signed_caller, std::string_view key,
                                    absl::Time now) {
  constexpr auto unsigned_caller = [] {
    return Refuse(absl::StatusCode::kUnauthenticated, "CALLER_UNSIGNED");
  };
  v1::SignedCaller message;
  if (!message.ParseFromArray(signed_caller.data(), static_cast<int>(signed_caller.size())))
    return unsigned_caller();
  if (!crypto::EqualConstantTime(message.signature(), SignatureOf(message, key)))
    return unsigned_caller();
  if (message.expires_at_ms() < absl::ToUnixMillis(now)) return unsigned_caller();
  v1::Caller caller;
  if (!caller.ParseFromString(message.caller())) return unsigned_caller();
  return FromMessage(caller);
}

}  // namespace hotline::rpc
