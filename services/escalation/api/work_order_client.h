// WorkOrders over gRPC, as the service "escalation".
#pragma once

#include "platform/rpc/client.h"
#include "services/escalation/commands/work_orders.h"

namespace hotline::escalation {

class WorkOrderClient : public WorkOrders {
 public:
  explicit WorkOrderClient(rpc::Channel* channel) : channel_(channel) {}

  absl::StatusOr<events::v1::PullEventsResponse> Pull(
      const events::v1::PullEventsRequest& request) override;
  absl::StatusOr<workorder::v1::WorkOrderForService> Get(const std::string& id) override;
  absl::Status CheckSees(const rpc::Call& call, const std::string& id) override;
  absl::StatusOr<std::set<std::string>> Types(const rpc::Call& call) override;
  absl::StatusOr<workorder::v1::ApplyTimerEffectsReply> Apply(
      const workorder::v1::ApplyTimerEffectsRequest& request) override;
  absl::StatusOr<workorder::v1::SetDueTimesReply> SetDueTimes(
      const workorder::v1::SetDueTimesRequest& request) override;

 private:
  rpc::Channel* channel_;
};

}  // namespace hotline::escalation
