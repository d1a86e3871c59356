// The legal moves of a work order: one table, the only place that knows them, and the only code
// that sets `state`.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "platform/base/caller.h"
#include "services/workorder/domain/work_order.h"

namespace hotline::workorder {

enum class Command {
  kAnswer,
  kDispatch,
  kSignIn,
  kAssign,
  kRequestReturn,
  kDecideReturn,
  kRequestExtension,
  kDecideExtension,
  kRequestSuspension,
  kDecideSuspension,
  kResume,
  kAddCoHandler,
  kReportCoHandling,
  kSubmitFeedback,
  kReviewByDepartment,
  kReviewByHotline,
  kUrge,
  kSupervise,
  kReplySupervision,
  kMerge,
  kCancel,
  kAddNote,
  kReveal,
  kAttach,  // A repeated call, or a merged order, is attached to this one.
  kConcludeCallback,
  kSetDueTime,
  // What a rung of a clock does that has fired.
  kRemind,
  kUrgeByTimer,
  kNotifyHead,
  kSuperviseByTimer,
  kCriticize,
};
inline constexpr int kCommands = static_cast<int>(Command::kCriticize) + 1;

// As in the REST route: "signIn".
std::string_view NameOf(Command command);

// Which way a command ends; kDone for those that end in one way only.
enum class Outcome { kDone, kApprove, kReject, kSendOn };

// What the actor must be to the order, over and above seeing it and holding the method's
// permission.
enum class Relation {
  kViewer,   // Nothing more.
  kOffice,   // Acts for the hotline office or the court (reads as a court, not as a department):
             // OFFICE_ONLY.
  kDecider,  // As kOffice; neither handles the order nor asked for what is decided: HANDLED_BY_YOU.
  kLeadDepartment,  // Of the lead department: NOT_YOUR_DEPARTMENT.
  kLeadOrOffice,    // Of the lead department, or as kOffice: NOT_YOUR_DEPARTMENT.
  kCoHandler,       // Of a co-handling department that has not reported yet: NOT_YOUR_DEPARTMENT.
  kDepartmentReviewer,  // Of the lead department, and has not handled the order: HANDLED_BY_YOU.
  kHotlineReviewer,     // As kOffice, and has not handled the order: HANDLED_BY_YOU.
  kService,             // Another service of this system: SERVICES_ONLY.
};

struct Move {
  State from;
  Command command;
  Outcome outcome;
  Relation relation;
  State to;
};

std::span<const Move> Moves();

// Whether `actor` may give this command now, whatever its outcome. FAILED_PRECONDITION (WRONG_STATE
// {state, command}) where the table has no such move; PERMISSION_DENIED with the relation's reason;
// FAILED_PRECONDITION where the order itself does not permit it: RETURN_REFUSED_DESIGNATED,
// APPLICATION_PENDING {kind}, NOTHING_TO_DECIDE, CO_HANDLING_OPEN, NO_OPEN_SUPERVISION.
absl::Status Allow(const WorkOrder& order, Command command, const Caller& actor);

// Allow, then sets the state that the table gives for this outcome. When refused, the order is as
// it was.
absl::Status Advance(WorkOrder& order, Command command, Outcome outcome, const Caller& actor);

// The commands that Allow lets pass; permissions of the methods are not looked at.
std::vector<Command> AllowedCommands(const WorkOrder& order, const Caller& actor);

// Has the user handled this order in any round?
bool HasHandled(const WorkOrder& order, std::string_view user_id);

}  // namespace hotline::workorder
