#include "platform/calendar/calendar.h"

#include <algorithm>

#include "absl/numeric/int128.h"
#include "platform/base/status.h"

namespace hotline::calendar {
namespace {

const std::vector<Interval> kClosed;

// No run of days off is longer; a calendar without any working day must not hang its caller.
constexpr int kLongestSearch = 4000;

absl::Status CheckIntervals(const std::vector<Interval>& intervals) {
  int end = 0;
  for (const Interval& interval : intervals) {
    if (interval.from < end || interval.from >= interval.to || interval.to > 24 * 60) {
      return Invalid("INTERVALS_OVERLAP");
    }
    end = interval.to;
  }
  return absl::OkStatus();
}

absl::Duration LengthOf(const std::vector<Interval>& intervals) {
  int minutes = 0;
  for (const Interval& interval : intervals) minutes += interval.to - interval.from;
  return absl::Minutes(minutes);
}

// The part of `interval` on `day` that lies within [from, to].
absl::Duration Overlap(Day day, const Interval& interval, absl::Time from, absl::Time to) {
  const absl::Time begin = std::max(from, At(day, interval.from));
  const absl::Time end = std::min(to, At(day, interval.to));
  return std::max(absl::ZeroDuration(), end - begin);
}

absl::Duration WorkedOn(Day day, const std::vector<Interval>& hours, absl::Time from,
                        absl::Time to) {
  absl::Duration worked;
  for (const Interval& interval : hours) worked += Overlap(day, interval, from, to);
  return worked;
}

// The instant on `day` at which `amount` of its working time after `from` is used up; there is that
// much.
absl::Time WithinDay(Day day, const std::vector<Interval>& hours, absl::Time from,
                     absl::Duration amount) {
  absl::Time end = from;
  for (const Interval& interval : hours) {
    const absl::Duration here = Overlap(day, interval, from, absl::InfiniteFuture());
    if (here == absl::ZeroDuration()) continue;
    end = std::max(from, At(day, interval.from)) + std::min(here, amount);
    if (here >= amount) break;
    amount -= here;
  }
  return end;
}

// A part of a day, rounded to the nearest unit: a microsecond is at least eleven of them.
int64_t PicodaysOf(absl::Duration part, absl::Duration day_length) {
  const auto product = absl::int128(absl::ToInt64Microseconds(part)) * kPicodaysPerDay;
  const int64_t length = absl::ToInt64Microseconds(day_length);
  return static_cast<int64_t>((product + length / 2) / length);
}

// The working time that makes up a part of a day, to the nearest microsecond: what was rounded
// above comes back exactly.
absl::Duration PartOf(absl::Duration day_length, int64_t picodays) {
  const auto product = absl::int128(absl::ToInt64Microseconds(day_length)) * picodays;
  return absl::Microseconds(
      static_cast<int64_t>((product + kPicodaysPerDay / 2) / kPicodaysPerDay));
}

}  // namespace

const absl::TimeZone& CourtTimeZone() {
  // Fixed: China has kept UTC+8 without daylight saving since 1991, and minimal systems have no
  // time zone files.
  static const absl::TimeZone zone = absl::FixedTimeZone(8 * 60 * 60);
  return zone;
}

Day DayOf(absl::Time time) { return absl::ToCivilDay(time, CourtTimeZone()); }

absl::Time At(Day day, int minute) {
  return absl::FromCivil(absl::CivilMinute(day) + minute, CourtTimeZone());
}

absl::StatusOr<Calendar> Calendar::Make(Definition definition) {
  if (definition.hours.empty()) return Invalid("HOURS_MISSING");
  for (const auto& [from, hours] : definition.hours) {
    if (hours.empty()) return Invalid("HOURS_MISSING");
    HOTLINE_RETURN_IF_ERROR(CheckIntervals(hours));
  }
  for (const auto& [day, special] : definition.days) {
    if (special.kind != DayKind::kSpecial && !special.hours.empty())
      return Invalid("SPECIAL_HOURS");
    HOTLINE_RETURN_IF_ERROR(CheckIntervals(special.hours));
  }
  return Calendar(std::move(definition));
}

const std::vector<Interval>& Calendar::HoursOn(Day day) const {
  auto it = definition_.hours.upper_bound(day);
  if (it != definition_.hours.begin()) --it;
  return it->second;
}

DayInfo Calendar::InfoOf(Day day) const {
  DayInfo info{.kind = DayKind::kWorkday, .hours = &kClosed};
  info.provisional = !definition_.published_years.contains(static_cast<int>(day.year()));
  if (const auto it = definition_.days.find(day); it != definition_.days.end()) {
    info.kind = it->second.kind;
    info.name = it->second.name;
    if (info.kind == DayKind::kSpecial) info.hours = &it->second.hours;
    if (info.kind == DayKind::kMakeup) info.hours = &HoursOn(day);
  } else {
    const absl::Weekday weekday = absl::GetWeekday(day);
    const bool weekend = weekday == absl::Weekday::saturday || weekday == absl::Weekday::sunday;
    if (weekend) info.kind = DayKind::kWeekend;
    if (!weekend) info.hours = &HoursOn(day);
  }
  info.working = !info.hours->empty();
  return info;
}

Day Calendar::NextWorkingDay(Day day) const {
  for (int i = 0; i < kLongestSearch; ++i) {
    if (IsWorkingDay(++day)) break;
  }
  return day;
}

Day Calendar::RollForward(Day day) const { return IsWorkingDay(day) ? day : NextWorkingDay(day); }

absl::Time Calendar::AddWorkingTime(absl::Time from, absl::Duration amount) const {
  if (amount <= absl::ZeroDuration()) return from;
  Day day = DayOf(from);
  for (int i = 0; i < kLongestSearch; ++i, day = NextWorkingDay(day)) {
    const std::vector<Interval>& hours = *InfoOf(day).hours;
    const absl::Duration here = WorkedOn(day, hours, from, absl::InfiniteFuture());
    if (here >= amount) return WithinDay(day, hours, from, amount);
    amount -= here;
  }
  return absl::InfiniteFuture();
}

absl::Duration Calendar::WorkingTimeBetween(absl::Time from, absl::Time to) const {
  absl::Duration sum;
  if (to <= from) return sum;
  for (Day day = DayOf(from), last = DayOf(to); day <= last; ++day)
    sum += WorkedOn(day, *InfoOf(day).hours, from, to);
  return sum;
}

absl::Time Calendar::AddWorkingDays(absl::Time from, int64_t picodays) const {
  if (picodays <= 0) return from;
  Day day = DayOf(from);
  for (int i = 0; i < kLongestSearch; ++i, day = NextWorkingDay(day)) {
    const std::vector<Interval>& hours = *InfoOf(day).hours;
    if (hours.empty()) continue;
    const absl::Duration length = LengthOf(hours);
    const absl::Duration left = WorkedOn(day, hours, from, absl::InfiniteFuture());
    const absl::Duration needed = PartOf(length, std::min(picodays, kPicodaysPerDay));
    if (picodays <= kPicodaysPerDay && left >= needed) return WithinDay(day, hours, from, needed);
    picodays -= PicodaysOf(left, length);
  }
  return absl::InfiniteFuture();
}

int64_t Calendar::WorkingDaysBetween(absl::Time from, absl::Time to) const {
  int64_t sum = 0;
  if (to <= from) return sum;
  for (Day day = DayOf(from), last = DayOf(to); day <= last; ++day) {
    const std::vector<Interval>& hours = *InfoOf(day).hours;
    if (!hours.empty()) sum += PicodaysOf(WorkedOn(day, hours, from, to), LengthOf(hours));
  }
  return sum;
}

absl::Time Calendar::AfterDayOfStart(absl::Time start) { return At(DayOf(start) + 1, 0); }

}  // namespace hotline::calendar
