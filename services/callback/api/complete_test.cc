#include "services/callback/commands/call_citizen.h"
#include "services/callback/testing/callback_room.h"

namespace hotline::callback {
namespace {

using namespace hotline::callback::testing;  // NOLINT: the room's vocabulary.
using Fault = FakeWorkOrders::Fault;

constexpr auto kPass = v1::CallbackDecision::PASS;
constexpr auto kReject = v1::CallbackDecision::REJECT;

std::string Reason(const absl::StatusOr<v1::CallbackTask>& result) {
  return ReasonOf(result.status());
}

TEST_CASE("a satisfied citizen: the order closes and the task is done") {
  CallbackRoom room;
  const std::string task = room.Enter(1);
  CHECK(Reason(room.Complete(CallbackRoom::Result(task, kPass, v1::RESOLVED, v1::SATISFIED))) ==
        "TASK_NOT_CLAIMED");
  REQUIRE(room.Claim(task).ok());
  CHECK(Reason(room.Complete(CallbackRoom::Result(task, kPass, v1::RESOLVED, v1::SATISFIED))) ==
        "NOT_REACHED");
  REQUIRE(room.Attempt(task, v1::BUSY).ok());
  CHECK(Reason(room.Complete(CallbackRoom::Result(task, kPass, v1::RESOLVED, v1::SATISFIED))) ==
        "NOT_REACHED");
  REQUIRE(room.Attempt(task, v1::REACHED).ok());
  auto done = room.Complete(CallbackRoom::Result(task, kPass, v1::RESOLVED, v1::SATISFIED));
  REQUIRE(done.ok());
  CHECK(done->state() == v1::CallbackTask::DONE);
  CHECK(done->attempts_size() == 2);
  CHECK(done->attempts(0).comment() == "家属接听");
  CHECK(done->rating().satisfaction() == v1::SATISFIED);
  CHECK(done->rating().basis() == v1::Rating::ASKED);
  CHECK(done->allowed_commands().empty());
  CHECK(room.orders.Order(CallbackRoom::OrderId(1)).state() == workorder::v1::CLOSED);
  room.Follow();  // The order's own event about it changes nothing.
  CHECK(room.History(task) == std::vector<std::string>{"created", "claimed", "attempted",
                                                       "attempted", "completed", "concluded"});
  CHECK(Reason(room.Claim(task)) == "WRONG_TASK_STATE");
  CHECK(Reason(room.Complete(CallbackRoom::Result(task, kPass, v1::RESOLVED, v1::SATISFIED))) ==
        "WRONG_TASK_STATE");
}

TEST_CASE("only the holder of a live lease completes") {
  CallbackRoom room;
  const std::string task = room.Enter(1);
  REQUIRE(room.Claim(task).ok());
  REQUIRE(room.Attempt(task, v1::REACHED).ok());
  const auto result = CallbackRoom::Result(task, kPass, v1::RESOLVED, v1::SATISFIED);
  CHECK(Reason(room.Complete(result, Agent("agent-2"))) == "TASK_NOT_CLAIMED");
  room.clock.Advance(absl::Minutes(15));
  CHECK(Reason(room.Complete(result)) == "LEASE_EXPIRED");
  CHECK(room.Ratings(1).empty());
}

TEST_CASE(
    "a rejection sends the order back, and the next round has a task and a rating of its own") {
  CallbackRoom room;
  const std::string first = room.Enter(1);
  room.Rate(first, kReject, v1::UNRESOLVED, v1::VERY_DISSATISFIED);
  CHECK(room.orders.Order(CallbackRoom::OrderId(1)).round() == 2);
  room.Follow();
  CHECK(room.TaskId(1, 2).empty());
  room.clock.Advance(absl::Hours(30));
  room.orders.Move(CallbackRoom::OrderId(1), workorder::v1::CALLBACK, room.clock.Now());
  room.Follow();
  const std::string second = room.TaskId(1, 2);
  REQUIRE_FALSE(second.empty());
  REQUIRE(room.Claim(second).ok());  // A REACHED attempt of the first round does not count.
  CHECK(Reason(room.Complete(CallbackRoom::Result(second, kPass, v1::RESOLVED, v1::SATISFIED))) ==
        "NOT_REACHED");
  REQUIRE(room.Attempt(second, v1::REACHED).ok());
  REQUIRE(room.Complete(CallbackRoom::Result(second, kPass, v1::RESOLVED, v1::SATISFIED)).ok());
  const auto ratings = room.Ratings(1);
  REQUIRE(ratings.size() == 2);
  CHECK(ratings[0].satisfaction() == v1::VERY_DISSATISFIED);
  CHECK(ratings[0].comment() == "执行款仍未发放");
  CHECK(ratings[1].round() == 2);
}

TEST_CASE("an unreachable citizen is given up only by the rule, and the rule is data") {
  CallbackRoom room;
  const std::string task = room.Enter(1);
  const auto give_up = CallbackRoom::Result(task, kPass);
  for (absl::Duration wait : {absl::ZeroDuration(), absl::Hours(3), absl::Hours(21)}) {
    room.clock.Advance(wait);
    REQUIRE(room.Claim(task).ok());
    CHECK(Reason(room.Complete(give_up)) == "NOT_REACHED");
    auto attempted = room.Attempt(task, v1::NO_ANSWER);
    REQUIRE(attempted.ok());
    CHECK(attempted->may_give_up() == !attempted->has_next_attempt_time());
    v1::ReleaseRequest release;
    release.set_id(task);
    REQUIRE(room.api.Release(room.As(Agent()), release).ok());
  }
  REQUIRE(room.Claim(task).ok());
  auto done = room.Complete(give_up);
  REQUIRE(done.ok());
  CHECK(done->rating().basis() == v1::Rating::UNREACHABLE);
  CHECK(done->rating().satisfaction() == v1::SATISFACTION_UNSPECIFIED);

  pqxx::connection connection(room.database.Conninfo());
  pqxx::nontransaction(connection)
      .exec(
          "INSERT INTO callback.policy SELECT '0c000000-0000-4000-8000-000000000003', "
          "lease_minutes, 1, 1, 0, retry_minutes,"
          " busy_retry_minutes, call_from_minute, call_until_minute, set_aside_days, "
          "utc_offset_minutes FROM callback.policy");
  const std::string other = room.Enter(2);
  REQUIRE(room.Claim(other).ok());
  REQUIRE(room.Attempt(other, v1::WRONG_NUMBER).ok());
  CHECK(room.Complete(CallbackRoom::Result(other, kPass)).ok());
}

TEST_CASE("an anonymous order is checked without a call") {
  CallbackRoom room;
  const std::string task = room.Enter(1, {.anonymous = true});
  REQUIRE(room.Claim(task).ok());
  CHECK(Reason(room.Complete(CallbackRoom::Result(task, kPass, v1::RESOLVED, v1::SATISFIED))) ==
        "RATING_NOT_ALLOWED");
  auto done = room.Complete(CallbackRoom::Result(task, kPass));
  REQUIRE(done.ok());
  CHECK(done->state() == v1::CallbackTask::DONE);
  CHECK(done->rating().basis() == v1::Rating::UNCALLED);
}

TEST_CASE("what could not be told at once is told later, once") {
  CallbackRoom room;
  const std::string task = room.Enter(1);
  const Fault fault = GENERATE(Fault::kAway, Fault::kReplyLost);
  room.orders.Fail(fault);
  CHECK(room.Rate(task, kReject, v1::UNRESOLVED, v1::DISSATISFIED).state() ==
        v1::CallbackTask::CONCLUDING);
  room.Follow();  // Where only the reply was lost, the order's event comes first: the result is not
                  // canceled by it.
  CHECK(room.Get(task)->state() == v1::CallbackTask::CONCLUDING);

  auto next = room.worker.Tick(room.clock.Now());
  REQUIRE(next.ok());
  CHECK(*next == room.clock.Now() + absl::Seconds(1));
  room.clock.Set(*next);
  next = room.worker.Tick(room.clock.Now());  // Fails again: longer wait.
  REQUIRE(next.ok());
  if (fault == Fault::kAway) CHECK(*next == room.clock.Now() + absl::Seconds(2));
  room.orders.Fail(Fault::kNone);
  room.clock.Advance(absl::Minutes(1));
  next = room.worker.Tick(room.clock.Now());
  REQUIRE(next.ok());
  CHECK(*next == absl::InfiniteFuture());
  CHECK(room.Get(task)->state() == v1::CallbackTask::DONE);
  REQUIRE(room.orders.told().size() == 1);
  CHECK(room.orders.told()[0].request_id == "callback:" + task);
  CHECK(room.History(task).back() == "concluded");
}

TEST_CASE("a process that dies between storing and telling leaves the rest to the worker") {
  CallbackRoom room;
  const std::string task = room.Enter(1);
  REQUIRE(room.Claim(task).ok());
  REQUIRE(room.Attempt(task, v1::REACHED).ok());
  REQUIRE(room.database.pool()
              .Transact([&](db::Tx& tx) {  // All of Complete that is in its transaction.
                return Complete(
                           tx, room.stores, {Agent(), room.clock.Now(), ""}, task,
                           {Decision::kPass, Resolution::kResolved, Satisfaction::kSatisfied, ""})
                    .status();
              })
              .ok());
  auto next = room.worker.Tick(room.clock.Now());
  REQUIRE(next.ok());
  CHECK(*next == room.clock.Now() + kInlineConclusion);  // The caller's own attempt goes first.
  room.clock.Set(*next);
  REQUIRE(room.worker.Tick(room.clock.Now()).ok());
  CHECK(room.Get(task)->state() == v1::CallbackTask::DONE);
  CHECK(room.orders.told().size() == 1);
}

TEST_CASE("a repeated completion answers the same and tells nothing twice") {
  CallbackRoom room;
  const std::string task = room.Enter(1);
  REQUIRE(room.Claim(task).ok());
  REQUIRE(room.Attempt(task, v1::REACHED).ok());
  auto request = CallbackRoom::Result(task, kPass, v1::RESOLVED, v1::VERY_SATISFIED);
  request.set_request_id("done-1");
  auto first = room.Complete(request);
  REQUIRE(first.ok());
  auto second = room.Complete(request);
  REQUIRE(second.ok());
  CHECK(first->state() == v1::CallbackTask::DONE);
  CHECK(first->SerializeAsString() == second->SerializeAsString());
  CHECK(room.orders.told().size() == 1);
  request.set_satisfaction(v1::DISSATISFIED);
  CHECK(Reason(room.Complete(request)) == "REQUEST_ID_REUSED");
}

TEST_CASE("a result for an order that had left is kept, and the task canceled") {
  CallbackRoom room;
  const std::string task = room.Enter(1);
  room.orders.Order(CallbackRoom::OrderId(1))
      .set_state(workorder::v1::CANCELED);  // Its event is still on the way.
  CHECK(room.Rate(task, kPass, v1::RESOLVED, v1::SATISFIED).state() == v1::CallbackTask::CANCELED);
  CHECK(room.Ratings(1).size() == 1);
}

TEST_CASE("the history of a task verifies") {
  CallbackRoom room;
  room.Rate(room.Enter(1), kReject, v1::UNRESOLVED, v1::DISSATISFIED);
  room.Rate(room.Enter(2), kPass, v1::RESOLVED, v1::SATISFIED);
  auto report = events::VerifyHistory(room.database.pool());
  REQUIRE(report.ok());
  CHECK(report->streams == 2);
  CHECK(report->events == 10);
  CHECK(report->broken.empty());
}

TEST_CASE("comments are sealed in the database and absent from events") {
  CallbackRoom room;
  room.Rate(room.Enter(1), kReject, v1::UNRESOLVED, v1::DISSATISFIED);
  pqxx::connection connection(room.database.Conninfo() + " options='-c search_path=callback'");
  pqxx::nontransaction reads(connection);
  CHECK(reads
            .exec1("SELECT count(*) FROM event WHERE payload::text LIKE '%家属%' OR payload::text "
                   "LIKE '%执行款%'")[0]
            .as<int>() == 0);
  CHECK(reads.exec1("SELECT count(*) FROM attempt WHERE position('家属'::bytea IN comment) > 0")[0]
            .as<int>() == 0);
  CHECK(reads.exec1("SELECT count(*) FROM rating WHERE length(comment) > 30")[0].as<int>() == 1);
}

}  // namespace
}  // namespace hotline::callback
