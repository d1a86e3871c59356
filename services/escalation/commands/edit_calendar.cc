#include "services/escalation/commands/edit_calendar.h"

#include "platform/base/status.h"
#include "platform/crypto/crypto.h"
#include "platform/events/event.h"
#include "services/escalation/data.h"
#include "services/escalation/domain/day_text.h"
#include "services/escalation/store/calendar_store.h"
#include "services/escalation/store/reprojections.h"

namespace hotline::escalation {
namespace {

using calendar::Day;
using nlohmann::json;

// A court's calendar, held until the transaction ends: no other is edited meanwhile.
struct Held {
  CalendarHead head;
  CalendarParts parts;
};

Held Hold(db::Tx& tx, const Court& court, absl::Time now) {
  AskReprojection(tx, kCalendarChanged, {.court_path = court.path}, now);
  const std::vector<CalendarHead> heads = CalendarHeads(tx, court.path);
  Held held{.head = {.court_path = court.path, .court_id = court.id, .id = {}, .hash = {}},
            .parts = LoadCalendar(tx, court.path, heads)};
  if (!heads.empty() && heads.back().court_path == court.path) held.head = heads.back();
  return held;
}

absl::StatusOr<Held> HoldForEdit(db::Tx& tx, const CalendarEditing& editing) {
  Held held = Hold(tx, editing.court, editing.now);
  if (!editing.etag.empty() && editing.etag != std::to_string(held.head.revision))
    return Refuse(absl::StatusCode::kAborted, "ETAG_MISMATCH");
  return held;
}

// The next version, its event and the new head.
void Record(db::Tx& tx, CalendarHead& head, std::string_view type, const Caller& caller,
            absl::Time now, json payload) {
  if (head.id.empty()) head.id = crypto::NewUuid(now);
  head.version = NewestVersion(tx) + 1;
  payload["courtId"] = head.court_id;
  payload["courtPath"] = head.court_path;
  payload["version"] = head.version;
  head.hash = events::Append(tx, head.hash,
                             {.stream_id = head.id,
                              .revision = ++head.revision,
                              .type = "calendar." + std::string(type),
                              .actor_id = caller.id,
                              .actor_name = caller.name,
                              .occurred_at = now,
                              .payload = payload.dump()});
  SaveHead(tx, head, now);
}

CalendarEdited Finish(db::Tx& tx, CalendarHead& head, const CalendarEditing& editing,
                      std::string_view type, const json& payload, Day first, Day last) {
  Record(tx, head, type, editing.caller, editing.now, payload);
  return {.version = head.version,
          .revision = head.revision,
          .touched_clocks = CountTouchedClocks(tx, head.court_path, first, last)};
}

json YearPayload(const HolidayYear& year) {
  return {{"year", year.year},
          {"source", year.source},
          {"address", year.address},
          {"holidays", HolidaysJson(year.holidays)}};
}

}  // namespace

absl::StatusOr<CalendarEdited> SetDay(db::Tx& tx, const CalendarEditing& editing, Day day,
                                      const calendar::SpecialDay& special) {
  HOTLINE_ASSIGN_OR_RETURN(Held held, HoldForEdit(tx, editing));
  HOTLINE_RETURN_IF_ERROR(CheckSetDay(held.parts, editing.court.path, day, special));
  CalendarEdited edited = Finish(tx, held.head, editing, "day_set",
                                 {{"day", DayText(day)},
                                  {"kind", NameOf(special.kind)},
                                  {"name", special.name},
                                  {"hours", HoursJson(special.hours)}},
                                 day, day);
  PutDay(tx, editing.court.path, day, special);
  return edited;
}

absl::StatusOr<CalendarEdited> ClearDay(db::Tx& tx, const CalendarEditing& editing, Day day) {
  HOTLINE_ASSIGN_OR_RETURN(Held held, HoldForEdit(tx, editing));
  HOTLINE_RETURN_IF_ERROR(CheckClearDay(held.parts, editing.court.path, day));
  CalendarEdited edited =
      Finish(tx, held.head, editing, "day_cleared", {{"day", DayText(day)}}, day, day);
  DeleteDay(tx, editing.court.path, day);
  return edited;
}

absl::StatusOr<CalendarEdited> SetHours(db::Tx& tx, const CalendarEditing& editing, Day from,
                                        const std::vector<calendar::Interval>& hours) {
  HOTLINE_ASSIGN_OR_RETURN(Held held, HoldForEdit(tx, editing));
  HOTLINE_RETURN_IF_ERROR(CheckSetHours(held.parts, editing.court.path, from, hours));
  CalendarEdited edited =
      Finish(tx, held.head, editing, "hours_set",
             {{"fromDay", DayText(from)}, {"hours", HoursJson(hours)}}, from, Day(9000, 1, 1));
  PutHours(tx, editing.court.path, from, hours);
  return edited;
}

absl::StatusOr<CalendarEdited> PublishYear(db::Tx& tx, const CalendarEditing& editing,
                                           const HolidayYear& year) {
  if (!IsRootCourt(editing.court.path)) return Denied("ROOT_CALENDAR_ONLY");
  HOTLINE_ASSIGN_OR_RETURN(Held held, HoldForEdit(tx, editing));
  const int this_year = static_cast<int>(calendar::DayOf(editing.now).year());
  HOTLINE_RETURN_IF_ERROR(CheckPublishYear(held.parts, year, this_year));
  // A year's holidays may begin in the December before.
  CalendarEdited edited = Finish(tx, held.head, editing, "year_published", YearPayload(year),
                                 Day(year.year - 1, 12, 1), Day(year.year, 12, 31));
  PutYear(tx, year);
  return edited;
}

void InstallHolidays(db::Tx& tx, absl::Time now) {
  const std::string fingerprint = crypto::Hex(crypto::Sha256(data::kPublicHolidays));
  if (!Install(tx, fingerprint, now)) return;
  Held held = Hold(tx, {}, now);
  Caller program;
  program.kind = Caller::Kind::kService;
  program.id = program.name = "escalation";
  Record(tx, held.head, "holidays_installed", program, now, {{"fingerprint", fingerprint}});
}

}  // namespace hotline::escalation
