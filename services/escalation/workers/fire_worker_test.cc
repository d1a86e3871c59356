#include "services/escalation/workers/fire_worker.h"

#include <map>
#include <thread>

#include "services/escalation/testing/clock_room.h"

namespace hotline::escalation {
namespace {

using namespace hotline::escalation::testing;  // NOLINT: the room's vocabulary.
using Texts = std::vector<std::string>;

int Undelivered(ClockRoom& room) {
  return room.Count("SELECT coalesce(sum(size), 0) FROM effect_batch");
}

TEST_CASE("a tick answers when the next rung is due, to the second") {
  ClockRoom room;
  CHECK(room.Settle() == absl::InfiniteFuture());
  room.Dispatch(1);
  room.Follow();
  CHECK(*room.fire.Tick(room.clock.Now()) == At("11-24 12:00"));
  CHECK(*room.fire.Tick(At("11-24 11:59") + absl::Seconds(59)) == At("11-24 12:00"));
  CHECK(room.orders.effects().empty());
  CHECK(*room.fire.Tick(At("11-24 12:00")) == At("11-24 12:00"));  // There may be more.
  CHECK(room.orders.effects().size() == 1);
  CHECK(*room.fire.Tick(At("11-24 12:00")) == At("11-24 17:30"));
}

TEST_CASE("after twelve hours of standing still each missed rung fires once, late and in order") {
  ClockRoom room;
  room.Dispatch(1);
  room.LiveUntil("11-24 06:00");
  room.AdvanceTo("11-24 18:00");
  room.Follow();
  room.Settle();
  CHECK(room.Effects(1) == Texts{"SIGN_IN REMIND@11-24 18:00 late", "SIGN_IN URGE@11-24 18:00 late",
                                 "SIGN_IN NOTIFY_HEAD@11-24 18:00 late"});
  room.Settle();
  CHECK(room.Effects(1).size() == 3);
}

TEST_CASE("after downtime nothing fires before it is known what the orders did meanwhile") {
  ClockRoom room;
  room.Dispatch(1);
  room.Dispatch(2);
  room.LiveUntil("11-24 06:00");
  // Signed in at eleven, while this service was down, and again after the reminder.
  room.AdvanceTo("11-24 11:00");
  room.Event(1, "signed_in", "IN_PROGRESS");
  room.AdvanceTo("11-24 15:00");
  room.Event(2, "signed_in", "IN_PROGRESS");
  room.AdvanceTo("11-24 18:00");

  FeedProgress fresh;
  FireWorker starting(0, &room.firings, &fresh, {});
  CHECK(*starting.Tick(room.clock.Now()) == absl::InfiniteFuture());
  CHECK(room.Count("SELECT count(*) FROM firing") == 0);

  room.Follow();
  room.Settle();
  CHECK(room.Effects(1).empty());
  CHECK(room.Effects(2) == Texts{"SIGN_IN REMIND@11-24 18:00 late"});  // It was due at noon.
}

TEST_CASE("what a crash left between claim and delivery is delivered once, later") {
  ClockRoom room;
  room.Dispatch(1);
  room.LiveUntil("11-24 10:00");
  room.AdvanceTo("11-24 12:00");
  const auto claimed = room.firings.Claim(room.clock.Now(), 10);
  REQUIRE(claimed.ok());
  CHECK(claimed->size() == 1);  // And here the process dies.
  CHECK(room.Settle() == At("11-24 12:00") + absl::Seconds(30));
  CHECK(room.orders.effects().empty());
  room.clock.Advance(absl::Seconds(30));
  room.Settle();
  CHECK(room.Effects(1) == Texts{"SIGN_IN REMIND@11-24 12:00"});
  CHECK(Undelivered(room) == 0);
}

TEST_CASE("a rung that is armed again although it has fired leaves nothing behind") {
  ClockRoom room;
  room.Dispatch(1);
  room.Follow();
  room.LiveUntil("11-24 12:00");
  REQUIRE(room.Effects(1).size() == 1);
  room.Count(
      "WITH again AS (UPDATE pending_rungs p SET time = f.rung_time || p.time, place = f.place || "
      "p.place, "
      "action = f.action || p.action, nth = f.nth || p.nth FROM firing f WHERE f.clock_id = "
      "p.clock_id "
      "RETURNING 1) SELECT count(*) FROM again");
  room.Settle();
  room.clock.Advance(absl::Minutes(1));
  room.Settle();
  CHECK(room.Effects(1).size() == 1);
  CHECK(Undelivered(room) == 0);
}

TEST_CASE("a reply that was lost changes nothing twice") {
  ClockRoom room;
  room.Dispatch(1);
  room.LiveUntil("11-24 11:59");
  room.orders.Fail(FakeWorkOrders::Fault::kReplyLost);
  room.AdvanceTo("11-24 12:00");
  REQUIRE(room.fire.Tick(room.clock.Now()).ok());
  CHECK(Undelivered(room) == 1);
  room.orders.Fail(FakeWorkOrders::Fault::kNone);
  room.clock.Advance(absl::Seconds(2));
  room.Settle();
  CHECK(room.Effects(1).size() == 1);
  CHECK(Undelivered(room) == 0);
}

TEST_CASE("while the work orders are away, deliveries are tried again with growing pauses") {
  ClockRoom room;
  room.Dispatch(1);
  room.LiveUntil("11-24 11:59");
  room.orders.Fail(FakeWorkOrders::Fault::kAway);
  room.AdvanceTo("11-24 12:00");
  REQUIRE(room.fire.Tick(room.clock.Now()).ok());
  for (int seconds : {1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300}) {
    const auto next = room.firings.NextDelivery();
    REQUIRE(next.ok());
    CHECK(*next - room.clock.Now() == absl::Seconds(seconds));
    room.clock.Set(*next);
    CHECK_FALSE(room.deliver.Tick(room.clock.Now()).ok());
  }
  room.orders.Fail(FakeWorkOrders::Fault::kNone);
  room.clock.Advance(absl::Minutes(5));
  REQUIRE(room.deliver.Tick(room.clock.Now()).ok());
  CHECK(room.orders.effects().size() == 1);
}

TEST_CASE("a refused effect is kept with its reason and not tried again") {
  ClockRoom room;
  room.Dispatch(1);
  room.Follow();
  room.orders.Refuse(ClockRoom::OrderId(1), "WRONG_STATE");
  room.LiveUntil("11-24 13:00");
  CHECK(room.orders.effects().empty());
  CHECK(room.Count("SELECT count(*) FROM firing WHERE refusal = 'WRONG_STATE'") == 1);
  const int calls = room.orders.calls();
  room.LiveUntil("11-24 14:00");
  CHECK(room.orders.calls() == calls);
}

TEST_CASE("a clock that is stepped back fires nothing twice and delays no delivery") {
  ClockRoom room;
  room.Dispatch(1);
  room.Follow();
  room.LiveUntil("11-24 12:00");
  CHECK(room.Effects(1).size() == 1);
  // An hour ahead by mistake: the next rungs fire, and their delivery fails.
  room.orders.Fail(FakeWorkOrders::Fault::kAway);
  room.AdvanceTo("11-24 18:15");
  REQUIRE(room.fire.Tick(room.clock.Now()).ok());
  CHECK(Undelivered(room) == 2);
  room.orders.Fail(FakeWorkOrders::Fault::kNone);
  room.AdvanceTo("11-24 17:15");
  room.Settle();
  CHECK(room.Effects(1).size() == 3);
  room.LiveUntil("11-24 18:30");
  CHECK(room.Effects(1).size() == 3);
}

TEST_CASE("four workers fire two thousand rungs without a duplicate or a loss") {
  constexpr int kOrders = 2000;
  ClockRoom room("11-23 09:00", 8);
  for (int number = 1; number <= kOrders; ++number) room.Dispatch(number);
  room.Follow();
  room.AdvanceTo("11-24 12:00");
  room.Follow();
  std::vector<std::thread> threads;
  for (int number = 0; number < 4; ++number) {
    threads.emplace_back([&room, number] {
      FireWorker worker(number, &room.firings, &room.progress, {});
      // Until a tick finds nothing more that is due.
      for (absl::Time next;
           (next = worker.Tick(room.clock.Now()).value_or(room.clock.Now())) <= room.clock.Now();) {
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::map<std::string, int> effects;
  for (const auto& effect : room.orders.effects()) ++effects[effect.work_order_id()];
  CHECK(effects.size() == kOrders);
  CHECK(room.orders.effects().size() == kOrders);
  CHECK(Undelivered(room) == 0);
}

}  // namespace
}  // namespace hotline::escalation
