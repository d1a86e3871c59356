// Orders over gRPC, as the service "notification"; and the feeds of other services.
#pragma once

#include <string_view>

#include "hotline/events/v1/events.pb.h"
#include "platform/rpc/client.h"
#include "services/notification/commands/orders.h"

namespace hotline::notification {

class OrderClient : public Orders {
 public:
  explicit OrderClient(rpc::Channel* channel) : channel_(channel) {}
  absl::StatusOr<std::string> NumberOf(const std::string& order_id) override;
  absl::StatusOr<std::vector<std::string>> RespondentsAmong(
      const std::string& order_id, const std::vector<std::string>& names) override;

 private:
  rpc::Channel* channel_;
};

// `method` is "hotline.workorder.v1.WorkOrderService/PullEvents".
absl::StatusOr<events::v1::PullEventsResponse> PullEvents(
    rpc::Channel* channel, std::string_view method, const events::v1::PullEventsRequest& request);

}  // namespace hotline::notification
