#include "services/escalation/domain/holidays.h"

#include <set>

#include "platform/base/status.h"
#include "services/escalation/domain/day_text.h"

namespace hotline::escalation {
namespace {

using calendar::Day;
using calendar::DayKind;
using nlohmann::json;

constexpr int kLongest = 15;

absl::Status Bad(std::string_view reason, Day day) {
  return Invalid(reason, {{"day", DayText(day)}});
}

bool IsWeekend(Day day) {
  const absl::Weekday weekday = absl::GetWeekday(day);
  return weekday == absl::Weekday::saturday || weekday == absl::Weekday::sunday;
}

Day DayIn(const json& text) { return DayOfText(text.get_ref<const std::string&>()).value(); }

}  // namespace

absl::Status CheckHolidays(const HolidayYear& year) {
  if (year.holidays.empty()) return Invalid("HOLIDAYS_MISSING");
  const Day first(year.year - 1, 12, 1);
  const Day last(year.year, 12, 31);
  std::set<Day> seen;
  const auto take = [&](Day day) -> absl::Status {
    if (day < first || day > last) return Bad("HOLIDAY_OUTSIDE_YEAR", day);
    return seen.insert(day).second ? absl::OkStatus() : Bad("DAY_TWICE", day);
  };
  for (const Holiday& holiday : year.holidays) {
    if (holiday.to < holiday.from) return Bad("HOLIDAY_UNORDERED", holiday.from);
    if (holiday.to - holiday.from >= kLongest) return Bad("HOLIDAY_TOO_LONG", holiday.from);
    for (Day day = holiday.from; day <= holiday.to; ++day) HOTLINE_RETURN_IF_ERROR(take(day));
    for (const Day day : holiday.makeup_days) {
      if (!IsWeekend(day)) return Bad("MAKEUP_ON_WORKDAY", day);
      HOTLINE_RETURN_IF_ERROR(take(day));
    }
  }
  return absl::OkStatus();
}

json HolidaysJson(const std::vector<Holiday>& holidays) {
  json list = json::array();
  for (const Holiday& holiday : holidays) {
    json entry = {
        {"name", holiday.name}, {"from", DayText(holiday.from)}, {"to", DayText(holiday.to)}};
    for (const Day day : holiday.makeup_days) entry["makeup"].push_back(DayText(day));
    list.push_back(std::move(entry));
  }
  return list;
}

std::vector<Holiday> HolidaysOf(const json& list) {
  std::vector<Holiday> holidays;
  for (const json& entry : list) {
    Holiday& holiday = holidays.emplace_back();
    holiday.name = entry.at("name");
    holiday.from = DayIn(entry.at("from"));
    holiday.to = DayIn(entry.at("to"));
    for (const json& day : entry.value("makeup", json::array()))
      holiday.makeup_days.push_back(DayIn(day));
  }
  return holidays;
}

void AddTo(calendar::Definition& definition, const HolidayYear& year) {
  if (year.published) definition.published_years[year.year] = year.source;
  for (const Holiday& holiday : year.holidays) {
    for (Day day = holiday.from; day <= holiday.to; ++day)
      definition.days[day] = {DayKind::kHoliday, holiday.name, {}};
    for (const Day day : holiday.makeup_days)
      definition.days[day] = {DayKind::kMakeup, holiday.name, {}};
  }
}

}  // namespace hotline::escalation
