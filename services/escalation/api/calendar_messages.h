// Calendars as messages.
#pragma once

#include "absl/status/statusor.h"
#include "hotline/escalation/v1/calendar_service.pb.h"
#include "services/escalation/domain/court_calendar.h"

namespace hotline::escalation {

// INVALID_ARGUMENT (INVALID_INPUT) with the violated field.
absl::StatusOr<calendar::Day> DayFrom(const std::string& text, const std::string& field);
absl::StatusOr<HolidayYear> YearFrom(const v1::PublishYearRequest& request);

// The rules of the proto have checked each time.
std::vector<calendar::Interval> HoursFrom(
    const google::protobuf::RepeatedPtrField<v1::WorkingInterval>& hours);
calendar::SpecialDay SpecialFrom(const v1::SetDayRequest& request);

v1::CalendarDay::Kind KindOf(calendar::DayKind kind);  // Unspecified for ordinary days.

// The days of the year that differ from the week, and the hours that hold in it.
void FillCalendar(const CalendarParts& parts, int year, v1::CourtCalendar& message);

}  // namespace hotline::escalation
