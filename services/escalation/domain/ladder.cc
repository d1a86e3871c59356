#include "services/escalation/domain/ladder.h"

#include <algorithm>
#include <string>

#include "platform/base/status.h"

namespace hotline::escalation {
namespace {

using calendar::Calendar;
using calendar::Unit;

constexpr int64_t kMaxDays = 365;
constexpr int64_t kMaxHours = 2000;
constexpr int kMaxPercent = 1000;

int64_t LimitOf(Unit unit) { return unit == Unit::kWorkingHours ? kMaxHours : kMaxDays; }

// Whether at least `amount` of working time lies between the two instants.
bool Holds(const Calendar& calendar, absl::Time from, absl::Time to, Unit unit, int64_t amount) {
  return unit == Unit::kWorkingHours
             ? calendar.WorkingTimeBetween(from, to) >= absl::Hours(amount)
             : calendar.WorkingDaysBetween(from, to) >= amount * calendar::kPicodaysPerDay;
}

// The last instant, to the second, from which `amount` of working time leads to `due`. The calendar
// only counts forward, so this searches: first a window that is long enough, then within it.
absl::Time Before(const Calendar& calendar, absl::Time start, absl::Time due, Unit unit,
                  int64_t amount) {
  absl::Duration window = absl::Hours(24);
  while (due - window > start && !Holds(calendar, due - window, due, unit, amount)) window *= 2;
  absl::Time early = std::max(start, due - window);
  absl::Time late = due;
  while (late - early > absl::Seconds(1)) {
    const absl::Time middle = early + absl::Floor((late - early) / 2, absl::Seconds(1));
    if (middle == early) break;
    (Holds(calendar, middle, due, unit, amount) ? early : late) = middle;
  }
  return early;
}

absl::Time FromDue(const Calendar& calendar, absl::Time start, absl::Time due,
                   const Offset& offset) {
  if (offset.amount < 0) return Before(calendar, start, due, offset.unit, -offset.amount);
  return offset.unit == Unit::kWorkingHours
             ? calendar.AddWorkingTime(due, absl::Hours(offset.amount))
             : calendar.AddWorkingDays(due, offset.amount * calendar::kPicodaysPerDay);
}

absl::Time OfBudget(const Calendar& calendar, const calendar::Clock& clock, const Rung& rung) {
  const absl::Time due = calendar::DueTime(calendar, clock).value_or(absl::InfiniteFuture());
  if (rung.percent) {
    if (*rung.percent == 100) return due;
    return calendar::TimeAtPercent(calendar, clock, *rung.percent).value_or(absl::InfiniteFuture());
  }
  if (rung.from_due.amount == 0 || due == absl::InfiniteFuture()) return due;
  if (rung.from_due.unit != clock.budget.unit)
    return FromDue(calendar, clock.started_at, due, rung.from_due);
  const int64_t amount = std::max<int64_t>(0, clock.budget.amount + rung.from_due.amount);
  return calendar::DueTime(calendar, calendar::WithAmount(clock, amount))
      .value_or(absl::InfiniteFuture());
}

absl::Status RungRefused(std::string_view reason, size_t index) {
  return Invalid(reason, {{"rung", std::to_string(index + 1)}});
}

bool InRange(const Rung& rung) {
  if (rung.percent) return *rung.percent >= 1 && *rung.percent <= kMaxPercent;
  return rung.from_due.unit != Unit::kCalendarDays &&
         std::abs(rung.from_due.amount) <= LimitOf(rung.from_due.unit);
}

}  // namespace

absl::Time TimeOfRung(const Calendar& calendar, const calendar::Clock& clock,
                      const std::optional<absl::Time>& fixed_due, const Rung& rung) {
  absl::Time time;
  if (!fixed_due) {
    time = OfBudget(calendar, clock, rung);
  } else if (rung.percent) {
    time = clock.started_at + (*fixed_due - clock.started_at) / 100 * *rung.percent;
  } else {
    time = FromDue(calendar, clock.started_at, *fixed_due, rung.from_due);
  }
  return std::max(time, clock.started_at);
}

absl::Status CheckPolicy(const Calendar& standard, const calendar::Budget& budget,
                         const std::vector<Rung>& ladder) {
  if (budget.amount < 1 || budget.amount > LimitOf(budget.unit))
    return Invalid("BUDGET_OUT_OF_RANGE", {{"limit", std::to_string(LimitOf(budget.unit))}});
  if (ladder.size() > kMaxRungs)
    return Invalid("LADDER_TOO_LONG", {{"limit", std::to_string(kMaxRungs)}});
  const absl::Time monday = calendar::At(calendar::Day(2026, 11, 23), 0);
  const calendar::Clock clock = calendar::StartClock(budget, monday);
  std::vector<absl::Time> times;
  for (size_t i = 0; i < ladder.size(); ++i) {
    if (!InRange(ladder[i])) return RungRefused("RUNG_OUT_OF_RANGE", i);
    times.push_back(TimeOfRung(standard, clock, std::nullopt, ladder[i]));
    if (times[i] <= *clock.running_since) return RungRefused("RUNG_OUT_OF_RANGE", i);
    for (size_t j = 0; j < i; ++j) {
      if (ladder[j].action == ladder[i].action && times[j] == times[i])
        return RungRefused("RUNGS_DUPLICATE", i);
    }
    if (i > 0 && times[i] < times[i - 1]) return RungRefused("RUNGS_UNSORTED", i);
  }
  return absl::OkStatus();
}

}  // namespace hotline::escalation
