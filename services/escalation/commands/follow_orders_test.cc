#include "services/escalation/commands/follow_orders.h"

#include <random>

#include "fmt/format.h"
#include "services/escalation/testing/clock_room.h"

namespace hotline::escalation {
namespace {

using namespace hotline::escalation::testing;  // NOLINT: the room's vocabulary.
using Texts = std::vector<std::string>;

TEST_CASE("a dispatched order has three working days, and one to be signed in") {
  ClockRoom room;  // Monday.
  room.Dispatch(1);
  room.Follow();
  const OrderClock handling = room.Clock(1, ClockKind::kHandling);
  CHECK(Text(handling.due_time) == "11-26 17:30");
  CHECK(handling.order.number == "2026000000000001");
  CHECK(handling.provisional == false);
  CHECK(Text(room.Clock(1, ClockKind::kSignIn).due_time) == "11-24 17:30");
  room.Settle();
  CHECK(Text(room.orders.due(ClockRoom::OrderId(1))) == "11-26 17:30");
}

TEST_CASE("type and urgency decide how long") {
  ClockRoom room;
  room.Dispatch(1, {.type = "CONTACT_JUDGE"});
  room.Dispatch(2, {.type = "COMPLAINT"});
  room.Dispatch(3, {.type = "COMPLAINT", .urgency = "URGENT"});
  room.Dispatch(4, {.urgency = "CRITICAL"});
  room.Follow();
  CHECK(Text(room.Clock(1, ClockKind::kHandling).due_time) == "11-25 17:30");
  CHECK(Text(room.Clock(2, ClockKind::kHandling).due_time) == "12-07 17:30");
  CHECK(Text(room.Clock(3, ClockKind::kHandling).due_time) == "11-24 17:30");
  CHECK(Text(room.Clock(4, ClockKind::kHandling).due_time) == "11-23 15:00");
}

TEST_CASE("the ladder fires rung by rung, at its times") {
  ClockRoom room;
  room.Dispatch(1);
  room.LiveUntil("11-24 10:00");
  CHECK(room.Effects(1).empty());
  room.Event(1, "signed_in", "IN_PROGRESS");
  room.LiveUntil("12-04 09:00");
  CHECK(room.Effects(1) == Texts{"HANDLING REMIND@11-25 12:00", "HANDLING REMIND@11-26 11:18",
                                 "HANDLING URGE@11-26 17:30", "HANDLING NOTIFY_HEAD@11-26 17:30",
                                 "HANDLING NOTIFY_HEAD@11-30 17:30",
                                 "HANDLING SUPERVISE@11-30 17:30",
                                 "HANDLING CRITICIZE@12-03 17:30"});
  const auto effects = room.orders.effects();
  CHECK(effects[2].rung() == 3);
  CHECK(effects[2].effect_id() == room.Clock(1, ClockKind::kHandling).id + "/URGE/1");
  // Two working days to reply, from the Monday evening on.
  CHECK(Text(absl::FromUnixSeconds(effects[5].supervision_deadline().seconds())) == "12-02 17:30");
}

TEST_CASE("who does not sign in is reminded of that") {
  ClockRoom room;
  room.Dispatch(1);
  room.LiveUntil("11-25 08:00");
  CHECK(room.Effects(1) == Texts{"SIGN_IN REMIND@11-24 12:00", "SIGN_IN URGE@11-24 17:30",
                                 "SIGN_IN NOTIFY_HEAD@11-24 17:30"});
  room.Event(1, "signed_in", "IN_PROGRESS");
  room.LiveUntil("11-25 11:00");
  CHECK(room.Clock(1, ClockKind::kSignIn).state == ClockState::kStopped);
  CHECK(room.Effects(1).size() == 3);
}

TEST_CASE("a pending return stops nothing; an approved one ends the clocks of the department") {
  ClockRoom room;
  room.Dispatch(1);
  room.LiveUntil("11-24 09:00");
  room.Event(1, "return_requested", "DISPATCHED");
  room.Event(1, "return_decided", "DISPATCHED", {{"decision", "REJECT"}, {"sentOn", false}});
  room.Follow();
  CHECK(room.Clocks(1).size() == 2);
  CHECK(Text(room.Clock(1, ClockKind::kHandling).due_time) == "11-26 17:30");

  room.Event(1, "return_decided", "DISPATCHED", {{"decision", "APPROVE"}, {"sentOn", true}},
             {.department = kOtherDepartment});
  room.LiveUntil("11-24 09:01");
  CHECK(room.Clocks(1).size() == 4);
  const OrderClock handling = room.Clock(1, ClockKind::kHandling);
  CHECK(handling.order.department_id == kOtherDepartment);
  CHECK(Text(handling.due_time) == "11-27 17:30");
  CHECK(Text(room.orders.due(ClockRoom::OrderId(1))) == "11-27 17:30");
  CHECK(room.Count("SELECT count(*) FROM clock WHERE state = 'RUNNING'") == 2);

  // Back to the office, without another department.
  room.Event(1, "return_decided", "PENDING_DISPATCH", {{"decision", "APPROVE"}, {"sentOn", false}});
  room.LiveUntil("11-24 09:02");
  CHECK(room.Count("SELECT count(*) FROM clock WHERE state = 'RUNNING'") == 0);
  CHECK(Text(room.orders.due(ClockRoom::OrderId(1))) == "none");
}

TEST_CASE("a suspension stands still, an extension adds working days") {
  ClockRoom room;
  room.Dispatch(1);
  room.Event(1, "signed_in", "IN_PROGRESS");
  room.LiveUntil("11-25 11:00");  // A day and 2.5 of 7 hours of three days are used.
  room.Event(1, "suspension_decided", "SUSPENDED", {{"decision", "APPROVE"}});
  room.LiveUntil("12-02 14:00");
  CHECK(Text(room.Clock(1, ClockKind::kHandling).due_time) == "none");
  CHECK(Text(room.orders.due(ClockRoom::OrderId(1))) == "none");
  CHECK(room.Effects(1).empty());
  room.Event(1, "resumed", "IN_PROGRESS");
  room.Follow();
  CHECK(Text(room.Clock(1, ClockKind::kHandling).due_time) == "12-04 09:30");
  room.Event(1, "extension_requested", "IN_PROGRESS", {{"workingDays", 5}});
  room.Event(1, "extension_decided", "IN_PROGRESS",
             {{"decision", "REJECT"}, {"grantedWorkingDays", 0}});
  room.Follow();
  CHECK(Text(room.Clock(1, ClockKind::kHandling).due_time) == "12-04 09:30");
  room.Event(1, "extension_decided", "IN_PROGRESS",
             {{"decision", "APPROVE"}, {"grantedWorkingDays", 2}});
  room.LiveUntil("12-02 14:01");
  const OrderClock handling = room.Clock(1, ClockKind::kHandling);
  CHECK(Text(handling.due_time) == "12-08 09:30");
  CHECK(handling.extension == 2);
  CHECK(Text(room.orders.due(ClockRoom::OrderId(1))) == "12-08 09:30");
}

TEST_CASE("the limit is met by the feedback; a rejected review lets the clock go on") {
  ClockRoom room;
  room.Dispatch(1);
  room.Event(1, "signed_in", "IN_PROGRESS");
  room.LiveUntil("11-26 14:30");
  room.Event(1, "feedback_submitted", "DEPARTMENT_REVIEW");
  room.LiveUntil("11-30 09:00");
  CHECK(room.Effects(1).size() == 2);  // Two reminders, no urge.
  OrderClock handling = room.Clock(1, ClockKind::kHandling);
  CHECK(handling.state == ClockState::kStopped);
  CHECK(Text(handling.due_time) == "11-26 17:30");  // It was met.
  CHECK(Text(room.orders.due(ClockRoom::OrderId(1))) == "none");
  room.Event(1, "department_reviewed", "IN_PROGRESS", {{"decision", "REJECT"}});
  room.LiveUntil("11-30 12:00");
  CHECK(Text(room.Clock(1, ClockKind::kHandling).due_time) == "11-30 12:00");  // Three hours left.
  CHECK(room.Effects(1).size() == 4);
}

TEST_CASE("which clock is the last does not depend on a system clock that was stepped back") {
  ClockRoom room;
  room.AdvanceTo("11-23 11:00");
  room.Dispatch(1);
  room.Event(1, "return_decided", "PENDING_DISPATCH", {{"decision", "APPROVE"}});
  room.Follow();
  room.AdvanceTo("11-23 10:00");
  room.Dispatch(1);
  room.Event(1, "signed_in", "IN_PROGRESS");
  room.Event(1, "feedback_submitted", "DEPARTMENT_REVIEW");
  room.Event(1, "department_reviewed", "IN_PROGRESS", {{"decision", "REJECT"}});
  room.Follow();
  int running = 0;
  for (const OrderClock& clock : room.Clocks(1)) {
    if (clock.state != ClockState::kRunning) continue;
    ++running;
    CHECK(clock.time.started_at == At("11-23 10:00"));
  }
  CHECK(running == 1);
}

TEST_CASE("two rounds, each with its callback and its own clocks") {
  ClockRoom room;
  room.Dispatch(1);
  room.Event(1, "signed_in", "IN_PROGRESS");
  room.Event(1, "feedback_submitted", "DEPARTMENT_REVIEW");
  room.Event(1, "department_reviewed", "HOTLINE_REVIEW", {{"decision", "APPROVE"}});
  room.Event(1, "hotline_reviewed", "CALLBACK", {{"decision", "APPROVE"}});
  room.Follow();
  CHECK(Text(room.Clock(1, ClockKind::kCallback).due_time) == "11-24 17:30");
  room.AdvanceTo("11-24 10:00");
  room.Event(1, "rework_ordered", "DISPATCHED", {}, {}, 2);
  room.Follow();
  CHECK(room.Clock(1, ClockKind::kCallback).state == ClockState::kStopped);
  CHECK(room.Clock(1, ClockKind::kHandling).order.round == 2);
  CHECK(Text(room.Clock(1, ClockKind::kHandling).due_time) == "11-27 17:30");
  room.Event(1, "signed_in", "IN_PROGRESS", {}, {}, 2);
  room.Event(1, "feedback_submitted", "DEPARTMENT_REVIEW", {}, {}, 2);
  room.Event(1, "hotline_reviewed", "CALLBACK", {}, {}, 2);
  room.Event(1, "closed", "CLOSED", {}, {}, 2);
  room.Follow();
  CHECK(room.Clocks(1).size() == 6);
  CHECK(room.Count("SELECT count(*) FROM clock WHERE state <> 'STOPPED'") == 0);
}

TEST_CASE("a supervision has the deadline that was set, until its own reply") {
  ClockRoom room;
  room.Dispatch(1);
  room.Event(1, "supervised", "DISPATCHED",
             {{"number", "督〔2026〕1号"}, {"deadline", "2026-11-27T17:30:00+08:00"}});
  room.AdvanceTo("11-23 09:01");
  room.Event(1, "supervised", "DISPATCHED",
             {{"number", "督〔2026〕2号"}, {"deadline", "2026-12-01T17:30:00+08:00"}});
  room.Event(1, "supervision_replied", "DISPATCHED", {{"number", "督〔2026〕1号"}});
  room.Event(1, "signed_in", "IN_PROGRESS");
  room.Follow();
  const OrderClock open = room.Clock(1, ClockKind::kSupervisionReply);
  CHECK(open.subject == "督〔2026〕2号");
  CHECK(open.state == ClockState::kRunning);
  CHECK(open.order.number == "2026000000000001");
  CHECK(Text(open.due_time) == "12-01 17:30");
  CHECK(room.Count("SELECT count(*) FROM clock WHERE kind = 'SUPERVISION_REPLY' AND state = "
                   "'STOPPED'") == 1);
}

TEST_CASE("repeated events change nothing; what is no order's event is passed over") {
  ClockRoom room;
  room.Dispatch(1);
  room.Event(1, "signed_in", "IN_PROGRESS");
  room.Event(1, "note_added", "IN_PROGRESS");
  room.Follow();
  const int entries = room.Count("SELECT count(*) FROM ledger");
  room.orders.Repeat(3);
  room.Follow();
  CHECK(room.Clocks(1).size() == 2);
  CHECK(room.Count("SELECT count(*) FROM ledger") == entries);
}

TEST_CASE("every change has its ledger entry, with the due time before and after") {
  ClockRoom room;
  room.Dispatch(1);
  room.Event(1, "signed_in", "IN_PROGRESS");
  room.AdvanceTo("11-24 09:00");
  room.Event(1, "extension_decided", "IN_PROGRESS",
             {{"decision", "APPROVE"}, {"grantedWorkingDays", 1}});
  room.Event(1, "feedback_submitted", "DEPARTMENT_REVIEW");
  room.Follow();
  const std::string id = room.Clock(1, ClockKind::kHandling).id;
  std::vector<LedgerEntry> ledger;
  REQUIRE(room.database.pool()
              .Transact([&](db::Tx& tx) {
                ledger = LedgerOfOrder(tx, ClockRoom::OrderId(1))[id];
                return absl::OkStatus();
              })
              .ok());
  REQUIRE(ledger.size() == 3);
  CHECK(ledger[0].kind == LedgerEntry::Kind::kStart);
  CHECK(ledger[0].reason == "dispatched");
  CHECK(ledger[1].kind == LedgerEntry::Kind::kExtend);
  CHECK(ledger[1].amount == 1);
  CHECK(Text(ledger[1].due_before) == "11-26 17:30");
  CHECK(Text(ledger[1].due_after) == "11-27 17:30");
  CHECK(ledger[2].kind == LedgerEntry::Kind::kStop);
  CHECK(Text(ledger[2].due_after) == "none");
}

TEST_CASE("orders that were overdue before deadlines were kept are left alone") {
  ClockRoom room("11-23 09:00");
  room.clock.Set(At("11-02 09:00"));  // The feed tells of three weeks ago.
  room.Dispatch(1);
  room.clock.Set(At("11-20 09:00"));
  room.Dispatch(2);
  room.clock.Set(At("11-23 09:00"));
  room.Follow();
  room.LiveUntil("11-23 09:01");
  CHECK(room.Effects(1).empty());
  CHECK(Text(room.Clock(1, ClockKind::kHandling).due_time) == "11-05 17:30");
  room.LiveUntil("11-25 18:00");
  CHECK(room.Effects(2).size() > 3);
}

// What can be told of an order's clocks and their ledgers, ids aside.
std::string Told(ClockRoom& room, int number) {
  std::string told;
  std::map<std::string, std::vector<LedgerEntry>> ledger;
  REQUIRE(room.database.pool()
              .Transact([&](db::Tx& tx) {
                ledger = LedgerOfOrder(tx, ClockRoom::OrderId(number));
                return absl::OkStatus();
              })
              .ok());
  for (const OrderClock& clock : room.Clocks(number)) {
    told +=
        fmt::format("{} {} {} {} {} {}\n", NameOf(clock.kind), clock.subject, NameOf(clock.state),
                    clock.order.number, clock.order.round, Text(clock.due_time));
    for (const PendingRung& rung : clock.pending)
      told += fmt::format("  {} {} at {}\n", NameOf(rung.action), rung.nth, Text(rung.time));
    for (const LedgerEntry& entry : ledger[clock.id]) {
      told += fmt::format("  {} {} {} {} {}\n", NameOf(entry.kind), entry.reason, Text(entry.time),
                          entry.consumed, Text(entry.due_after));
    }
  }
  return told;
}

// A life without sense, in which everything that moves clocks happens.
void RandomEvent(ClockRoom& room, std::mt19937& random, int number, int& supervisions) {
  switch (random() % 9) {
    case 0:
      return room.Dispatch(number);
    case 1:
      return room.Event(number, "signed_in", "IN_PROGRESS");
    case 2:
      return room.Event(number, "suspension_decided", "SUSPENDED", {{"decision", "APPROVE"}});
    case 3:
      return room.Event(number, "resumed", "IN_PROGRESS");
    case 4:
      return room.Event(number, "extension_decided", "IN_PROGRESS",
                        {{"decision", "APPROVE"}, {"grantedWorkingDays", 2}});
    case 5:
      return room.Event(
          number, "supervised", "IN_PROGRESS",
          {{"number", fmt::format("督{}", ++supervisions)}, {"deadline", "2026-12-30T09:30:00Z"}});
    case 6:
      return room.Event(number, "supervision_replied", "IN_PROGRESS",
                        {{"number", fmt::format("督{}", supervisions)}});
    case 7:
      return room.Event(number, "feedback_submitted", "DEPARTMENT_REVIEW");
    default:
      return room.Event(number, "rework_ordered", "DISPATCHED", {}, {}, 2);
  }
}

TEST_CASE("events that are read together have the effect that they have one by one") {
  constexpr int kOrders = 12, kEvents = 150;
  ClockRoom single, together;
  std::mt19937 random(20261126), twin(20261126);
  std::vector<int> supervisions(kOrders + 1), others(kOrders + 1);
  std::string all;
  for (int i = 0; i < kEvents; ++i) {
    const int number = 1 + static_cast<int>(random() % kOrders);
    REQUIRE(number == 1 + static_cast<int>(twin() % kOrders));
    RandomEvent(single, random, number, supervisions[number]);
    RandomEvent(together, twin, number, others[number]);
    single.Follow();
    if (i == kEvents / 3) together.Follow();  // The rest meets clocks that are stored.
    const absl::Duration pause = absl::Minutes(static_cast<int>(random() % 100));
    twin();
    single.clock.Advance(pause);
    together.clock.Advance(pause);
  }
  together.Follow();
  for (int number = 1; number <= kOrders; ++number) {
    CAPTURE(number);
    CHECK(Told(together, number) == Told(single, number));
    all += Told(single, number);
  }
  const std::string shown =
      "SELECT hashtext(string_agg(concat(work_order_id, due_time, reason, provisional), ',' ORDER "
      "BY work_order_id)) "
      "FROM due_projection";
  CHECK(together.Count(shown) == single.Count(shown));
  for (const char* seen : {"PAUSE", "RESUME", "EXTEND", "STOP", "SUPERVISION_REPLY", "SIGN_IN"})
    CHECK(all.find(seen) != std::string::npos);
}

}  // namespace
}  // namespace hotline::escalation
