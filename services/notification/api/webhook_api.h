// The RPCs of hotline.notification.v1.WebhookService: messages ⇄ commands.
#pragma once

#include <functional>

#include "hotline/notification/v1/webhook_service.pb.h"
#include "platform/crypto/field_cipher.h"
#include "platform/events/command.h"
#include "platform/rpc/server.h"
#include "services/notification/channels/http_client.h"

namespace hotline::notification {

// Thread-safe. All pointers outlive it.
class WebhookApi {
 public:
  struct Parts {
    events::Commands* commands;
    const crypto::FieldCipher* cipher;
    const HttpClient* http;         // Says which addresses may be connected to.
    std::function<void()> deliver;  // Called when there is something to send; may be empty.
  };
  explicit WebhookApi(Parts parts) : parts_(std::move(parts)) {}

  rpc::ServiceBinding Binding();

  absl::StatusOr<v1::ListWebhookEndpointsReply> List(
      const rpc::Call& call, const v1::ListWebhookEndpointsRequest& request);
  absl::StatusOr<v1::WebhookEndpoint> Get(const rpc::Call& call,
                                          const v1::GetWebhookEndpointRequest& request);
  absl::StatusOr<v1::WebhookEndpointSecret> Create(const rpc::Call& call,
                                                   const v1::CreateWebhookEndpointRequest& request);
  absl::StatusOr<v1::WebhookEndpoint> Update(const rpc::Call& call,
                                             const v1::UpdateWebhookEndpointRequest& request);
  absl::StatusOr<v1::DeleteWebhookEndpointReply> Delete(
      const rpc::Call& call, const v1::DeleteWebhookEndpointRequest& request);
  absl::StatusOr<v1::WebhookEndpointSecret> Rotate(const rpc::Call& call,
                                                   const v1::RotateSecretRequest& request);
  absl::StatusOr<v1::Delivery> Test(const rpc::Call& call,
                                    const v1::TestWebhookEndpointRequest& request);
  absl::StatusOr<v1::ReplayWebhookEndpointReply> Replay(
      const rpc::Call& call, const v1::ReplayWebhookEndpointRequest& request);

 private:
  void Deliver() const {
    if (parts_.deliver) parts_.deliver();
  }
  Parts parts_;
};

}  // namespace hotline::notification
