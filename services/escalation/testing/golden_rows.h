// The golden deadlines as values.
#pragma once

#include <algorithm>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "platform/calendar/deadline.h"
#include "services/escalation/domain/day_text.h"
#include "services/escalation/testing/golden_deadlines.h"

namespace hotline::escalation::testing {

// What happened to a clock while it was open.
struct GoldenStep {
  enum class Kind { kPause, kResume, kExtend, kPolicy };
  Kind kind;
  int64_t amount = 0;  // kExtend: added; kPolicy: the new base.
  absl::Time at;
};

struct GoldenRow {
  std::string text;  // The line itself.
  absl::Time start;
  calendar::Budget budget;
  std::vector<GoldenStep> steps;
  absl::Time due;
  bool provisional = false;
};

// Takes the text before `mark` off the front, and the mark; all of it when there is none.
inline std::string_view Take(std::string_view& text, std::string_view mark) {
  const size_t end = std::min(text.find(mark), text.size());
  const std::string_view taken = text.substr(0, end);
  text.remove_prefix(std::min(text.size(), end + mark.size()));
  return taken;
}

inline std::string_view Trim(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

// "2026-11-03 24:00"
inline absl::Time GoldenTime(std::string_view text) {
  const std::string_view day = Take(text, " ");
  return calendar::At(DayOfText(day).value(), MinuteOfText(text).value());
}

inline int64_t GoldenNumber(std::string_view text) { return std::stoll(std::string(text)); }

// "pause 2026-11-04 08:30", "extend 2 2026-11-04 15:00"
inline GoldenStep GoldenStepOf(std::string_view text) {
  using enum GoldenStep::Kind;
  const std::string_view what = Take(text, " ");
  if (what == "pause") return {kPause, 0, GoldenTime(text)};
  if (what == "resume") return {kResume, 0, GoldenTime(text)};
  if (what != "extend" && what != "policy") throw std::invalid_argument(std::string(what));
  const int64_t amount = GoldenNumber(Take(text, " "));
  return {what == "extend" ? kExtend : kPolicy, amount, GoldenTime(text)};
}

// "3 wd"
inline calendar::Budget GoldenBudget(std::string_view text) {
  const int64_t amount = GoldenNumber(Take(text, " "));
  if (text == "wd") return {calendar::Unit::kWorkingDays, amount};
  if (text == "wh") return {calendar::Unit::kWorkingHours, amount};
  if (text == "cd") return {calendar::Unit::kCalendarDays, amount};
  throw std::invalid_argument(std::string(text));
}

inline std::vector<GoldenRow> GoldenRows(std::string_view table = kGoldenDeadlines) {
  std::vector<GoldenRow> rows;
  for (std::string_view rest = table; !rest.empty();) {
    std::string_view line = Take(rest, "\n");
    if (line.empty() || line.starts_with('#')) continue;
    GoldenRow& row = rows.emplace_back();
    row.text = line;
    row.start = GoldenTime(Trim(Take(line, "|")));
    row.budget = GoldenBudget(Trim(Take(line, "|")));
    for (std::string_view steps = Trim(Take(line, "|")); !steps.empty();)
      row.steps.push_back(GoldenStepOf(Take(steps, ", ")));
    std::string_view due = Trim(Take(line, "|"));
    row.provisional = due.starts_with('~');
    if (row.provisional) due.remove_prefix(1);
    row.due = GoldenTime(due);
  }
  return rows;
}

// The clock after its steps.
inline calendar::Clock Replay(const calendar::Calendar& calendar, const GoldenRow& row) {
  calendar::Clock clock = calendar::StartClock(row.budget, row.start);
  int64_t base = row.budget.amount;
  int64_t extension = 0;
  for (const GoldenStep& step : row.steps) {
    switch (step.kind) {
      case GoldenStep::Kind::kPause:
        clock = calendar::Pause(calendar, clock, step.at).value();
        continue;
      case GoldenStep::Kind::kResume:
        clock = calendar::Resume(clock, step.at).value();
        continue;
      case GoldenStep::Kind::kExtend:
        extension += step.amount;
        break;
      case GoldenStep::Kind::kPolicy:
        base = step.amount;
        break;
    }
    clock = calendar::WithAmount(clock, base + extension);
  }
  return clock;
}

}  // namespace hotline::escalation::testing
