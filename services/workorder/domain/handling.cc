#include <algorithm>

#include "platform/base/status.h"
#include "services/workorder/domain/names.h"
#include "services/workorder/domain/recording.h"
#include "services/workorder/domain/sending.h"
#include "services/workorder/domain/state_machine.h"

namespace hotline::workorder {

absl::StatusOr<Event> AddCoHandler(WorkOrder& order, const Department& department,
                                   const std::string& task, const Act& act) {
  HOTLINE_RETURN_IF_ERROR(Advance(order, Command::kAddCoHandler, Outcome::kDone, act.actor));
  HOTLINE_RETURN_IF_ERROR(AddCoDepartment(order, department, task));
  return Record(
      order, "co_handler_added", act,
      {{"coDepartmentId", department.id}, {"coDepartmentName", department.name}, {"task", task}});
}

absl::StatusOr<Event> ReportCoHandling(WorkOrder& order, const std::string& report,
                                       const Act& act) {
  HOTLINE_RETURN_IF_ERROR(Advance(order, Command::kReportCoHandling, Outcome::kDone, act.actor));
  CoHandler& mine = *std::ranges::find_if(order.detail.co_handlers, [&](const CoHandler& c) {
    return c.department_id == act.actor.department_id && !c.reported;
  });
  mine.report = report;
  mine.reported = true;
  mine.reported_by_id = act.actor.id;
  mine.reported_by_name = act.actor.name;
  mine.report_time = act.now;
  AddHandler(order, act.actor.id);
  const auto open = std::ranges::count(order.detail.co_handlers, false, &CoHandler::reported);
  return Record(order, "co_handling_reported", act,
                {{"coDepartmentId", mine.department_id},
                 {"coDepartmentName", mine.department_name},
                 {"open", open}});
}

absl::StatusOr<Event> SubmitFeedback(WorkOrder& order, Feedback::Channel channel,
                                     const std::string& content,
                                     const std::vector<std::string>& attachment_ids,
                                     const Act& act) {
  HOTLINE_RETURN_IF_ERROR(Advance(order, Command::kSubmitFeedback, Outcome::kDone, act.actor));
  order.detail.feedbacks.push_back(
      {order.round, channel, content, attachment_ids, act.actor.id, act.actor.name, act.now});
  AddHandler(order, act.actor.id);
  const bool lapsed = LapseApplication(order, act.now);
  return Record(order, "feedback_submitted", act,
                {{"channel", NameOf(channel)},
                 {"attachments", attachment_ids.size()},
                 {"applicationLapsed", lapsed}});
}

}  // namespace hotline::workorder
