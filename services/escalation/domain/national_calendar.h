// The calendar that holds for every court unless it says otherwise: the hours and holidays that the
// program carries (data/public_holidays.json), and the years decreed since.
#pragma once

#include <vector>

#include "platform/calendar/calendar.h"
#include "services/escalation/domain/holidays.h"

namespace hotline::escalation {

const std::vector<HolidayYear>& BuiltInYears();  // By year.

// A decreed year stands in place of the built-in one.
std::vector<HolidayYear> YearsWith(const std::vector<HolidayYear>& decreed);  // By year.
calendar::Definition NationalCalendar(const std::vector<HolidayYear>& years = BuiltInYears());

}  // namespace hotline::escalation
