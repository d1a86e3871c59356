// Calendars as they are stored.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "platform/db/pool.h"
#include "services/escalation/domain/court_calendar.h"

namespace hotline::escalation {

// The head of what one court has set.
struct CalendarHead {
  std::string court_path;
  std::string court_id;
  std::string id;  // Empty until something is set.
  int64_t version = 0;
  int64_t revision = 0;
  std::string hash;
};

// Of the court and those above it that have set something, the farthest first.
std::vector<CalendarHead> CalendarHeads(db::Tx& tx, const std::string& court_path);

// Reads the whole calendar of a court, in this transaction.
CalendarParts LoadCalendar(db::Tx& tx, const std::string& court_path,
                           const std::vector<CalendarHead>& heads);

void SaveHead(db::Tx& tx, const CalendarHead& head, absl::Time now);
int64_t NewestVersion(db::Tx& tx);

void PutDay(db::Tx& tx, const std::string& court_path, calendar::Day day,
            const calendar::SpecialDay& special);
void DeleteDay(db::Tx& tx, const std::string& court_path, calendar::Day day);
void PutHours(db::Tx& tx, const std::string& court_path, calendar::Day from,
              const std::vector<calendar::Interval>& hours);
void PutYear(db::Tx& tx, const HolidayYear& year);

// Open clocks of the court and those below it that run over any of the days.
int64_t CountTouchedClocks(db::Tx& tx, const std::string& court_path, calendar::Day first,
                           calendar::Day last);

// False when these holidays were installed before.
bool Install(db::Tx& tx, const std::string& fingerprint, absl::Time now);

// ["08:30-12:00","14:00-17:30"]
nlohmann::json HoursJson(const std::vector<calendar::Interval>& hours);
// HOLIDAY, MAKEUP, SPECIAL
std::string_view NameOf(calendar::DayKind kind);

}  // namespace hotline::escalation
