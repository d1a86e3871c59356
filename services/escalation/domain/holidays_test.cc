#include "services/escalation/domain/holidays.h"

#include "catch2/catch.hpp"
#include "platform/base/status.h"
#include "services/escalation/domain/day_text.h"
#include "services/escalation/domain/national_calendar.h"

namespace hotline::escalation {
namespace {

using calendar::Calendar;
using calendar::Day;
using calendar::DayKind;

TEST_CASE("the program carries four published years and what the law says of the next") {
  const Calendar calendar = *Calendar::Make(NationalCalendar());
  CHECK(calendar.InfoOf(Day(2022, 12, 31)).kind == DayKind::kHoliday);  // In the notice for 2023.
  CHECK(calendar.InfoOf(Day(2024, 2, 9)).kind == DayKind::kWorkday);
  CHECK(calendar.InfoOf(Day(2026, 10, 10)).kind == DayKind::kMakeup);
  CHECK(calendar.InfoOf(Day(2026, 10, 10)).name == "国庆节");
  CHECK_FALSE(calendar.InfoOf(Day(2026, 12, 31)).provisional);
  CHECK(calendar.InfoOf(Day(2027, 2, 6)).kind == DayKind::kHoliday);
  CHECK(calendar.InfoOf(Day(2027, 2, 6)).provisional);
  CHECK(calendar.InfoOf(Day(2028, 1, 3)).provisional);
  CHECK(calendar.InfoOf(Day(2026, 11, 23)).hours->size() == 2);
}

TEST_CASE("what is carried passes the checks, and survives being stored") {
  for (const HolidayYear& year : BuiltInYears()) {
    CAPTURE(year.year);
    CHECK(CheckHolidays(year).ok());
    const auto json = HolidaysJson(year.holidays);
    CHECK(HolidaysJson(HolidaysOf(json)) == json);
  }
}

TEST_CASE("a decreed year stands in place of the built-in one") {
  HolidayYear decreed{.year = 2027,
                      .published = true,
                      .source = "通知",
                      .address = {},
                      .holidays = {{"元旦", Day(2027, 1, 1), Day(2027, 1, 3), {}}}};
  const Calendar calendar = *Calendar::Make(NationalCalendar(YearsWith({decreed})));
  CHECK_FALSE(calendar.InfoOf(Day(2027, 1, 2)).provisional);
  CHECK(calendar.InfoOf(Day(2027, 1, 2)).name == "元旦");
  CHECK(calendar.InfoOf(Day(2027, 2, 8)).kind == DayKind::kWorkday);
  CHECK(calendar.InfoOf(Day(2026, 10, 1)).kind == DayKind::kHoliday);
}

TEST_CASE("bad notices are refused") {
  const auto reason = [](std::vector<Holiday> holidays) {
    HolidayYear year{
        .year = 2027, .published = true, .source = "通知", .address = {}, .holidays = holidays};
    return ReasonOf(CheckHolidays(year));
  };
  const Day first(2027, 10, 1);
  CHECK(reason({}) == "HOLIDAYS_MISSING");
  CHECK(reason({{"国庆节", first, first - 1, {}}}) == "HOLIDAY_UNORDERED");
  CHECK(reason({{"国庆节", first, first + 15, {}}}) == "HOLIDAY_TOO_LONG");
  CHECK(reason({{"元旦", Day(2026, 11, 30), Day(2026, 12, 1), {}}}) == "HOLIDAY_OUTSIDE_YEAR");
  CHECK(reason({{"元旦", Day(2027, 12, 31), Day(2028, 1, 1), {}}}) == "HOLIDAY_OUTSIDE_YEAR");
  CHECK(reason({{"国庆节", first, first + 6, {}}, {"中秋节", first + 6, first + 7, {}}}) ==
        "DAY_TWICE");
  CHECK(reason({{"国庆节", first, first + 6, {Day(2027, 10, 3)}}}) == "DAY_TWICE");
  CHECK(reason({{"国庆节", first, first + 6, {Day(2027, 9, 27)}}}) == "MAKEUP_ON_WORKDAY");
  CHECK(reason({{"元旦", Day(2026, 12, 31), Day(2027, 1, 2), {Day(2027, 1, 3)}}}).empty());
}

TEST_CASE("days and hours as text") {
  CHECK(DayText(Day(2026, 10, 1)) == "2026-10-01");
  CHECK(DayOfText("2024-02-29") == Day(2024, 2, 29));
  for (const char* bad : {"2026-02-29", "2026-13-01", "2026-1-1", "20261001", "", "2026-10-01 "})
    CHECK_FALSE(DayOfText(bad).has_value());
  CHECK(MinuteOfText("08:30") == 510);
  CHECK(MinuteOfText("24:00") == 1440);
  for (const char* bad : {"24:01", "8:30", "08:60", "-1:30", "08-30", "", "08:3x", "99:99"})
    CHECK_FALSE(MinuteOfText(bad).has_value());
  CHECK(IntervalText({510, 720}) == "08:30-12:00");
  CHECK(IntervalOfText("14:00-17:30") == calendar::Interval{840, 1050});
  CHECK_FALSE(IntervalOfText("14:00–17:30").has_value());
}

}  // namespace
}  // namespace hotline::escalation
