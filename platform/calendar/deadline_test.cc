#include "platform/calendar/deadline.h"

#include "catch2/catch.hpp"
#include "platform/base/status.h"

namespace hotline::calendar {
namespace {

// 2026 as published: National Day 1 to 7 October, worked: Sunday 20 September, Saturday 10 October;
// Mid-Autumn 25 to 27 September.
Calendar Autumn2026() {
  Definition definition;
  definition.hours[Day(2020, 1, 1)] = {{8 * 60 + 30, 12 * 60}, {14 * 60, 17 * 60 + 30}};
  for (int d = 25; d <= 27; ++d)
    definition.days[Day(2026, 9, d)] = {DayKind::kHoliday, "中秋节", {}};
  for (int d = 1; d <= 7; ++d)
    definition.days[Day(2026, 10, d)] = {DayKind::kHoliday, "国庆节", {}};
  definition.days[Day(2026, 9, 20)] = {DayKind::kMakeup, "国庆节", {}};
  definition.days[Day(2026, 10, 10)] = {DayKind::kMakeup, "国庆节", {}};
  definition.published_years[2026] = "国务院办公厅通知";
  return *Calendar::Make(definition);
}

absl::Time T(int month, int day, int hour, int minute = 0) {
  return At(Day(2026, month, day), hour * 60 + minute);
}

constexpr Budget kThreeDays{Unit::kWorkingDays, 3};

TEST_CASE("three working days over the National Day") {
  const Calendar calendar = Autumn2026();
  CHECK(*DueTime(calendar, StartClock(kThreeDays, T(9, 29, 10))) == T(10, 9, 17, 30));
  CHECK(*DueTime(calendar, StartClock(kThreeDays, T(9, 30, 23))) ==
        T(10, 10, 17, 30));  // The worked Saturday counts.
  CHECK(*DueTime(calendar, StartClock(kThreeDays, T(10, 3, 9))) == T(10, 10, 17, 30));
  CHECK(*DueTime(calendar, StartClock(kThreeDays, T(9, 17, 8))) ==
        T(9, 21, 17, 30));  // So does the worked Sunday.
}

TEST_CASE("calendar days roll from a day off to the end of the next working day") {
  const Calendar calendar = Autumn2026();
  CHECK(*DueTime(calendar, StartClock({Unit::kCalendarDays, 15}, T(9, 14, 10))) ==
        T(9, 29, 24));  // 29 September works.
  CHECK(*DueTime(calendar, StartClock({Unit::kCalendarDays, 15}, T(9, 18, 10))) ==
        T(10, 8, 24));  // 3 October does not.
  CHECK(*DueTime(calendar, StartClock({Unit::kCalendarDays, 10}, T(9, 10, 10))) ==
        T(9, 20, 24));  // The worked Sunday.
}

TEST_CASE("a day of a limit in calendar days ends at midnight, also after a pause of some hours") {
  const Calendar calendar = Autumn2026();
  const Clock clock = StartClock({Unit::kCalendarDays, 7}, T(9, 14, 10));  // Until the 21st.
  CHECK(*DueTime(calendar, *Resume(*Pause(calendar, clock, T(9, 16, 9)), T(9, 16, 10))) ==
        T(9, 22, 24));
}

TEST_CASE("hours run from the start") {
  const Calendar calendar = Autumn2026();
  CHECK(*DueTime(calendar, StartClock({Unit::kWorkingHours, 2}, T(9, 14, 11, 30))) ==
        T(9, 14, 15, 30));
  CHECK(*DueTime(calendar, StartClock({Unit::kWorkingHours, 2}, T(9, 30, 16, 30))) ==
        T(10, 8, 9, 30));
}

TEST_CASE("a pause gives back exactly the working time it covered") {
  const Calendar calendar = Autumn2026();
  const Clock clock = StartClock(kThreeDays, T(9, 14, 10));  // Due Thursday 17.
  auto after = [&](absl::Time paused, absl::Time resumed) {
    return *DueTime(calendar, *Resume(*Pause(calendar, clock, paused), resumed));
  };
  CHECK(*DueTime(calendar, clock) == T(9, 17, 17, 30));
  CHECK(after(T(9, 16, 8, 30), T(9, 17, 8, 30)) == T(9, 18, 17, 30));   // One whole day.
  CHECK(after(T(9, 16, 10), T(9, 16, 11)) == T(9, 18, 9, 30));          // One hour.
  CHECK(after(T(9, 16, 12), T(9, 16, 14)) == T(9, 17, 17, 30));         // Lunch: nothing.
  CHECK(after(T(9, 16, 17, 30), T(9, 17, 8, 30)) == T(9, 17, 17, 30));  // A night: nothing.
  CHECK(after(T(9, 14, 11), T(9, 14, 16)) ==
        T(9, 17, 17, 30));  // The day of the start does not count anyway.
}

TEST_CASE("a pause over a weekend credits nothing, over the worked Sunday a day") {
  const Calendar calendar = Autumn2026();
  const Clock clock = StartClock(kThreeDays, T(10, 15, 10));  // Thursday; due Tuesday 20.
  CHECK(*DueTime(calendar, clock) == T(10, 20, 17, 30));
  CHECK(*DueTime(calendar, *Resume(*Pause(calendar, clock, T(10, 16, 17, 30)), T(10, 19, 8, 30))) ==
        T(10, 20, 17, 30));
  const Clock september = StartClock(kThreeDays, T(9, 17, 10));  // Due Monday 21.
  CHECK(*DueTime(calendar, *Resume(*Pause(calendar, september, T(9, 18, 17, 30)),
                                   T(9, 21, 8, 30))) == T(9, 22, 17, 30));
}

TEST_CASE("a paused clock has no due time and consumes nothing") {
  const Calendar calendar = Autumn2026();
  const Clock paused = *Pause(calendar, StartClock(kThreeDays, T(9, 14, 10)), T(9, 16, 8, 30));
  CHECK_FALSE(DueTime(calendar, paused).has_value());
  CHECK(ConsumedAt(calendar, paused, T(12, 1, 0)) == kPicodaysPerDay);
  CHECK(ReasonOf(Pause(calendar, paused, T(9, 17, 9)).status()) == "CLOCK_PAUSED");
  CHECK(ReasonOf(Resume(StartClock(kThreeDays, T(9, 14, 10)), T(9, 17, 9)).status()) ==
        "CLOCK_RUNNING");
}

TEST_CASE("an extension keeps what was consumed, also across a pause") {
  const Calendar calendar = Autumn2026();
  const Clock clock = StartClock(kThreeDays, T(9, 14, 10));
  CHECK(*DueTime(calendar, WithAmount(clock, 5)) ==
        T(9, 20, 17, 30));  // Friday, then the worked Sunday.
  const Clock resumed = *Resume(*Pause(calendar, clock, T(9, 16, 8, 30)), T(9, 21, 8, 30));
  CHECK(*DueTime(calendar, WithAmount(resumed, 5)) ==
        T(9, 24, 17, 30));  // Four left: 21 to 24 September.
}

TEST_CASE("a calendar that is published later moves the due time") {
  Definition plain;
  plain.hours[Day(2020, 1, 1)] = {{8 * 60 + 30, 12 * 60}, {14 * 60, 17 * 60 + 30}};
  const Calendar before = *Calendar::Make(plain);
  const Clock clock = StartClock(kThreeDays, T(9, 29, 10));
  CHECK(*DueTime(before, clock) == T(10, 2, 17, 30));
  CHECK(IsProvisional(before, clock.started_at, T(10, 2, 17, 30)));
  CHECK(*DueTime(Autumn2026(), clock) == T(10, 9, 17, 30));
  CHECK_FALSE(IsProvisional(Autumn2026(), clock.started_at, T(10, 9, 17, 30)));
}

TEST_CASE("parts of the budget") {
  const Calendar calendar = Autumn2026();
  const Clock clock = StartClock({Unit::kWorkingDays, 4}, T(9, 14, 10));
  CHECK(*TimeAtPercent(calendar, clock, 50) == T(9, 16, 17, 30));
  CHECK(*TimeAtPercent(calendar, clock, 75) == T(9, 17, 17, 30));
  CHECK(*TimeAtPercent(calendar, clock, 100) == *DueTime(calendar, clock));
  CHECK(*TimeAtPercent(calendar, clock, 125) == T(9, 20, 17, 30));
}

TEST_CASE("every day that did not count is named") {
  const Calendar calendar = Autumn2026();
  const auto skipped = SkippedDays(calendar, T(9, 29, 10), T(10, 9, 17, 30));
  REQUIRE(skipped.size() == 7);
  for (const SkippedDay& day : skipped) {
    CHECK(day.kind == DayKind::kHoliday);
    CHECK(day.name == "国庆节");
  }
  CHECK(SkippedDays(calendar, T(9, 14, 10), T(9, 17, 17, 30)).empty());
}

}  // namespace
}  // namespace hotline::calendar
