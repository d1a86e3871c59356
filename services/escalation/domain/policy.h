// A deadline policy (时限规则): how much time a step has, and the ladder of what happens as the
// time goes by.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/calendar/deadline.h"

namespace hotline::escalation {

// The numbers of the proto enums; the names are also what the database holds.
enum class ClockKind { kSignIn = 1, kHandling = 2, kSupervisionReply = 3, kCallback = 4 };
enum class Action { kRemind = 1, kUrge = 2, kNotifyHead = 3, kSupervise = 4, kCriticize = 5 };

// Working time from the due time on; negative: before it.
struct Offset {
  calendar::Unit unit = calendar::Unit::kWorkingDays;  // Not calendar days.
  int64_t amount = 0;
  bool operator==(const Offset&) const = default;
};

struct Rung {
  Action action = Action::kRemind;
  std::optional<int> percent;  // Of the budget; 100 is the due time. Else `from_due` says when.
  Offset from_due;
  bool operator==(const Rung&) const = default;
};

struct Policy {
  std::string id;
  int64_t version = 0;
  bool built_in = false;
  bool active = true;
  std::string court_id;
  std::string court_path;  // Holds for this court and those below it; "" for all.
  ClockKind kind = ClockKind::kHandling;
  std::string order_type;  // "" for every type.
  int urgency = 0;         // 0 for every urgency.
  calendar::Budget budget;
  std::vector<Rung> ladder;
};

std::string_view NameOf(ClockKind kind);       // "SIGN_IN"
std::string_view NameOf(Action action);        // "REMIND"
std::string_view NameOf(calendar::Unit unit);  // "WORKING_DAYS"
// Of the names above; unset for any other text.
std::optional<ClockKind> KindOf(std::string_view name);
std::optional<Action> ActionOf(std::string_view name);
std::optional<calendar::Unit> UnitOf(std::string_view name);

}  // namespace hotline::escalation
