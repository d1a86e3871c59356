// The policies and calendars that are in force, told from the history of their edits alone and not
// from the tables that the service reads.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "platform/calendar/deadline.h"
#include "tests/simulation/world.h"

namespace hotline::simulation {

// Of what order a clock is.
struct ClockCase {
  std::string kind;  // HANDLING
  std::string court_path;
  std::string order_type;
  int urgency = 1;
};

struct DeadlinePolicy {
  ClockCase scope;  // "" and 0: every.
  calendar::Budget budget;
  json ladder;  // [{"action": "URGE", "percent": 100}, {"action": …, "offset": {"unit", "amount"}}]
  bool active = true;
};

class RulesInForce {
 public:
  explicit RulesInForce(World& world);

  const DeadlinePolicy& PolicyFor(const ClockCase& wanted) const;
  const calendar::Calendar& CalendarOf(const std::string& court_path);
  // Whether a policy for such clocks ever had this budget.
  bool WasSet(const ClockCase& wanted, const calendar::Budget& budget) const;

  static calendar::Unit UnitOf(const std::string& name);

 private:
  std::vector<DeadlinePolicy> ever_;                // Every version.
  std::map<std::string, DeadlinePolicy> policies_;  // By id: the last version.
  std::vector<json> calendar_edits_;                // Payloads, in their order.
  std::map<std::string, calendar::Calendar> calendars_;
};

}  // namespace hotline::simulation
