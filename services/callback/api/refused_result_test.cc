#include "services/callback/testing/callback_room.h"

namespace hotline::callback {
namespace {

using namespace hotline::callback::testing;  // NOLINT: the room's vocabulary.

constexpr auto kPass = v1::CallbackDecision::PASS;
constexpr auto kReject = v1::CallbackDecision::REJECT;

// The order says that agent-1 handled it, after agent-1 has claimed the task and reached the
// citizen.
std::string CalledByWhoHandled(CallbackRoom& room) {
  const std::string task = room.Enter(1);
  REQUIRE(room.Claim(task).ok());
  REQUIRE(room.Attempt(task, v1::REACHED).ok());
  room.orders.Order(CallbackRoom::OrderId(1)).add_participant_ids("agent-1");
  return task;
}

TEST_CASE("the result of an agent who had handled the order does not count, and another calls") {
  CallbackRoom room;
  const std::string task = CalledByWhoHandled(room);
  auto answered =
      room.Complete(CallbackRoom::Result(task, kReject, v1::UNRESOLVED, v1::VERY_DISSATISFIED));
  REQUIRE(answered.ok());
  CHECK(answered->state() == v1::CallbackTask::OPEN);
  CHECK(answered->claimed_by_id().empty());
  CHECK_FALSE(answered->has_rating());
  REQUIRE(answered->refused_ratings_size() == 1);
  CHECK(answered->refused_ratings(0).refusal().reason() == "HANDLED_BY_YOU");
  CHECK(answered->refused_ratings(0).comment() == "执行款仍未发放");
  CHECK(room.History(task).back() == "result_refused");
  CHECK(room.orders.told().empty());
  CHECK(*room.worker.Tick(room.clock.Now()) == absl::InfiniteFuture());  // Nothing is repeated.

  // Not that agent again.
  CHECK(ReasonOf(room.Claim(task).status()) == "HANDLED_BY_YOU");
  CHECK(room.List(Agent()).empty());
  // Another, who calls the citizen again.
  const Caller other = Agent("agent-2");
  v1::ClaimNextRequest next;
  auto claimed = room.api.ClaimNext(room.As(other), next);
  REQUIRE(claimed.ok());
  CHECK(claimed->id() == task);
  auto result = CallbackRoom::Result(task, kPass, v1::RESOLVED, v1::SATISFIED);
  CHECK(ReasonOf(room.Complete(result, other).status()) == "NOT_REACHED");
  REQUIRE(room.Attempt(task, v1::REACHED, other).ok());
  auto done = room.Complete(result, other);
  REQUIRE(done.ok());
  CHECK(done->state() == v1::CallbackTask::DONE);
  CHECK(done->rating().satisfaction() == v1::SATISFIED);
  CHECK(done->refused_ratings_size() == 1);
  REQUIRE(room.orders.told().size() == 1);
  CHECK(room.orders.told()[0].request_id == "callback:" + task + ":2");

  const auto ratings = room.Ratings(1);
  REQUIRE(ratings.size() == 2);
  CHECK(ratings[0].has_refusal());
  CHECK(ratings[0].satisfaction() == v1::VERY_DISSATISFIED);
  CHECK_FALSE(ratings[1].has_refusal());
  auto report = events::VerifyHistory(room.database.pool());
  REQUIRE(report.ok());
  CHECK(report->broken.empty());
}

TEST_CASE("a refused rating cannot be set aside: it does not count anyway") {
  CallbackRoom room;
  const std::string task = CalledByWhoHandled(room);
  room.orders.Fail(FakeWorkOrders::Fault::kAway);
  REQUIRE(room.Complete(CallbackRoom::Result(task, kReject, v1::UNRESOLVED, v1::VERY_DISSATISFIED))
              .ok());
  v1::RequestSetAsideRequest request;
  request.set_id(CallbackRoom::OrderId(1));
  request.set_reason("当事人对判决结果不服");
  REQUIRE(room.api.RequestSetAside(room.As(Reviewer()), request).ok());
  room.orders.Fail(FakeWorkOrders::Fault::kNone);
  room.clock.Advance(absl::Minutes(1));
  REQUIRE(room.worker.Tick(room.clock.Now()).ok());

  CHECK(room.Get(task, Agent("agent-2"))->state() == v1::CallbackTask::OPEN);
  CHECK(ReasonOf(room.api.RequestSetAside(room.As(Reviewer()), request).status()) ==
        "RATING_NOT_FOUND");
  auto pending = room.api.ListSetAsides(room.As(Supervisor(), "ListSetAsides"), {});
  REQUIRE(pending.ok());
  CHECK(pending->ratings().empty());

  // The rating that counts has an examination of its own.
  const Caller other = Agent("agent-2");
  REQUIRE(room.Claim(task, other).ok());
  REQUIRE(room.Attempt(task, v1::REACHED, other).ok());
  REQUIRE(
      room.Complete(CallbackRoom::Result(task, kReject, v1::UNRESOLVED, v1::DISSATISFIED), other)
          .ok());
  auto asked = room.api.RequestSetAside(room.As(Reviewer()), request);
  REQUIRE(asked.ok());
  CHECK(asked->satisfaction() == v1::DISSATISFIED);
}

TEST_CASE("a refusal that no other agent could mend stands in the task until its cause is gone") {
  CallbackRoom room;
  const std::string task = room.Enter(1);
  const absl::Status refusal =
      GENERATE(Denied("PERMISSION_MISSING"), Invalid("INVALID_INPUT"), Precondition("NEW_RULE"),
               absl::InternalError("history does not verify"), NotFound("WORK_ORDER_NOT_FOUND"));
  room.orders.Refuse(refusal);
  CHECK(room.Rate(task, kPass, v1::RESOLVED, v1::SATISFIED).conclude_refusal() ==
        ReasonOf(refusal));
  for (int times = 0; times < 3; ++times) {
    room.clock.Advance(absl::Minutes(5));
    REQUIRE(room.worker.Tick(room.clock.Now()).ok());
  }
  const auto queue = room.List(Supervisor());  // The queue shows it, too.
  REQUIRE(queue.size() == 1);
  CHECK(queue[0].state() == v1::CallbackTask::CONCLUDING);
  CHECK(queue[0].conclude_refusal() == ReasonOf(refusal));
  const std::vector<std::string> told_once = {"created", "claimed", "attempted", "completed",
                                              "conclusion_refused"};
  CHECK(room.History(task) == told_once);

  room.orders.Refuse(absl::OkStatus());
  room.clock.Advance(absl::Minutes(5));
  REQUIRE(room.worker.Tick(room.clock.Now()).ok());
  CHECK(room.Get(task)->state() == v1::CallbackTask::DONE);
  CHECK(room.Get(task)->conclude_refusal().empty());
}

}  // namespace
}  // namespace hotline::callback
