// The rules of every command, as pure functions over the aggregate. Each checks the state machine
// first, then its own rules, changes the order and returns the event that tells of it. A refusal is
// a status with a reason, after which the order is to be dropped: it may be half changed.
//
// Event payloads hold no personal data: codes, ids, figures and what staff gave as comment or
// reason; never what fields marked sensitive in the protos hold. The payloads are documented in
// ../README.md.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "nlohmann/json.hpp"
#include "platform/base/caller.h"
#include "services/workorder/domain/directory.h"
#include "services/workorder/domain/timing.h"
#include "services/workorder/domain/work_order.h"

namespace hotline::workorder {

struct Event {
  std::string type;  // "work_order.dispatched"
  nlohmann::json
      payload;  // Object; always with state, round, courtId, courtPath, orderType, urgency.
};

// Who acts, and when.
struct Act {
  const Caller& actor;
  absl::Time now;
};

struct Policy {
  int max_extensions = 1;  // Granted in one round.
};

// --- registering.cc
// `draft` holds what the citizen said (type … respondent, attachments) and the new id.
Event Register(WorkOrder& draft, const Court& court, const Act& act);
// 即时答复: an answer at once closes the order.
absl::StatusOr<Event> Answer(WorkOrder& order, const std::string& answer, const Act& act);
absl::StatusOr<Event> Cancel(WorkOrder& order, const std::string& reason, const Act& act);
absl::StatusOr<Event> AddNote(WorkOrder& order, const std::string& content, const Act& act);
// Personal data was read for a stated purpose. CONFIDENTIAL for those it is kept from.
absl::StatusOr<Event> Reveal(WorkOrder& order, const std::string& reason, const Act& act);

// --- dispatching.cc
struct Targets {
  Department lead;
  std::vector<Department> co_handlers;
  std::optional<Department> supervision_office;  // Of the order's court.
};
// DEPARTMENT_UNKNOWN (also of another court), DEPARTMENT_INACTIVE, RESPONDENT_MAY_NOT_HANDLE,
// WRONG_ROUTE {department}: a complaint against a unit or person goes to the 监察室, unless that is
// what it complains about.
absl::Status CheckTarget(const WorkOrder& order, const Department& target,
                         const std::optional<Department>& supervision_office);
absl::StatusOr<Event> Dispatch(WorkOrder& order, const Targets& targets,
                               std::optional<Urgency> urgency, const std::string& comment,
                               const Act& act);
absl::StatusOr<Event> SignIn(WorkOrder& order, const Act& act);
// USER_INACTIVE, NOT_OF_DEPARTMENT, MAY_NOT_HANDLE, RESPONDENT_MAY_NOT_HANDLE
absl::StatusOr<Event> Assign(WorkOrder& order, const User& handler, const Act& act);

// --- applications.cc
absl::StatusOr<Event> RequestReturn(WorkOrder& order, const std::string& application_id,
                                    const std::string& reason,
                                    const std::string& suggested_department_id, const Act& act);
// `target`: on approval, send on to it at once. DEPARTMENT_NOT_ALLOWED when given with a rejection,
// and SAME_DEPARTMENT when it is the one that asked.
absl::StatusOr<Event> DecideReturn(WorkOrder& order, Decision decision,
                                   const std::optional<Targets>& target, bool designate,
                                   const std::string& comment, const Act& act);
// EXTENSION_TOO_LATE, EXTENSION_LIMIT {limit}
absl::StatusOr<Event> RequestExtension(WorkOrder& order, const std::string& application_id,
                                       int working_days, const std::string& legal_basis,
                                       const std::string& reason, const Policy& policy,
                                       const Act& act);
// `working_days` 0: as asked for. GRANT_TOO_LONG {limit} for more than was asked for. The deadline
// service moves the due time.
absl::StatusOr<Event> DecideExtension(WorkOrder& order, Decision decision, int working_days,
                                      const std::string& comment, const Act& act);
absl::StatusOr<Event> RequestSuspension(WorkOrder& order, const std::string& application_id,
                                        const std::string& reason_code, const std::string& reason,
                                        const Act& act);
absl::StatusOr<Event> DecideSuspension(WorkOrder& order, Decision decision,
                                       const std::string& comment, const Act& act);
absl::StatusOr<Event> Resume(WorkOrder& order, const std::string& comment, const Act& act);

// --- handling.cc
// CO_HANDLER_EXISTS, LEAD_MAY_NOT_CO_HANDLE, and the reasons of CheckTarget but WRONG_ROUTE.
absl::StatusOr<Event> AddCoHandler(WorkOrder& order, const Department& department,
                                   const std::string& task, const Act& act);
absl::StatusOr<Event> ReportCoHandling(WorkOrder& order, const std::string& report, const Act& act);
absl::StatusOr<Event> SubmitFeedback(WorkOrder& order, Feedback::Channel channel,
                                     const std::string& content,
                                     const std::vector<std::string>& attachment_ids,
                                     const Act& act);

// --- reviewing.cc
// COMMENT_REQUIRED on a rejection without one.
absl::StatusOr<Event> ReviewByDepartment(WorkOrder& order, Decision decision,
                                         const std::string& comment, const Act& act);
absl::StatusOr<Event> ReviewByHotline(WorkOrder& order, Decision decision,
                                      const std::string& comment, const Act& act);
struct CallbackResult {
  int round = 1;
  bool pass = false;
  std::string comment;
  std::string agent_id;
  std::string agent_name;
};
// WRONG_ROUND {round}; HANDLED_BY_YOU when the agent handled the order.
absl::StatusOr<Event> ConcludeCallback(WorkOrder& order, const CallbackResult& result,
                                       const Act& act);

// --- supervising.cc
// SERVICES_ONLY for the source TIMER from anybody else.
absl::StatusOr<Event> AddUrge(WorkOrder& order, Urge::Source source, const std::string& comment,
                              const Act& act);
// By the citizen, whose words become a note: the history in the clear does not hold them.
absl::StatusOr<Event> UrgeByCitizen(WorkOrder& order, const std::string& comment, const Act& act);
// The citizen's own urge that is not older than a day, if there is one: no second one is counted.
inline constexpr absl::Duration kCitizenUrgeInterval = absl::Hours(24);
const Urge* RecentCitizenUrge(const WorkOrder& order, absl::Time now);
// DEADLINE_PASSED unless `deadline` is in the future.
absl::StatusOr<Event> Supervise(WorkOrder& order, const std::string& number,
                                const std::string& requirement, absl::Time deadline,
                                const Act& act);
// `number` empty: the only open one. SUPERVISION_UNKNOWN, SUPERVISION_AMBIGUOUS,
// SUPERVISION_REPLIED.
absl::StatusOr<Event> ReplySupervision(WorkOrder& order, const std::string& number,
                                       const std::string& reply, const Act& act);

// --- timing.cc: what the deadline service reports. A refusal leaves the order as it was; neither
// rule reads `detail`: it may be empty, and then holds afterwards what was added to it.
// WRONG_ROUND {round}; those of Supervise, the deadline being compared with the time of firing.
absl::StatusOr<Event> ApplyTimerEffect(WorkOrder& order, const TimerEffect& effect, const Act& act);
absl::StatusOr<Event> SetDueTime(WorkOrder& order, const DueTime& due, const Act& act);

// --- merging.cc
struct Merged {
  Event from;
  Event into;
};
// MERGE_WITH_ITSELF, MERGE_OTHER_COURT, MERGE_INTO_CLOSED, MERGE_HAS_MERGED (no chains).
absl::StatusOr<Merged> Merge(WorkOrder& order, WorkOrder& into, const std::string& comment,
                             const Act& act);
// A repeated call about an open order: urges it instead of a second order. The citizen's words
// become a note.
absl::StatusOr<Event> AttachRepeat(WorkOrder& order, const std::string& content, const Act& act);

}  // namespace hotline::workorder
