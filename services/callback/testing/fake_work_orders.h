// The work order service as this one sees it, in memory: orders, their event feed, and conclusions
// that happen once per request id.
#pragma once

#include <algorithm>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "nlohmann/json.hpp"
#include "platform/base/status.h"
#include "platform/testing/pull_from.h"
#include "services/callback/commands/work_orders.h"

namespace hotline::callback::testing {

class FakeWorkOrders : public WorkOrders {
 public:
  enum class Fault { kNone, kAway, kReplyLost };

  struct Told {
    std::string request_id;
    int round;
    bool pass;
  };

  workorder::v1::WorkOrderForService& Order(const std::string& id) { return orders_[id]; }

  // The order enters `state`; its event carries only what the real one does.
  void Move(const std::string& id, workorder::v1::State state, absl::Time now) {
    std::lock_guard lock(mutex_);
    MoveLocked(id, state, now);
  }

  void Emit(const std::string& id, int64_t revision, const nlohmann::json& payload,
            absl::Time now) {
    std::lock_guard lock(mutex_);
    EmitLocked(id, revision, payload, now);
  }

  // Every conclusion is answered so, and the order stays; OK ends it.
  void Refuse(absl::Status refusal) {
    std::lock_guard lock(mutex_);
    refusal_ = std::move(refusal);
  }

  void Fail(Fault fault) {
    std::lock_guard lock(mutex_);
    fault_ = fault;
  }

  std::vector<Told> told() {
    std::lock_guard lock(mutex_);
    return told_;
  }

  absl::StatusOr<workorder::v1::WorkOrderForService> Get(const std::string& id) override {
    std::lock_guard lock(mutex_);
    if (!orders_.contains(id)) return NotFound("WORK_ORDER_NOT_FOUND");
    return orders_[id];
  }

  absl::Status Conclude(const workorder::v1::ConcludeCallbackRequest& request,
                        absl::Time) override {
    std::lock_guard lock(mutex_);
    if (fault_ == Fault::kAway) return absl::UnavailableError("away");
    if (!refusal_.ok()) return refusal_;
    const workorder::v1::WorkOrderForService& asked = orders_[request.id()];
    if (asked.state() == workorder::v1::CALLBACK &&
        std::ranges::count(asked.participant_ids(), request.callback_agent_id()) > 0)
      return Denied("HANDLED_BY_YOU");
    const std::string bytes = request.SerializeAsString();
    auto [stored, fresh] = replies_.emplace(request.request_id(), bytes);
    if (!fresh) return stored->second == bytes ? absl::OkStatus() : Invalid("REQUEST_ID_REUSED");
    workorder::v1::WorkOrderForService& order = orders_[request.id()];
    if (order.state() != workorder::v1::CALLBACK || order.round() != request.round()) {
      replies_.erase(stored);
      return Precondition("WRONG_STATE");
    }
    told_.push_back({request.request_id(), request.round(), request.pass()});
    if (!request.pass()) order.set_round(order.round() + 1);
    MoveLocked(request.id(), request.pass() ? workorder::v1::CLOSED : workorder::v1::DISPATCHED,
               last_);
    return fault_ == Fault::kReplyLost ? absl::UnavailableError("connection reset")
                                       : absl::OkStatus();
  }

  absl::StatusOr<events::v1::PullEventsResponse> Pull(
      const events::v1::PullEventsRequest& request) override {
    std::lock_guard lock(mutex_);
    return hotline::testing::PullFrom(events_, request);
  }

 private:
  void MoveLocked(const std::string& id, workorder::v1::State state, absl::Time now) {
    workorder::v1::WorkOrderForService& order = orders_[id];
    order.set_state(state);
    EmitLocked(id, ++revisions_[id],
               {{"state", workorder::v1::State_Name(state)},
                {"round", order.round()},
                {"courtId", order.court_id()},
                {"courtPath", order.court_path()},
                {"orderType", order.type()},
                {"urgency", workorder::v1::Urgency_Name(order.urgency())},
                {"departmentId", order.department_id()}},
               now);
  }

  void EmitLocked(const std::string& id, int64_t revision, const nlohmann::json& payload,
                  absl::Time now) {
    last_ = now;
    events::v1::Event event;
    event.set_position(static_cast<int64_t>(events_.size()) + 1);
    event.set_stream_id(id);
    event.set_revision(revision);
    event.set_type("work_order.moved");
    event.set_actor_id("reviewer");
    event.set_actor_name("热线办审核");
    event.mutable_occurred_at()->set_seconds(absl::ToUnixSeconds(now));
    event.set_payload(payload.dump());
    events_.push_back(event);
  }

  std::mutex mutex_;
  std::map<std::string, workorder::v1::WorkOrderForService> orders_;
  std::map<std::string, int64_t> revisions_;
  std::map<std::string, std::string> replies_;  // By request id.
  std::vector<events::v1::Event> events_;
  std::vector<Told> told_;
  Fault fault_ = Fault::kNone;
  absl::Status refusal_;
  absl::Time last_;
};

}  // namespace hotline::callback::testing
