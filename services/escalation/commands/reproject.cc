#include "services/escalation/commands/reproject.h"

#include <map>

#include "platform/base/status.h"
#include "services/escalation/commands/rules_in_force.h"
#include "services/escalation/store/clock_store.h"
#include "services/escalation/store/reprojections.h"

namespace hotline::escalation {
namespace {

absl::StatusOr<bool> ReprojectSome(db::Tx& tx, const CalendarSource& calendars,
                                   const PolicyBook& policies, absl::Time now, int batch) {
  const std::optional<OpenReprojection> asked = TakeReprojection(tx);
  if (!asked) return false;
  RulesInForce in_force(tx, policies, calendars);
  std::vector<OrderClock> clocks =
      LockClocksToReproject(tx, asked->scope, asked->last_clock, batch);
  std::map<std::string, Fired> fired = FiredOf(tx, clocks);
  std::vector<ClockChange> changes;
  for (OrderClock& clock : clocks) {
    HOTLINE_ASSIGN_OR_RETURN(const Rules rules, in_force.Of(clock));
    if (auto entry = Reproject(clock, rules, fired[clock.id], asked->at, asked->reason))
      changes.push_back({clock, *entry});
  }
  SaveClocks(tx, changes);
  if (clocks.size() < static_cast<size_t>(batch)) {
    EndReprojection(tx, asked->id, changes.size(), now);
  } else {
    MoveReprojection(tx, asked->id, clocks.back().id, changes.size());
  }
  return true;
}

}  // namespace

absl::StatusOr<bool> ReprojectBatch(db::Pool& pool, const CalendarSource& calendars,
                                    const PolicyBook& policies, absl::Time now, int batch) {
  return pool.Transact<bool>(
      [&](db::Tx& tx) { return ReprojectSome(tx, calendars, policies, now, batch); });
}

}  // namespace hotline::escalation
