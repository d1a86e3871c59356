// Fires rungs that are due and tells the work orders of it.
//
// Inserting a rung's row claims it; the effect follows after the commit, in batches. A crash
// between the two, or a work order service that is away, leaves rows that are delivered again
// later; the effect's id makes that change nothing twice.
#pragma once

#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "platform/db/pool.h"
#include "services/escalation/commands/work_orders.h"
#include "services/escalation/domain/calendar_source.h"
#include "services/escalation/store/firing_store.h"
#include "services/escalation/store/policy_store.h"

namespace hotline::escalation {

// Thread-safe; any number of processes may fire. All pointers outlive it.
class Firings {
 public:
  struct Parts {
    db::Pool* pool;
    WorkOrders* work_orders;
    const CalendarSource* calendars;
    const PolicyBook* policies;
  };
  explicit Firings(Parts parts) : parts_(parts) {}

  // Claims what is due of up to `limit` clocks. They are this caller's to deliver for half a
  // minute.
  absl::StatusOr<std::vector<Firing>> Claim(absl::Time now, int limit) const;
  // Takes what was claimed and not delivered.
  absl::StatusOr<std::vector<Firing>> TakeUndelivered(absl::Time now, int limit) const;
  // OK when all were applied or refused; otherwise what failed is put off, with back-off.
  absl::Status Deliver(const std::vector<Firing>& firings, absl::Time now) const;

  // Delivers due times. True when there may be more.
  absl::StatusOr<bool> DeliverDueTimes(absl::Time now, int limit) const;

  absl::StatusOr<absl::Time> NextRung() const;
  absl::StatusOr<absl::Time> NextDelivery() const;

 private:
  // One call's worth; adds what was refused and what has failed.
  absl::Status Tell(const std::vector<Firing>& firings, absl::Time now, Told& told) const;
  absl::StatusOr<workorder::v1::ApplyTimerEffectsRequest> RequestFor(
      const std::vector<Firing>& firings, absl::Time now) const;
  Parts parts_;
};

}  // namespace hotline::escalation
