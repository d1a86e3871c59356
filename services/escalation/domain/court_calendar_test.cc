#include "services/escalation/domain/court_calendar.h"

#include "catch2/catch.hpp"
#include "platform/base/status.h"
#include "services/escalation/domain/national_calendar.h"

namespace hotline::escalation {
namespace {

using calendar::Day;
using calendar::DayKind;
using calendar::Interval;

const std::vector<Interval> kSummer = {{8 * 60, 12 * 60}, {15 * 60, 18 * 60}};
const std::vector<Interval> kMorning = {{8 * 60 + 30, 12 * 60}};

CourtSettings Court(const std::string& path) { return {path, "id of " + path, {}, {}}; }

TEST_CASE("a court's line from the country down") {
  CHECK(LineOf("/粤/粤03/") == std::vector<std::string>{"", "/粤/", "/粤/粤03/"});
  CHECK(LineOf("") == std::vector<std::string>{""});
  CHECK(IsRootCourt("/粤/"));
  CHECK_FALSE(IsRootCourt("/粤/粤03/"));
}

TEST_CASE("the nearest court wins, day by day") {
  CourtSettings root = Court("/粤/");
  CourtSettings own = Court("/粤/粤03/");
  root.days[Day(2026, 10, 8)] = {DayKind::kHoliday, "院庆", {}};
  root.days[Day(2026, 10, 9)] = {DayKind::kHoliday, "院庆", {}};
  own.days[Day(2026, 10, 9)] = {DayKind::kSpecial, "值班", kMorning};
  const CalendarParts parts{BuiltInYears(), {root, own}};
  const calendar::Calendar calendar = CalendarOf(parts);
  CHECK(calendar.InfoOf(Day(2026, 10, 7)).name == "国庆节");
  CHECK_FALSE(calendar.IsWorkingDay(Day(2026, 10, 8)));
  CHECK(*calendar.InfoOf(Day(2026, 10, 9)).hours == kMorning);
  CHECK(SetterOf(parts, Day(2026, 10, 7)) == nullptr);
  CHECK(SetterOf(parts, Day(2026, 10, 8))->court_path == "/粤/");
  CHECK(SetterOf(parts, Day(2026, 10, 9))->court_path == "/粤/粤03/");
}

TEST_CASE("hours hold from a day on, the nearest court's before others'") {
  CourtSettings root = Court("/粤/");
  CourtSettings own = Court("/粤/粤03/");
  root.hours[Day(2026, 6, 1)] = kSummer;
  own.hours[Day(2026, 7, 1)] = kMorning;
  root.hours[Day(2026, 9, 1)] = {{9 * 60, 17 * 60}};
  const CalendarParts parts{BuiltInYears(), {root, own}};
  const calendar::Calendar calendar = CalendarOf(parts);
  const auto hours = [&](int month, int day) {
    return *calendar.InfoOf(Day(2026, month, day)).hours;
  };
  CHECK(hours(5, 29).front().from == 8 * 60 + 30);
  CHECK(hours(6, 1) == kSummer);
  CHECK(hours(6, 30) == kSummer);
  CHECK(hours(7, 1) == kMorning);
  CHECK(hours(9, 1) == kMorning);  // The court's own still hold when the root court's change.
  CHECK(HoursSetterOf(parts, Day(2026, 5, 29)) == nullptr);
  CHECK(HoursSetterOf(parts, Day(2026, 6, 30))->court_path == "/粤/");
  CHECK(HoursSetterOf(parts, Day(2026, 9, 1))->court_path == "/粤/粤03/");
  CHECK(WorkdayHours(parts, Day(2026, 5, 30)).size() ==
        2);  // A Saturday: what a Monday would have.
  CHECK(WorkdayHours(parts, Day(2026, 8, 15)) == kMorning);
}

TEST_CASE("bad days are refused") {
  CourtSettings own = Court("/粤/粤03/");
  own.days[Day(2026, 10, 9)] = {DayKind::kHoliday, "院庆", {}};
  const CalendarParts parts{BuiltInYears(), {own}};
  const auto reason = [&](Day day, DayKind kind, std::vector<Interval> hours = {}) {
    return ReasonOf(CheckSetDay(parts, own.court_path, day, {kind, "院庆", std::move(hours)}));
  };
  CHECK(reason(Day(2026, 10, 12), DayKind::kHoliday).empty());
  CHECK(reason(Day(2026, 10, 11), DayKind::kMakeup).empty());
  CHECK(reason(Day(2026, 10, 6), DayKind::kMakeup).empty());  // A public holiday that is worked.
  CHECK(reason(Day(2026, 10, 11), DayKind::kSpecial, kMorning).empty());
  CHECK(reason(Day(2026, 1, 5), DayKind::kHoliday).empty());  // Past days may change, too.
  CHECK(reason(Day(2026, 10, 9), DayKind::kHoliday) == "DAY_UNCHANGED");
  CHECK(reason(Day(2026, 10, 12), DayKind::kHoliday, kMorning) == "SPECIAL_HOURS");
  CHECK(reason(Day(2026, 10, 11), DayKind::kMakeup, kMorning) == "SPECIAL_HOURS");
  CHECK(reason(Day(2026, 10, 12), DayKind::kSpecial) == "HOURS_MISSING");
  CHECK(reason(Day(2026, 10, 12), DayKind::kSpecial, {{600, 600}}) == "INTERVALS_OVERLAP");
  CHECK(reason(Day(2026, 10, 12), DayKind::kSpecial, {{840, 1050}, {510, 720}}) ==
        "INTERVALS_OVERLAP");
  CHECK(reason(Day(2026, 10, 12), DayKind::kMakeup) == "DAY_WORKS_ALREADY");
  CHECK(reason(Day(2026, 10, 9), DayKind::kMakeup) == "DAY_WORKS_ALREADY");  // Without the own day.
  CHECK(reason(Day(2028, 1, 3), DayKind::kHoliday) == "DAY_OUT_OF_RANGE");
  CHECK(reason(Day(2022, 12, 31), DayKind::kHoliday) == "DAY_OUT_OF_RANGE");
  CHECK(ReasonOf(CheckClearDay(parts, own.court_path, Day(2026, 10, 8))) == "DAY_NOT_SET");
  CHECK(ReasonOf(CheckClearDay(parts, "/粤/", Day(2026, 10, 9))) == "DAY_NOT_SET");
  CHECK(CheckClearDay(parts, own.court_path, Day(2026, 10, 9)).ok());
}

TEST_CASE("bad hours are refused") {
  CourtSettings own = Court("/粤/粤03/");
  own.hours[Day(2026, 6, 1)] = kSummer;
  const CalendarParts parts{BuiltInYears(), {own}};
  const auto reason = [&](Day from, const std::vector<Interval>& hours) {
    return ReasonOf(CheckSetHours(parts, own.court_path, from, hours));
  };
  CHECK(reason(Day(2026, 6, 1), kMorning).empty());
  CHECK(reason(Day(2026, 6, 1), kSummer) == "HOURS_UNCHANGED");
  CHECK(reason(Day(2026, 6, 1), {}) == "HOURS_MISSING");
  CHECK(reason(Day(2026, 6, 1), {{510, 720}, {700, 900}}) == "INTERVALS_OVERLAP");
  CHECK(reason(Day(2030, 6, 1), kMorning) == "DAY_OUT_OF_RANGE");
}

TEST_CASE("a notice is for a year that can be out, and says something new") {
  const CalendarParts parts{BuiltInYears(), {}};
  CHECK(ReasonOf(CheckPublishYear(parts, BuiltInYears().front(), 2026)) == "YEAR_UNCHANGED");
  HolidayYear next = BuiltInYears().back();
  next.published = true;
  CHECK(CheckPublishYear(parts, next, 2026).ok());
  CHECK(ReasonOf(CheckPublishYear(parts, next, 2025)) == "YEAR_OUT_OF_RANGE");
  next.holidays.clear();
  CHECK(ReasonOf(CheckPublishYear(parts, next, 2026)) == "HOLIDAYS_MISSING");
}

}  // namespace
}  // namespace hotline::escalation
