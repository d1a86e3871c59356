#include "services/escalation/domain/national_calendar.h"

#include <map>

#include "nlohmann/json.hpp"
#include "services/escalation/data.h"
#include "services/escalation/domain/day_text.h"

namespace hotline::escalation {
namespace {

using nlohmann::json;

const json& Data() {
  static const json* data = new json(json::parse(data::kPublicHolidays));
  return *data;
}

}  // namespace

const std::vector<HolidayYear>& BuiltInYears() {
  static const auto* years = [] {
    auto* made = new std::vector<HolidayYear>;
    for (const json& entry : Data().at("years")) {
      made->push_back({.year = entry.at("year"),
                       .published = entry.at("published"),
                       .source = entry.at("source"),
                       .address = entry.at("address"),
                       .holidays = HolidaysOf(entry.at("holidays"))});
    }
    return made;
  }();
  return *years;
}

std::vector<HolidayYear> YearsWith(const std::vector<HolidayYear>& decreed) {
  std::map<int, const HolidayYear*> by_year;
  for (const HolidayYear& year : BuiltInYears()) by_year[year.year] = &year;
  for (const HolidayYear& year : decreed) by_year[year.year] = &year;
  std::vector<HolidayYear> years;
  for (const auto& [number, year] : by_year) years.push_back(*year);
  return years;
}

calendar::Definition NationalCalendar(const std::vector<HolidayYear>& years) {
  calendar::Definition definition;
  auto& hours = definition.hours[calendar::Day(2000, 1, 1)];
  for (const json& interval : Data().at("hours"))
    hours.push_back(IntervalOfText(interval.get_ref<const std::string&>()).value());
  for (const HolidayYear& year : years) AddTo(definition, year);
  return definition;
}

}  // namespace hotline::escalation
