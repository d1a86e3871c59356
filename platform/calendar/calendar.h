// Working time of a Chinese court: days with several intervals, public holidays and make-up working
// days (调休) as the State Council publishes them for each year, and special days of one court.
// Pure: no I/O, no clock.
//
// Civil time is Asia/Shanghai, without daylight saving since 1991. An interval is half-open, [from,
// to): 12:00 is no longer the morning. Instants that fall on an end belong to what ended: an amount
// that is used up at 12:00 is due at 12:00, not at 14:00.
//
// Units. Working hours are time inside intervals. Working days are counted in picodays, 10¹² to a
// day: each working day weighs the same, however long its intervals, because the law counts days (a
// half day before a holiday is one day). A part of a day is the part of that day's working time,
// exact to the microsecond.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace hotline::calendar {

using Day = absl::CivilDay;

inline constexpr int64_t kPicodaysPerDay = 1'000'000'000'000;

// Minutes after midnight, 0 ≤ from < to ≤ 1440.
struct Interval {
  int from = 0;
  int to = 0;
  bool operator==(const Interval&) const = default;
};

enum class DayKind {
  kWorkday,  // Monday to Friday
  kWeekend,
  kHoliday,  // 放假
  kMakeup,   // 调休上班: works the hours of a workday
  kSpecial,  // A court's own day: its own hours, or closed
};

// What replaces the week's rule for one day.
struct SpecialDay {
  DayKind kind = DayKind::kHoliday;
  std::string name;             // 国庆节
  std::vector<Interval> hours;  // Only for kSpecial; empty is closed.
};

struct Definition {
  // Hours of a workday from each day on; the first entry also holds for everything before it.
  std::map<Day, std::vector<Interval>> hours;
  std::map<Day, SpecialDay> days;
  // Years for which the notice is out. Deadlines that touch another year are provisional.
  std::map<int, std::string> published_years;  // Year → source (文号 or address).
};

struct DayInfo {
  DayKind kind = DayKind::kWorkday;
  bool working = false;
  bool provisional = false;
  std::string name;                              // Of the holiday or special day; else empty.
  const std::vector<Interval>* hours = nullptr;  // Never null; empty when not working.
};

const absl::TimeZone& CourtTimeZone();  // Asia/Shanghai

// Immutable, thread-safe.
class Calendar {
 public:
  // INVALID_ARGUMENT: INTERVALS_OVERLAP (also: not in order, empty or outside the day),
  // HOURS_MISSING, SPECIAL_HOURS (hours on a day that is not kSpecial).
  static absl::StatusOr<Calendar> Make(Definition definition);

  DayInfo InfoOf(Day day) const;
  bool IsWorkingDay(Day day) const { return InfoOf(day).working; }
  Day NextWorkingDay(Day day) const;  // The first after `day`.
  Day RollForward(
      Day day) const;  // `day` itself when it works, else the next that does. CPL art. 85(3).

  // The instant at which `amount` ≥ 0 of working time after `from` is used up; `from` itself for
  // zero.
  absl::Time AddWorkingTime(absl::Time from, absl::Duration amount) const;
  absl::Duration WorkingTimeBetween(absl::Time from, absl::Time to) const;  // 0 when to ≤ from.

  // The same in picodays.
  absl::Time AddWorkingDays(absl::Time from, int64_t picodays) const;
  int64_t WorkingDaysBetween(absl::Time from, absl::Time to) const;

  // When counting begins for a budget in days whose day of start is not counted (CPL art. 85(2)):
  // midnight after the start's civil day.
  static absl::Time AfterDayOfStart(absl::Time start);

  const Definition& definition() const { return definition_; }

 private:
  explicit Calendar(Definition definition) : definition_(std::move(definition)) {}
  const std::vector<Interval>& HoursOn(Day day) const;
  Definition definition_;
};

Day DayOf(absl::Time time);          // In court time.
absl::Time At(Day day, int minute);  // minute 1440 is the next midnight.

}  // namespace hotline::calendar
