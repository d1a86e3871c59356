#include "services/escalation/api/calendar_messages.h"

#include <set>

#include "platform/base/status.h"
#include "services/escalation/domain/day_text.h"

namespace hotline::escalation {
namespace {

using calendar::Calendar;
using calendar::Day;
using calendar::DayInfo;
using calendar::DayKind;
using calendar::Interval;

void FillHours(const std::vector<Interval>& hours,
               google::protobuf::RepeatedPtrField<v1::WorkingInterval>& list) {
  for (const Interval& interval : hours) {
    v1::WorkingInterval& message = *list.Add();
    message.set_from(MinuteText(interval.from));
    message.set_to(MinuteText(interval.to));
  }
}

// The first day of the year, and each in it from which other hours hold.
std::set<Day> ChangesOfHours(const CalendarParts& parts, int year) {
  std::set<Day> changes = {Day(year, 1, 1)};
  for (const CourtSettings& court : parts.courts) {
    for (const auto& [from, hours] : court.hours) {
      if (from.year() == year) changes.insert(from);
    }
  }
  return changes;
}

}  // namespace

v1::CalendarDay::Kind KindOf(DayKind kind) {
  switch (kind) {
    case DayKind::kHoliday:
      return v1::CalendarDay::HOLIDAY;
    case DayKind::kMakeup:
      return v1::CalendarDay::MAKEUP;
    case DayKind::kSpecial:
      return v1::CalendarDay::SPECIAL;
    case DayKind::kWorkday:
    case DayKind::kWeekend:
      break;
  }
  return v1::CalendarDay::KIND_UNSPECIFIED;
}

absl::StatusOr<Day> DayFrom(const std::string& text, const std::string& field) {
  const std::optional<Day> day = DayOfText(text);
  if (!day) return RefuseInput({{field, "DAY_INVALID", ""}});
  return *day;
}

std::vector<Interval> HoursFrom(
    const google::protobuf::RepeatedPtrField<v1::WorkingInterval>& hours) {
  std::vector<Interval> intervals;
  for (const v1::WorkingInterval& interval : hours)
    intervals.push_back(
        {MinuteOfText(interval.from()).value(), MinuteOfText(interval.to()).value()});
  return intervals;
}

calendar::SpecialDay SpecialFrom(const v1::SetDayRequest& request) {
  const DayKind kind = request.kind() == v1::CalendarDay::HOLIDAY  ? DayKind::kHoliday
                       : request.kind() == v1::CalendarDay::MAKEUP ? DayKind::kMakeup
                                                                   : DayKind::kSpecial;
  return {kind, request.name(), HoursFrom(request.hours())};
}

absl::StatusOr<HolidayYear> YearFrom(const v1::PublishYearRequest& request) {
  HolidayYear year{.year = request.year(),
                   .published = true,
                   .source = request.source(),
                   .address = request.source_address(),
                   .holidays = {}};
  for (int i = 0; i < request.holidays_size(); ++i) {
    const v1::Holiday& message = request.holidays(i);
    const std::string at = "holidays[" + std::to_string(i) + "].";
    Holiday& holiday = year.holidays.emplace_back();
    holiday.name = message.name();
    HOTLINE_ASSIGN_OR_RETURN(holiday.from, DayFrom(message.from(), at + "from"));
    HOTLINE_ASSIGN_OR_RETURN(holiday.to, DayFrom(message.to(), at + "to"));
    for (int j = 0; j < message.makeup_days_size(); ++j) {
      HOTLINE_ASSIGN_OR_RETURN(
          const Day day,
          DayFrom(message.makeup_days(j), at + "makeupDays[" + std::to_string(j) + "]"));
      holiday.makeup_days.push_back(day);
    }
  }
  return year;
}

void FillCalendar(const CalendarParts& parts, int year, v1::CourtCalendar& message) {
  const Calendar calendar = CalendarOf(parts);
  message.set_year(year);
  message.set_provisional(calendar.InfoOf(Day(year, 1, 1)).provisional);
  for (const HolidayYear& known : parts.years) {
    if (known.year != year) continue;
    message.set_source(known.source);
    message.set_source_address(known.address);
  }
  for (Day day(year, 1, 1); day.year() == year; ++day) {
    const DayInfo info = calendar.InfoOf(day);
    if (info.kind == DayKind::kWorkday || info.kind == DayKind::kWeekend) continue;
    v1::CalendarDay& entry = *message.add_days();
    entry.set_day(DayText(day));
    entry.set_kind(KindOf(info.kind));
    entry.set_name(info.name);
    FillHours(*info.hours, *entry.mutable_hours());
    if (const CourtSettings* setter = SetterOf(parts, day)) entry.set_court_id(setter->court_id);
  }
  for (const Day from : ChangesOfHours(parts, year)) {
    v1::WorkingHours& entry = *message.add_hours();
    entry.set_from_day(DayText(from));
    FillHours(WorkdayHours(parts, from), *entry.mutable_hours());
    if (const CourtSettings* setter = HoursSetterOf(parts, from))
      entry.set_court_id(setter->court_id);
  }
}

}  // namespace hotline::escalation
