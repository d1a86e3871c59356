#include "services/notification/api/order_client.h"

#include "platform/base/status.h"

namespace hotline::notification {
namespace {

rpc::CallOptions Within(absl::Duration patience) {
  return {.caller = rpc::ServiceCaller("notification"),
          .deadline = absl::Now() + patience,
          .trace_id = {}};
}

}  // namespace

absl::StatusOr<std::string> OrderClient::NumberOf(const std::string& order_id) {
  workorder::v1::GetRequest request;
  request.set_id(order_id);
  HOTLINE_ASSIGN_OR_RETURN(const workorder::v1::WorkOrderForService order,
                           channel_->Call<workorder::v1::WorkOrderForService>(
                               "hotline.workorder.v1.WorkOrderService/GetForService", request,
                               Within(absl::Seconds(5))));
  return order.number();
}

absl::StatusOr<std::vector<std::string>> OrderClient::RespondentsAmong(
    const std::string& order_id, const std::vector<std::string>& names) {
  workorder::v1::FindRespondentsRequest request;
  request.set_id(order_id);
  request.mutable_names()->Add(names.begin(), names.end());
  const auto reply = channel_->Call<workorder::v1::FindRespondentsReply>(
      "hotline.workorder.v1.WorkOrderService/FindRespondents", request, Within(absl::Seconds(5)));
  if (absl::IsNotFound(reply.status())) return std::vector<std::string>();
  if (!reply.ok()) return reply.status();
  return std::vector<std::string>(reply->names().begin(), reply->names().end());
}

absl::StatusOr<events::v1::PullEventsResponse> PullEvents(
    rpc::Channel* channel, std::string_view method, const events::v1::PullEventsRequest& request) {
  return channel->Call<events::v1::PullEventsResponse>(
      method, request, Within(absl::Milliseconds(request.wait_ms()) + absl::Seconds(10)));
}

}  // namespace hotline::notification
