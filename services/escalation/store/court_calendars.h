// The calendars of all courts, kept in the process by version.
#pragma once

#include <map>
#include <shared_mutex>
#include <string>

#include "services/escalation/domain/calendar_source.h"

namespace hotline::escalation {

// Thread-safe; readers do not wait for each other. Courts that have set nothing share the calendar
// of the nearest court above that has. Not for transactions that have edited a calendar themselves:
// what they see may never be.
class CourtCalendars : public CalendarSource {
 public:
  absl::StatusOr<CalendarRef> Of(db::Tx& tx, const std::string& court_path) const override;

 private:
  mutable std::shared_mutex mutex_;
  mutable std::map<std::string, CalendarRef> recent_;  // By the path of the nearest that has set.
};

}  // namespace hotline::escalation
