// Edits of calendars. Each runs in the caller's transaction, appends one event, and asks for the
// open clocks of the court and those below it to be projected anew.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "platform/base/caller.h"
#include "platform/db/pool.h"
#include "services/escalation/commands/courts.h"
#include "services/escalation/domain/court_calendar.h"

namespace hotline::escalation {

// Who edits which court's calendar, when, and on which revision (empty: any).
struct CalendarEditing {
  const Caller& caller;
  absl::Time now;
  Court court;
  std::string etag;
};

struct CalendarEdited {
  int64_t version = 0;
  int64_t revision = 0;
  int64_t touched_clocks = 0;  // Open ones that run over the days that changed.
};

// Refusals as in domain/court_calendar.h; ABORTED (ETAG_MISMATCH).
absl::StatusOr<CalendarEdited> SetDay(db::Tx& tx, const CalendarEditing& editing, calendar::Day day,
                                      const calendar::SpecialDay& special);
absl::StatusOr<CalendarEdited> ClearDay(db::Tx& tx, const CalendarEditing& editing,
                                        calendar::Day day);
absl::StatusOr<CalendarEdited> SetHours(db::Tx& tx, const CalendarEditing& editing,
                                        calendar::Day from,
                                        const std::vector<calendar::Interval>& hours);
// PERMISSION_DENIED (ROOT_CALENDAR_ONLY).
absl::StatusOr<CalendarEdited> PublishYear(db::Tx& tx, const CalendarEditing& editing,
                                           const HolidayYear& year);

// Puts the holidays that this program carries into force, if they are not yet.
void InstallHolidays(db::Tx& tx, absl::Time now);

}  // namespace hotline::escalation
