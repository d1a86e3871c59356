#include "tests/simulation/rung_times.h"

#include <algorithm>

#include "tests/simulation/rules_in_force.h"

namespace hotline::simulation {
namespace {

using calendar::Calendar;
using calendar::Unit;

// Whether so much working time lies between.
bool Lies(const Calendar& calendar, absl::Time from, absl::Time to, Unit unit, int64_t amount) {
  return unit == Unit::kWorkingHours
             ? calendar.WorkingTimeBetween(from, to) >= absl::Hours(amount)
             : calendar.WorkingDaysBetween(from, to) >= amount * calendar::kPicodaysPerDay;
}

absl::Time Later(const Calendar& calendar, absl::Time from, Unit unit, int64_t amount) {
  return unit == Unit::kWorkingHours
             ? calendar.AddWorkingTime(from, absl::Hours(amount))
             : calendar.AddWorkingDays(from, amount * calendar::kPicodaysPerDay);
}

// The last second from which the amount still lies before `due`, walked to in halves.
absl::Time Earlier(const Calendar& calendar, absl::Time start, absl::Time due, Unit unit,
                   int64_t amount) {
  if (!Lies(calendar, start, due, unit, amount)) return start;
  int64_t held = absl::ToInt64Seconds(absl::Ceil(due - start, absl::Seconds(1)));
  int64_t lacks = 0;
  while (held - lacks > 1) {
    const int64_t middle = (held + lacks) / 2;
    (Lies(calendar, due - absl::Seconds(middle), due, unit, amount) ? held : lacks) = middle;
  }
  return due - absl::Seconds(held);
}

}  // namespace

absl::Time TimeOfRung(const Calendar& calendar, const calendar::Clock& clock, absl::Time due,
                      bool due_is_fixed, const json& rung) {
  const absl::Time start = clock.started_at;
  absl::Time at;
  if (rung.contains("percent")) {
    const int percent = rung.at("percent");
    at = percent == 100 ? due
         : due_is_fixed ? start + (due - start) / 100 * percent
                        : *calendar::TimeAtPercent(calendar, clock, percent);
  } else {
    const Unit unit = RulesInForce::UnitOf(rung.at("offset").at("unit"));
    const int64_t amount = rung.at("offset").at("amount");
    if (!due_is_fixed && unit == clock.budget.unit) {
      const int64_t whole = std::max<int64_t>(0, clock.budget.amount + amount);
      at = *calendar::DueTime(calendar, calendar::WithAmount(clock, whole));
    } else {
      at = amount < 0 ? Earlier(calendar, start, due, unit, -amount)
                      : Later(calendar, due, unit, amount);
    }
  }
  return std::max(at, start);
}

}  // namespace hotline::simulation
