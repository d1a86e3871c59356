// The work order's events start, stop, pause and extend clocks.
//
// Of an event the fields used are `state` (after the event), `round`, `courtId`, `courtPath`,
// `orderType`, `urgency`, `departmentId`, and of single types `sentOn`, `decision`,
// `grantedWorkingDays`, `number` and `deadline` (services/workorder/README.md).
#pragma once

#include <functional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "platform/clock/clock.h"
#include "platform/db/pool.h"
#include "services/escalation/commands/feed_progress.h"
#include "services/escalation/commands/work_orders.h"
#include "services/escalation/domain/calendar_source.h"
#include "services/escalation/store/policy_store.h"

namespace hotline::escalation {

// Thread-safe as far as one consumer goes. All pointers outlive it.
class OrderFollower {
 public:
  struct Parts {
    db::Pool* pool;
    const Clock* clock;
    WorkOrders* work_orders;
    const CalendarSource* calendars;
    const PolicyBook* policies;
    FeedProgress* progress;
    std::function<void()> clocks_changed;  // After a pull whose events are applied.
  };
  explicit OrderFollower(Parts parts) : parts_(std::move(parts)) {}

  // Fetches events; what the event of a first dispatch does not carry is asked of the order,
  // outside any transaction.
  absl::StatusOr<events::v1::PullEventsResponse> Pull(const events::v1::PullEventsRequest& request);

  // Applies events in the consumer's transaction, those of one order in their order. Repeated, late
  // and out-of-order events change nothing.
  absl::Status Apply(db::Tx& tx, const std::vector<const events::v1::Event*>& events,
                     absl::Time now) const;

 private:
  Parts parts_;
  bool keeping_ = false;  // The beginning is written down.
  bool news_ = false;
};

}  // namespace hotline::escalation
