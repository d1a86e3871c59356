// What this service needs of the work order service; a gRPC client in production, a fake in tests.
// Thread-safe.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "hotline/events/v1/events.pb.h"
#include "hotline/workorder/v1/work_order_service.pb.h"

namespace hotline::callback {

class WorkOrders {
 public:
  virtual ~WorkOrders() = default;
  virtual absl::StatusOr<workorder::v1::WorkOrderForService> Get(const std::string& id) = 0;
  // Repeatable by the request's id. `deadline` is real time.
  virtual absl::Status Conclude(const workorder::v1::ConcludeCallbackRequest& request,
                                absl::Time deadline) = 0;
  virtual absl::StatusOr<events::v1::PullEventsResponse> Pull(
      const events::v1::PullEventsRequest& request) = 0;
};

}  // namespace hotline::callback
