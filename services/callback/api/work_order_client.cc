#include "services/callback/api/work_order_client.h"

namespace hotline::callback {
namespace {

rpc::CallOptions Until(absl::Time deadline) {
  return {.caller = rpc::ServiceCaller("callback"), .deadline = deadline, .trace_id = {}};
}

}  // namespace

absl::StatusOr<workorder::v1::WorkOrderForService> WorkOrderClient::Get(const std::string& id) {
  workorder::v1::GetRequest request;
  request.set_id(id);
  return channel_->Call<workorder::v1::WorkOrderForService>(
      "hotline.workorder.v1.WorkOrderService/GetForService", request,
      Until(absl::Now() + absl::Seconds(10)));
}

absl::Status WorkOrderClient::Conclude(const workorder::v1::ConcludeCallbackRequest& request,
                                       absl::Time deadline) {
  return channel_
      ->Call<workorder::v1::WorkOrder>("hotline.workorder.v1.WorkOrderService/ConcludeCallback",
                                       request, Until(deadline))
      .status();
}

absl::StatusOr<events::v1::PullEventsResponse> WorkOrderClient::Pull(
    const events::v1::PullEventsRequest& request) {
  return channel_->Call<events::v1::PullEventsResponse>(
      "hotline.workorder.v1.WorkOrderService/PullEvents", request,
      Until(absl::Now() + absl::Milliseconds(request.wait_ms()) + absl::Seconds(10)));
}

}  // namespace hotline::callback
