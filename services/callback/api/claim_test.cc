#include <atomic>
#include <thread>

#include "services/callback/testing/callback_room.h"

namespace hotline::callback {
namespace {

using namespace hotline::callback::testing;  // NOLINT: the room's vocabulary.

std::string Reason(const absl::StatusOr<v1::CallbackTask>& result) {
  return ReasonOf(result.status());
}

TEST_CASE("the queue shows urgent orders first, then old ones, in pages") {
  CallbackRoom room;
  const std::string old = room.Enter(1);
  room.clock.Advance(absl::Minutes(1));
  const std::string young = room.Enter(2);
  const std::string urgent = room.Enter(3, {.urgency = workorder::v1::URGENT});
  room.clock.Advance(absl::Minutes(1));
  const std::string critical = room.Enter(4, {.urgency = workorder::v1::CRITICAL});

  v1::ListTasksRequest request;
  request.set_page_size(3);
  auto first = room.api.ListTasks(room.As(Agent()), request);
  REQUIRE(first.ok());
  REQUIRE(first->callback_tasks_size() == 3);
  CHECK(first->callback_tasks(0).id() == critical);
  CHECK(first->callback_tasks(1).id() == urgent);
  CHECK(first->callback_tasks(2).id() == old);
  CHECK(first->callback_tasks(2).work_order_number() == "20261123000001");
  REQUIRE_FALSE(first->next_page_token().empty());
  request.set_page_token(first->next_page_token());
  auto second = room.api.ListTasks(room.As(Agent()), request);
  REQUIRE(second.ok());
  REQUIRE(second->callback_tasks_size() == 1);
  CHECK(second->callback_tasks(0).id() == young);
  CHECK(second->next_page_token().empty());
  // A token belongs to its caller and its filter.
  CHECK(ReasonOf(room.api.ListTasks(room.As(Agent("agent-2")), request).status()) ==
        "INVALID_PAGE_TOKEN");
  request.set_mine(true);
  CHECK(ReasonOf(room.api.ListTasks(room.As(Agent()), request).status()) == "INVALID_PAGE_TOKEN");
}

TEST_CASE("filters: by state as the clock makes it, and mine") {
  CallbackRoom room;
  const std::string task = room.Enter(1);
  room.Enter(2);
  REQUIRE(room.Claim(task).ok());
  v1::ListTasksRequest open, claimed, mine, done;
  open.add_state(v1::CallbackTask::OPEN);
  claimed.add_state(v1::CallbackTask::CLAIMED);
  mine.set_mine(true);
  done.add_state(v1::CallbackTask::DONE);
  CHECK(room.List(Agent(), open).size() == 1);
  CHECK(room.List(Agent(), claimed).size() == 1);
  CHECK(room.List(Agent(), mine).size() == 1);
  CHECK(room.List(Agent("agent-2"), mine).empty());
  CHECK(room.List(Agent(), done).empty());
  room.clock.Advance(absl::Minutes(15));
  CHECK(room.List(Agent(), open).size() == 2);
  CHECK(room.List(Agent(), claimed).empty());
  CHECK(room.List(Agent(), mine).empty());
  REQUIRE(room.Claim(task).ok());
  REQUIRE(room.Attempt(task, v1::REACHED).ok());
  REQUIRE(room.Complete(CallbackRoom::Result(task, v1::CallbackDecision::PASS, v1::RESOLVED,
                                             v1::SATISFIED))
              .ok());
  CHECK(room.List(Agent()).size() == 1);
  CHECK(room.List(Agent("agent-2"), done).size() == 1);
  done.set_mine(true);
  CHECK(room.List(Agent(), done).size() == 1);
}

TEST_CASE("a claim lasts as long as its lease, and a crashed agent's task comes back") {
  CallbackRoom room;
  const std::string task = room.Enter(1);
  auto claimed = room.Claim(task);
  REQUIRE(claimed.ok());
  CHECK(claimed->state() == v1::CallbackTask::CLAIMED);
  CHECK(claimed->claimed_by_id() == "agent-1");
  CHECK(claimed->allowed_commands_size() == 3);
  CHECK(Reason(room.Claim(task, Agent("agent-2"))) == "TASK_CLAIMED");
  CHECK(Reason(room.Claim(task)) == "TASK_CLAIMED");
  CHECK(Reason(room.Attempt(task, v1::REACHED, Agent("agent-2"))) == "TASK_NOT_CLAIMED");

  room.clock.Advance(absl::Minutes(10));
  REQUIRE(room.Attempt(task, v1::NO_ANSWER).ok());  // Renews.
  room.clock.Advance(absl::Minutes(14));
  CHECK(Reason(room.Claim(task, Agent("agent-2"))) == "TASK_CLAIMED");
  room.clock.Advance(absl::Minutes(1));
  CHECK(room.Get(task)->state() == v1::CallbackTask::OPEN);
  CHECK(Reason(room.Attempt(task, v1::REACHED)) == "LEASE_EXPIRED");
  REQUIRE(room.Claim(task, Agent("agent-2")).ok());
  CHECK(Reason(room.Attempt(task, v1::REACHED)) == "TASK_NOT_CLAIMED");
}

TEST_CASE("a released task is free at once") {
  CallbackRoom room;
  const std::string task = room.Enter(1);
  v1::ReleaseRequest release;
  release.set_id(task);
  CHECK(ReasonOf(room.api.Release(room.As(Agent()), release).status()) == "TASK_NOT_CLAIMED");
  REQUIRE(room.Claim(task).ok());
  auto released = room.api.Release(room.As(Agent()), release);
  REQUIRE(released.ok());
  CHECK(released->state() == v1::CallbackTask::OPEN);
  CHECK(released->claimed_by_id().empty());
  CHECK(room.Claim(task, Agent("agent-2")).ok());
  CHECK(room.History(task) ==
        std::vector<std::string>{"created", "claimed", "released", "claimed"});
}

TEST_CASE(
    "nobody calls back for an order they handled, nor does the unit complained about learn of it") {
  CallbackRoom room;
  const std::string own = room.Enter(1, {.participants = {"agent-1", "handler-1"}});
  const std::string against =
      room.Enter(2, {.respondent_department_id = kOtherDepartment, .participants = {}});
  CHECK(room.List(Agent()).size() == 1);
  CHECK(Reason(room.Get(own)) == "HANDLED_BY_YOU");
  CHECK(Reason(room.Claim(own)) == "HANDLED_BY_YOU");
  Caller respondent = Agent("agent-3");
  respondent.department_id = kOtherDepartment;
  CHECK(room.List(respondent).size() == 1);
  CHECK(Reason(room.Get(against, respondent)) == "TASK_NOT_FOUND");
  CHECK(Reason(room.Claim(against, respondent)) == "TASK_NOT_FOUND");
  CHECK(room.Claim(own, respondent).ok());
}

TEST_CASE("a court sees its own tasks and those of the courts below it") {
  CallbackRoom room;
  const std::string task = room.Enter(1);
  const Caller above = User("u1", {"callback.work"}, "", "/gd/");
  const Caller beside = User("u2", {"callback.work"}, "", "/gd/gd04/");
  const Caller nowhere = User("u3", {"callback.work"}, "", "");
  CHECK(room.List(above).size() == 1);
  CHECK(room.List(beside).empty());
  CHECK(room.List(nowhere).empty());
  CHECK(Reason(room.Claim(task, beside)) == "TASK_NOT_FOUND");
  CHECK(Reason(room.Claim(CallbackRoom::OrderId(77), beside)) == "TASK_NOT_FOUND");
  v1::ClaimNextRequest next;
  CHECK(Reason(room.api.ClaimNext(room.As(nowhere), next)) == "NO_TASK_DUE");
  CHECK(room.Claim(task, above).ok());
}

TEST_CASE("a stale etag is refused, a repeated request answered as before") {
  CallbackRoom room;
  const std::string task = room.Enter(1);
  auto seen = room.Get(task);
  REQUIRE(seen.ok());
  v1::ClaimRequest request;
  request.set_id(task);
  request.set_etag(seen->etag());
  request.set_request_id("r1");
  auto claimed = room.api.Claim(room.As(Agent(), "Claim"), request);
  REQUIRE(claimed.ok());
  auto again = room.api.Claim(room.As(Agent(), "Claim"), request);
  REQUIRE(again.ok());
  CHECK(again->SerializeAsString() == claimed->SerializeAsString());
  CHECK(Reason(room.Claim(task, Agent("agent-2"), seen->etag())) == "ETAG_MISMATCH");
  CHECK(room.History(task).size() == 2);
}

TEST_CASE("of sixteen agents who claim one task at once, one wins") {
  CallbackRoom room(16);
  const std::string task = room.Enter(1);
  std::atomic<int> won = 0, refused = 0;
  std::vector<std::thread> agents;
  for (int i = 0; i < 16; ++i) {
    agents.emplace_back([&, i] {
      auto claimed = room.Claim(task, Agent("agent-" + std::to_string(i)));
      if (claimed.ok()) ++won;
      if (Reason(claimed) == "TASK_CLAIMED") ++refused;
    });
  }
  for (std::thread& agent : agents) agent.join();
  CHECK(won == 1);
  CHECK(refused == 15);
  CHECK(room.History(task).size() == 2);
}

TEST_CASE("of sixteen agents who ask for the next task at once, each gets another, best first") {
  CallbackRoom room(16);
  for (int i = 1; i <= 12; ++i)
    room.Enter(i, {.urgency = i > 8 ? workorder::v1::CRITICAL : workorder::v1::NORMAL});
  std::mutex mutex;
  std::set<std::string> taken;
  int empty = 0;
  std::vector<std::thread> agents;
  for (int i = 0; i < 16; ++i) {
    agents.emplace_back([&, i] {
      auto claimed =
          room.api.ClaimNext(room.As(Agent("agent-" + std::to_string(i))), v1::ClaimNextRequest());
      std::lock_guard lock(mutex);
      if (claimed.ok()) taken.insert(claimed->id());
      if (Reason(claimed) == "NO_TASK_DUE") ++empty;
    });
  }
  for (std::thread& agent : agents) agent.join();
  CHECK(taken.size() == 12);
  CHECK(empty == 4);
}

TEST_CASE("the next task is the best that is free and due") {
  CallbackRoom room;
  const std::string tried = room.Enter(1, {.urgency = workorder::v1::CRITICAL});
  const std::string fresh = room.Enter(2);
  REQUIRE(room.Claim(tried).ok());
  REQUIRE(room.Attempt(tried, v1::NO_ANSWER).ok());  // Next at 11:00.
  v1::ReleaseRequest release;
  release.set_id(tried);
  REQUIRE(room.api.Release(room.As(Agent()), release).ok());
  auto next = room.api.ClaimNext(room.As(Agent()), v1::ClaimNextRequest());
  REQUIRE(next.ok());
  CHECK(next->id() == fresh);
  CHECK(Reason(room.api.ClaimNext(room.As(Agent("agent-2")), v1::ClaimNextRequest())) ==
        "NO_TASK_DUE");
  room.clock.Advance(absl::Hours(2));
  next = room.api.ClaimNext(room.As(Agent("agent-2")), v1::ClaimNextRequest());
  REQUIRE(next.ok());
  CHECK(next->id() == tried);
}

}  // namespace
}  // namespace hotline::callback
