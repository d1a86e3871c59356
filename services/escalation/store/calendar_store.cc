#include "services/escalation/store/calendar_store.h"

#include "services/escalation/domain/day_text.h"
#include "services/escalation/domain/national_calendar.h"
#include "services/escalation/sql.h"

namespace hotline::escalation {
namespace {

using calendar::Day;
using calendar::DayKind;
using calendar::Interval;
using nlohmann::json;

Day DayIn(const pqxx::field& field) { return DayOfText(field.c_str()).value(); }

std::vector<Interval> HoursIn(const pqxx::field& field) {
  std::vector<Interval> hours;
  for (const json& interval : json::parse(field.c_str()))
    hours.push_back(IntervalOfText(interval.get_ref<const std::string&>()).value());
  return hours;
}

DayKind KindIn(const pqxx::field& field) {
  const std::string_view name = field.c_str();
  if (name == "HOLIDAY") return DayKind::kHoliday;
  return name == "MAKEUP" ? DayKind::kMakeup : DayKind::kSpecial;
}

}  // namespace

json HoursJson(const std::vector<Interval>& hours) {
  json list = json::array();
  for (const Interval& interval : hours) list.push_back(IntervalText(interval));
  return list;
}

std::string_view NameOf(DayKind kind) {
  if (kind == DayKind::kHoliday) return "HOLIDAY";
  return kind == DayKind::kMakeup ? "MAKEUP" : "SPECIAL";
}

std::vector<CalendarHead> CalendarHeads(db::Tx& tx, const std::string& court_path) {
  std::vector<CalendarHead> heads;
  for (const auto& row : tx.Exec(sql::kGetCalendars, db::ArrayOf(LineOf(court_path)))) {
    heads.push_back({.court_path = row["court_path"].as<std::string>(),
                     .court_id = row["court_id"].as<std::string>(),
                     .id = row["id"].as<std::string>(),
                     .version = row["version"].as<int64_t>(),
                     .revision = row["revision"].as<int64_t>(),
                     .hash = db::BytesOf(row["hash"])});
  }
  return heads;
}

CalendarParts LoadCalendar(db::Tx& tx, const std::string& court_path,
                           const std::vector<CalendarHead>& heads) {
  CalendarParts parts;
  std::vector<HolidayYear> decreed;
  for (const auto& row : tx.Exec(sql::kListPublishedYears)) {
    decreed.push_back({.year = row["year"].as<int>(),
                       .published = true,
                       .source = row["source"].as<std::string>(),
                       .address = row["address"].as<std::string>(),
                       .holidays = HolidaysOf(json::parse(row["holidays"].c_str()))});
  }
  parts.years = YearsWith(decreed);
  std::map<std::string, CourtSettings*> by_path;
  parts.courts.reserve(heads.size());
  for (const CalendarHead& head : heads) {
    parts.courts.push_back({head.court_path, head.court_id, {}, {}});
    by_path[head.court_path] = &parts.courts.back();
  }
  const std::string line = db::ArrayOf(LineOf(court_path));
  for (const auto& row : tx.Exec(sql::kListCalendarDays, line)) {
    // A court that set its first day since `heads` were read is seen next time.
    const auto court = by_path.find(row["court_path"].as<std::string>());
    if (court == by_path.end()) continue;
    court->second->days[DayIn(row["day"])] = {KindIn(row["kind"]), row["name"].as<std::string>(),
                                              HoursIn(row["hours"])};
  }
  for (const auto& row : tx.Exec(sql::kListCalendarHours, line)) {
    const auto court = by_path.find(row["court_path"].as<std::string>());
    if (court == by_path.end()) continue;
    court->second->hours[DayIn(row["from_day"])] = HoursIn(row["hours"]);
  }
  return parts;
}

void SaveHead(db::Tx& tx, const CalendarHead& head, absl::Time now) {
  tx.Exec(sql::kSaveCalendar, head.court_path, head.court_id, head.id, head.version, now,
          head.revision, db::Bytes{head.hash});
}

int64_t NewestVersion(db::Tx& tx) {
  return tx.Exec(sql::kNewestCalendarVersion)[0][0].as<int64_t>();
}

void PutDay(db::Tx& tx, const std::string& court_path, Day day,
            const calendar::SpecialDay& special) {
  tx.Exec(sql::kPutCalendarDay, court_path, DayText(day), NameOf(special.kind), special.name,
          HoursJson(special.hours).dump());
}

void DeleteDay(db::Tx& tx, const std::string& court_path, Day day) {
  tx.Exec(sql::kDeleteCalendarDay, court_path, DayText(day));
}

void PutHours(db::Tx& tx, const std::string& court_path, Day from,
              const std::vector<Interval>& hours) {
  tx.Exec(sql::kPutCalendarHours, court_path, DayText(from), HoursJson(hours).dump());
}

void PutYear(db::Tx& tx, const HolidayYear& year) {
  tx.Exec(sql::kPutPublishedYear, year.year, year.source, year.address,
          HolidaysJson(year.holidays).dump());
}

int64_t CountTouchedClocks(db::Tx& tx, const std::string& court_path, Day first, Day last) {
  return tx
      .Exec(sql::kCountTouchedClocks, court_path, calendar::At(first, 0),
            calendar::At(last, 24 * 60))[0][0]
      .as<int64_t>();
}

bool Install(db::Tx& tx, const std::string& fingerprint, absl::Time now) {
  return !tx.Exec(sql::kInstallHolidays, fingerprint, now).empty();
}

}  // namespace hotline::escalation
