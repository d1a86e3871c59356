// The RPCs of hotline.escalation.v1.ExplanationService.
#pragma once

#include "hotline/escalation/v1/explanation_service.pb.h"
#include "platform/db/pool.h"
#include "platform/rpc/server.h"
#include "services/escalation/commands/work_orders.h"
#include "services/escalation/domain/calendar_source.h"

namespace hotline::escalation {

// Thread-safe. All pointers outlive it.
class ExplanationApi {
 public:
  struct Parts {
    db::Pool* pool;
    WorkOrders* work_orders;
    const CalendarSource* calendars;
  };
  explicit ExplanationApi(Parts parts) : parts_(parts) {}

  rpc::ServiceBinding Binding();

  absl::StatusOr<v1::ExplainDeadlineReply> ExplainDeadline(
      const rpc::Call& call, const v1::ExplainDeadlineRequest& request);

 private:
  Parts parts_;
};

}  // namespace hotline::escalation
