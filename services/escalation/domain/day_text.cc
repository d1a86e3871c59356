#include "services/escalation/domain/day_text.h"

#include "absl/strings/str_format.h"

namespace hotline::escalation {

using calendar::Day;

std::string DayText(Day day) { return absl::FormatCivilTime(day); }

std::optional<Day> DayOfText(std::string_view text) {
  Day day;
  if (!absl::ParseCivilTime(std::string(text), &day) || DayText(day) != text) return std::nullopt;
  return day;
}

std::string MinuteText(int minute) {
  return absl::StrFormat("%02d:%02d", minute / 60, minute % 60);
}

std::optional<int> MinuteOfText(std::string_view text) {
  if (text.size() != 5) return std::nullopt;
  const auto digit = [text](size_t at) { return text[at] - '0'; };
  const int value = (digit(0) * 10 + digit(1)) * 60 + digit(3) * 10 + digit(4);
  if (value < 0 || value > 24 * 60 || MinuteText(value) != text) return std::nullopt;
  return value;
}

std::string IntervalText(const calendar::Interval& interval) {
  return MinuteText(interval.from) + "-" + MinuteText(interval.to);
}

std::optional<calendar::Interval> IntervalOfText(std::string_view text) {
  if (text.size() != 11 || text[5] != '-') return std::nullopt;
  const std::optional<int> from = MinuteOfText(text.substr(0, 5));
  const std::optional<int> to = MinuteOfText(text.substr(6));
  if (!from || !to) return std::nullopt;
  return calendar::Interval{*from, *to};
}

}  // namespace hotline::escalation
