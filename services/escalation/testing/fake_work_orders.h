// The work order service as this one sees it, in memory: an event feed, effects that happen once
// per effect id, and due times that only go forward in their sequence.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "nlohmann/json.hpp"
#include "platform/base/status.h"
#include "platform/testing/pull_from.h"
#include "services/escalation/commands/work_orders.h"

namespace hotline::escalation::testing {

class FakeWorkOrders : public WorkOrders {
 public:
  enum class Fault { kNone, kAway, kReplyLost };

  void Emit(const std::string& id, const std::string& type, const nlohmann::json& payload,
            absl::Time at) {
    std::lock_guard lock(mutex_);
    events::v1::Event event;
    event.set_position(static_cast<int64_t>(events_.size()) + 1);
    event.set_stream_id(id);
    event.set_revision(++revisions_[id]);
    event.set_type("work_order." + type);
    event.mutable_occurred_at()->set_seconds(absl::ToUnixSeconds(at));
    event.set_payload(payload.dump());
    events_.push_back(event);
  }
  // The last `count` events once more, at new positions.
  void Repeat(size_t count) {
    std::lock_guard lock(mutex_);
    for (size_t i = events_.size() - count, end = events_.size(); i < end; ++i) {
      events_.push_back(events_[i]);
      events_.back().set_position(static_cast<int64_t>(events_.size()));
    }
  }
  void Fail(Fault fault) {
    std::lock_guard lock(mutex_);
    fault_ = fault;
  }
  void Refuse(const std::string& order, const std::string& reason) {
    std::lock_guard lock(mutex_);
    refused_[order] = reason;
  }

  std::vector<workorder::v1::TimerEffect> effects() const {
    std::lock_guard lock(mutex_);
    return effects_;
  }
  int calls() const {
    std::lock_guard lock(mutex_);
    return calls_;
  }
  // What the order shows; unset when cleared or never set.
  std::optional<absl::Time> due(const std::string& order) const {
    std::lock_guard lock(mutex_);
    const auto found = due_.find(order);
    if (found == due_.end() || !found->second.has_due_time()) return std::nullopt;
    return absl::FromUnixSeconds(found->second.due_time().seconds());
  }

  absl::StatusOr<events::v1::PullEventsResponse> Pull(
      const events::v1::PullEventsRequest& request) override {
    std::lock_guard lock(mutex_);
    if (fault_ == Fault::kAway) return absl::UnavailableError("away");
    return hotline::testing::PullFrom(events_, request);
  }
  absl::StatusOr<workorder::v1::WorkOrderForService> Get(const std::string& id) override {
    workorder::v1::WorkOrderForService order;
    order.set_id(id);
    order.set_number("2026" + id.substr(24));
    return order;
  }
  absl::Status CheckSees(const rpc::Call& call, const std::string& id) override {
    std::lock_guard lock(mutex_);
    const bool seen = revisions_.contains(id) && call.caller.Has("workorder.read.court");
    return seen ? absl::OkStatus() : NotFound("WORK_ORDER_NOT_FOUND");
  }
  absl::StatusOr<std::set<std::string>> Types(const rpc::Call&) override {
    return std::set<std::string>{"CASE_QUERY", "COMPLAINT", "CONTACT_JUDGE"};
  }
  absl::StatusOr<workorder::v1::ApplyTimerEffectsReply> Apply(
      const workorder::v1::ApplyTimerEffectsRequest& request) override {
    std::lock_guard lock(mutex_);
    ++calls_;
    if (fault_ == Fault::kAway) return absl::UnavailableError("away");
    workorder::v1::ApplyTimerEffectsReply reply;
    for (const workorder::v1::TimerEffect& effect : request.effects()) {
      auto& result = *reply.add_results();
      result.set_effect_id(effect.effect_id());
      if (const auto refused = refused_.find(effect.work_order_id()); refused != refused_.end()) {
        result.set_reason(refused->second);
      } else if (applied_.insert(effect.effect_id()).second) {
        effects_.push_back(effect);
      }
    }
    if (fault_ == Fault::kReplyLost) return absl::UnavailableError("connection reset");
    return reply;
  }
  absl::StatusOr<workorder::v1::SetDueTimesReply> SetDueTimes(
      const workorder::v1::SetDueTimesRequest& request) override {
    std::lock_guard lock(mutex_);
    if (fault_ == Fault::kAway) return absl::UnavailableError("away");
    workorder::v1::SetDueTimesReply reply;
    for (const auto& item : request.items()) {
      auto& known = due_[item.work_order_id()];
      if (known.sequence() < item.sequence()) known = item;
      reply.add_results()->set_work_order_id(item.work_order_id());
    }
    if (fault_ == Fault::kReplyLost) return absl::UnavailableError("connection reset");
    return reply;
  }

 private:
  mutable std::mutex mutex_;
  std::map<std::string, int64_t> revisions_;
  std::vector<events::v1::Event> events_;
  std::set<std::string> applied_;  // Effect ids.
  std::vector<workorder::v1::TimerEffect> effects_;
  std::map<std::string, workorder::v1::SetDueTimesRequest::Item> due_;
  std::map<std::string, std::string> refused_;
  Fault fault_ = Fault::kNone;
  int calls_ = 0;
};

}  // namespace hotline::escalation::testing
