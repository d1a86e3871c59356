// The clock of one step of one order (时限): its time, its due time, and the rungs that have not
// fired yet. Rules over plain values; each change gives the ledger entry that tells of it.
//
// All times are those of the order's events, never of when an event was read. A rung that came due
// before a change stays due, also when it was not fired yet: after downtime the same rungs fire as
// without it, only late. A rung is known by its action and how-manieth of its kind it is on this
// clock (second reminder, first urge), so it fires once under whatever policy.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "platform/calendar/deadline.h"
#include "services/escalation/domain/policy.h"
#include "services/escalation/domain/select_policy.h"

namespace hotline::escalation {

enum class ClockState { kRunning = 1, kPaused = 2, kStopped = 3 };

// The order, as it was when the clock started.
struct OrderFacts {
  std::string id;
  std::string number;
  std::string court_id;
  std::string court_path;
  std::string type;
  int urgency = 1;
  std::string department_id;
  std::string respondent_department_id;
  int round = 1;
};

struct PendingRung {
  absl::Time time;
  int place = 1;  // In the ladder, from 1.
  Action action = Action::kRemind;
  int nth = 1;  // Of this action, from 1.
  bool operator==(const PendingRung&) const = default;
};

struct OrderClock {
  std::string id;
  OrderFacts order;
  ClockKind kind = ClockKind::kHandling;
  std::string subject;  // Of a supervision: its number.
  ClockState state = ClockState::kRunning;
  calendar::Clock time;                 // Its budget includes the extension.
  int64_t extension = 0;                // In the budget's unit.
  std::optional<absl::Time> fixed_due;  // Given by a person: the budget is not counted.
  std::optional<absl::Time> stop_time;
  std::optional<absl::Time> due_time;  // Unset while paused; of a stopped clock, as it was.
  bool provisional = false;
  std::vector<PendingRung> pending;  // By time.
  std::string policy_id;
  int64_t policy_version = 0;
  int64_t calendar_version = 0;

  PolicyCase policy_case() const { return {kind, order.court_path, order.type, order.urgency}; }
};

struct LedgerEntry {
  enum class Kind { kStart = 1, kPause, kResume, kExtend, kReproject, kStop };
  Kind kind = Kind::kStart;
  absl::Time time;
  std::string reason;  // The order's event without its prefix ("dispatched"), or why anew.
  int64_t amount = 0;  // Of an extension, in the budget's unit; else the whole budget.
  int64_t consumed = 0;
  std::optional<absl::Time> due_before;
  std::optional<absl::Time> due_after;
  std::string policy_id;
  int64_t policy_version = 0;
  int64_t calendar_version = 0;
};

inline constexpr std::string_view kPolicyChanged = "POLICY_CHANGED";
inline constexpr std::string_view kCalendarChanged = "CALENDAR_CHANGED";

// A clock after a change, and what tells of it.
struct ClockChange {
  OrderClock clock;
  LedgerEntry entry;
};

// By what a clock is projected.
struct Rules {
  const calendar::Calendar& calendar;
  int64_t calendar_version = 0;
  const Policy& policy;
  // Rungs before it are never armed: what came due before deadlines were kept is left alone.
  absl::Time since = absl::InfinitePast();
};

// Which have fired on a clock: action and how-manieth.
using Fired = std::set<std::pair<Action, int>>;

// `clock` has its order, kind, subject and fixed due time; the rest is set here.
LedgerEntry Start(OrderClock& clock, const Rules& rules, absl::Time at, const std::string& reason);
// Suspended: nothing is consumed, no due time. Only of a running clock.
LedgerEntry Pause(OrderClock& clock, const Rules& rules, absl::Time at, const std::string& reason);
// After a pause, or after a stop when the work was sent back. Not of a running clock.
LedgerEntry Resume(OrderClock& clock, const Rules& rules, const Fired& fired, absl::Time at,
                   const std::string& reason);
LedgerEntry Stop(OrderClock& clock, const Rules& rules, absl::Time at, const std::string& reason);
// A budget in another unit grows by as much as these working days are worth after the due time.
LedgerEntry Extend(OrderClock& clock, const Rules& rules, const Fired& fired, int working_days,
                   absl::Time at, const std::string& reason);
// By new rules, in place; of a clock that does not run, its budget. What was consumed stays
// consumed. A clock keeps its unit: of a policy in another unit only the ladder is taken. Unset
// when nothing changed.
std::optional<LedgerEntry> Reproject(OrderClock& clock, const Rules& rules, const Fired& fired,
                                     absl::Time at, const std::string& reason);

std::string_view NameOf(ClockState state);        // "RUNNING"
std::string_view NameOf(LedgerEntry::Kind kind);  // "START"
std::optional<ClockState> StateOf(std::string_view name);
std::optional<LedgerEntry::Kind> EntryOf(std::string_view name);

}  // namespace hotline::escalation
