// A deadline as a clock that can be stopped: it keeps its budget, what of it is consumed and since
// when it runs, never only an instant. So an extension, a new policy or a calendar published later
// gives the right due time by projecting anew, and a pause over a weekend credits nothing. Pure;
// all instants are arguments.
//
// Rules of counting:
//   - Budgets in days do not count the day of the start (民事诉讼法第八十五条第二款); budgets in
//   hours run from the start.
//   - A budget of working days ends at the end of the last day's working hours.
//   - A budget of calendar days ends at midnight after its last day (民法典第二百零三条第二款),
//   also when a pause within a day has left a part of it; when that day is off, at midnight after
//   the next working day (民事诉讼法第八十五条第三款).
//   - While it is paused nothing is consumed; a pause within time that does not count anyway moves
//   nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "platform/calendar/calendar.h"

namespace hotline::calendar {

enum class Unit { kWorkingDays, kWorkingHours, kCalendarDays };

struct Budget {
  Unit unit = Unit::kWorkingDays;
  int64_t amount = 0;  // Days, or hours; > 0.
  bool operator==(const Budget&) const = default;
};

// Consumed time is kept in the unit's own measure: picodays of working days, microseconds of
// working or of civil time.
struct Clock {
  Budget budget;
  absl::Time started_at;
  int64_t consumed = 0;
  // Counting runs from here while the clock runs: not before the day after the start for days.
  // Unset while it is paused.
  std::optional<absl::Time> running_since;
  bool operator==(const Clock&) const = default;
};

Clock StartClock(const Budget& budget, absl::Time at);

// FAILED_PRECONDITION: CLOCK_PAUSED, CLOCK_RUNNING.
absl::StatusOr<Clock> Pause(const Calendar& calendar, const Clock& clock, absl::Time at);
absl::StatusOr<Clock> Resume(const Clock& clock, absl::Time at);
// The same clock with another amount of the same unit: an extension, or a policy that changed while
// it ran. What was consumed stays consumed.
Clock WithAmount(const Clock& clock, int64_t amount);

// What is consumed at `at`, in the unit's measure; never more at an earlier instant.
int64_t ConsumedAt(const Calendar& calendar, const Clock& clock, absl::Time at);

// The instant at which `percent` (0 to 1,000) of the budget will be consumed; unset while paused.
// 100 is the due time before a roll; DueTime is the due time itself.
std::optional<absl::Time> TimeAtPercent(const Calendar& calendar, const Clock& clock, int percent);
std::optional<absl::Time> DueTime(const Calendar& calendar, const Clock& clock);

// A day between the start and the due time that did not count, and why.
struct SkippedDay {
  Day day;
  DayKind kind = DayKind::kWeekend;
  std::string name;
};
std::vector<SkippedDay> SkippedDays(const Calendar& calendar, absl::Time from, absl::Time due);

// Whether the due time rests on a year whose holidays are not published yet.
bool IsProvisional(const Calendar& calendar, absl::Time from, absl::Time due);

}  // namespace hotline::calendar
