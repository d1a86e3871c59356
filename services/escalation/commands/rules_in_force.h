// The rules of clocks, as they are in one transaction.
#pragma once

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "platform/base/status.h"
#include "platform/db/pool.h"
#include "services/escalation/domain/calendar_source.h"
#include "services/escalation/domain/order_clock.h"
#include "services/escalation/store/policy_store.h"

namespace hotline::escalation {

// Asks for each court's calendar once. Holds the configuration until the transaction ends.
class RulesInForce {
 public:
  RulesInForce(db::Tx& tx, const PolicyBook& policies, const CalendarSource& calendars)
      : tx_(tx), page_(policies.Of(tx)), calendars_(calendars) {}

  // Valid as long as this. Errors: those of PolicyFor and CalendarSource.
  absl::StatusOr<Rules> Of(const OrderClock& clock) {
    CalendarRef& ref = refs_[clock.order.court_path];
    if (ref.calendar == nullptr) {
      HOTLINE_ASSIGN_OR_RETURN(ref, calendars_.Of(tx_, clock.order.court_path));
    }
    HOTLINE_ASSIGN_OR_RETURN(const Policy* policy, PolicyFor(page_, clock.policy_case()));
    return Rules{*ref.calendar, ref.version, *policy, page_.since};
  }

 private:
  db::Tx& tx_;
  const PolicyBook::Page page_;
  const CalendarSource& calendars_;
  std::map<std::string, CalendarRef> refs_;
};

}  // namespace hotline::escalation
