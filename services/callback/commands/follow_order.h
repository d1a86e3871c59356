// The work order's events make and cancel tasks: one for each (order, round) that enters CALLBACK.
//
// Of a work order's event the fields used are `state` (its name, after the event), `round` and,
// when the state is CALLBACK, `number`, `orderType`, `urgency`, `courtId`, `courtPath`,
// `departmentId`, `respondentDepartmentId`, `anonymous` and `participantIds`.
#pragma once

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/callback/commands/acting.h"
#include "services/callback/commands/work_orders.h"

namespace hotline::callback {

// Fetches events; what an event that leads into CALLBACK does not carry itself is asked of the
// order, outside any transaction.
absl::StatusOr<events::v1::PullEventsResponse> PullOrderEvents(
    WorkOrders& work_orders, const events::v1::PullEventsRequest& request);

// Applies one event in the consumer's transaction. Repeated, late and out-of-order events change
// nothing.
absl::Status FollowOrder(db::Tx& tx, const Stores& stores, const events::v1::Event& event);

}  // namespace hotline::callback
