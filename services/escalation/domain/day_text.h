// Days and hours as they stand in data files, tables and messages: "2026-10-01", "08:30-12:00".
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/calendar/calendar.h"

namespace hotline::escalation {

std::string DayText(calendar::Day day);
std::optional<calendar::Day> DayOfText(std::string_view text);  // Only real days, zero-padded.

std::string MinuteText(int minute);                      // 1440 is "24:00".
std::optional<int> MinuteOfText(std::string_view text);  // 00:00 to 24:00.
std::string IntervalText(const calendar::Interval& interval);
std::optional<calendar::Interval> IntervalOfText(std::string_view text);

}  // namespace hotline::escalation
