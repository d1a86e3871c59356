#include "services/escalation/domain/order_clock.h"

#include "catch2/catch.hpp"
#include "services/escalation/domain/order_event.h"
#include "services/escalation/domain/standard_calendar.h"

namespace hotline::escalation {
namespace {

using enum calendar::Unit;

absl::Time At(int day, int hour, int minute = 0) {
  return calendar::At(calendar::Day(2026, 11, day), hour * 60 + minute);
}
Policy Of(const calendar::Budget& budget, std::vector<Rung> ladder) {
  return {.id = "p", .version = 1, .budget = budget, .ladder = std::move(ladder)};
}
Rung Percent(Action action, int percent) { return {action, percent, {}}; }

struct Started {
  explicit Started(const Policy& with, absl::Time at = At(23, 9)) : policy(with) {
    entry = Start(clock, rules(), at, "dispatched");
  }
  Rules rules() const { return {source.calendar(), 1, policy}; }
  std::vector<std::pair<Action, int>> Pending() const {
    std::vector<std::pair<Action, int>> pending;
    for (const PendingRung& rung : clock.pending) pending.emplace_back(rung.action, rung.nth);
    return pending;
  }

  StandardCalendar source;
  Policy policy;
  OrderClock clock;
  LedgerEntry entry;
};

const std::vector<Rung> kUsual = {Percent(Action::kRemind, 50), Percent(Action::kRemind, 80),
                                  Percent(Action::kUrge, 100)};
using Pending = std::vector<std::pair<Action, int>>;

TEST_CASE("a rung that came due before a change stays due; what was to come falls away") {
  Started one(Of({kWorkingDays, 3}, kUsual));
  SECTION("at a stop") {
    Stop(one.clock, one.rules(), At(25, 14), "feedback_submitted");
    CHECK(one.Pending() == Pending{{Action::kRemind, 1}});
  }
  SECTION("at a pause, and the rest comes back with the resumption") {
    Pause(one.clock, one.rules(), At(25, 14), "suspension_decided");
    CHECK(one.Pending() == Pending{{Action::kRemind, 1}});
    CHECK_FALSE(one.clock.due_time);
    Resume(one.clock, one.rules(), {}, At(26, 8, 30), "resumed");
    CHECK(one.Pending() == Pending{{Action::kRemind, 1}, {Action::kRemind, 2}, {Action::kUrge, 1}});
    CHECK(one.clock.pending[0].time == At(25, 12));
    CHECK(*one.clock.due_time == At(27, 12));
  }
  SECTION("at an extension") {
    Extend(one.clock, one.rules(), {}, 1, At(26, 17), "extension_decided");
    CHECK(one.clock.pending[1].time == At(26, 11, 18));  // It was due before the extension.
    CHECK(one.clock.pending[2].time == At(27, 17, 30));
  }
}

TEST_CASE("a rung is known by its action and how-manieth, under whatever policy") {
  Started one(Of({kWorkingDays, 3}, kUsual));
  const Fired fired = {{Action::kRemind, 1}, {Action::kRemind, 2}};
  one.clock.pending.erase(one.clock.pending.begin(), one.clock.pending.begin() + 2);
  SECTION("without its first reminder the ladder still has its urge to come") {
    one.policy = Of({kWorkingDays, 3}, {Percent(Action::kRemind, 80), Percent(Action::kUrge, 90)});
    Reproject(one.clock, one.rules(), fired, At(26, 14), "POLICY_CHANGED");
    CHECK(one.Pending() == Pending{{Action::kUrge, 1}});
  }
  SECTION("with a reminder more, only the third is new") {
    std::vector<Rung> more = kUsual;
    more.insert(more.begin() + 2, Percent(Action::kRemind, 95));
    one.policy = Of({kWorkingDays, 3}, more);
    Reproject(one.clock, one.rules(), fired, At(26, 14), "POLICY_CHANGED");
    CHECK(one.Pending() == Pending{{Action::kRemind, 3}, {Action::kUrge, 1}});
  }
}

TEST_CASE("a rung that a later one of its kind has overtaken is still to come") {
  // Due an hour before the deadline, which lies in the night: at once. The half comes later.
  Started one(Of({kWorkingDays, 3}, kUsual));
  one.policy = Of({kWorkingDays, 3}, {Percent(Action::kRemind, 50),
                                      {Action::kRemind, std::nullopt, {kWorkingHours, -1}}});
  one.clock.fixed_due = At(24, 8);
  one.entry = Start(one.clock, one.rules(), At(23, 22), "supervised");
  REQUIRE(one.Pending() == Pending{{Action::kRemind, 2}, {Action::kRemind, 1}});
  one.clock.pending.erase(one.clock.pending.begin());
  Reproject(one.clock, one.rules(), {{Action::kRemind, 2}}, At(23, 23), "CALENDAR_CHANGED");
  CHECK(one.Pending() == Pending{{Action::kRemind, 1}});
}

TEST_CASE("an extension is worth its working days in every unit") {
  Started hours(Of({kWorkingHours, 4}, {}));
  CHECK(*hours.clock.due_time == At(23, 15));
  const LedgerEntry entry = Extend(hours.clock, hours.rules(), {}, 2, At(23, 10), "x");
  CHECK(entry.amount == 14);
  CHECK(*hours.clock.due_time == At(25, 15));
  Started days(Of({kCalendarDays, 3}, {}));  // Until Thursday midnight.
  Extend(days.clock, days.rules(), {}, 2, At(23, 10), "x");
  CHECK(days.clock.due_time > At(30, 17));
}

TEST_CASE("a reprojection that changes nothing leaves no entry") {
  Started one(Of({kWorkingDays, 3}, kUsual));
  CHECK_FALSE(Reproject(one.clock, one.rules(), {}, At(24, 9), "CALENDAR_CHANGED"));
  one.policy.budget.amount = 4;
  const auto entry = Reproject(one.clock, one.rules(), {}, At(24, 9), "POLICY_CHANGED");
  REQUIRE(entry);
  CHECK(*entry->due_before == At(26, 17, 30));
  CHECK(*entry->due_after == At(27, 17, 30));
}

TEST_CASE("which state of an order lets which clock run") {
  using enum ClockState;
  struct Row {
    const char* state;
    ClockState sign_in, handling, callback;
  };
  for (const Row& row : std::vector<Row>{{"PENDING_DISPATCH", kStopped, kStopped, kStopped},
                                         {"DISPATCHED", kRunning, kRunning, kStopped},
                                         {"IN_PROGRESS", kStopped, kRunning, kStopped},
                                         {"SUSPENDED", kStopped, kPaused, kStopped},
                                         {"DEPARTMENT_REVIEW", kStopped, kStopped, kStopped},
                                         {"HOTLINE_REVIEW", kStopped, kStopped, kStopped},
                                         {"CALLBACK", kStopped, kStopped, kRunning},
                                         {"CLOSED", kStopped, kStopped, kStopped},
                                         {"CANCELED", kStopped, kStopped, kStopped},
                                         {"MERGED", kStopped, kStopped, kStopped}}) {
    INFO(row.state);
    CHECK(WantedState(ClockKind::kSignIn, row.state) == row.sign_in);
    CHECK(WantedState(ClockKind::kHandling, row.state) == row.handling);
    CHECK(WantedState(ClockKind::kCallback, row.state) == row.callback);
  }
  CHECK(BeginsAnew("dispatched", "DISPATCHED", false));
  CHECK(BeginsAnew("rework_ordered", "DISPATCHED", false));
  CHECK(BeginsAnew("return_decided", "DISPATCHED", true));
  CHECK_FALSE(BeginsAnew("return_decided", "DISPATCHED", false));
  CHECK_FALSE(BeginsAnew("urged", "DISPATCHED", false));
}

}  // namespace
}  // namespace hotline::escalation
