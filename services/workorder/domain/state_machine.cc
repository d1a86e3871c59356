#include "services/workorder/domain/state_machine.h"

#include <algorithm>
#include <array>
#include <string>

#include "platform/base/status.h"
#include "services/workorder/domain/names.h"

namespace hotline::workorder {
namespace {

using enum State;
using enum Command;
using enum Relation;

constexpr Outcome kDone = Outcome::kDone;
constexpr Outcome kApprove = Outcome::kApprove;
constexpr Outcome kReject = Outcome::kReject;
constexpr Outcome kSendOn = Outcome::kSendOn;

constexpr Move kMoves[] = {
    // 待派单. An order may be answered, merged or canceled only here: what a department has seen is
    // closed by a callback.
    {kPendingDispatch, kAnswer, kDone, kOffice, kClosed},
    {kPendingDispatch, kDispatch, kDone, kOffice, kDispatched},
    {kPendingDispatch, kMerge, kDone, kOffice, kMerged},
    {kPendingDispatch, kCancel, kDone, kOffice, kCanceled},
    {kPendingDispatch, kAttach, kDone, kOffice, kPendingDispatch},
    {kPendingDispatch, kAddNote, kDone, kViewer, kPendingDispatch},
    {kPendingDispatch, kReveal, kDone, kViewer, kPendingDispatch},

    // 已派单
    {kDispatched, kSignIn, kDone, kLeadDepartment, kInProgress},
    {kDispatched, kAssign, kDone, kLeadDepartment, kDispatched},
    {kDispatched, kRequestReturn, kDone, kLeadDepartment, kDispatched},
    {kDispatched, kDecideReturn, kApprove, kDecider, kPendingDispatch},
    {kDispatched, kDecideReturn, kSendOn, kDecider, kDispatched},
    {kDispatched, kDecideReturn, kReject, kDecider, kDispatched},
    {kDispatched, kAddCoHandler, kDone, kLeadOrOffice, kDispatched},
    {kDispatched, kReportCoHandling, kDone, kCoHandler, kDispatched},
    {kDispatched, kUrge, kDone, kViewer, kDispatched},
    {kDispatched, kSupervise, kDone, kOffice, kDispatched},
    {kDispatched, kReplySupervision, kDone, kLeadDepartment, kDispatched},
    {kDispatched, kAttach, kDone, kOffice, kDispatched},
    {kDispatched, kAddNote, kDone, kViewer, kDispatched},
    {kDispatched, kReveal, kDone, kViewer, kDispatched},
    {kDispatched, kSetDueTime, kDone, kService, kDispatched},
    {kDispatched, kRemind, kDone, kService, kDispatched},
    {kDispatched, kUrgeByTimer, kDone, kService, kDispatched},
    {kDispatched, kNotifyHead, kDone, kService, kDispatched},
    {kDispatched, kSuperviseByTimer, kDone, kService, kDispatched},
    {kDispatched, kCriticize, kDone, kService, kDispatched},

    // 办理中
    {kInProgress, kAssign, kDone, kLeadDepartment, kInProgress},
    {kInProgress, kRequestReturn, kDone, kLeadDepartment, kInProgress},
    {kInProgress, kDecideReturn, kApprove, kDecider, kPendingDispatch},
    {kInProgress, kDecideReturn, kSendOn, kDecider, kDispatched},
    {kInProgress, kDecideReturn, kReject, kDecider, kInProgress},
    {kInProgress, kRequestExtension, kDone, kLeadDepartment, kInProgress},
    {kInProgress, kDecideExtension, kApprove, kDecider, kInProgress},
    {kInProgress, kDecideExtension, kReject, kDecider, kInProgress},
    {kInProgress, kRequestSuspension, kDone, kLeadDepartment, kInProgress},
    {kInProgress, kDecideSuspension, kApprove, kDecider, kSuspended},
    {kInProgress, kDecideSuspension, kReject, kDecider, kInProgress},
    {kInProgress, kAddCoHandler, kDone, kLeadOrOffice, kInProgress},
    {kInProgress, kReportCoHandling, kDone, kCoHandler, kInProgress},
    {kInProgress, kSubmitFeedback, kDone, kLeadDepartment, kDepartmentReview},
    {kInProgress, kUrge, kDone, kViewer, kInProgress},
    {kInProgress, kSupervise, kDone, kOffice, kInProgress},
    {kInProgress, kReplySupervision, kDone, kLeadDepartment, kInProgress},
    {kInProgress, kAttach, kDone, kOffice, kInProgress},
    {kInProgress, kAddNote, kDone, kViewer, kInProgress},
    {kInProgress, kReveal, kDone, kViewer, kInProgress},
    {kInProgress, kSetDueTime, kDone, kService, kInProgress},
    {kInProgress, kRemind, kDone, kService, kInProgress},
    {kInProgress, kUrgeByTimer, kDone, kService, kInProgress},
    {kInProgress, kNotifyHead, kDone, kService, kInProgress},
    {kInProgress, kSuperviseByTimer, kDone, kService, kInProgress},
    {kInProgress, kCriticize, kDone, kService, kInProgress},

    // 挂起
    {kSuspended, kResume, kDone, kLeadOrOffice, kInProgress},
    {kSuspended, kAssign, kDone, kLeadDepartment, kSuspended},
    {kSuspended, kReportCoHandling, kDone, kCoHandler, kSuspended},
    {kSuspended, kUrge, kDone, kViewer, kSuspended},
    {kSuspended, kSupervise, kDone, kOffice, kSuspended},
    {kSuspended, kReplySupervision, kDone, kLeadDepartment, kSuspended},
    {kSuspended, kAttach, kDone, kOffice, kSuspended},
    {kSuspended, kAddNote, kDone, kViewer, kSuspended},
    {kSuspended, kReveal, kDone, kViewer, kSuspended},
    {kSuspended, kSetDueTime, kDone, kService, kSuspended},
    {kSuspended, kRemind, kDone, kService, kSuspended},
    {kSuspended, kUrgeByTimer, kDone, kService, kSuspended},
    {kSuspended, kNotifyHead, kDone, kService, kSuspended},
    {kSuspended, kSuperviseByTimer, kDone, kService, kSuspended},
    {kSuspended, kCriticize, kDone, kService, kSuspended},

    // 待部门审核
    {kDepartmentReview, kReviewByDepartment, kApprove, kDepartmentReviewer, kHotlineReview},
    {kDepartmentReview, kReviewByDepartment, kReject, kDepartmentReviewer, kInProgress},
    {kDepartmentReview, kUrge, kDone, kViewer, kDepartmentReview},
    {kDepartmentReview, kSupervise, kDone, kOffice, kDepartmentReview},
    {kDepartmentReview, kReplySupervision, kDone, kLeadDepartment, kDepartmentReview},
    {kDepartmentReview, kAttach, kDone, kOffice, kDepartmentReview},
    {kDepartmentReview, kAddNote, kDone, kViewer, kDepartmentReview},
    {kDepartmentReview, kReveal, kDone, kViewer, kDepartmentReview},
    {kDepartmentReview, kSetDueTime, kDone, kService, kDepartmentReview},
    {kDepartmentReview, kRemind, kDone, kService, kDepartmentReview},
    {kDepartmentReview, kUrgeByTimer, kDone, kService, kDepartmentReview},
    {kDepartmentReview, kNotifyHead, kDone, kService, kDepartmentReview},
    {kDepartmentReview, kSuperviseByTimer, kDone, kService, kDepartmentReview},
    {kDepartmentReview, kCriticize, kDone, kService, kDepartmentReview},

    // 待热线办审核
    {kHotlineReview, kReviewByHotline, kApprove, kHotlineReviewer, kCallback},
    {kHotlineReview, kReviewByHotline, kReject, kHotlineReviewer, kInProgress},
    {kHotlineReview, kUrge, kDone, kViewer, kHotlineReview},
    {kHotlineReview, kSupervise, kDone, kOffice, kHotlineReview},
    {kHotlineReview, kReplySupervision, kDone, kLeadDepartment, kHotlineReview},
    {kHotlineReview, kAttach, kDone, kOffice, kHotlineReview},
    {kHotlineReview, kAddNote, kDone, kViewer, kHotlineReview},
    {kHotlineReview, kReveal, kDone, kViewer, kHotlineReview},
    {kHotlineReview, kSetDueTime, kDone, kService, kHotlineReview},
    {kHotlineReview, kRemind, kDone, kService, kHotlineReview},
    {kHotlineReview, kUrgeByTimer, kDone, kService, kHotlineReview},
    {kHotlineReview, kNotifyHead, kDone, kService, kHotlineReview},
    {kHotlineReview, kSuperviseByTimer, kDone, kService, kHotlineReview},
    {kHotlineReview, kCriticize, kDone, kService, kHotlineReview},

    // 待回访
    {kCallback, kConcludeCallback, kApprove, kService, kClosed},
    {kCallback, kConcludeCallback, kReject, kService, kDispatched},
    {kCallback, kReplySupervision, kDone, kLeadDepartment, kCallback},
    {kCallback, kAttach, kDone, kOffice, kCallback},
    {kCallback, kAddNote, kDone, kViewer, kCallback},
    {kCallback, kReveal, kDone, kViewer, kCallback},
    {kCallback, kSetDueTime, kDone, kService, kCallback},
    {kCallback, kRemind, kDone, kService, kCallback},
    {kCallback, kUrgeByTimer, kDone, kService, kCallback},
    {kCallback, kNotifyHead, kDone, kService, kCallback},
    {kCallback, kSuperviseByTimer, kDone, kService, kCallback},
    {kCallback, kCriticize, kDone, kService, kCallback},

    // 办结, 作废, 并单. A department still owes the reply to a supervision when the order is
    // closed.
    {kClosed, kReplySupervision, kDone, kLeadDepartment, kClosed},
    {kClosed, kAddNote, kDone, kViewer, kClosed},
    {kClosed, kReveal, kDone, kViewer, kClosed},
    {kCanceled, kAddNote, kDone, kViewer, kCanceled},
    {kCanceled, kReveal, kDone, kViewer, kCanceled},
    {kMerged, kAddNote, kDone, kViewer, kMerged},
    {kMerged, kReveal, kDone, kViewer, kMerged},
};

// In order of the enum.
constexpr std::array<std::string_view, kCommands> kNames = {
    "answer",
    "dispatch",
    "signIn",
    "assign",
    "requestReturn",
    "decideReturn",
    "requestExtension",
    "decideExtension",
    "requestSuspension",
    "decideSuspension",
    "resume",
    "addCoHandler",
    "reportCoHandling",
    "submitFeedback",
    "reviewByDepartment",
    "reviewByHotline",
    "urge",
    "supervise",
    "replySupervision",
    "merge",
    "cancel",
    "addNote",
    "reveal",
    "attach",
    "concludeCallback",
    "setDueTime",
    "remind",
    "urgeByTimer",
    "notifyHead",
    "superviseByTimer",
    "criticize",
};

bool ActsForCourt(const Caller& actor) {
  return actor.kind == Caller::Kind::kService || actor.Has("workorder.read.court");
}

bool InLeadDepartment(const WorkOrder& order, const Caller& actor) {
  return !actor.department_id.empty() && actor.department_id == order.department_id;
}

bool OwesCoReport(const WorkOrder& order, const Caller& actor) {
  return !actor.department_id.empty() &&
         std::ranges::any_of(order.detail.co_handlers, [&](const CoHandler& c) {
           return c.department_id == actor.department_id && !c.reported;
         });
}

bool AskedForDecision(const WorkOrder& order, const Caller& actor) {
  return std::ranges::any_of(order.detail.applications, [&](const Application& a) {
    return a.outcome == Application::Outcome::kPending && a.requested_by_id == actor.id;
  });
}

// The reason why `actor` is not what the move asks for; empty when it is.
std::string_view RelationRefusal(const WorkOrder& order, Relation relation, const Caller& actor) {
  switch (relation) {
    case kViewer:
      return {};
    case kOffice:
      return ActsForCourt(actor) ? std::string_view() : "OFFICE_ONLY";
    case kDecider:
      if (!ActsForCourt(actor)) return "OFFICE_ONLY";
      if (HasHandled(order, actor.id) || AskedForDecision(order, actor)) return "HANDLED_BY_YOU";
      return {};
    case kLeadDepartment:
      return InLeadDepartment(order, actor) ? std::string_view() : "NOT_YOUR_DEPARTMENT";
    case kLeadOrOffice:
      return InLeadDepartment(order, actor) || ActsForCourt(actor) ? std::string_view()
                                                                   : "NOT_YOUR_DEPARTMENT";
    case kCoHandler:
      return OwesCoReport(order, actor) ? std::string_view() : "NOT_YOUR_DEPARTMENT";
    case kDepartmentReviewer:
      if (!InLeadDepartment(order, actor)) return "NOT_YOUR_DEPARTMENT";
      return HasHandled(order, actor.id) ? "HANDLED_BY_YOU" : std::string_view();
    case kHotlineReviewer:
      if (!ActsForCourt(actor)) return "OFFICE_ONLY";
      return HasHandled(order, actor.id) ? "HANDLED_BY_YOU" : std::string_view();
    case kService:
      return actor.kind == Caller::Kind::kService ? std::string_view() : "SERVICES_ONLY";
  }
  return "NOT_YOUR_DEPARTMENT";
}

// The reason why the order itself does not permit the command; empty when it does.
std::string_view ConditionRefusal(const WorkOrder& order, Command command) {
  using Kind = Application::Kind;
  const auto decides = [&](Kind kind) -> std::string_view {
    return order.pending_kind == kind ? "" : "NOTHING_TO_DECIDE";
  };
  switch (command) {
    case kRequestReturn:
      if (order.designated) return "RETURN_REFUSED_DESIGNATED";
      [[fallthrough]];
    case kRequestExtension:
    case kRequestSuspension:
      return order.pending_kind ? "APPLICATION_PENDING" : "";
    case kDecideReturn:
      return decides(Kind::kReturn);
    case kDecideExtension:
      return decides(Kind::kExtension);
    case kDecideSuspension:
      return decides(Kind::kSuspension);
    case kSubmitFeedback:
      return std::ranges::all_of(order.detail.co_handlers, &CoHandler::reported)
                 ? ""
                 : "CO_HANDLING_OPEN";
    case kReplySupervision:
      return order.supervised ? "" : "NO_OPEN_SUPERVISION";
    default:
      return {};
  }
}

// The command's moves from this state; all have one relation.
const Move* Find(State from, Command command, const Outcome* outcome) {
  for (const Move& move : kMoves) {
    if (move.from == from && move.command == command && (!outcome || move.outcome == *outcome))
      return &move;
  }
  return nullptr;
}

absl::Status WrongState(const WorkOrder& order, Command command) {
  return Precondition("WRONG_STATE", {{"state", std::string(NameOf(order.state))},
                                      {"command", std::string(NameOf(command))}});
}

}  // namespace

std::string_view NameOf(Command command) { return kNames[static_cast<size_t>(command)]; }

std::span<const Move> Moves() { return kMoves; }

absl::Status Allow(const WorkOrder& order, Command command, const Caller& actor) {
  const Move* move = Find(order.state, command, nullptr);
  if (move == nullptr) return WrongState(order, command);
  if (auto reason = RelationRefusal(order, move->relation, actor); !reason.empty())
    return Denied(reason);
  if (auto reason = ConditionRefusal(order, command); !reason.empty()) {
    Params params;
    if (order.pending_kind) params["kind"] = NameOf(*order.pending_kind);
    return Precondition(reason, params);
  }
  return absl::OkStatus();
}

absl::Status Advance(WorkOrder& order, Command command, Outcome outcome, const Caller& actor) {
  if (absl::Status allowed = Allow(order, command, actor); !allowed.ok()) return allowed;
  const Move* move = Find(order.state, command, &outcome);
  if (move == nullptr) return absl::InternalError("no such outcome of this command");
  order.state = move->to;
  return absl::OkStatus();
}

std::vector<Command> AllowedCommands(const WorkOrder& order, const Caller& actor) {
  std::vector<Command> allowed;
  for (int c = 0; c < kCommands; ++c) {
    const Command command = static_cast<Command>(c);
    const Move* move = Find(order.state, command, nullptr);
    if (move != nullptr && RelationRefusal(order, move->relation, actor).empty() &&
        ConditionRefusal(order, command).empty()) {
      allowed.push_back(command);
    }
  }
  return allowed;
}

bool HasHandled(const WorkOrder& order, std::string_view user_id) {
  return std::ranges::count(order.detail.handled_by_ids, user_id) > 0;
}

}  // namespace hotline::workorder
