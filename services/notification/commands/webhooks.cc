#include "services/notification/commands/webhooks.h"

#include "absl/strings/str_cat.h"
#include "platform/base/status.h"
#include "platform/crypto/crypto.h"
#include "services/notification/store/delivery_store.h"
#include "services/notification/store/webhook_store.h"

namespace hotline::notification {
namespace {

constexpr absl::Duration kBothSign = absl::Hours(24);
constexpr size_t kKeyBytes = 32;

absl::StatusOr<WebhookEndpoint> LockOwn(db::Tx& tx, const Caller& caller, const std::string& id,
                                        const std::string& etag = "") {
  HOTLINE_ASSIGN_OR_RETURN(WebhookEndpoint endpoint, LockEndpoint(tx, id));
  if (!caller.SeesCourt(endpoint.court_path)) return NotFound("WEBHOOK_ENDPOINT_NOT_FOUND");
  if (!etag.empty() && etag != absl::StrCat(endpoint.revision))
    return Refuse(absl::StatusCode::kAborted, "ETAG_MISMATCH");
  return endpoint;
}

}  // namespace

absl::StatusOr<WebhookEndpoint> GetEndpoint(db::Tx& tx, const Caller& caller, std::string_view id) {
  HOTLINE_ASSIGN_OR_RETURN(WebhookEndpoint endpoint, FindEndpoint(tx, id));
  if (!caller.SeesCourt(endpoint.court_path)) return NotFound("WEBHOOK_ENDPOINT_NOT_FOUND");
  return endpoint;
}

absl::StatusOr<NewSecret> CreateEndpoint(db::Tx& tx, const rpc::Call& call,
                                         const crypto::FieldCipher& cipher, const HttpClient& http,
                                         const v1::CreateWebhookEndpointRequest& request) {
  HOTLINE_RETURN_IF_ERROR(http.CheckUrl(request.url()));
  const std::string key = crypto::RandomBytes(kKeyBytes);
  WebhookEndpoint endpoint;
  endpoint.id = crypto::NewUuid(call.now);
  endpoint.name = request.name();
  endpoint.url = request.url();
  endpoint.event_types.assign(request.event_types().begin(), request.event_types().end());
  endpoint.court_id = call.caller.court_id;
  endpoint.court_path = call.caller.court_path;
  endpoint.sealed_secret = SealSecret(cipher, endpoint.id, key);
  endpoint.create_time = call.now;
  SaveEndpoint(tx, endpoint, "webhook_endpoint.created", call.caller, call.now);
  return NewSecret{endpoint, SecretText(key)};
}

absl::StatusOr<WebhookEndpoint> UpdateEndpoint(db::Tx& tx, const rpc::Call& call,
                                               const HttpClient& http,
                                               const v1::UpdateWebhookEndpointRequest& request) {
  HOTLINE_ASSIGN_OR_RETURN(WebhookEndpoint endpoint,
                           LockOwn(tx, call.caller, request.id(), request.etag()));
  if (request.has_name()) endpoint.name = request.name();
  if (request.has_url()) {
    HOTLINE_RETURN_IF_ERROR(http.CheckUrl(request.url()));
    endpoint.url = request.url();
  }
  if (!request.event_types().empty())
    endpoint.event_types.assign(request.event_types().begin(), request.event_types().end());
  if (request.has_active()) {
    endpoint.active = request.active();
    endpoint.inactive_reason.clear();
  }
  SaveEndpoint(tx, endpoint, "webhook_endpoint.updated", call.caller, call.now);
  return endpoint;
}

absl::Status RemoveEndpoint(db::Tx& tx, const rpc::Call& call,
                            const v1::DeleteWebhookEndpointRequest& request) {
  HOTLINE_ASSIGN_OR_RETURN(WebhookEndpoint endpoint,
                           LockOwn(tx, call.caller, request.id(), request.etag()));
  DeleteEndpoint(tx, endpoint, call.caller, call.now);
  return absl::OkStatus();
}

absl::StatusOr<NewSecret> RotateSecret(db::Tx& tx, const rpc::Call& call,
                                       const crypto::FieldCipher& cipher,
                                       const v1::RotateSecretRequest& request) {
  HOTLINE_ASSIGN_OR_RETURN(WebhookEndpoint endpoint,
                           LockOwn(tx, call.caller, request.id(), request.etag()));
  const std::string key = crypto::RandomBytes(kKeyBytes);
  endpoint.sealed_old_secret = endpoint.sealed_secret;
  endpoint.old_secret_until = call.now + kBothSign;
  endpoint.sealed_secret = SealSecret(cipher, endpoint.id, key);
  SaveEndpoint(tx, endpoint, "webhook_endpoint.secret_rotated", call.caller, call.now);
  return NewSecret{endpoint, SecretText(key)};
}

absl::StatusOr<Delivery> TestEndpoint(db::Tx& tx, const rpc::Call& call,
                                      const v1::TestWebhookEndpointRequest& request) {
  HOTLINE_ASSIGN_OR_RETURN(const WebhookEndpoint endpoint,
                           GetEndpoint(tx, call.caller, request.id()));
  if (!endpoint.active) return Precondition("WEBHOOK_ENDPOINT_INACTIVE");
  Delivery test;
  test.letter = {.id = crypto::NewUuid(call.now),
                 .channel = ChannelKind::kWebhook,
                 .target = endpoint.id,
                 .stream_id = endpoint.id,
                 .event_type = kTestEvent,
                 .event_time = call.now,
                 .court_id = endpoint.court_id};
  test.court_path = endpoint.court_path;
  InsertDeliveries(tx, {test}, call.now);
  return FindDelivery(tx, test.letter.id);
}

absl::Status SwitchOff(db::Tx& tx, std::string_view id, std::string_view reason, absl::Time now) {
  auto endpoint = LockEndpoint(tx, id);
  if (absl::IsNotFound(endpoint.status())) return absl::OkStatus();  // Removed meanwhile.
  HOTLINE_RETURN_IF_ERROR(endpoint.status());
  if (!endpoint->active) return absl::OkStatus();
  Caller self;
  self.kind = Caller::Kind::kService;
  self.id = "notification";
  self.name = "消息通知";
  endpoint->active = false;
  endpoint->inactive_reason = reason;
  SaveEndpoint(tx, *endpoint, "webhook_endpoint.disabled", self, now);
  return absl::OkStatus();
}

}  // namespace hotline::notification
