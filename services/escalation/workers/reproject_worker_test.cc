#include "services/escalation/workers/reproject_worker.h"

#include "services/escalation/domain/policy_json.h"
#include "services/escalation/store/reprojections.h"
#include "services/escalation/testing/clock_room.h"

namespace hotline::escalation {
namespace {

using namespace hotline::escalation::testing;  // NOLINT: the room's vocabulary.
using Texts = std::vector<std::string>;

calendar::Definition WithHoliday(const EditableCalendar& calendars, ClockRoom& room,
                                 calendar::Day day) {
  calendar::Definition definition;
  REQUIRE(room.database.pool()
              .Transact([&](db::Tx& tx) {
                definition = calendars.Of(tx, "/")->calendar->definition();
                return absl::OkStatus();
              })
              .ok());
  definition.days[day] = {calendar::DayKind::kHoliday, "停电"};
  return definition;
}

void CalendarChanged(ClockRoom& room, const std::string& court_path = "") {
  REQUIRE(room.database.pool()
              .Transact([&](db::Tx& tx) {
                AskReprojection(tx, kCalendarChanged, {.court_path = court_path}, room.clock.Now());
                return absl::OkStatus();
              })
              .ok());
}

// A policy of the court for all its handling clocks.
void SetPolicy(ClockRoom& room, const calendar::Budget& budget, const std::vector<Rung>& ladder) {
  REQUIRE(room.database.pool()
              .Transact([&](db::Tx& tx) {
                StoredPolicy stored;
                stored.policy = {.id = "0e000000-0000-4000-8000-000000000001",
                                 .court_id = kCourt,
                                 .court_path = "/gd/gd03/",
                                 .kind = ClockKind::kHandling,
                                 .budget = budget,
                                 .ladder = ladder};
                rpc::Call call{.method = "test", .now = room.clock.Now()};
                InsertPolicy(tx, call, stored);
                AskReprojection(tx, kPolicyChanged, {.court_path = "/gd/gd03/", .kind = "HANDLING"},
                                room.clock.Now());
                return absl::OkStatus();
              })
              .ok());
}

const std::vector<Rung>& UsualLadder() {
  for (const Policy& policy : BuiltInPolicies()) {
    if (policy.kind == ClockKind::kHandling && policy.order_type.empty() && policy.urgency == 0)
      return policy.ladder;
  }
  FAIL("no built-in policy");
  std::abort();
}

TEST_CASE("a day off that is declared late moves the deadlines it touches, and says why") {
  ClockRoom room;
  room.Dispatch(1);
  room.LiveUntil("11-24 09:00");
  room.calendars.Publish(WithHoliday(room.calendars, room, calendar::Day(2026, 11, 26)));
  CalendarChanged(room);
  room.Settle();
  const OrderClock handling = room.Clock(1, ClockKind::kHandling);
  CHECK(Text(handling.due_time) == "11-27 17:30");
  CHECK(Text(room.orders.due(ClockRoom::OrderId(1))) == "11-27 17:30");
  CHECK(Text(room.Clock(1, ClockKind::kSignIn).due_time) == "11-24 17:30");
  CHECK(room.Count("SELECT count(*) FROM ledger WHERE entry = 'REPROJECT' AND reason = "
                   "'CALENDAR_CHANGED'") == 1);
  CHECK(room.Count("SELECT count(*) FROM reprojection WHERE done_time IS NOT NULL AND changed = "
                   "1") == 1);
}

TEST_CASE("only the clocks of the courts concerned") {
  ClockRoom room;
  room.Dispatch(1);
  room.Dispatch(2, {.court_path = "/gd/gd04/"});
  room.Follow();
  room.calendars.Publish(WithHoliday(room.calendars, room, calendar::Day(2026, 11, 26)));
  CalendarChanged(room, "/gd/gd03/");
  room.Settle();
  CHECK(Text(room.Clock(1, ClockKind::kHandling).due_time) == "11-27 17:30");
  CHECK(Text(room.Clock(2, ClockKind::kHandling).due_time) == "11-26 17:30");
}

TEST_CASE("more days from a new policy: what was consumed stays, what has fired stays fired") {
  ClockRoom room;
  room.Dispatch(1);
  room.Event(1, "signed_in", "IN_PROGRESS");
  room.LiveUntil("11-25 13:00");
  CHECK(room.Effects(1) == Texts{"HANDLING REMIND@11-25 12:00"});
  SetPolicy(room, {calendar::Unit::kWorkingDays, 5}, UsualLadder());
  room.LiveUntil("11-30 18:00");
  CHECK(Text(room.Clock(1, ClockKind::kHandling).due_time) == "11-30 17:30");
  CHECK(room.Effects(1) == Texts{"HANDLING REMIND@11-25 12:00", "HANDLING REMIND@11-27 17:30",
                                 "HANDLING URGE@11-30 17:30", "HANDLING NOTIFY_HEAD@11-30 17:30"});
}

TEST_CASE("a policy that changed while the work was reviewed holds once the work goes on") {
  ClockRoom room;
  room.Dispatch(1);
  room.Event(1, "signed_in", "IN_PROGRESS");
  room.LiveUntil("11-25 17:30");  // Two of three days are used.
  room.Event(1, "feedback_submitted", "DEPARTMENT_REVIEW");
  room.Follow();
  SetPolicy(room, {calendar::Unit::kWorkingDays, 5}, UsualLadder());
  room.LiveUntil("11-30 08:00");
  CHECK(Text(room.orders.due(ClockRoom::OrderId(1))) == "none");
  room.Event(1, "department_reviewed", "IN_PROGRESS", {{"decision", "REJECT"}});
  room.Follow();
  room.Settle();
  CHECK(Text(room.Clock(1, ClockKind::kHandling).due_time) == "12-02 17:30");
  CHECK(Text(room.orders.due(ClockRoom::OrderId(1))) == "12-02 17:30");
  CHECK(room.Count("SELECT count(*) FROM ledger WHERE entry = 'REPROJECT' AND reason = "
                   "'POLICY_CHANGED' AND due_before IS NULL AND due_after IS NULL") == 1);
  // A further change that touches nothing has nothing to make good.
  CalendarChanged(room);
  room.Settle();
  CHECK(room.Count("SELECT count(*) FROM ledger WHERE reason = 'CALENDAR_CHANGED'") == 0);
}

TEST_CASE("fewer days move the due time into the past: the missing rungs fire once, late") {
  ClockRoom room;
  room.Dispatch(1);
  room.Event(1, "signed_in", "IN_PROGRESS");
  room.LiveUntil("11-26 09:00");
  SetPolicy(room, {calendar::Unit::kWorkingDays, 1}, UsualLadder());
  room.Settle();
  CHECK(Text(room.Clock(1, ClockKind::kHandling).due_time) == "11-24 17:30");
  CHECK(room.Effects(1) == Texts{"HANDLING REMIND@11-25 12:00", "HANDLING REMIND@11-26 09:00 late",
                                 "HANDLING URGE@11-26 09:00 late",
                                 "HANDLING NOTIFY_HEAD@11-26 09:00 late"});
  room.LiveUntil("11-26 17:00");
  CHECK(room.Effects(1).size() == 4);
}

TEST_CASE(
    "a policy in another unit leaves the open clocks their budget and gives them its ladder") {
  ClockRoom room;
  room.Dispatch(1);
  room.Event(1, "signed_in", "IN_PROGRESS");
  room.Follow();
  SetPolicy(room, {calendar::Unit::kCalendarDays, 30}, {{Action::kUrge, 50, {}}});
  room.LiveUntil("11-25 13:00");
  CHECK(Text(room.Clock(1, ClockKind::kHandling).due_time) == "11-26 17:30");
  CHECK(room.Effects(1) == Texts{"HANDLING URGE@11-25 12:00"});
  room.Dispatch(2);
  room.Follow();
  CHECK(Text(room.Clock(2, ClockKind::kHandling).due_time) == "12-26 00:00");
}

TEST_CASE("many clocks are projected in batches, and a crash between them loses none") {
  ClockRoom room;
  for (int number = 1; number <= 25; ++number) room.Dispatch(number);
  room.Follow();
  room.calendars.Publish(WithHoliday(room.calendars, room, calendar::Day(2026, 11, 24)));
  CalendarChanged(room);
  int batches = 0;
  while (*ReprojectBatch(room.database.pool(), room.calendars, room.policies, room.clock.Now(), 20))
    ++batches;
  CHECK(batches == 3);  // Of fifty clocks.
  CHECK(room.Count("SELECT count(*) FROM ledger WHERE entry = 'REPROJECT'") == 50);
  CHECK(room.Count("SELECT count(*) FROM clock WHERE kind = 'HANDLING' AND due_time = '2026-11-27 "
                   "17:30+08'") == 25);
}

}  // namespace
}  // namespace hotline::escalation
