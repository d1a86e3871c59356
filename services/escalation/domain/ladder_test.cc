#include "services/escalation/domain/ladder.h"

#include "catch2/catch.hpp"
#include "platform/base/status.h"
#include "services/escalation/domain/policy_json.h"
#include "services/escalation/domain/standard_calendar.h"

namespace hotline::escalation {
namespace {

using enum calendar::Unit;

const calendar::Calendar& Usual() {
  static const StandardCalendar source;
  return source.calendar();
}

absl::Time At(int month, int day, int hour, int minute = 0) {
  return calendar::At(calendar::Day(2026, month, day), hour * 60 + minute);
}
Rung Percent(Action action, int percent) { return {action, percent, {}}; }
Rung FromDue(Action action, calendar::Unit unit, int64_t amount) {
  return {action, std::nullopt, {unit, amount}};
}
absl::Time TimeOf(const calendar::Clock& clock, const Rung& rung) {
  return TimeOfRung(Usual(), clock, std::nullopt, rung);
}
std::string Refusal(const calendar::Budget& budget, const std::vector<Rung>& ladder) {
  return ReasonOf(CheckPolicy(Usual(), budget, ladder));
}

TEST_CASE("rungs by percent and by offset, in the budget's unit and in another") {
  const auto clock = calendar::StartClock({kWorkingDays, 3}, At(11, 23, 9));
  CHECK(TimeOf(clock, Percent(Action::kRemind, 50)) == At(11, 25, 12));
  CHECK(TimeOf(clock, Percent(Action::kUrge, 100)) == At(11, 26, 17, 30));
  CHECK(TimeOf(clock, FromDue(Action::kUrge, kWorkingDays, 0)) == At(11, 26, 17, 30));
  CHECK(TimeOf(clock, FromDue(Action::kUrge, kWorkingDays, -1)) == At(11, 25, 17, 30));
  CHECK(TimeOf(clock, FromDue(Action::kUrge, kWorkingDays, 2)) == At(11, 30, 17, 30));
  CHECK(TimeOf(clock, FromDue(Action::kUrge, kWorkingHours, 2)) == At(11, 27, 10, 30));
  CHECK(TimeOf(clock, FromDue(Action::kUrge, kWorkingHours, -4)) == At(11, 26, 11, 30));
  CHECK(TimeOf(clock, FromDue(Action::kUrge, kWorkingDays, -9)) == At(11, 24, 0));
}

TEST_CASE("a clock that stood while it was overdue goes on where it was") {
  // Two working days over, then sent back from review: the rung at +5 is three days away.
  const calendar::Calendar& calendar = Usual();
  calendar::Clock clock = calendar::StartClock({kWorkingDays, 3}, At(11, 23, 9));
  clock = *calendar::Pause(calendar, clock, At(11, 30, 17, 30));
  clock = *calendar::Resume(clock, At(12, 7, 8, 30));
  CHECK(TimeOf(clock, FromDue(Action::kCriticize, kWorkingDays, 5)) == At(12, 9, 17, 30));
}

TEST_CASE("with a due time that a person has set, percents are of the time until then") {
  const auto clock = calendar::StartClock({kWorkingDays, 2}, At(11, 23, 9));
  const std::optional<absl::Time> due = At(11, 27, 9);
  const calendar::Calendar& calendar = Usual();
  CHECK(TimeOfRung(calendar, clock, due, Percent(Action::kRemind, 50)) == At(11, 25, 9));
  CHECK(TimeOfRung(calendar, clock, due, Percent(Action::kUrge, 100)) == *due);
  CHECK(TimeOfRung(calendar, clock, due, FromDue(Action::kCriticize, kWorkingDays, 1)) ==
        At(11, 30, 9));
}

TEST_CASE("what a policy may not be") {
  const Rung half = Percent(Action::kRemind, 50);
  const Rung most = Percent(Action::kRemind, 80);
  const Rung due = Percent(Action::kUrge, 100);
  CHECK(Refusal({kWorkingDays, 3}, {half, most, due}).empty());
  CHECK(Refusal({kWorkingDays, 3}, {}).empty());
  CHECK(Refusal({kWorkingDays, 3}, {due, Percent(Action::kNotifyHead, 100)}).empty());
  CHECK(Refusal({kWorkingDays, 0}, {}) == "BUDGET_OUT_OF_RANGE");
  CHECK(Refusal({kCalendarDays, 366}, {}) == "BUDGET_OUT_OF_RANGE");
  CHECK(Refusal({kWorkingDays, 3}, {most, half}) == "RUNGS_UNSORTED");
  CHECK(Refusal({kWorkingDays, 3}, {half, half}) == "RUNGS_DUPLICATE");
  CHECK(Refusal({kWorkingDays, 3}, {due, FromDue(Action::kUrge, kWorkingDays, 0)}) ==
        "RUNGS_DUPLICATE");
  CHECK(Refusal({kWorkingDays, 3}, {FromDue(Action::kUrge, kWorkingDays, 1), due}) ==
        "RUNGS_UNSORTED");
  CHECK(Refusal({kWorkingDays, 3}, {FromDue(Action::kRemind, kWorkingDays, -30)}) ==
        "RUNG_OUT_OF_RANGE");
  CHECK(Refusal({kWorkingDays, 3}, {Percent(Action::kRemind, 0)}) == "RUNG_OUT_OF_RANGE");
  CHECK(Refusal({kWorkingDays, 3}, {FromDue(Action::kUrge, kCalendarDays, 1)}) ==
        "RUNG_OUT_OF_RANGE");
  CHECK(Refusal({kWorkingDays, 3}, std::vector<Rung>(21, due)) == "LADDER_TOO_LONG");
}

TEST_CASE("the built-in policies are ones that a person could have made") {
  for (const Policy& policy : BuiltInPolicies()) {
    INFO(policy.id);
    CHECK(Refusal(policy.budget, policy.ladder).empty());
    CHECK(LadderOf(LadderJson(policy.ladder)) == policy.ladder);
  }
}

}  // namespace
}  // namespace hotline::escalation
