#include "platform/calendar/deadline.h"

#include <algorithm>

#include "platform/base/status.h"

namespace hotline::calendar {
namespace {

constexpr int64_t kHour = int64_t{3600} * 1'000'000;
constexpr int64_t kCivilDay = 24 * kHour;

// The whole budget in the unit's measure.
int64_t MeasureOf(const Budget& budget) {
  switch (budget.unit) {
    case Unit::kWorkingDays:
      return budget.amount * kPicodaysPerDay;
    case Unit::kWorkingHours:
      return budget.amount * kHour;
    case Unit::kCalendarDays:
      return budget.amount * kCivilDay;
  }
  return 0;
}

int64_t Elapsed(const Calendar& calendar, Unit unit, absl::Time from, absl::Time to) {
  if (to <= from) return 0;
  switch (unit) {
    case Unit::kWorkingDays:
      return calendar.WorkingDaysBetween(from, to);
    case Unit::kWorkingHours:
      return absl::ToInt64Microseconds(calendar.WorkingTimeBetween(from, to));
    case Unit::kCalendarDays:
      return absl::ToInt64Microseconds(to - from);
  }
  return 0;
}

absl::Time Advance(const Calendar& calendar, Unit unit, absl::Time from, int64_t measure) {
  switch (unit) {
    case Unit::kWorkingDays:
      return calendar.AddWorkingDays(from, measure);
    case Unit::kWorkingHours:
      return calendar.AddWorkingTime(from, absl::Microseconds(measure));
    case Unit::kCalendarDays:
      return from + absl::Microseconds(std::max<int64_t>(0, measure));
  }
  return from;
}

// Days count from the day after the start, also when the clock was paused and resumed on the day of
// the start.
absl::Time CountingFrom(const Clock& clock, absl::Time at) {
  if (clock.budget.unit == Unit::kWorkingHours) return at;
  return std::max(at, Calendar::AfterDayOfStart(clock.started_at));
}

// The last day of a limit that ends at `end`: midnight belongs to the day before.
Day LastDayOf(absl::Time end) { return DayOf(end - absl::Microseconds(1)); }

}  // namespace

Clock StartClock(const Budget& budget, absl::Time at) {
  Clock clock{.budget = budget, .started_at = at};
  clock.running_since = CountingFrom(clock, at);
  return clock;
}

absl::StatusOr<Clock> Pause(const Calendar& calendar, const Clock& clock, absl::Time at) {
  if (!clock.running_since) return Precondition("CLOCK_PAUSED");
  Clock paused = clock;
  paused.consumed = ConsumedAt(calendar, clock, at);
  paused.running_since.reset();
  return paused;
}

absl::StatusOr<Clock> Resume(const Clock& clock, absl::Time at) {
  if (clock.running_since) return Precondition("CLOCK_RUNNING");
  Clock running = clock;
  running.running_since = CountingFrom(clock, at);
  return running;
}

Clock WithAmount(const Clock& clock, int64_t amount) {
  Clock changed = clock;
  changed.budget.amount = amount;
  return changed;
}

int64_t ConsumedAt(const Calendar& calendar, const Clock& clock, absl::Time at) {
  if (!clock.running_since) return clock.consumed;
  return clock.consumed + Elapsed(calendar, clock.budget.unit, *clock.running_since, at);
}

std::optional<absl::Time> TimeAtPercent(const Calendar& calendar, const Clock& clock, int percent) {
  if (!clock.running_since) return std::nullopt;
  const int64_t whole = MeasureOf(clock.budget);
  const int64_t part = whole / 100 * percent + whole % 100 * percent / 100;
  return Advance(calendar, clock.budget.unit, *clock.running_since, part - clock.consumed);
}

std::optional<absl::Time> DueTime(const Calendar& calendar, const Clock& clock) {
  const std::optional<absl::Time> due = TimeAtPercent(calendar, clock, 100);
  if (!due || clock.budget.unit != Unit::kCalendarDays) return due;
  return At(calendar.RollForward(LastDayOf(*due)), 24 * 60);
}

std::vector<SkippedDay> SkippedDays(const Calendar& calendar, absl::Time from, absl::Time due) {
  std::vector<SkippedDay> skipped;
  for (Day day = DayOf(from), last = LastDayOf(due); day <= last; ++day) {
    DayInfo info = calendar.InfoOf(day);
    if (!info.working) skipped.push_back({day, info.kind, std::move(info.name)});
  }
  return skipped;
}

bool IsProvisional(const Calendar& calendar, absl::Time from, absl::Time due) {
  for (Day day(DayOf(from).year(), 1, 1), last = LastDayOf(due); day <= last;
       day = Day(day.year() + 1, 1, 1)) {
    if (calendar.InfoOf(day).provisional) return true;
  }
  return false;
}

}  // namespace hotline::calendar
