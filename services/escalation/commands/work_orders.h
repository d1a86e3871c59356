// What this service needs of the work order service; a gRPC client in production, a fake in tests.
// Thread-safe.
#pragma once

#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "hotline/events/v1/events.pb.h"
#include "hotline/workorder/v1/timer_service.pb.h"
#include "hotline/workorder/v1/work_order_service.pb.h"
#include "platform/rpc/call.h"

namespace hotline::escalation {

class WorkOrders {
 public:
  virtual ~WorkOrders() = default;
  virtual absl::StatusOr<events::v1::PullEventsResponse> Pull(
      const events::v1::PullEventsRequest& request) = 0;
  virtual absl::StatusOr<workorder::v1::WorkOrderForService> Get(const std::string& id) = 0;
  // Whether the caller of `call` may see the order: what the order's own service says to that
  // caller, NOT_FOUND (WORK_ORDER_NOT_FOUND) included.
  virtual absl::Status CheckSees(const rpc::Call& call, const std::string& id) = 0;
  // Codes of the type dictionary.
  virtual absl::StatusOr<std::set<std::string>> Types(const rpc::Call& call) = 0;

  // Both repeatable; at most 1,000 items.
  virtual absl::StatusOr<workorder::v1::ApplyTimerEffectsReply> Apply(
      const workorder::v1::ApplyTimerEffectsRequest& request) = 0;
  virtual absl::StatusOr<workorder::v1::SetDueTimesReply> SetDueTimes(
      const workorder::v1::SetDueTimesRequest& request) = 0;
};

inline constexpr int kMaxItemsPerCall = 1000;

}  // namespace hotline::escalation
