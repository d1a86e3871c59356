// The callback task (回访任务) as values. Enum numbers are those of the protos; names are what the
// database and events hold.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"

namespace hotline::callback {

enum class TaskState { kNone, kOpen, kClaimed, kConcluding, kDone, kCanceled };
enum class Outcome { kNone, kReached, kNoAnswer, kBusy, kWrongNumber, kRefused };
enum class Decision { kNone, kPass, kReject };
enum class Resolution { kNone, kResolved, kPartlyResolved, kUnresolved };
enum class Satisfaction {
  kNone,
  kVerySatisfied,
  kSatisfied,
  kBasicallySatisfied,
  kDissatisfied,
  kVeryDissatisfied
};
enum class Basis { kNone, kAsked, kUnreachable, kUncalled };
enum class SetAsideState { kNone, kRequested, kApproved, kRejected };

// "NO_ANSWER"; empty for kNone.
std::string_view NameOf(TaskState value);
std::string_view NameOf(Outcome value);
std::string_view NameOf(Decision value);
std::string_view NameOf(Resolution value);
std::string_view NameOf(Satisfaction value);
std::string_view NameOf(Basis value);
std::string_view NameOf(SetAsideState value);

// kNone for a name that is none.
template <class Enum>
Enum FromName(std::string_view name) {
  if (name.empty()) return Enum{};
  for (int number = 1; !NameOf(static_cast<Enum>(number)).empty(); ++number) {
    if (NameOf(static_cast<Enum>(number)) == name) return static_cast<Enum>(number);
  }
  return Enum{};
}

struct Attempt {
  Outcome outcome = Outcome::kNone;
  std::string comment;
  std::string agent_id;
  std::string agent_name;
  absl::Time time;
};

struct Task {
  std::string id;
  std::string work_order_id;
  int round = 1;
  std::string work_order_number;
  std::string work_order_type;
  std::string court_id;
  std::string court_path;
  std::string department_id;             // The rated department.
  std::string respondent_department_id;  // Never sees the task; empty when there is none.
  std::vector<std::string> participant_ids;
  bool anonymous = false;
  int urgency = 1;  // 1 normal, 2 urgent, 3 critical.

  TaskState state = TaskState::kOpen;
  std::string claimed_by_id;
  std::string claimed_by_name;
  std::optional<absl::Time> claim_time;
  std::optional<absl::Time> lease_until;
  int attempt_count = 0;
  std::optional<absl::Time> next_attempt_time;
  std::optional<absl::Time> conclude_after;  // Set exactly while CONCLUDING.
  int conclude_failures = 0;
  std::string conclude_refusal;  // The reason for which the order does not take the result, last.

  absl::Time create_time;  // When the order entered CALLBACK.
  absl::Time update_time;
  int64_t revision = 0;
  std::string hash;
};

struct SetAside {
  SetAsideState state = SetAsideState::kNone;
  std::string reason;
  std::string requested_by_id;
  std::string requested_by_name;
  absl::Time request_time;
  std::string decided_by_id;
  std::string decided_by_name;
  std::optional<absl::Time> decide_time;
  std::string comment;
};

// Why the order refused a result for good.
struct Refusal {
  std::string reason;
  absl::Time time;
};

// What came out of one round. `satisfaction` is kNone for 未评价.
struct Rating {
  std::string task_id;
  int number = 1;  // Of the task's ratings: after one that was refused comes another.
  std::string work_order_id;
  int round = 1;
  Basis basis = Basis::kNone;
  Decision decision = Decision::kNone;
  Resolution resolved = Resolution::kNone;
  Satisfaction satisfaction = Satisfaction::kNone;
  std::string comment;
  std::string agent_id;
  std::string agent_name;
  absl::Time time;
  SetAside set_aside;
  std::optional<Refusal> refusal;  // Then it does not count.

  // Of the task, for reading.
  std::string work_order_number;
  std::string court_id;
  std::string court_path;
  std::string department_id;
  std::string respondent_department_id;
  int64_t revision = 0;
};

}  // namespace hotline::callback
