#include "services/callback/commands/follow_order.h"

#include "platform/crypto/crypto.h"
#include "services/callback/sql.h"

namespace hotline::callback {
namespace {

using nlohmann::json;

constexpr char kCallback[] = "CALLBACK";

json PayloadOf(const events::v1::Event& event) {
  return json::parse(event.payload(), nullptr, false);
}

std::string StateOf(const json& payload) {
  return payload.is_object() ? payload.value("state", "") : "";
}

bool IsComplete(const json& payload) {
  for (const char* field :
       {"round", "number", "orderType", "urgency", "courtId", "courtPath", "departmentId",
        "respondentDepartmentId", "anonymous", "participantIds"}) {
    if (!payload.contains(field)) return false;
  }
  return true;
}

json FieldsOf(const workorder::v1::WorkOrderForService& order) {
  return {{"round", order.round()},
          {"number", order.number()},
          {"orderType", order.type()},
          {"urgency", workorder::v1::Urgency_Name(order.urgency())},
          {"courtId", order.court_id()},
          {"courtPath", order.court_path()},
          {"departmentId", order.department_id()},
          {"respondentDepartmentId", order.respondent_department_id()},
          {"anonymous", order.anonymous()},
          {"participantIds", std::vector<std::string>(order.participant_ids().begin(),
                                                      order.participant_ids().end())}};
}

int UrgencyOf(const std::string& name) {
  workorder::v1::Urgency urgency;
  return workorder::v1::Urgency_Parse(name, &urgency) && urgency != 0 ? urgency
                                                                      : workorder::v1::NORMAL;
}

absl::Time TimeOf(const events::v1::Event& event) {
  return absl::FromUnixSeconds(event.occurred_at().seconds()) +
         absl::Nanoseconds(event.occurred_at().nanos());
}

Change ChangeOf(const events::v1::Event& event, std::string type) {
  return {std::move(type),
          event.actor_id(),
          event.actor_name(),
          TimeOf(event),
          {{"workOrderRevision", event.revision()}}};
}

void Open(db::Tx& tx, const Stores& stores, const events::v1::Event& event, const json& payload,
          int round) {
  Task task;
  task.create_time = TimeOf(event);
  task.id = crypto::NewUuid(task.create_time);
  task.work_order_id = event.stream_id();
  task.round = round;
  task.work_order_number = payload.at("number");
  task.work_order_type = payload.at("orderType");
  task.court_id = payload.at("courtId");
  task.court_path = payload.at("courtPath");
  task.department_id = payload.at("departmentId");
  task.respondent_department_id = payload.at("respondentDepartmentId");
  task.participant_ids = payload.at("participantIds").get<std::vector<std::string>>();
  task.anonymous = payload.at("anonymous");
  task.urgency = UrgencyOf(payload.at("urgency"));
  stores.tasks.Insert(tx, task, ChangeOf(event, "callback_task.created"));
}

void Cancel(db::Tx& tx, const Stores& stores, const events::v1::Event& event, Task& task) {
  task.state = TaskState::kCanceled;
  task.lease_until.reset();
  task.next_attempt_time.reset();
  stores.tasks.Save(tx, task, ChangeOf(event, "callback_task.canceled"));
}

// What timers and bystanders write into a history moves no order, and there may be thousands of it
// at one instant.
constexpr const char* kMoveNoOrder[] = {
    "work_order.criticized", "work_order.due_time_set", "work_order.head_notified",
    "work_order.note_added", "work_order.registered",   "work_order.reminded",
    "work_order.revealed",   "work_order.supervised",   "work_order.urged"};

}  // namespace

absl::StatusOr<events::v1::PullEventsResponse> PullOrderEvents(
    WorkOrders& work_orders, const events::v1::PullEventsRequest& asked) {
  events::v1::PullEventsRequest request = asked;
  for (const char* type : kMoveNoOrder) request.add_except_types(type);
  HOTLINE_ASSIGN_OR_RETURN(events::v1::PullEventsResponse response, work_orders.Pull(request));
  for (events::v1::Event& event : *response.mutable_events()) {
    const json payload = PayloadOf(event);
    if (StateOf(payload) != kCallback || IsComplete(payload)) continue;
    HOTLINE_ASSIGN_OR_RETURN(workorder::v1::WorkOrderForService order,
                             work_orders.Get(event.stream_id()));
    json complete = FieldsOf(order);
    complete.update(payload);  // What the event says was so then; the order may have moved on.
    event.set_payload(complete.dump());
  }
  return response;
}

absl::Status FollowOrder(db::Tx& tx, const Stores& stores, const events::v1::Event& event) {
  const json payload = PayloadOf(event);
  const std::string state = StateOf(payload);
  if (state.empty()) return absl::OkStatus();  // An event that moves no order.
  if (tx.Exec(sql::kSeeOrder, event.stream_id(), event.revision()).empty()) return absl::OkStatus();

  const bool calling = state == kCallback;
  if (calling && !IsComplete(payload))
    return absl::InternalError("event " + event.type() + " lacks fields of the order");
  const int round = calling ? payload.at("round").get<int>() : 0;
  // A task with a result is left to its conclusion, which learns from the order what became of it.
  for (Task& task : stores.tasks.LockOpenOfOtherRounds(tx, event.stream_id(), round)) {
    Cancel(tx, stores, event, task);
  }
  if (calling && !stores.tasks.HasRound(tx, event.stream_id(), round)) {
    Open(tx, stores, event, payload, round);
  }
  return absl::OkStatus();
}

}  // namespace hotline::callback
