// The calendar of a court, as it is in the transaction that asks.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "platform/calendar/calendar.h"

namespace hotline::db {
class Tx;
}

namespace hotline::escalation {

struct CalendarRef {
  std::shared_ptr<const calendar::Calendar> calendar;
  int64_t version = 0;  // Another one after every edit that touches the court.
};

// Thread-safe. Cheap to ask again: calendars are kept in the process by version.
class CalendarSource {
 public:
  virtual ~CalendarSource() = default;
  virtual absl::StatusOr<CalendarRef> Of(db::Tx& tx, const std::string& court_path) const = 0;
};

}  // namespace hotline::escalation
