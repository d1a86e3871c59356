#include <algorithm>

#include "platform/base/status.h"
#include "services/workorder/domain/names.h"
#include "services/workorder/domain/recording.h"
#include "services/workorder/domain/sending.h"
#include "services/workorder/domain/state_machine.h"

namespace hotline::workorder {
namespace {

using Kind = Application::Kind;

Application& Open(WorkOrder& order, Kind kind, const std::string& id, const std::string& reason,
                  const Act& act) {
  order.pending_kind = kind;
  Application& application = order.detail.applications.emplace_back();
  application.id = id;
  application.kind = kind;
  application.reason = reason;
  application.requested_by_id = act.actor.id;
  application.requested_by_name = act.actor.name;
  application.request_time = act.now;
  AddHandler(order, act.actor.id);
  return application;
}

// The undecided application; the state machine has checked that there is one of the right kind.
Application& Settle(WorkOrder& order, Decision decision, const std::string& comment,
                    const Act& act) {
  Application& application = *std::ranges::find(
      order.detail.applications, Application::Outcome::kPending, &Application::outcome);
  application.outcome = decision == Decision::kApprove ? Application::Outcome::kApproved
                                                       : Application::Outcome::kRejected;
  application.decided_by_id = act.actor.id;
  application.decided_by_name = act.actor.name;
  application.decide_time = act.now;
  application.comment = comment;
  order.pending_kind.reset();
  return application;
}

Outcome OutcomeOf(Decision decision) {
  return decision == Decision::kApprove ? Outcome::kApprove : Outcome::kReject;
}

}  // namespace

absl::StatusOr<Event> RequestReturn(WorkOrder& order, const std::string& application_id,
                                    const std::string& reason,
                                    const std::string& suggested_department_id, const Act& act) {
  HOTLINE_RETURN_IF_ERROR(Advance(order, Command::kRequestReturn, Outcome::kDone, act.actor));
  Open(order, Kind::kReturn, application_id, reason, act).suggested_department_id =
      suggested_department_id;
  return Record(order, "return_requested", act,
                {{"applicationId", application_id},
                 {"reason", reason},
                 {"suggestedDepartmentId", suggested_department_id}});
}

absl::StatusOr<Event> DecideReturn(WorkOrder& order, Decision decision,
                                   const std::optional<Targets>& target, bool designate,
                                   const std::string& comment, const Act& act) {
  const std::string previous = order.department_id;
  const bool approved = decision == Decision::kApprove;
  const Outcome outcome = approved && target ? Outcome::kSendOn : OutcomeOf(decision);
  HOTLINE_RETURN_IF_ERROR(Advance(order, Command::kDecideReturn, outcome, act.actor));
  if (!approved && target) return Invalid("DEPARTMENT_NOT_ALLOWED");
  if (target && target->lead.id == previous) return Invalid("SAME_DEPARTMENT");
  const std::string application_id = Settle(order, decision, comment, act).id;
  if (approved) {
    ++order.return_count;
    LeaveDepartment(order);
    if (target) HOTLINE_RETURN_IF_ERROR(SendTo(order, *target, comment, act.now));
  }
  if (designate && !order.department_id.empty()) order.designated = true;
  return Record(order, "return_decided", act,
                {{"applicationId", application_id},
                 {"decision", NameOf(decision)},
                 {"previousDepartmentId", previous},
                 {"departmentName", order.department_name},
                 {"sentOn", approved && target.has_value()},
                 {"designated", order.designated},
                 {"comment", comment}});
}

absl::StatusOr<Event> RequestExtension(WorkOrder& order, const std::string& application_id,
                                       int working_days, const std::string& legal_basis,
                                       const std::string& reason, const Policy& policy,
                                       const Act& act) {
  HOTLINE_RETURN_IF_ERROR(Advance(order, Command::kRequestExtension, Outcome::kDone, act.actor));
  if (order.due_time && act.now >= *order.due_time) return Precondition("EXTENSION_TOO_LATE");
  const auto granted = std::ranges::count_if(order.detail.applications, [&](const Application& a) {
    return a.kind == Kind::kExtension && a.outcome == Application::Outcome::kApproved &&
           a.request_time >= order.dispatch_time.value_or(absl::InfinitePast());
  });
  if (granted >= policy.max_extensions) {
    return Precondition("EXTENSION_LIMIT", {{"limit", std::to_string(policy.max_extensions)}});
  }
  Application& application = Open(order, Kind::kExtension, application_id, reason, act);
  application.working_days = working_days;
  application.legal_basis = legal_basis;
  return Record(order, "extension_requested", act,
                {{"applicationId", application_id},
                 {"workingDays", working_days},
                 {"legalBasis", legal_basis},
                 {"reason", reason}});
}

absl::StatusOr<Event> DecideExtension(WorkOrder& order, Decision decision, int working_days,
                                      const std::string& comment, const Act& act) {
  HOTLINE_RETURN_IF_ERROR(
      Advance(order, Command::kDecideExtension, OutcomeOf(decision), act.actor));
  Application& application = Settle(order, decision, comment, act);
  if (working_days > application.working_days) {
    return Invalid("GRANT_TOO_LONG", {{"limit", std::to_string(application.working_days)}});
  }
  if (decision == Decision::kApprove) {
    application.granted_working_days = working_days > 0 ? working_days : application.working_days;
    ++order.extension_count;
  }
  return Record(order, "extension_decided", act,
                {{"applicationId", application.id},
                 {"decision", NameOf(decision)},
                 {"grantedWorkingDays", application.granted_working_days},
                 {"comment", comment}});
}

absl::StatusOr<Event> RequestSuspension(WorkOrder& order, const std::string& application_id,
                                        const std::string& reason_code, const std::string& reason,
                                        const Act& act) {
  HOTLINE_RETURN_IF_ERROR(Advance(order, Command::kRequestSuspension, Outcome::kDone, act.actor));
  Open(order, Kind::kSuspension, application_id, reason, act).reason_code = reason_code;
  return Record(
      order, "suspension_requested", act,
      {{"applicationId", application_id}, {"reasonCode", reason_code}, {"reason", reason}});
}

absl::StatusOr<Event> DecideSuspension(WorkOrder& order, Decision decision,
                                       const std::string& comment, const Act& act) {
  HOTLINE_RETURN_IF_ERROR(
      Advance(order, Command::kDecideSuspension, OutcomeOf(decision), act.actor));
  const Application& application = Settle(order, decision, comment, act);
  return Record(order, "suspension_decided", act,
                {{"applicationId", application.id},
                 {"decision", NameOf(decision)},
                 {"reasonCode", application.reason_code},
                 {"comment", comment}});
}

absl::StatusOr<Event> Resume(WorkOrder& order, const std::string& comment, const Act& act) {
  HOTLINE_RETURN_IF_ERROR(Advance(order, Command::kResume, Outcome::kDone, act.actor));
  return Record(order, "resumed", act, {{"comment", comment}});
}

}  // namespace hotline::workorder
