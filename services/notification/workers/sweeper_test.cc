#include "services/notification/workers/sweeper.h"

#include "services/notification/testing/post_room.h"

namespace hotline::notification {
namespace {

using namespace hotline::notification::testing;  // NOLINT: the room's vocabulary.

int Count(PostRoom& room, const std::string& what) {
  auto count = room.database.pool().Read<int>([&](db::Tx& tx) -> absl::StatusOr<int> {
    return tx.ExecText("SELECT count(*) FROM " + what)[0][0].as<int>();
  });
  REQUIRE(count.ok());
  return *count;
}

// In a transaction that sweeps what is older than `before`; empty: in one that sweeps nothing.
absl::Status Run(PostRoom& room, const std::string& statement, const std::string& before = "") {
  return room.database.pool().Transact([&](db::Tx& tx) -> absl::Status {
    if (!before.empty())
      tx.ExecText("SELECT set_config('hotline.sweep_before', '" + before + "', true)");
    tx.ExecText(statement);
    return absl::OkStatus();
  });
}

// Sweeps until there is nothing left to sweep.
void Sweep(PostRoom& room) {
  Sweeper sweeper(&room.database.pool(), {});
  absl::StatusOr<absl::Time> next = room.clock.Now();
  while (next.ok() && *next == room.clock.Now()) next = sweeper.Tick(room.clock.Now());
  REQUIRE(next.ok());
  CHECK(*next == room.clock.Now() + absl::Hours(1));
}

constexpr absl::Duration kDay = absl::Hours(24);

TEST_CASE_METHOD(PostRoom, "what was delivered goes after half a year, what was given up later") {
  sms.locate = [](const Letter& letter) { return letter.order_id; };
  Happen(1, "work_order.registered");
  Follow();
  Deliver();
  sms.answer = [](const Letter&) {
    return Outcome{.kind = Outcome::Kind::kPermanent, .reason = "REJECTED"};
  };
  Happen(2, "work_order.registered");
  Follow();
  Deliver();
  REQUIRE(Count(*this, "delivery WHERE state = 'DELIVERED'") == 1);
  REQUIRE(Count(*this, "delivery WHERE state = 'DEAD'") == 1);
  REQUIRE(Count(*this, "attempt") == 2);

  clock.Advance(180 * kDay);
  Sweep(*this);
  CHECK(Count(*this, "delivery") == 2);
  clock.Advance(absl::Seconds(1));
  Sweep(*this);
  CHECK(Count(*this, "delivery WHERE state = 'DEAD'") == 1);
  CHECK(Count(*this, "delivery") == 1);
  CHECK(Count(*this, "attempt") == 1);
  clock.Advance(220 * kDay);
  Sweep(*this);
  CHECK(Count(*this, "delivery") == 0);
  CHECK(Count(*this, "attempt") == 0);
}

TEST_CASE_METHOD(PostRoom, "what is still to be delivered stays, and so does what was sent again") {
  sms.locate = [](const Letter& letter) { return letter.order_id; };
  Happen(1, "work_order.registered");
  Happen(2, "work_order.registered");
  Follow();
  Deliver();
  clock.Advance(200 * kDay);
  const auto all = Deliveries();
  REQUIRE(all.size() == 2);
  REQUIRE(Replay(all[0].id()).ok());
  Sweep(*this);
  CHECK(Count(*this, "delivery") == 1);
  Deliver();
  Sweep(*this);
  CHECK(GetDelivery(all[0].id()).attempts_size() == 2);
}

TEST_CASE_METHOD(PostRoom, "notices go with their receipts, also those read only lately") {
  Happen(1, "work_order.assigned");
  Follow();
  const Caller handler = User(kHandler);
  REQUIRE(Inbox(handler).size() == 1);
  clock.Advance(400 * kDay);
  v1::MarkReadRequest read;
  read.set_id(Inbox(handler)[0].id());
  REQUIRE(notices.MarkRead(As(handler), read).ok());
  Happen(2, "work_order.assigned");
  Follow();
  Sweep(*this);
  CHECK(Inbox(handler).size() == 2);
  clock.Advance(absl::Seconds(1));
  Sweep(*this);
  CHECK(Inbox(handler).size() == 1);
  CHECK(Count(*this, "receipt") == 0);
}

TEST_CASE_METHOD(PostRoom, "a sweep takes many in small batches") {
  for (int number = 1; number <= 2 * Sweeper::kBatch + 1; ++number)
    Happen(number, "work_order.assigned");
  Follow();
  const int before = Count(*this, "notice");
  REQUIRE(before == 2 * Sweeper::kBatch + 1);
  clock.Advance(401 * kDay);
  Sweeper sweeper(&database.pool(), {});
  CHECK(*sweeper.Tick(clock.Now()) == clock.Now());
  CHECK(Count(*this, "notice") == before - Sweeper::kBatch);
  Sweep(*this);
  CHECK(Count(*this, "notice") == 0);
}

TEST_CASE_METHOD(PostRoom,
                 "only a sweep removes anything, and nothing that is younger than it says") {
  sms.locate = [](const Letter& letter) { return letter.order_id; };
  Happen(1, "work_order.registered");
  Happen(2, "work_order.assigned");
  Follow();
  v1::MarkReadRequest read;
  read.set_id(Inbox(User(kHandler))[0].id());
  REQUIRE(notices.MarkRead(As(User(kHandler)), read).ok());
  CHECK_FALSE(Run(*this, "DELETE FROM delivery WHERE state = 'PENDING'", "infinity").ok());
  Deliver();
  REQUIRE(Count(*this, "attempt") == 1);
  for (const std::string table : {"delivery", "notice", "attempt", "receipt"}) {
    CAPTURE(table);
    CHECK_FALSE(Run(*this, "DELETE FROM " + table).ok());
    CHECK_FALSE(Run(*this, "DELETE FROM " + table, "2026-11-23 00:00Z").ok());
  }
  // Nor do attempts and receipts go without what they belong to, or change.
  for (const std::string statement : {"DELETE FROM attempt", "UPDATE attempt SET reason = ''",
                                      "DELETE FROM receipt", "UPDATE receipt SET user_name = ''"}) {
    CAPTURE(statement);
    CHECK_FALSE(Run(*this, statement, "infinity").ok());
  }
  CHECK(Count(*this, "attempt") == 1);
  CHECK(Count(*this, "receipt") == 1);
  CHECK(Run(*this, "DELETE FROM delivery", "2026-11-24 00:00Z").ok());
  CHECK(Count(*this, "attempt") == 0);
}

}  // namespace
}  // namespace hotline::notification
