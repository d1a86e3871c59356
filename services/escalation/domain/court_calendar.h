// A court's calendar: the country's, and over it what each court from the root down to this one has
// set. The nearest court wins, day by day; hours hold from a day on.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "platform/calendar/calendar.h"
#include "services/escalation/domain/holidays.h"

namespace hotline::escalation {

// What one court has set.
struct CourtSettings {
  std::string court_path;
  std::string court_id;
  std::map<calendar::Day, calendar::SpecialDay> days;
  std::map<calendar::Day, std::vector<calendar::Interval>> hours;
};

// All that makes up a court's calendar.
struct CalendarParts {
  std::vector<HolidayYear> years;     // National, by year.
  std::vector<CourtSettings> courts;  // From the root down; only those that have set something.
};

// "/粤/粤03/" → "", "/粤/", "/粤/粤03/": whose settings hold there, the farthest first.
std::vector<std::string> LineOf(std::string_view court_path);
bool IsRootCourt(std::string_view court_path);

calendar::Calendar CalendarOf(const CalendarParts& parts);

// Who decides about a day; the hours of a workday then, and whose they are. Null is the country.
const CourtSettings* SetterOf(const CalendarParts& parts, calendar::Day day);
std::vector<calendar::Interval> WorkdayHours(const CalendarParts& parts, calendar::Day day);
const CourtSettings* HoursSetterOf(const CalendarParts& parts, calendar::Day day);

// The checks of an edit. `parts` is the calendar before it, in which the editing court, if it has
// set anything yet, is the last. INVALID_ARGUMENT:
//   DAY_OUT_OF_RANGE   of a year whose holidays are not known
//   HOURS_MISSING      a special day without hours: that is a holiday
//   SPECIAL_HOURS      hours on a holiday or make-up day
//   INTERVALS_OVERLAP
//   DAY_WORKS_ALREADY  a make-up day that works without it
// ALREADY_EXISTS: DAY_UNCHANGED, HOURS_UNCHANGED, YEAR_UNCHANGED. NOT_FOUND: DAY_NOT_SET.
absl::Status CheckSetDay(const CalendarParts& parts, const std::string& court_path,
                         calendar::Day day, const calendar::SpecialDay& special);
absl::Status CheckClearDay(const CalendarParts& parts, const std::string& court_path,
                           calendar::Day day);
absl::Status CheckSetHours(const CalendarParts& parts, const std::string& court_path,
                           calendar::Day from, const std::vector<calendar::Interval>& hours);
// Also CheckHolidays. INVALID_ARGUMENT (YEAR_OUT_OF_RANGE): the notice for it cannot be out yet.
absl::Status CheckPublishYear(const CalendarParts& parts, const HolidayYear& year, int this_year);

}  // namespace hotline::escalation
