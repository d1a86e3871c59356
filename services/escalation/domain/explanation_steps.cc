#include "services/escalation/domain/explanation_steps.h"

#include <algorithm>

#include "services/escalation/domain/explanation_words.h"

namespace hotline::escalation {
namespace {

using calendar::At;
using calendar::Calendar;
using calendar::Day;
using calendar::DayInfo;
using calendar::DayKind;
using calendar::DayOf;
using calendar::Unit;
using Kind = ExplanationStep::Kind;
using Entry = LedgerEntry::Kind;

// The day that ends at midnight `end` or on which `end` lies.
Day LastDayOf(absl::Time end) { return DayOf(end - absl::Microseconds(1)); }

// The notice that says so; holidays may begin in the year before theirs.
std::string NoticeOf(const Calendar& calendar, Day day) {
  const auto& years = calendar.definition().published_years;
  for (const int year : {static_cast<int>(day.year()), static_cast<int>(day.year()) + 1}) {
    if (const auto found = years.find(year); found != years.end()) return found->second;
  }
  return "";
}

ExplanationStep StepOf(Kind kind, const LedgerEntry& entry) {
  ExplanationStep step;
  step.kind = kind;
  step.time = entry.time;
  step.reason = entry.reason;
  step.amount = entry.amount;
  step.due_before = entry.due_before;
  step.due_after = entry.due_after;
  return step;
}

// What happened to the clock. A stop that was not the last is a pause, too.
std::vector<ExplanationStep> ChangesOf(const std::vector<LedgerEntry>& ledger) {
  std::vector<ExplanationStep> steps;
  for (size_t i = 0; i < ledger.size(); ++i) {
    const LedgerEntry& entry = ledger[i];
    switch (entry.kind) {
      case Entry::kStart:
        steps.push_back(StepOf(Kind::kStart, entry));
        break;
      case Entry::kPause:
      case Entry::kStop: {
        const auto resumed =
            std::find_if(ledger.begin() + static_cast<std::ptrdiff_t>(i) + 1, ledger.end(),
                         [](const LedgerEntry& later) { return later.kind == Entry::kResume; });
        const bool last = resumed == ledger.end();
        ExplanationStep& step = steps.emplace_back(
            StepOf(last && entry.kind == Entry::kStop ? Kind::kStop : Kind::kPause, entry));
        if (!last) {
          step.until = resumed->time;
          step.due_after = resumed->due_after;
        }
        break;
      }
      case Entry::kResume:
        break;
      case Entry::kExtend:
        steps.push_back(StepOf(Kind::kExtension, entry));
        break;
      case Entry::kReproject:
        steps.push_back(
            StepOf(entry.reason == "CALENDAR_CHANGED" ? Kind::kCalendar : Kind::kPolicy, entry));
        break;
    }
  }
  return steps;
}

bool Stands(const std::vector<ExplanationStep>& changes, Day day) {
  return std::ranges::any_of(changes, [day](const ExplanationStep& step) {
    return step.kind == Kind::kPause && *step.time <= At(day, 0) &&
           (!step.until || *step.until >= At(day, 24 * 60));
  });
}

// Runs of days that differ from an ordinary week, of the days on which the clock ran.
std::vector<ExplanationStep> DaysOf(const Calendar& calendar, Day first, Day last,
                                    const std::vector<ExplanationStep>& changes) {
  std::vector<ExplanationStep> steps;
  for (Day day = first; day <= last; ++day) {
    const DayInfo info = calendar.InfoOf(day);
    if (info.kind == DayKind::kWorkday || Stands(changes, day)) continue;
    const Kind kind = info.working ? Kind::kWorked : Kind::kSkipped;
    if (!steps.empty() && steps.back().kind == kind && steps.back().day_kind == info.kind &&
        steps.back().name == info.name && *steps.back().to + 1 == day) {
      steps.back().to = day;
      continue;
    }
    ExplanationStep& step = steps.emplace_back();
    step.kind = kind;
    step.from = step.to = day;
    step.day_kind = info.kind;
    step.name = info.name;
    if (info.kind == DayKind::kHoliday || info.kind == DayKind::kMakeup)
      step.basis = NoticeOf(calendar, day);
  }
  return steps;
}

// The last day before it rolled, when it did.
std::optional<Day> RolledFrom(const OrderClock& clock, const Calendar& calendar) {
  calendar::Clock time = clock.time;
  if (clock.state == ClockState::kStopped) time.running_since = clock.stop_time;
  const std::optional<absl::Time> end = TimeAtPercent(calendar, time, 100);
  if (!end || LastDayOf(*end) == LastDayOf(*clock.due_time)) return std::nullopt;
  return LastDayOf(*end);
}

// Where a step stands; the day on which hours start comes after their start.
std::pair<absl::Time, Kind> PlaceOf(const ExplanationStep& step, absl::Time start) {
  return {step.time ? *step.time : std::max(start, At(*step.from, 0)), step.kind};
}

}  // namespace

std::vector<ExplanationStep> StepsOf(const OrderClock& clock,
                                     const std::vector<LedgerEntry>& ledger,
                                     const Calendar& calendar) {
  std::vector<ExplanationStep> steps = ChangesOf(ledger);
  if (clock.fixed_due) return steps;
  const Unit unit = clock.time.budget.unit;
  const Day start = DayOf(clock.time.started_at);
  const absl::Time until = clock.due_time ? *clock.due_time : ledger.back().time;
  if (unit != Unit::kCalendarDays) {
    const Day first = unit == Unit::kWorkingDays ? start + 1 : start;
    const auto days = DaysOf(calendar, first, LastDayOf(until), steps);
    steps.insert(steps.end(), days.begin(), days.end());
  }
  if (unit != Unit::kWorkingHours) {
    ExplanationStep& day = steps.emplace_back();
    day.kind = Kind::kDayOfStart;
    day.time = clock.time.started_at;
    day.from = day.to = start;
    day.basis = words::Law("dayOfStart");
  }
  std::ranges::stable_sort(
      steps, {}, [&](const ExplanationStep& step) { return PlaceOf(step, clock.time.started_at); });
  if (unit == Unit::kWorkingHours) steps.front().basis = words::Law("hours");
  if (const auto rolled = unit == Unit::kCalendarDays && clock.due_time
                              ? RolledFrom(clock, calendar)
                              : std::nullopt) {
    ExplanationStep& step = steps.emplace_back();
    step.kind = Kind::kRoll;
    step.from = *rolled;
    step.to = LastDayOf(*clock.due_time);
    step.basis = words::Law("roll");
  }
  for (Day year(start.year(), 1, 1); year <= LastDayOf(until); year = Day(year.year() + 1, 1, 1)) {
    if (!calendar.InfoOf(year).provisional) continue;
    ExplanationStep& step = steps.emplace_back();
    step.kind = Kind::kProvisional;
    step.from = year;
  }
  return steps;
}

}  // namespace hotline::escalation
