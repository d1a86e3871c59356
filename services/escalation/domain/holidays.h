// The holidays of a year as a notice of the State Council arranges them.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "nlohmann/json.hpp"
#include "platform/calendar/calendar.h"

namespace hotline::escalation {

struct Holiday {
  std::string name;  // 国庆节
  calendar::Day from;
  calendar::Day to;                        // Inclusive.
  std::vector<calendar::Day> makeup_days;  // 调休上班 for it.
};

struct HolidayYear {
  int year = 0;
  bool published = true;  // False: only what the law says by itself; the notice is not out.
  std::string source;     // The notice's title or number.
  std::string address;    // Where it can be read; may be empty.
  std::vector<Holiday> holidays;
};

// INVALID_ARGUMENT: HOLIDAYS_MISSING; HOLIDAY_UNORDERED (ends before it begins); HOLIDAY_TOO_LONG
// (over 15 days); HOLIDAY_OUTSIDE_YEAR (a holiday may begin in the December before); DAY_TWICE;
// MAKEUP_ON_WORKDAY (a make-up day is a Saturday or Sunday). All name the `day`.
absl::Status CheckHolidays(const HolidayYear& year);

// [{"name": "国庆节", "from": "2026-10-01", "to": "2026-10-07", "makeup": ["2026-10-10"]}]. Reading
// throws on other text: only what was checked is ever stored.
nlohmann::json HolidaysJson(const std::vector<Holiday>& holidays);
std::vector<Holiday> HolidaysOf(const nlohmann::json& json);

// Puts the year into the calendar, in place of what was there for these days.
void AddTo(calendar::Definition& definition, const HolidayYear& year);

}  // namespace hotline::escalation
