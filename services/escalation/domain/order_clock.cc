#include "services/escalation/domain/order_clock.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "services/escalation/domain/ladder.h"

namespace hotline::escalation {
namespace {

using calendar::Unit;
using Kind = LedgerEntry::Kind;

void KeepOwed(OrderClock& clock, absl::Time at) {
  std::erase_if(clock.pending, [&](const PendingRung& rung) { return rung.time > at; });
}

void Arm(OrderClock& clock, const Rules& rules, const Fired& fired, absl::Time at) {
  KeepOwed(clock, at);
  Fired taken = fired;
  for (const PendingRung& owed : clock.pending) taken.emplace(owed.action, owed.nth);
  std::map<Action, int> seen;
  const std::vector<Rung>& ladder = rules.policy.ladder;
  for (size_t i = 0; i < ladder.size(); ++i) {
    const Action action = ladder[i].action;
    const int nth = ++seen[action];
    if (taken.contains({action, nth})) continue;
    const absl::Time time = TimeOfRung(rules.calendar, clock.time, clock.fixed_due, ladder[i]);
    if (time < rules.since || time == absl::InfiniteFuture()) continue;
    clock.pending.push_back({time, static_cast<int>(i) + 1, action, nth});
  }
  std::ranges::stable_sort(clock.pending, {}, [](const PendingRung& rung) {
    return std::make_tuple(rung.time, rung.place);
  });
}

// The due time and the rungs after `at` of a running clock.
void Project(OrderClock& clock, const Rules& rules, const Fired& fired, absl::Time at) {
  clock.due_time =
      clock.fixed_due ? clock.fixed_due : calendar::DueTime(rules.calendar, clock.time);
  if (clock.due_time == absl::InfiniteFuture()) clock.due_time.reset();
  clock.provisional =
      clock.due_time && !clock.fixed_due &&
      calendar::IsProvisional(rules.calendar, clock.time.started_at, *clock.due_time);
  clock.policy_id = rules.policy.id;
  clock.policy_version = rules.policy.version;
  clock.calendar_version = rules.calendar_version;
  Arm(clock, rules, fired, at);
}

void Hold(OrderClock& clock, const Rules& rules, absl::Time at) {
  clock.time.consumed = calendar::ConsumedAt(rules.calendar, clock.time, at);
  clock.time.running_since.reset();
  KeepOwed(clock, at);
}

LedgerEntry Enter(const OrderClock& clock, Kind kind, absl::Time at, const std::string& reason,
                  std::optional<absl::Time> due_before) {
  return {.kind = kind,
          .time = at,
          .reason = reason,
          .amount = clock.time.budget.amount,
          .consumed = clock.time.consumed,
          .due_before = due_before,
          .due_after = clock.state == ClockState::kRunning ? clock.due_time : std::nullopt,
          .policy_id = clock.policy_id,
          .policy_version = clock.policy_version,
          .calendar_version = clock.calendar_version};
}

// As much more budget as moves the due time by these working days.
int64_t WorthOf(const OrderClock& clock, const Rules& rules, int working_days, absl::Time at) {
  if (clock.time.budget.unit == Unit::kWorkingDays) return working_days;
  const absl::Time due = clock.due_time.value_or(at);
  const absl::Time later =
      rules.calendar.AddWorkingDays(due, working_days * calendar::kPicodaysPerDay);
  if (clock.time.budget.unit == Unit::kCalendarDays)
    return calendar::DayOf(later) - calendar::DayOf(due);
  return absl::ToInt64Hours(
      absl::Ceil(rules.calendar.WorkingTimeBetween(due, later), absl::Hours(1)));
}

}  // namespace

LedgerEntry Start(OrderClock& clock, const Rules& rules, absl::Time at, const std::string& reason) {
  clock.time = calendar::StartClock(rules.policy.budget, at);
  clock.state = ClockState::kRunning;
  Project(clock, rules, {}, absl::InfinitePast());
  return Enter(clock, Kind::kStart, at, reason, std::nullopt);
}

LedgerEntry Pause(OrderClock& clock, const Rules& rules, absl::Time at, const std::string& reason) {
  const std::optional<absl::Time> due = clock.due_time;
  Hold(clock, rules, at);
  clock.state = ClockState::kPaused;
  clock.due_time.reset();
  return Enter(clock, Kind::kPause, at, reason, due);
}

LedgerEntry Resume(OrderClock& clock, const Rules& rules, const Fired& fired, absl::Time at,
                   const std::string& reason) {
  if (auto running = calendar::Resume(clock.time, at); running.ok()) clock.time = *running;
  clock.state = ClockState::kRunning;
  clock.stop_time.reset();
  Project(clock, rules, fired, at);
  return Enter(clock, Kind::kResume, at, reason, std::nullopt);
}

LedgerEntry Stop(OrderClock& clock, const Rules& rules, absl::Time at, const std::string& reason) {
  const bool running = clock.state == ClockState::kRunning;
  Hold(clock, rules, at);
  clock.state = ClockState::kStopped;
  clock.stop_time = at;
  return Enter(clock, Kind::kStop, at, reason, running ? clock.due_time : std::nullopt);
}

LedgerEntry Extend(OrderClock& clock, const Rules& rules, const Fired& fired, int working_days,
                   absl::Time at, const std::string& reason) {
  const std::optional<absl::Time> due = clock.due_time;
  const int64_t more = WorthOf(clock, rules, working_days, at);
  clock.extension += more;
  clock.time = calendar::WithAmount(clock.time, clock.time.budget.amount + more);
  if (clock.state == ClockState::kRunning) Project(clock, rules, fired, at);
  LedgerEntry entry = Enter(clock, Kind::kExtend, at, reason, due);
  entry.amount = more;
  return entry;
}

std::optional<LedgerEntry> Reproject(OrderClock& clock, const Rules& rules, const Fired& fired,
                                     absl::Time at, const std::string& reason) {
  const OrderClock before = clock;
  if (clock.time.budget.unit == rules.policy.budget.unit) {
    clock.time = calendar::WithAmount(clock.time, rules.policy.budget.amount + clock.extension);
  }
  if (clock.state == ClockState::kRunning) Project(clock, rules, fired, at);
  if (clock.due_time == before.due_time && clock.pending == before.pending &&
      clock.time == before.time && clock.provisional == before.provisional) {
    clock = before;
    return std::nullopt;
  }
  const bool running = clock.state == ClockState::kRunning;
  return Enter(clock, Kind::kReproject, at, reason, running ? before.due_time : std::nullopt);
}

}  // namespace hotline::escalation
