// WorkOrders over gRPC, as the service "callback".
#pragma once

#include "platform/rpc/client.h"
#include "services/callback/commands/work_orders.h"

namespace hotline::callback {

class WorkOrderClient : public WorkOrders {
 public:
  explicit WorkOrderClient(rpc::Channel* channel) : channel_(channel) {}

  absl::StatusOr<workorder::v1::WorkOrderForService> Get(const std::string& id) override;
  absl::Status Conclude(const workorder::v1::ConcludeCallbackRequest& request,
                        absl::Time deadline) override;
  absl::StatusOr<events::v1::PullEventsResponse> Pull(
      const events::v1::PullEventsRequest& request) override;

 private:
  rpc::Channel* channel_;
};

}  // namespace hotline::callback
