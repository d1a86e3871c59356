#include "services/escalation/api/work_order_client.h"

namespace hotline::escalation {
namespace {

constexpr absl::Duration kPatience = absl::Seconds(10);

rpc::CallOptions AsService(absl::Duration patience = kPatience) {
  return {.caller = rpc::ServiceCaller("escalation"),
          .deadline = absl::Now() + patience,
          .trace_id = {}};
}

rpc::CallOptions AsCaller(const rpc::Call& call) {
  return {.caller = call.caller, .deadline = call.deadline, .trace_id = call.trace_id};
}

workorder::v1::GetRequest RequestFor(const std::string& id) {
  workorder::v1::GetRequest request;
  request.set_id(id);
  return request;
}

}  // namespace

absl::StatusOr<events::v1::PullEventsResponse> WorkOrderClient::Pull(
    const events::v1::PullEventsRequest& request) {
  return channel_->Call<events::v1::PullEventsResponse>(
      "hotline.workorder.v1.WorkOrderService/PullEvents", request,
      AsService(absl::Milliseconds(request.wait_ms()) + kPatience));
}

absl::StatusOr<workorder::v1::WorkOrderForService> WorkOrderClient::Get(const std::string& id) {
  return channel_->Call<workorder::v1::WorkOrderForService>(
      "hotline.workorder.v1.WorkOrderService/GetForService", RequestFor(id), AsService());
}

absl::Status WorkOrderClient::CheckSees(const rpc::Call& call, const std::string& id) {
  return channel_
      ->Call<workorder::v1::WorkOrder>("hotline.workorder.v1.WorkOrderService/Get", RequestFor(id),
                                       AsCaller(call))
      .status();
}

absl::StatusOr<std::set<std::string>> WorkOrderClient::Types(const rpc::Call& call) {
  auto reply = channel_->Call<workorder::v1::ListTypesReply>(
      "hotline.workorder.v1.WorkOrderService/ListTypes", workorder::v1::ListTypesRequest(),
      AsCaller(call));
  if (!reply.ok()) return reply.status();
  std::set<std::string> codes;
  for (const auto& type : reply->types()) codes.insert(type.code());
  return codes;
}

absl::StatusOr<workorder::v1::ApplyTimerEffectsReply> WorkOrderClient::Apply(
    const workorder::v1::ApplyTimerEffectsRequest& request) {
  return channel_->Call<workorder::v1::ApplyTimerEffectsReply>(
      "hotline.workorder.v1.TimerService/ApplyTimerEffects", request, AsService());
}

absl::StatusOr<workorder::v1::SetDueTimesReply> WorkOrderClient::SetDueTimes(
    const workorder::v1::SetDueTimesRequest& request) {
  return channel_->Call<workorder::v1::SetDueTimesReply>(
      "hotline.workorder.v1.TimerService/SetDueTimes", request, AsService());
}

}  // namespace hotline::escalation
