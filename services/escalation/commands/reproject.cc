#include "services/escalation/commands/reproject.h"

#include <map>

#include "platform/base/status.h"
#include "services/escalation/store/clock_store.h"
#include "services/escalation/store/reprojections.h"

namespace hotline::escalation {
namespace {

absl::StatusOr<bool> ReprojectSome(db::Tx& tx, const CalendarSource& calendars,
                                   const PolicyBook& policies, absl::Time now, int batch) {
  const std::optional<OpenReprojection> asked = TakeReprojection(tx);
  if (!asked) return false;
  const PolicyBook::Page page = policies.Of(tx);
  std::vector<OrderClock> clocks =
      LockClocksToReproject(tx, asked->scope, asked->last_clock, batch);
  std::map<std::string, Fired> fired = FiredOf(tx, clocks);
  std::map<std::string, CalendarRef> refs;
  std::vector<ClockChange> changes;
  for (OrderClock& clock : clocks) {
    CalendarRef& ref = refs[clock.order.court_path];
    if (ref.calendar == nullptr) {
      HOTLINE_ASSIGN_OR_RETURN(ref, calendars.Of(tx, clock.order.court_path));
    }
    HOTLINE_ASSIGN_OR_RETURN(const Policy* policy, PolicyFor(page, clock.policy_case()));
    const Rules rules{*ref.calendar, ref.version, *policy, page.since};
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
