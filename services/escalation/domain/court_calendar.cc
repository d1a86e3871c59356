#include "services/escalation/domain/court_calendar.h"

#include <algorithm>
#include <set>

#include "platform/base/status.h"
#include "services/escalation/domain/day_text.h"
#include "services/escalation/domain/national_calendar.h"

namespace hotline::escalation {
namespace {

using calendar::Calendar;
using calendar::Day;
using calendar::DayKind;
using calendar::Definition;
using calendar::Interval;
using calendar::SpecialDay;

// The nearest court that says something by `day`, and what.
const std::pair<const Day, std::vector<Interval>>* NearestHours(const CalendarParts& parts, Day day,
                                                                size_t* court) {
  for (size_t i = parts.courts.size(); i-- > 0;) {
    const auto& hours = parts.courts[i].hours;
    auto after = hours.upper_bound(day);
    if (after == hours.begin()) continue;
    if (court != nullptr) *court = i;
    return &*std::prev(after);
  }
  return nullptr;
}

Definition DefinitionOf(const CalendarParts& parts) {
  Definition definition = NationalCalendar(parts.years);
  std::set<Day> changes;
  for (const CourtSettings& court : parts.courts) {
    for (const auto& [day, special] : court.days) definition.days[day] = special;
    for (const auto& [from, hours] : court.hours) changes.insert(from);
  }
  for (const Day day : changes) definition.hours[day] = NearestHours(parts, day, nullptr)->second;
  return definition;
}

// What the court itself has set; null when it has not.
const CourtSettings* OwnOf(const CalendarParts& parts, const std::string& court_path) {
  const bool own = !parts.courts.empty() && parts.courts.back().court_path == court_path;
  return own ? &parts.courts.back() : nullptr;
}

absl::Status CheckKnown(const CalendarParts& parts, Day day) {
  const bool known = std::ranges::any_of(
      parts.years, [&](const HolidayYear& year) { return year.year == day.year(); });
  if (known) return absl::OkStatus();
  return Invalid("DAY_OUT_OF_RANGE", {{"day", DayText(day)},
                                      {"from", std::to_string(parts.years.front().year)},
                                      {"until", std::to_string(parts.years.back().year)}});
}

// As Calendar sees them, so that what is stored always makes a calendar.
absl::Status CheckHours(const std::vector<Interval>& hours) {
  Definition definition;
  definition.hours[Day(2000, 1, 1)] = hours;
  return Calendar::Make(std::move(definition)).status();
}

bool Same(const SpecialDay& a, const SpecialDay& b) {
  return a.kind == b.kind && a.name == b.name && a.hours == b.hours;
}

}  // namespace

std::vector<std::string> LineOf(std::string_view court_path) {
  std::vector<std::string> line = {""};
  for (size_t end = court_path.find('/', 1); end != std::string_view::npos;
       end = court_path.find('/', end + 1)) {
    line.emplace_back(court_path.substr(0, end + 1));
  }
  return line;
}

bool IsRootCourt(std::string_view court_path) { return LineOf(court_path).size() == 2; }

Calendar CalendarOf(const CalendarParts& parts) {
  return Calendar::Make(DefinitionOf(parts)).value();
}

const CourtSettings* SetterOf(const CalendarParts& parts, Day day) {
  const auto setter =
      std::find_if(parts.courts.rbegin(), parts.courts.rend(),
                   [day](const CourtSettings& court) { return court.days.contains(day); });
  return setter == parts.courts.rend() ? nullptr : &*setter;
}

std::vector<Interval> WorkdayHours(const CalendarParts& parts, Day day) {
  const auto* nearest = NearestHours(parts, day, nullptr);
  return nearest != nullptr ? nearest->second : NationalCalendar({}).hours.begin()->second;
}

const CourtSettings* HoursSetterOf(const CalendarParts& parts, Day day) {
  size_t court = 0;
  return NearestHours(parts, day, &court) == nullptr ? nullptr : &parts.courts[court];
}

absl::Status CheckSetDay(const CalendarParts& parts, const std::string& court_path, Day day,
                         const SpecialDay& special) {
  HOTLINE_RETURN_IF_ERROR(CheckKnown(parts, day));
  if (special.kind != DayKind::kSpecial && !special.hours.empty()) return Invalid("SPECIAL_HOURS");
  if (special.kind == DayKind::kSpecial) HOTLINE_RETURN_IF_ERROR(CheckHours(special.hours));
  CalendarParts above = parts;
  if (const CourtSettings* own = OwnOf(parts, court_path)) {
    const auto set = own->days.find(day);
    if (set != own->days.end() && Same(set->second, special))
      return Conflict("DAY_UNCHANGED", {{"day", DayText(day)}});
    above.courts.pop_back();
  }
  if (special.kind == DayKind::kMakeup && CalendarOf(above).IsWorkingDay(day))
    return Invalid("DAY_WORKS_ALREADY", {{"day", DayText(day)}});
  return absl::OkStatus();
}

absl::Status CheckClearDay(const CalendarParts& parts, const std::string& court_path, Day day) {
  const CourtSettings* own = OwnOf(parts, court_path);
  if (own != nullptr && own->days.contains(day)) return absl::OkStatus();
  return NotFound("DAY_NOT_SET", {{"day", DayText(day)}});
}

absl::Status CheckSetHours(const CalendarParts& parts, const std::string& court_path, Day from,
                           const std::vector<Interval>& hours) {
  HOTLINE_RETURN_IF_ERROR(CheckKnown(parts, from));
  HOTLINE_RETURN_IF_ERROR(CheckHours(hours));
  const CourtSettings* own = OwnOf(parts, court_path);
  if (own == nullptr) return absl::OkStatus();
  const auto set = own->hours.find(from);
  const bool same = set != own->hours.end() && set->second == hours;
  return same ? Conflict("HOURS_UNCHANGED", {{"day", DayText(from)}}) : absl::OkStatus();
}

absl::Status CheckPublishYear(const CalendarParts& parts, const HolidayYear& year, int this_year) {
  if (year.year > this_year + 1)
    return Invalid("YEAR_OUT_OF_RANGE", {{"until", std::to_string(this_year + 1)}});
  HOTLINE_RETURN_IF_ERROR(CheckHolidays(year));
  for (const HolidayYear& known : parts.years) {
    const bool same = known.year == year.year && known.published && known.source == year.source &&
                      known.address == year.address &&
                      HolidaysJson(known.holidays) == HolidaysJson(year.holidays);
    if (same) return Conflict("YEAR_UNCHANGED", {{"year", std::to_string(year.year)}});
  }
  return absl::OkStatus();
}

}  // namespace hotline::escalation
