// The whole callback service on a fresh database with virtual time, beside a fake work order
// service.
#pragma once

#include <memory>
#include <string>

#include "catch2/catch.hpp"
#include "platform/clock/clock.h"
#include "platform/events/event.h"
#include "platform/testing/schema.h"
#include "services/callback/api/callback_api.h"
#include "services/callback/commands/follow_order.h"
#include "services/callback/module.h"
#include "services/callback/testing/fake_work_orders.h"
#include "services/callback/workers/conclude_worker.h"

namespace hotline::callback::testing {

inline constexpr char kDepartment[] = "0d000000-0000-4000-8000-000000000001";       // 执行局
inline constexpr char kOtherDepartment[] = "0d000000-0000-4000-8000-000000000002";  // 立案庭

inline Caller User(const std::string& id, std::set<std::string, std::less<>> permissions,
                   const std::string& department = "",
                   const std::string& court_path = "/gd/gd03/") {
  Caller caller;
  caller.kind = Caller::Kind::kUser;
  caller.id = id;
  caller.name = id;
  caller.court_path = court_path;
  caller.department_id = department;
  caller.permissions = std::move(permissions);
  return caller;
}

inline Caller Agent(const std::string& id = "agent-1") {
  return User(id, {"callback.read", "callback.work"});
}
inline Caller Supervisor(const std::string& id = "supervisor-1") {
  return User(id, {"setaside.decide", "callback.read"});
}
inline Caller Reviewer(const std::string& department = kDepartment) {
  return User("dept-reviewer", {"setaside.request", "workorder.read.department"}, department);
}

inline crypto::KeyRing Keys() {
  crypto::KeyRing keys;
  keys.active = "k1";
  keys.field_keys["k1"] = std::string(32, 'f');
  keys.index_key = std::string(32, 'i');
  return keys;
}

struct OrderOptions {
  workorder::v1::Urgency urgency = workorder::v1::NORMAL;
  bool anonymous = false;
  std::string respondent_department_id = {};
  std::vector<std::string> participants = {"handler-1", "dept-reviewer", "office-1"};
  std::string court_path = "/gd/gd03/";
};

class CallbackRoom {
 public:
  explicit CallbackRoom(int connections = 8)
      : clock(
            absl::FromCivil(absl::CivilMinute(2026, 11, 23, 9, 0), absl::FixedTimeZone(8 * 3600))),
        database(Schema(), connections),
        cipher(Keys()),
        stores(&cipher),
        page_tokens(std::string(32, 't')),
        feed(&database.pool(), "callback"),
        commands(&database.pool(), &cipher),
        conclusion(&database.pool(), &stores, &orders, {}),
        api({&commands, &stores, &conclusion, &feed, &page_tokens, {}}),
        worker(&database.pool(), &conclusion),
        consumer(
            &database.pool(), "workorder",
            [this](const events::v1::PullEventsRequest& request) {
              return PullOrderEvents(orders, request);
            },
            [this](db::Tx& tx, const events::v1::Event& event) {
              return FollowOrder(tx, stores, event);
            },
            absl::ZeroDuration()) {}

  // "0a…0042" for 42.
  static std::string OrderId(int number) {
    const std::string digits = std::to_string(number);
    return "0a000000-0000-4000-8000-" + std::string(12 - digits.size(), '0') + digits;
  }

  // A new order enters CALLBACK; returns the id of its task.
  std::string Enter(int number, const OrderOptions& options = {}) {
    workorder::v1::WorkOrderForService& order = orders.Order(OrderId(number));
    order.set_id(OrderId(number));
    order.set_number("20261123" + OrderId(number).substr(30));
    order.set_round(1);
    order.set_court_id("0c000000-0000-4000-8000-000000000003");
    order.set_court_path(options.court_path);
    order.set_type("CASE_QUERY");
    order.set_urgency(options.urgency);
    order.set_department_id(kDepartment);
    order.set_anonymous(options.anonymous);
    order.set_respondent_department_id(options.respondent_department_id);
    for (const std::string& id : options.participants) order.add_participant_ids(id);
    orders.Move(OrderId(number), workorder::v1::CALLBACK, clock.Now());
    Follow();
    return TaskId(number, 1);
  }

  void Follow() {
    for (int pull = 0; pull < 2; ++pull) REQUIRE(consumer.Tick(clock.Now()).ok());
  }

  // Empty when there is none.
  std::string TaskId(int number, int round) {
    pqxx::connection connection(database.Conninfo() + " options='-c search_path=callback'");
    pqxx::nontransaction reads(connection);
    const pqxx::result found = reads.exec_params(
        "SELECT id FROM task WHERE work_order_id = $1 AND round = $2", OrderId(number), round);
    return found.empty() ? "" : found[0][0].as<std::string>();
  }

  rpc::Call As(const Caller& caller, const std::string& method = "test") {
    return {.method = method,
            .caller = caller,
            .now = clock.Now(),
            .deadline = absl::Now() + absl::Seconds(10),
            .trace_id = "t"};
  }

  absl::StatusOr<v1::CallbackTask> Get(const std::string& id, const Caller& caller = Agent()) {
    v1::GetTaskRequest request;
    request.set_id(id);
    return api.GetTask(As(caller), request);
  }
  absl::StatusOr<v1::CallbackTask> Claim(const std::string& id, const Caller& caller = Agent(),
                                         const std::string& etag = "") {
    v1::ClaimRequest request;
    request.set_id(id);
    request.set_etag(etag);
    return api.Claim(As(caller), request);
  }
  absl::StatusOr<v1::CallbackTask> Attempt(const std::string& id, v1::Outcome outcome,
                                           const Caller& caller = Agent()) {
    v1::RecordAttemptRequest request;
    request.set_id(id);
    request.set_outcome(outcome);
    request.set_comment("家属接听");
    return api.RecordAttempt(As(caller), request);
  }
  static v1::CompleteRequest Result(const std::string& id, v1::CallbackDecision::Value decision,
                                    v1::Resolution resolved = v1::RESOLUTION_UNSPECIFIED,
                                    v1::Satisfaction satisfaction = v1::SATISFACTION_UNSPECIFIED) {
    v1::CompleteRequest request;
    request.set_id(id);
    request.set_decision(decision);
    request.set_resolved(resolved);
    request.set_satisfaction(satisfaction);
    if (decision == v1::CallbackDecision::REJECT) request.set_comment("执行款仍未发放");
    return request;
  }
  absl::StatusOr<v1::CallbackTask> Complete(const v1::CompleteRequest& request,
                                            const Caller& caller = Agent()) {
    return api.Complete(As(caller, "Complete"), request);
  }
  // Claims, reaches the citizen and completes.
  v1::CallbackTask Rate(const std::string& id, v1::CallbackDecision::Value decision,
                        v1::Resolution resolved, v1::Satisfaction satisfaction) {
    REQUIRE(Claim(id).ok());
    REQUIRE(Attempt(id, v1::REACHED).ok());
    auto done = Complete(Result(id, decision, resolved, satisfaction));
    REQUIRE(done.ok());
    return *done;
  }
  std::vector<v1::CallbackTask> List(const Caller& caller, v1::ListTasksRequest request = {}) {
    auto reply = api.ListTasks(As(caller, "ListTasks"), request);
    REQUIRE(reply.ok());
    return {reply->callback_tasks().begin(), reply->callback_tasks().end()};
  }
  std::vector<v1::Rating> Ratings(int number, const Caller& caller = Supervisor()) {
    v1::ListRatingsRequest request;
    request.set_id(OrderId(number));
    auto reply = api.ListRatings(As(caller), request);
    REQUIRE(reply.ok());
    return {reply->ratings().begin(), reply->ratings().end()};
  }
  // The types of a task's events, in order, without the prefix.
  std::vector<std::string> History(const std::string& task_id) {
    std::vector<std::string> types;
    REQUIRE(database.pool()
                .Transact([&](db::Tx& tx) {
                  for (const events::Event& event : events::History(tx, task_id, 0, 100))
                    types.push_back(event.type.substr(14));
                  return absl::OkStatus();
                })
                .ok());
    return types;
  }

  ManualClock clock;
  hotline::testing::ServiceDatabase database;
  crypto::FieldCipher cipher;
  FakeWorkOrders orders;
  Stores stores;
  rpc::PageTokens page_tokens;
  events::Feed feed;
  events::Commands commands;
  Conclusion conclusion;
  CallbackApi api;
  ConcludeWorker worker;
  events::Consumer consumer;
};

}  // namespace hotline::callback::testing
