#include "platform/calendar/calendar.h"

#include <random>

#include "catch2/catch.hpp"
#include "platform/base/status.h"

namespace hotline::calendar {
namespace {

const std::vector<Interval> kCourtHours = {{8 * 60 + 30, 12 * 60}, {14 * 60, 17 * 60 + 30}};

// The 2026 National Day: 1 to 7 October off, Sunday 20 September and Saturday 10 October worked
// (国办发明电〔2025〕).
Definition NationalDay2026() {
  Definition definition;
  definition.hours[Day(2020, 1, 1)] = kCourtHours;
  for (int d = 1; d <= 7; ++d)
    definition.days[Day(2026, 10, d)] = {DayKind::kHoliday, "国庆节", {}};
  definition.days[Day(2026, 9, 20)] = {DayKind::kMakeup, "国庆节", {}};
  definition.days[Day(2026, 10, 10)] = {DayKind::kMakeup, "国庆节", {}};
  definition.published_years[2026] = "国务院办公厅关于2026年部分节假日安排的通知";
  return definition;
}

absl::Time T(int month, int day, int hour, int minute) {
  return At(Day(2026, month, day), hour * 60 + minute);
}

TEST_CASE("the kinds of days around the 2026 National Day") {
  const Calendar calendar = *Calendar::Make(NationalDay2026());
  CHECK(calendar.InfoOf(Day(2026, 9, 20)).kind == DayKind::kMakeup);
  CHECK(calendar.IsWorkingDay(Day(2026, 9, 20)));  // A Sunday.
  CHECK(calendar.InfoOf(Day(2026, 10, 1)).kind == DayKind::kHoliday);
  CHECK(calendar.InfoOf(Day(2026, 10, 1)).name == "国庆节");
  CHECK_FALSE(calendar.IsWorkingDay(Day(2026, 10, 7)));
  CHECK(calendar.IsWorkingDay(Day(2026, 10, 8)));
  CHECK(calendar.IsWorkingDay(Day(2026, 10, 10)));  // A Saturday.
  CHECK(calendar.InfoOf(Day(2026, 10, 11)).kind == DayKind::kWeekend);
  CHECK_FALSE(calendar.InfoOf(Day(2026, 10, 11)).provisional);
  CHECK(calendar.InfoOf(Day(2027, 1, 4)).provisional);
  CHECK(calendar.NextWorkingDay(Day(2026, 9, 30)) == Day(2026, 10, 8));
  CHECK(calendar.RollForward(Day(2026, 10, 3)) == Day(2026, 10, 8));
  CHECK(calendar.RollForward(Day(2026, 10, 8)) == Day(2026, 10, 8));
}

TEST_CASE("working hours skip lunch, nights, weekends and holidays") {
  const Calendar calendar = *Calendar::Make(NationalDay2026());
  CHECK(calendar.AddWorkingTime(T(9, 14, 11, 0), absl::Hours(1)) ==
        T(9, 14, 12, 0));  // Due before lunch, not after.
  CHECK(calendar.AddWorkingTime(T(9, 14, 11, 0), absl::Minutes(61)) == T(9, 14, 14, 1));
  CHECK(calendar.AddWorkingTime(T(9, 14, 12, 30), absl::Hours(1)) ==
        T(9, 14, 15, 0));  // Starts during lunch.
  CHECK(calendar.AddWorkingTime(T(9, 14, 20, 0), absl::Hours(1)) ==
        T(9, 15, 9, 30));  // Starts after hours.
  CHECK(calendar.AddWorkingTime(T(9, 18, 17, 0), absl::Hours(1)) ==
        T(9, 20, 9, 0));  // Friday into the made-up Sunday.
  CHECK(calendar.AddWorkingTime(T(9, 30, 17, 0), absl::Hours(1)) ==
        T(10, 8, 9, 0));  // Over the holiday.
  CHECK(calendar.AddWorkingTime(T(10, 3, 10, 0), absl::Hours(7)) ==
        T(10, 8, 17, 30));  // Starts on a holiday.
  CHECK(calendar.AddWorkingTime(T(10, 3, 10, 0), absl::ZeroDuration()) == T(10, 3, 10, 0));
  CHECK(calendar.WorkingTimeBetween(T(9, 30, 17, 0), T(10, 8, 9, 0)) == absl::Hours(1));
  CHECK(calendar.WorkingTimeBetween(T(10, 1, 0, 0), T(10, 8, 8, 30)) == absl::ZeroDuration());
  CHECK(calendar.WorkingTimeBetween(T(10, 8, 9, 0), T(9, 30, 17, 0)) == absl::ZeroDuration());
}

TEST_CASE("working days count whole days from the day after the start") {
  const Calendar calendar = *Calendar::Make(NationalDay2026());
  auto due = [&](absl::Time start, int days) {
    return calendar.AddWorkingDays(Calendar::AfterDayOfStart(start), days * kPicodaysPerDay);
  };
  CHECK(due(T(9, 14, 9, 0), 3) == T(9, 17, 17, 30));
  CHECK(due(T(9, 14, 23, 59), 3) == T(9, 17, 17, 30));  // The hour of the start does not matter.
  CHECK(due(T(9, 17, 9, 0), 3) == T(9, 21, 17, 30));    // Friday, made-up Sunday, Monday.
  CHECK(due(T(9, 29, 9, 0), 3) == T(10, 9, 17, 30));    // 30 September, 8 and 9 October.
  CHECK(due(T(10, 4, 9, 0), 3) ==
        T(10, 10, 17, 30));  // Started on a holiday: 8, 9 and the made-up Saturday 10.
}

TEST_CASE("a half day is one day") {
  Definition definition = NationalDay2026();
  definition.days[Day(2026, 9, 15)] = {DayKind::kSpecial, "半天", {{8 * 60 + 30, 12 * 60}}};
  const Calendar calendar = *Calendar::Make(definition);
  const absl::Time start = Calendar::AfterDayOfStart(T(9, 14, 9, 0));
  CHECK(calendar.AddWorkingDays(start, kPicodaysPerDay) == T(9, 15, 12, 0));
  CHECK(calendar.AddWorkingDays(start, 2 * kPicodaysPerDay) == T(9, 16, 17, 30));
  CHECK(calendar.AddWorkingDays(start, kPicodaysPerDay / 2) == T(9, 15, 10, 15));
  CHECK(calendar.WorkingDaysBetween(start, T(9, 15, 10, 15)) == kPicodaysPerDay / 2);
}

TEST_CASE("hours change from a day on") {
  Definition definition = NationalDay2026();
  definition.hours[Day(2026, 9, 16)] = {{9 * 60, 17 * 60}};
  const Calendar calendar = *Calendar::Make(definition);
  CHECK(calendar.AddWorkingTime(T(9, 15, 17, 0), absl::Hours(1)) == T(9, 16, 9, 30));
}

TEST_CASE("bad definitions are refused") {
  auto reason = [](std::vector<Interval> hours) {
    Definition definition;
    definition.hours[Day(2020, 1, 1)] = std::move(hours);
    return ReasonOf(Calendar::Make(definition).status());
  };
  CHECK(reason({{480, 720}, {700, 900}}) == "INTERVALS_OVERLAP");
  CHECK(reason({{840, 1050}, {510, 720}}) == "INTERVALS_OVERLAP");
  CHECK(reason({{510, 510}}) == "INTERVALS_OVERLAP");
  CHECK(reason({{510, 1441}}) == "INTERVALS_OVERLAP");
  CHECK(reason({{-1, 60}}) == "INTERVALS_OVERLAP");
  CHECK(reason({}) == "HOURS_MISSING");
  Definition closed = NationalDay2026();
  closed.days[Day(2026, 5, 1)] = {DayKind::kHoliday, "劳动节", {{510, 720}}};
  CHECK(ReasonOf(Calendar::Make(closed).status()) == "SPECIAL_HOURS");
}

// Walks minute by minute from 1 January 2026; slow and plainly right.
class MinuteWalker {
 public:
  explicit MinuteWalker(const Calendar& calendar) {
    for (Day day = Day(2026, 1, 1); day < Day(2027, 1, 1); ++day) {
      const size_t midnight = works_.size();
      works_.resize(midnight + 1440, 0);
      for (const Interval& interval : *calendar.InfoOf(day).hours) {
        for (int at = interval.from; at < interval.to; ++at)
          works_[midnight + static_cast<size_t>(at)] = 1;
      }
    }
  }
  // Minutes since 1 January 2026.
  size_t Add(size_t from, int minutes) const {
    while (minutes > 0) minutes -= works_.at(from++);
    return from;
  }
  int Between(size_t from, size_t to) const {
    int minutes = 0;
    for (; from < to; ++from) minutes += works_[from];
    return minutes;
  }

 private:
  std::vector<uint8_t> works_;
};

Definition RandomDefinition(std::mt19937& random) {
  auto below = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  auto hours = [&] {
    std::vector<Interval> intervals;
    for (int at = below(600); at < 1300 && intervals.size() < 4;) {
      const int to = std::min(1440, at + 1 + below(300));
      intervals.push_back({at, to});
      at = to + below(200);
    }
    return intervals;
  };
  Definition definition;
  definition.hours[Day(2020, 1, 1)] = hours();
  definition.hours[Day(2026, 1, 1) + below(60)] = hours();
  for (int i = below(20); i > 0; --i) {
    const DayKind kind = static_cast<DayKind>(2 + below(3));
    definition.days[Day(2026, 1, 1) + below(60)] = {
        kind, "", kind == DayKind::kSpecial && below(2) ? hours() : std::vector<Interval>{}};
  }
  return definition;
}

TEST_CASE("100,000 random cases agree with a walk minute by minute") {
  const auto seed = GENERATE(20261123u, std::random_device{}());
  CAPTURE(seed);
  std::mt19937 random(seed);
  int agreed = 0;
  for (int d = 0; d < 500; ++d) {
    const Calendar calendar = *Calendar::Make(RandomDefinition(random));
    const MinuteWalker walker(calendar);
    for (int i = 0; i < 100; ++i) {
      const size_t from = random() % (30 * 1440);
      const size_t to = from + random() % 20000;
      const int amount = static_cast<int>(random() % 3000);
      auto at = [](size_t minute) { return At(Day(2026, 1, 1), static_cast<int>(minute)); };
      const absl::Time due = calendar.AddWorkingTime(at(from), absl::Minutes(amount));
      const absl::Time walked = at(walker.Add(from, amount));
      const absl::Duration between = calendar.WorkingTimeBetween(at(from), at(to));
      const int counted = walker.Between(from, to);
      if (due != walked || between != absl::Minutes(counted)) {
        CAPTURE(d, i, amount);
        REQUIRE(due == walked);
        REQUIRE(between == absl::Minutes(counted));
      }
      ++agreed;
    }
  }
  CHECK(agreed == 50'000);  // For each of the two seeds.
}

TEST_CASE("days added and counted back agree to a microsecond, and never come early") {
  std::mt19937 random(20261123u);
  int agreed = 0;
  for (int d = 0; d < 500; ++d) {
    const Calendar calendar = *Calendar::Make(RandomDefinition(random));
    for (int i = 0; i < 100; ++i) {
      const absl::Time from =
          At(Day(2026, 1, 1), 0) + absl::Seconds(static_cast<int>(random() % (30 * 86400)));
      const int64_t amount = static_cast<int64_t>(random() % (10 * kPicodaysPerDay));
      const int64_t back = calendar.WorkingDaysBetween(from, calendar.AddWorkingDays(from, amount));
      // To the microsecond: in the shortest day here, of one minute, that is 17 thousand picodays.
      if (back < amount - 20'000 || back > amount + 20'000) {
        CAPTURE(d, i, amount, back);
        REQUIRE(back == amount);
      }
      ++agreed;
    }
  }
  CHECK(agreed == 50'000);
}

}  // namespace
}  // namespace hotline::calendar
