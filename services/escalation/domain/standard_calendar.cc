#include "services/escalation/domain/standard_calendar.h"

namespace hotline::escalation {

StandardCalendar::StandardCalendar() {
  calendar::Definition definition;
  definition.hours[calendar::Day(2020, 1, 1)] = {{8 * 60 + 30, 12 * 60}, {14 * 60, 17 * 60 + 30}};
  ref_.calendar = std::make_shared<const calendar::Calendar>(
      calendar::Calendar::Make(std::move(definition)).value());
}

absl::StatusOr<CalendarRef> StandardCalendar::Of(db::Tx&, const std::string&) const { return ref_; }

}  // namespace hotline::escalation
