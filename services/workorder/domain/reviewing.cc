#include "platform/base/status.h"
#include "services/workorder/domain/names.h"
#include "services/workorder/domain/recording.h"
#include "services/workorder/domain/state_machine.h"

namespace hotline::workorder {
namespace {

absl::StatusOr<Event> ReviewAt(WorkOrder& order, Review::Level level, Decision decision,
                               const std::string& comment, const Act& act) {
  const bool department = level == Review::Level::kDepartment;
  const Command command = department ? Command::kReviewByDepartment : Command::kReviewByHotline;
  const Outcome outcome = decision == Decision::kApprove ? Outcome::kApprove : Outcome::kReject;
  HOTLINE_RETURN_IF_ERROR(Advance(order, command, outcome, act.actor));
  if (decision == Decision::kReject && comment.empty()) return Invalid("COMMENT_REQUIRED");
  order.detail.reviews.push_back(
      {order.round, level, decision, comment, act.actor.id, act.actor.name, act.now});
  AddReviewer(order, act.actor.id);
  Event event = Record(order, department ? "department_reviewed" : "hotline_reviewed", act,
                       {{"decision", NameOf(decision)}, {"comment", comment}});
  if (order.state == State::kCallback) {  // All that the callback service needs to open its task.
    event.payload["number"] = order.number;
    event.payload["respondentDepartmentId"] = order.respondent.department_id;
    event.payload["anonymous"] = order.requester.anonymous;
    event.payload["participantIds"] = order.participant_ids;
  }
  return event;
}

}  // namespace

absl::StatusOr<Event> ReviewByDepartment(WorkOrder& order, Decision decision,
                                         const std::string& comment, const Act& act) {
  return ReviewAt(order, Review::Level::kDepartment, decision, comment, act);
}

absl::StatusOr<Event> ReviewByHotline(WorkOrder& order, Decision decision,
                                      const std::string& comment, const Act& act) {
  return ReviewAt(order, Review::Level::kHotline, decision, comment, act);
}

absl::StatusOr<Event> ConcludeCallback(WorkOrder& order, const CallbackResult& result,
                                       const Act& act) {
  const int round = order.round;
  HOTLINE_RETURN_IF_ERROR(Advance(order, Command::kConcludeCallback,
                                  result.pass ? Outcome::kApprove : Outcome::kReject, act.actor));
  if (result.round != round) return Precondition("WRONG_ROUND", {{"round", std::to_string(round)}});
  if (HasHandled(order, result.agent_id)) return Denied("HANDLED_BY_YOU");
  order.detail.reviews.push_back({round, Review::Level::kCallback,
                                  result.pass ? Decision::kApprove : Decision::kReject,
                                  result.comment, result.agent_id, result.agent_name, act.now});
  if (result.pass) {
    order.close_time = act.now;
    order.close_reason = "CALLBACK_PASSED";
  } else {  // 重办: the same department begins anew, under a new clock; a designation stays.
    ++order.round;
    order.handler_id.clear();
    order.handler_name.clear();
    order.sign_in_time.reset();
    order.dispatch_time = act.now;
    order.due_time.reset();
  }
  return Record(order, result.pass ? "closed" : "rework_ordered", act,
                {{"callbackRound", round},
                 {"callbackAgentId", result.agent_id},
                 {"callbackAgentName", result.agent_name}});
}

}  // namespace hotline::workorder
