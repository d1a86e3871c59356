// Endpoints of other systems. Each runs in the caller's transaction.
#pragma once

#include "absl/status/statusor.h"
#include "hotline/notification/v1/webhook_service.pb.h"
#include "platform/crypto/field_cipher.h"
#include "platform/db/pool.h"
#include "platform/rpc/call.h"
#include "services/notification/channels/http_client.h"
#include "services/notification/domain/delivery.h"
#include "services/notification/domain/webhook.h"

namespace hotline::notification {

// An endpoint with the secret that signs for it from now on, "whsec_…": the only time that it is
// shown.
struct NewSecret {
  WebhookEndpoint endpoint;
  std::string secret;
};

// The caller's own or of a court below. NOT_FOUND (WEBHOOK_ENDPOINT_NOT_FOUND).
absl::StatusOr<WebhookEndpoint> GetEndpoint(db::Tx& tx, const Caller& caller, std::string_view id);

// For the caller's court. INVALID_ARGUMENT (URL_MALFORMED, URL_ADDRESS_REFUSED).
absl::StatusOr<NewSecret> CreateEndpoint(db::Tx& tx, const rpc::Call& call,
                                         const crypto::FieldCipher& cipher, const HttpClient& http,
                                         const v1::CreateWebhookEndpointRequest& request);
// Those below: also WEBHOOK_ENDPOINT_NOT_FOUND, ETAG_MISMATCH.
absl::StatusOr<WebhookEndpoint> UpdateEndpoint(db::Tx& tx, const rpc::Call& call,
                                               const HttpClient& http,
                                               const v1::UpdateWebhookEndpointRequest& request);
absl::Status RemoveEndpoint(db::Tx& tx, const rpc::Call& call,
                            const v1::DeleteWebhookEndpointRequest& request);
// The secret before signs as well for a day, so that the receiver can change over.
absl::StatusOr<NewSecret> RotateSecret(db::Tx& tx, const rpc::Call& call,
                                       const crypto::FieldCipher& cipher,
                                       const v1::RotateSecretRequest& request);
// A delivery of no event. WEBHOOK_ENDPOINT_INACTIVE.
absl::StatusOr<Delivery> TestEndpoint(db::Tx& tx, const rpc::Call& call,
                                      const v1::TestWebhookEndpointRequest& request);

// What an endpoint asked for by its answer: tells it nothing more. One that is gone stays so.
absl::Status SwitchOff(db::Tx& tx, std::string_view id, std::string_view reason, absl::Time now);

}  // namespace hotline::notification
