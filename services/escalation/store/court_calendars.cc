#include "services/escalation/store/court_calendars.h"

#include <algorithm>
#include <mutex>

#include "services/escalation/store/calendar_store.h"

namespace hotline::escalation {

absl::StatusOr<CalendarRef> CourtCalendars::Of(db::Tx& tx, const std::string& court_path) const {
  const std::vector<CalendarHead> heads = CalendarHeads(tx, court_path);
  const std::string nearest = heads.empty() ? "" : heads.back().court_path;
  int64_t version = 0;
  for (const CalendarHead& head : heads) version = std::max(version, head.version);
  {
    std::shared_lock lock(mutex_);
    const auto found = recent_.find(nearest);
    if (found != recent_.end() && found->second.version == version) return found->second;
  }
  const CalendarRef ref{
      std::make_shared<const calendar::Calendar>(CalendarOf(LoadCalendar(tx, nearest, heads))),
      version};
  std::lock_guard lock(mutex_);
  CalendarRef& kept = recent_[nearest];
  if (kept.calendar == nullptr || kept.version < version) kept = ref;
  return ref;
}

}  // namespace hotline::escalation
