#include "services/escalation/commands/follow_orders.h"

#include "nlohmann/json.hpp"
#include "services/escalation/commands/rules_in_force.h"
#include "services/escalation/domain/order_event.h"
#include "services/escalation/store/clock_store.h"
#include "services/escalation/store/reprojections.h"

namespace hotline::escalation {
namespace {

using nlohmann::json;

constexpr std::string_view kPrefix = "work_order.";
constexpr int kPullLimit = 500;

absl::Time TimeOf(const events::v1::Event& event) {
  return absl::FromUnixSeconds(event.occurred_at().seconds()) +
         absl::Nanoseconds(event.occurred_at().nanos());
}

int UrgencyOf(const std::string& name) {
  workorder::v1::Urgency urgency;
  return workorder::v1::Urgency_Parse(name, &urgency) && urgency != 0 ? urgency
                                                                      : workorder::v1::NORMAL;
}

// Unset for events that are not of an order.
std::optional<OrderEvent> Read(const events::v1::Event& event) {
  if (!event.type().starts_with(kPrefix)) return std::nullopt;
  OrderEvent read{.type = event.type().substr(kPrefix.size()),
                  .time = TimeOf(event),
                  .revision = event.revision(),
                  .payload = json::parse(event.payload(), nullptr, false)};
  if (!read.payload.is_object() || !read.payload.contains("state")) return std::nullopt;
  read.state = read.Text("state");
  read.facts = {.id = event.stream_id(),
                .number = read.type == "supervised" || read.type == "supervision_replied"
                              ? ""  // There it is the supervision's.
                              : read.Text("number"),
                .court_id = read.Text("courtId"),
                .court_path = read.Text("courtPath"),
                .type = read.Text("orderType"),
                .urgency = UrgencyOf(read.Text("urgency")),
                .department_id = read.Text("departmentId"),
                .respondent_department_id = read.Text("respondentDepartmentId"),
                .round = read.payload.value("round", 1)};
  return read;
}

}  // namespace

absl::StatusOr<events::v1::PullEventsResponse> OrderFollower::Pull(
    const events::v1::PullEventsRequest& asked) {
  if (parts_.progress->Pulling() && std::exchange(news_, false)) parts_.clocks_changed();
  if (!keeping_) {
    HOTLINE_RETURN_IF_ERROR(parts_.pool->Transact([&](db::Tx& tx) {
      BeginKeeping(tx, parts_.clock->Now());
      return absl::OkStatus();
    }));
    keeping_ = true;
  }
  events::v1::PullEventsRequest request = asked;
  request.set_limit(kPullLimit);
  for (const std::string_view type : kMoveNoClock)
    request.add_except_types(std::string(kPrefix) + std::string(type));
  HOTLINE_ASSIGN_OR_RETURN(events::v1::PullEventsResponse response,
                           parts_.work_orders->Pull(request));
  for (events::v1::Event& event : *response.mutable_events()) {
    const std::optional<OrderEvent> read = Read(event);
    if (!read || read->type != "dispatched") continue;
    HOTLINE_ASSIGN_OR_RETURN(const workorder::v1::WorkOrderForService order,
                             parts_.work_orders->Get(event.stream_id()));
    json payload = read->payload;
    payload["number"] = order.number();
    payload["respondentDepartmentId"] = order.respondent_department_id();
    event.set_payload(payload.dump());
  }
  news_ = news_ || !response.events().empty();
  parts_.progress->Pulled(!response.more());
  return response;
}

absl::Status OrderFollower::Apply(db::Tx& tx, const std::vector<const events::v1::Event*>& events,
                                  absl::Time) const {
  std::vector<OrderEvent> news;
  std::vector<std::string> ids;
  for (const events::v1::Event* event : events) {
    if (std::optional<OrderEvent> read = Read(*event)) news.push_back(*std::move(read));
  }
  for (const OrderEvent& event : news) ids.push_back(event.facts.id);
  // The rules before the clocks, as a reprojection does.
  RulesInForce rules(tx, *parts_.policies, *parts_.calendars);
  std::map<std::string, FollowedOrder> orders = LockFollowedOrders(tx, ids);
  for (const OrderEvent& event : news) {
    HOTLINE_RETURN_IF_ERROR(escalation::Apply(
        orders[event.facts.id], event, [&](const OrderClock& clock) { return rules.Of(clock); }));
  }
  SaveFollowedOrders(tx, orders);
  return absl::OkStatus();
}

}  // namespace hotline::escalation
