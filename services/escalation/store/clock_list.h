// Pages of clocks by due time, of those that a caller may see.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "platform/base/caller.h"
#include "platform/db/pool.h"
#include "services/escalation/domain/order_clock.h"

namespace hotline::escalation {

// The last clock of a page, as the database writes it.
struct ClockKey {
  std::string due;
  std::string id;
};

// Empty fields are "any".
struct ClockFilter {
  std::string id;
  std::string work_order_id;
  std::string court_id;
  std::string department_id;
  std::optional<ClockKind> kind;
  std::optional<ClockState> state;  // Unset, and neither clock nor order is given: open ones.
  std::optional<absl::Time> due_from;
  std::optional<absl::Time> due_until;
  std::optional<ClockKey> after;
  int limit = 50;
};

struct ListedClock {
  OrderClock clock;
  ClockKey key;
};

// Who reads the court's orders sees the clocks of that court and those below it, who reads a
// department's those of the department; nobody those of orders that complain about the own
// department.
std::vector<ListedClock> ListClocks(db::Tx& tx, const Caller& caller, const ClockFilter& filter);

}  // namespace hotline::escalation
