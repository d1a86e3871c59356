#include "services/notification/api/webhook_api.h"

#include "services/notification/api/messages.h"
#include "services/notification/api/outward_messages.h"
#include "services/notification/commands/webhooks.h"
#include "services/notification/store/delivery_store.h"
#include "services/notification/store/webhook_store.h"

namespace hotline::notification {

rpc::ServiceBinding WebhookApi::Binding() {
  rpc::ServiceBinding binding("hotline.notification.v1.WebhookService");
  BindUnary(binding, "ListWebhookEndpoints", this, &WebhookApi::List);
  BindUnary(binding, "GetWebhookEndpoint", this, &WebhookApi::Get);
  BindUnary(binding, "CreateWebhookEndpoint", this, &WebhookApi::Create);
  BindUnary(binding, "UpdateWebhookEndpoint", this, &WebhookApi::Update);
  BindUnary(binding, "DeleteWebhookEndpoint", this, &WebhookApi::Delete);
  BindUnary(binding, "RotateSecret", this, &WebhookApi::Rotate);
  BindUnary(binding, "TestWebhookEndpoint", this, &WebhookApi::Test);
  BindUnary(binding, "ReplayWebhookEndpoint", this, &WebhookApi::Replay);
  return binding;
}

absl::StatusOr<v1::ListWebhookEndpointsReply> WebhookApi::List(
    const rpc::Call& call, const v1::ListWebhookEndpointsRequest&) {
  return parts_.commands->pool()->Read<v1::ListWebhookEndpointsReply>(
      [&](db::Tx& tx) -> absl::StatusOr<v1::ListWebhookEndpointsReply> {
        v1::ListWebhookEndpointsReply reply;
        if (call.caller.court_path.empty()) return reply;
        for (const WebhookEndpoint& endpoint : ListEndpoints(tx, call.caller.court_path))
          *reply.add_webhook_endpoints() = ToMessage(endpoint);
        return reply;
      });
}

absl::StatusOr<v1::WebhookEndpoint> WebhookApi::Get(const rpc::Call& call,
                                                    const v1::GetWebhookEndpointRequest& request) {
  return parts_.commands->pool()->Read<v1::WebhookEndpoint>(
      [&](db::Tx& tx) -> absl::StatusOr<v1::WebhookEndpoint> {
        HOTLINE_ASSIGN_OR_RETURN(const WebhookEndpoint endpoint,
                                 GetEndpoint(tx, call.caller, request.id()));
        return ToMessage(endpoint);
      });
}

absl::StatusOr<v1::WebhookEndpointSecret> WebhookApi::Create(
    const rpc::Call& call, const v1::CreateWebhookEndpointRequest& request) {
  return parts_.commands->Run<v1::WebhookEndpointSecret>(
      call, request, [&](db::Tx& tx) -> absl::StatusOr<v1::WebhookEndpointSecret> {
        HOTLINE_ASSIGN_OR_RETURN(const NewSecret created,
                                 CreateEndpoint(tx, call, *parts_.cipher, *parts_.http, request));
        return ToMessage(created);
      });
}

absl::StatusOr<v1::WebhookEndpoint> WebhookApi::Update(
    const rpc::Call& call, const v1::UpdateWebhookEndpointRequest& request) {
  return parts_.commands->Run<v1::WebhookEndpoint>(
      call, request, [&](db::Tx& tx) -> absl::StatusOr<v1::WebhookEndpoint> {
        HOTLINE_ASSIGN_OR_RETURN(const WebhookEndpoint endpoint,
                                 UpdateEndpoint(tx, call, *parts_.http, request));
        return ToMessage(endpoint);
      });
}

absl::StatusOr<v1::DeleteWebhookEndpointReply> WebhookApi::Delete(
    const rpc::Call& call, const v1::DeleteWebhookEndpointRequest& request) {
  return parts_.commands->Run<v1::DeleteWebhookEndpointReply>(
      call, request, [&](db::Tx& tx) -> absl::StatusOr<v1::DeleteWebhookEndpointReply> {
        HOTLINE_RETURN_IF_ERROR(RemoveEndpoint(tx, call, request));
        return v1::DeleteWebhookEndpointReply();
      });
}

absl::StatusOr<v1::WebhookEndpointSecret> WebhookApi::Rotate(
    const rpc::Call& call, const v1::RotateSecretRequest& request) {
  return parts_.commands->Run<v1::WebhookEndpointSecret>(
      call, request, [&](db::Tx& tx) -> absl::StatusOr<v1::WebhookEndpointSecret> {
        HOTLINE_ASSIGN_OR_RETURN(const NewSecret rotated,
                                 RotateSecret(tx, call, *parts_.cipher, request));
        return ToMessage(rotated);
      });
}

absl::StatusOr<v1::Delivery> WebhookApi::Test(const rpc::Call& call,
                                              const v1::TestWebhookEndpointRequest& request) {
  auto test = parts_.commands->Run<v1::Delivery>(
      call, request, [&](db::Tx& tx) -> absl::StatusOr<v1::Delivery> {
        HOTLINE_ASSIGN_OR_RETURN(const Delivery delivery, TestEndpoint(tx, call, request));
        return ToMessage(delivery);
      });
  if (test.ok()) Deliver();
  return test;
}

absl::StatusOr<v1::ReplayWebhookEndpointReply> WebhookApi::Replay(
    const rpc::Call& call, const v1::ReplayWebhookEndpointRequest& request) {
  auto replayed = parts_.commands->Run<v1::ReplayWebhookEndpointReply>(
      call, request, [&](db::Tx& tx) -> absl::StatusOr<v1::ReplayWebhookEndpointReply> {
        HOTLINE_RETURN_IF_ERROR(GetEndpoint(tx, call.caller, request.id()).status());
        v1::ReplayWebhookEndpointReply reply;
        reply.set_replayed(ReplayEndpoint(tx, request.id(), FromTimestamp(request.since()),
                                          request.all(), call.now));
        return reply;
      });
  if (replayed.ok()) Deliver();
  return replayed;
}

}  // namespace hotline::notification
