// Rungs that have fired and due times that were projected, until the orders have them.
#pragma once

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
  int failures = 0;
  ClockKind kind = ClockKind::kHandling;
  std::string work_order_id;
  std::string court_path;
  std::string order_type;
  int urgency = 1;
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

std::vector<Firing> TakeFirings(db::Tx& tx, const Taking& taking);
// An empty reason: applied; any other: refused for good.
void SettleFirings(db::Tx& tx, const std::vector<Firing>& firings,
                   const std::vector<std::string>& reasons, absl::Time now);
void PutOffFirings(db::Tx& tx, const std::vector<Firing>& firings,
                   const std::vector<absl::Time>& until);

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
