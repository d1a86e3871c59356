// The work order (工单) as a value: one aggregate, one row. The rules over it stand beside it in
// this folder; how it is stored in store/, how it is shown in api/. No I/O, no protobuf, no clock.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"

namespace hotline::workorder {

// The numbers of the proto enums; also what the database holds.
enum class State {
  kPendingDispatch = 1,
  kDispatched = 2,
  kInProgress = 3,
  kSuspended = 4,
  kDepartmentReview = 5,
  kHotlineReview = 6,
  kCallback = 7,
  kClosed = 8,  // From here on an order is no longer open: the partial indexes rely on `state < 8`.
  kCanceled = 9,
  kMerged = 10,
};
inline bool IsOpen(State state) { return state < State::kClosed; }

enum class Urgency { kNormal = 1, kUrgent = 2, kCritical = 3 };
enum class Channel {
  kPhone = 1,
  kWechat = 2,
  kWeibo = 3,
  kApp = 4,
  kWeb = 5,
  kCounter = 6,
  kTransfer = 7
};
enum class Decision { kApprove = 1, kReject = 2 };

// The citizen; sealed in the database together with the respondent person's name, except for the
// two flags.
struct Requester {
  std::string name;
  std::string phone;      // As normalised for the blind index: digits and dashes.
  std::string id_number;  // Upper case.
  bool anonymous = false;
  bool confidential = false;  // Kept from the departments (保密).
};

// Whom a complaint is against; such an order is never visible to that person or unit.
struct Respondent {
  std::string department_id;
  std::string person_name;    // Empty where it was not opened.
  bool person_named = false;  // There is one.
  bool empty() const { return department_id.empty() && person_name.empty(); }
};

// A request of the department that somebody else decides (退单, 延期, 挂起). At most one is
// undecided.
struct Application {
  enum class Kind { kReturn = 1, kExtension = 2, kSuspension = 3 };
  enum class Outcome { kPending = 1, kApproved = 2, kRejected = 3, kLapsed = 4 };
  std::string id;
  Kind kind = Kind::kReturn;
  Outcome outcome = Outcome::kPending;
  std::string reason;
  std::string legal_basis;              // Extension.
  int working_days = 0;                 // Extension: asked for.
  std::string reason_code;              // Suspension: of the dictionary.
  std::string suggested_department_id;  // Return.
  std::string requested_by_id;
  std::string requested_by_name;
  absl::Time request_time;
  std::string decided_by_id;
  std::string decided_by_name;
  std::optional<absl::Time> decide_time;
  std::string comment;
  int granted_working_days = 0;
};

struct CoHandler {
  std::string department_id;
  std::string department_name;
  std::string task;
  std::string report;
  bool reported = false;
  std::string reported_by_id;
  std::string reported_by_name;
  std::optional<absl::Time> report_time;
};

struct Feedback {
  enum class Channel { kPhone = 1, kWeb = 2, kFax = 3 };
  int round = 1;
  Channel channel = Channel::kPhone;
  std::string content;
  std::vector<std::string> attachment_ids;
  std::string submitted_by_id;
  std::string submitted_by_name;
  absl::Time submit_time;
};

struct Review {
  enum class Level { kDepartment = 1, kHotline = 2, kCallback = 3 };
  int round = 1;
  Level level = Level::kDepartment;
  Decision decision = Decision::kApprove;
  std::string comment;
  std::string reviewed_by_id;
  std::string reviewed_by_name;
  absl::Time review_time;
};

struct Supervision {
  std::string number;  // 督〔2026〕12号
  std::string requirement;
  absl::Time deadline;
  std::string issued_by_id;
  std::string issued_by_name;
  absl::Time issue_time;
  std::string reply;
  std::string replied_by_id;
  std::string replied_by_name;
  std::optional<absl::Time> reply_time;
};

struct Urge {
  enum class Source { kAgent = 1, kCitizen = 2, kTimer = 3 };
  Source source = Source::kAgent;
  std::string comment;
  std::string urged_by_id;
  std::string urged_by_name;
  absl::Time urge_time;
};

struct Note {
  std::string content;
  std::string noted_by_id;
  std::string noted_by_name;
  absl::Time note_time;
};

// The bounded sub-records: what only the full view of one order shows. One JSON column.
struct Detail {
  std::vector<Application> applications;  // Oldest first, as all lists here.
  std::vector<CoHandler> co_handlers;
  std::vector<Feedback> feedbacks;
  std::vector<Review> reviews;
  std::vector<Supervision> supervisions;
  std::vector<Urge>
      urges;  // The latest kMaxUrgesKept; the count is in urge_count, all are in the history.
  std::vector<Note> notes;
  std::vector<std::string> attachment_ids;
  std::vector<std::string> merged_ids;  // Orders that were merged into this one.
  std::vector<std::string>
      handled_by_ids;  // Users who handled it in any round: they neither review nor call back.
  std::string answer;  // Answered at once (即时答复).
};
inline constexpr size_t kMaxUrgesKept = 100;
inline constexpr size_t kMaxNotesKept = 200;  // More are refused.
inline constexpr int kMaxSupervisions = 50;   // Likewise.

struct WorkOrder {
  std::string id;      // UUID version 7.
  std::string number;  // Given by the database at registration: "20261123000042".
  std::string court_id;
  std::string court_path;  // "/gd/gd03/"
  State state = State::kPendingDispatch;
  int round = 1;
  std::string type;  // Code of the dictionary.
  Urgency urgency = Urgency::kNormal;
  Channel channel = Channel::kPhone;
  std::string title;
  std::string content;
  std::string case_number;  // Normalised; empty when none.
  std::string region;
  Requester requester;
  Respondent respondent;

  std::string department_id;  // Lead department (主办); empty before dispatch.
  std::string department_name;
  std::string handler_id;
  std::string handler_name;
  bool designated = false;
  std::vector<std::string> co_department_ids;  // Of detail.co_handlers.
  std::vector<std::string> participant_ids;    // Users who handled or reviewed it, in any round.
  std::string created_by_id;
  std::string created_by_name;

  absl::Time create_time;
  absl::Time update_time;
  std::optional<absl::Time> dispatch_time;  // Of this round.
  std::optional<absl::Time> sign_in_time;
  std::optional<absl::Time> due_time;  // Unset while no clock runs.
  bool due_provisional = false;        // It rests on a calendar that is not published yet.
  int64_t due_sequence = 0;            // Of the last projection that was applied.
  std::optional<absl::Time> close_time;
  std::string close_reason;
  int urge_count = 0;
  int supervision_count = 0;
  int return_count = 0;                           // Approved returns.
  int extension_count = 0;                        // Granted extensions.
  bool supervised = false;                        // A supervision waits for its reply.
  std::optional<Application::Kind> pending_kind;  // Of the undecided application.
  std::string merged_into_id;

  std::string extraction_code;  // Sealed in the database; loaded only for the public query.
  Detail detail;

  int64_t revision = 0;      // Number of the last event; the etag.
  std::string history_hash;  // Of the last event, 32 bytes.
};

}  // namespace hotline::workorder
