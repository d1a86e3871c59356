#include <algorithm>

#include "platform/base/status.h"
#include "services/workorder/domain/names.h"
#include "services/workorder/domain/recording.h"
#include "services/workorder/domain/sending.h"
#include "services/workorder/domain/state_machine.h"
#include "services/workorder/domain/visibility.h"

namespace hotline::workorder {
namespace {

bool IsComplaint(const WorkOrder& order) {
  return order.type == kComplaintType && !order.respondent.empty();
}

}  // namespace

absl::Status CheckUnit(const WorkOrder& order, const Department& unit) {
  if (unit.court_id != order.court_id) return Invalid("DEPARTMENT_UNKNOWN");
  if (!unit.active) return Precondition("DEPARTMENT_INACTIVE", {{"department", unit.name}});
  if (unit.id == order.respondent.department_id) return Precondition("RESPONDENT_MAY_NOT_HANDLE");
  return absl::OkStatus();
}

absl::Status CheckTarget(const WorkOrder& order, const Department& target,
                         const std::optional<Department>& supervision_office) {
  HOTLINE_RETURN_IF_ERROR(CheckUnit(order, target));
  if (IsComplaint(order) && supervision_office && supervision_office->active &&
      target.id != supervision_office->id &&
      supervision_office->id != order.respondent.department_id) {
    return Precondition("WRONG_ROUTE", {{"department", supervision_office->name}});
  }
  return absl::OkStatus();
}

absl::Status AddCoDepartment(WorkOrder& order, const Department& department,
                             const std::string& task) {
  HOTLINE_RETURN_IF_ERROR(CheckUnit(order, department));
  if (department.id == order.department_id) return Precondition("LEAD_MAY_NOT_CO_HANDLE");
  for (const CoHandler& c : order.detail.co_handlers) {
    if (c.department_id == department.id && !c.reported) {
      return Precondition("CO_HANDLER_EXISTS", {{"department", department.name}});
    }
  }
  if (order.detail.co_handlers.size() >= kMaxCoHandlers) {
    return Precondition("TOO_MANY_CO_HANDLERS", {{"limit", std::to_string(kMaxCoHandlers)}});
  }
  CoHandler& added = order.detail.co_handlers.emplace_back();
  added.department_id = department.id;
  added.department_name = department.name;
  added.task = task;
  IndexCoHandlers(order);
  return absl::OkStatus();
}

absl::Status SendTo(WorkOrder& order, const Targets& targets, const std::string& task,
                    absl::Time now) {
  HOTLINE_RETURN_IF_ERROR(CheckTarget(order, targets.lead, targets.supervision_office));
  LeaveDepartment(order);
  order.department_id = targets.lead.id;
  order.department_name = targets.lead.name;
  order.dispatch_time = now;
  for (const Department& co : targets.co_handlers)
    HOTLINE_RETURN_IF_ERROR(AddCoDepartment(order, co, task));
  return absl::OkStatus();
}

void LeaveDepartment(WorkOrder& order) {
  order.department_id.clear();
  order.department_name.clear();
  order.handler_id.clear();
  order.handler_name.clear();
  order.dispatch_time.reset();
  order.sign_in_time.reset();
  order.due_time.reset();
  order.designated = false;
  std::erase_if(order.detail.co_handlers, [](const CoHandler& c) { return !c.reported; });
  IndexCoHandlers(order);
}

absl::StatusOr<Event> Dispatch(WorkOrder& order, const Targets& targets,
                               std::optional<Urgency> urgency, const std::string& comment,
                               const Act& act) {
  HOTLINE_RETURN_IF_ERROR(Advance(order, Command::kDispatch, Outcome::kDone, act.actor));
  HOTLINE_RETURN_IF_ERROR(SendTo(order, targets, comment, act.now));
  if (urgency) order.urgency = *urgency;
  return Record(order, "dispatched", act,
                {{"departmentName", order.department_name},
                 {"coDepartmentIds", order.co_department_ids},
                 {"comment", comment}});
}

absl::StatusOr<Event> SignIn(WorkOrder& order, const Act& act) {
  HOTLINE_RETURN_IF_ERROR(Advance(order, Command::kSignIn, Outcome::kDone, act.actor));
  if (order.handler_id.empty()) {  // Else somebody was assigned before.
    order.handler_id = act.actor.id;
    order.handler_name = act.actor.name;
  }
  order.sign_in_time = act.now;
  AddHandler(order, act.actor.id);
  AddHandler(order, order.handler_id);
  const bool lapsed = LapseApplication(order, act.now);
  return Record(order, "signed_in", act,
                {{"handlerName", order.handler_name}, {"returnLapsed", lapsed}});
}

absl::StatusOr<Event> Assign(WorkOrder& order, const User& handler, const Act& act) {
  HOTLINE_RETURN_IF_ERROR(Advance(order, Command::kAssign, Outcome::kDone, act.actor));
  if (handler.department_id != order.department_id) return Invalid("NOT_OF_DEPARTMENT");
  if (!handler.active) return Precondition("USER_INACTIVE");
  if (!handler.may_handle) return Precondition("MAY_NOT_HANDLE");
  if (IsNamedRespondent(order, handler.name)) return Precondition("RESPONDENT_MAY_NOT_HANDLE");
  const std::string previous = order.handler_id;
  order.handler_id = handler.id;
  order.handler_name = handler.name;
  if (order.state != State::kDispatched) AddHandler(order, handler.id);
  return Record(order, "assigned", act,
                {{"handlerName", handler.name}, {"previousHandlerId", previous}});
}

}  // namespace hotline::workorder
