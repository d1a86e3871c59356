// Rungs that have fired and due times that were projected, until the orders have them.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "platform/db/pool.h"
#include "services/escalation/domain/order_clock.h"

namespace hotline::escalation {

struct Firing {
  std::string clock_id;
  Action action = Action::kRemind;
  int nth = 1;
  int place = 1;
  absl::Time fire_time;
  bool late = false;
  absl::Time due_time;
  int64_t batch_id = 0;  // Of what was claimed together.
  int failures = 0;      // Of the batch: how often telling it has failed.
  ClockKind kind = ClockKind::kHandling;
  std::string work_order_id;
  int round = 1;
};

// One lease: until then the rows are the taker's; `horizon` is later than any lease or back-off.
struct Taking {
  absl::Time now;
  absl::Time until;
  absl::Time horizon;
  int limit = 1000;
};

// In order of their times. The transaction's commit makes them the caller's.
std::vector<Firing> ClaimRungs(db::Tx& tx, const Taking& taking);
absl::Time NextRungTime(db::Tx& tx);  // InfiniteFuture when none is pending.

// Whole batches that nobody has told in time.
std::vector<Firing> TakeEffects(db::Tx& tx, const Taking& taking);

// What the policy for a clock's order is found by; by clock.
struct ClockSubject {
  std::string court_path;
  std::string order_type;
  int urgency = 1;
};
std::map<std::string, ClockSubject> SubjectsOf(db::Tx& tx, const std::vector<Firing>& firings);

// What became of telling some firings. A firing that is in neither list has taken effect.
struct Told {
  std::vector<Firing> refused;
  std::vector<std::string> reasons;  // Of those refused, in their order.
  std::vector<Firing> failed;        // To be told again.
};
// When what has failed is told again, and how often it has failed by then.
struct Again {
  absl::Time time;
  int failures = 0;
};
// Ends the batches of `all`; what has failed is in a new one. What another taker has ended
// meanwhile stays as it left it.
void SettleEffects(db::Tx& tx, const std::vector<Firing>& all, const Told& told,
                   const Again& again);

struct DueProjection {
  std::string work_order_id;
  int64_t sequence = 0;
  std::optional<absl::Time> due_time;
  std::string reason;
  bool provisional = false;
  int failures = 0;
};
std::vector<DueProjection> TakeDueProjections(db::Tx& tx, const Taking& taking);
void SettleDueProjections(db::Tx& tx, const std::vector<DueProjection>& projections);
void PutOffDueProjections(db::Tx& tx, const std::vector<DueProjection>& projections,
                          const std::vector<absl::Time>& until);

// When something undelivered may next be tried; InfiniteFuture when there is nothing.
absl::Time NextDeliveryTime(db::Tx& tx);

}  // namespace hotline::escalation
