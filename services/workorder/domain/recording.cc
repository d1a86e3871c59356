#include "services/workorder/domain/recording.h"

#include <algorithm>
#include <utility>

#include "platform/base/status.h"
#include "services/workorder/domain/names.h"

namespace hotline::workorder {
namespace {

void AddOnce(std::vector<std::string>& list, const std::string& value) {
  if (!value.empty() && std::ranges::count(list, value) == 0) list.push_back(value);
}

}  // namespace

std::string TimeText(absl::Time time) {
  return absl::FormatTime(absl::RFC3339_full, time, absl::UTCTimeZone());
}

Event Record(WorkOrder& order, std::string_view type, const Act& act, nlohmann::json fields) {
  order.update_time = act.now;
  nlohmann::json payload = {{"state", NameOf(order.state)},
                            {"round", order.round},
                            {"courtId", order.court_id},
                            {"courtPath", order.court_path},
                            {"orderType", order.type},
                            {"urgency", NameOf(order.urgency)},
                            {"respondentNamed", order.respondent.person_named}};
  if (!order.number.empty()) payload["orderNumber"] = order.number;
  if (!order.department_id.empty()) payload["departmentId"] = order.department_id;
  if (!order.respondent.department_id.empty())
    payload["respondentDepartmentId"] = order.respondent.department_id;
  if (!order.handler_id.empty()) payload["handlerId"] = order.handler_id;
  for (auto& [key, value] : fields.items()) {
    if (!(value.is_string() && value.get_ref<const std::string&>().empty()))
      payload[key] = std::move(value);
  }
  return {"work_order." + std::string(type), std::move(payload)};
}

void AddHandler(WorkOrder& order, const std::string& user_id) {
  AddOnce(order.detail.handled_by_ids, user_id);
  AddOnce(order.participant_ids, user_id);
}

void AddReviewer(WorkOrder& order, const std::string& user_id) {
  AddOnce(order.participant_ids, user_id);
}

bool LapseApplication(WorkOrder& order, absl::Time now) {
  order.pending_kind.reset();
  for (Application& application : order.detail.applications) {
    if (application.outcome != Application::Outcome::kPending) continue;
    application.outcome = Application::Outcome::kLapsed;
    application.decide_time = now;
    return true;
  }
  return false;
}

void IndexCoHandlers(WorkOrder& order) {
  order.co_department_ids.clear();
  for (const CoHandler& c : order.detail.co_handlers)
    AddOnce(order.co_department_ids, c.department_id);
}

void AppendUrge(WorkOrder& order, Urge::Source source, const std::string& comment, const Act& act) {
  ++order.urge_count;
  std::vector<Urge>& urges = order.detail.urges;
  urges.push_back({source, comment, act.actor.id, act.actor.name, act.now});
  // More than one too many after urges by timers, which are added in the database.
  if (urges.size() > kMaxUrgesKept) urges.erase(urges.begin(), urges.end() - kMaxUrgesKept);
}

absl::Status AppendSupervision(WorkOrder& order, const std::string& number,
                               const std::string& requirement, absl::Time deadline, absl::Time from,
                               const Act& act) {
  if (deadline <= from) return Invalid("DEADLINE_PASSED");
  if (order.supervision_count >= kMaxSupervisions) {
    return Precondition("TOO_MANY_SUPERVISIONS", {{"limit", std::to_string(kMaxSupervisions)}});
  }
  Supervision& s = order.detail.supervisions.emplace_back();
  s.number = number;
  s.requirement = requirement;
  s.deadline = deadline;
  s.issued_by_id = act.actor.id;
  s.issued_by_name = act.actor.name;
  s.issue_time = act.now;
  ++order.supervision_count;
  order.supervised = true;
  return absl::OkStatus();
}

absl::Status AppendNote(WorkOrder& order, const std::string& content, const Act& act) {
  if (order.detail.notes.size() >= kMaxNotesKept) {
    return Precondition("TOO_MANY_NOTES", {{"limit", std::to_string(kMaxNotesKept)}});
  }
  order.detail.notes.push_back({content, act.actor.id, act.actor.name, act.now});
  return absl::OkStatus();
}

}  // namespace hotline::workorder
