// The calendar of every court until one is published: Monday to Friday, the usual hours, no
// holidays, so that every deadline says that it is provisional.
#pragma once

#include "services/escalation/domain/calendar_source.h"

namespace hotline::escalation {

class StandardCalendar : public CalendarSource {
 public:
  StandardCalendar();
  absl::StatusOr<CalendarRef> Of(db::Tx& tx, const std::string& court_path) const override;
  const calendar::Calendar& calendar() const { return *ref_.calendar; }

 private:
  CalendarRef ref_;
};

}  // namespace hotline::escalation
