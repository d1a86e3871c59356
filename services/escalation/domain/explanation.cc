#include "services/escalation/domain/explanation.h"

#include "absl/strings/str_cat.h"
#include "services/escalation/domain/day_text.h"
#include "services/escalation/domain/explanation_steps.h"
#include "services/escalation/domain/explanation_words.h"

namespace hotline::escalation {
namespace {

using calendar::Day;
using calendar::DayKind;
using Kind = ExplanationStep::Kind;

// Writes times as people do: the year only where it changes.
class Writer {
 public:
  explicit Writer(const OrderClock& clock) : clock_(clock) {}

  void Add(const ExplanationStep& step) {
    std::string clause = ClauseOf(step);
    if (!clause.empty()) clauses_.push_back(std::move(clause));
  }
  void AddDue() {
    if (!clock_.due_time) return;
    clauses_.push_back(words::Text(
        "due", {{"due", DueText(*clock_.due_time, true)}, {"done", words::Done(clock_.kind)}}));
  }
  // All weekends in one clause, where the first one is.
  void AddWeekends(const std::vector<const ExplanationStep*>& weekends) {
    std::string days;
    for (const ExplanationStep* weekend : weekends)
      absl::StrAppend(&days, days.empty() ? "" : "、", DaysText(*weekend));
    clauses_.push_back(words::Text("weekend", {{"days", days}}));
  }
  std::string Text() const {
    std::string text;
    for (const std::string& clause : clauses_)
      absl::StrAppend(&text, text.empty() ? "" : "；", clause);
    return text + "。";
  }

 private:
  std::string DayWords(Day day, bool with_year = false) {
    std::string text = absl::StrCat(day.month(), "月", day.day(), "日");
    if (with_year || day.year() != year_) text = absl::StrCat(day.year(), "年", text);
    year_ = day.year();
    return text;
  }
  std::string TimeText(absl::Time time) {
    const Day day = calendar::DayOf(time);
    const auto minute = absl::ToInt64Minutes(time - calendar::At(day, 0));
    return DayWords(day) + MinuteText(static_cast<int>(minute));
  }
  // Midnight is the end of its day, not the beginning of the next.
  std::string DueText(absl::Time due, bool with_year = false) {
    const Day day = calendar::DayOf(due - absl::Microseconds(1));
    const auto minute = absl::ToInt64Minutes(due - calendar::At(day, 0));
    return DayWords(day, with_year) + MinuteText(static_cast<int>(minute));
  }
  std::string DaysText(const ExplanationStep& step) {
    const Day from = *step.from;
    const Day to = step.to.value_or(from);
    std::string text = DayWords(from);
    if (from == to) return text;
    if (from.year() == to.year() && from.month() == to.month())
      return absl::StrCat(text, "至", to.day(), "日");
    return text + "至" + DayWords(to);
  }
  std::string Amount(int64_t amount) const {
    return words::Amount({clock_.time.budget.unit, amount});
  }
  // "，期限由…改为…"
  std::string Moved(const ExplanationStep& step) {
    if (!step.due_before || !step.due_after) return "";
    if (*step.due_before == *step.due_after) return "，" + words::Text("unmoved", {});
    const std::string before = DueText(*step.due_before);
    return "，" + words::Text("moved", {{"before", before}, {"after", DueText(*step.due_after)}});
  }

  std::string ClauseOf(const ExplanationStep& step) {
    const std::string reason = words::Reason(step.reason);
    switch (step.kind) {
      case Kind::kStart: {
        std::string text =
            words::Text("start", {{"time", TimeText(*step.time)}, {"reason", reason}});
        const std::string limit = words::LimitName(clock_.kind);
        if (clock_.fixed_due) return text + "，" + words::Text("fixed", {{"limit", limit}});
        if (clock_.time.budget.unit != calendar::Unit::kWorkingHours)
          text += "，" + words::Text("dayOfStart", {});
        return text + "；" +
               words::Text("budget", {{"limit", limit}, {"amount", Amount(step.amount)}});
      }
      case Kind::kDayOfStart:
        return "";  // Said with the start.
      case Kind::kSkipped:
        return words::Text("holiday", {{"days", DaysText(step)}, {"name", step.name}});
      case Kind::kWorked:
        if (step.day_kind == DayKind::kMakeup) {
          std::string weekday = words::Weekday(*step.from);
          if (*step.to != *step.from) weekday += "、" + words::Weekday(*step.to);
          return words::Text("makeup", {{"days", DaysText(step)}, {"weekday", weekday}});
        }
        return words::Text("special", {{"days", DaysText(step)}, {"name", step.name}});
      case Kind::kPause: {
        const std::string time = TimeText(*step.time);
        if (!step.until) return words::Text("openPause", {{"time", time}, {"reason", reason}});
        const std::string until = TimeText(*step.until);
        return words::Text("pause", {{"time", time}, {"reason", reason}, {"until", until}}) +
               Moved(step);
      }
      case Kind::kExtension: {
        const std::string time = TimeText(*step.time);
        return words::Text("extension",
                           {{"time", time}, {"reason", reason}, {"amount", Amount(step.amount)}}) +
               Moved(step);
      }
      case Kind::kPolicy: {
        const std::string time = TimeText(*step.time);
        return words::Text("policy", {{"time", time},
                                      {"limit", words::LimitName(clock_.kind)},
                                      {"amount", Amount(step.amount)}}) +
               Moved(step);
      }
      case Kind::kCalendar:
        return words::Text("calendar", {{"time", TimeText(*step.time)}}) + Moved(step);
      case Kind::kRoll: {
        const std::string from = DayWords(*step.from);
        return words::Text(
            "roll",
            {{"from", from}, {"weekday", words::Weekday(*step.from)}, {"to", DayWords(*step.to)}});
      }
      case Kind::kProvisional:
        return words::Text("provisional", {{"year", std::to_string(step.from->year())}});
      case Kind::kStop:
        return words::Text("stop", {{"time", TimeText(*step.time)}, {"reason", reason}});
    }
    return "";
  }

  const OrderClock& clock_;
  int64_t year_ = 0;  // Of the last date.
  std::vector<std::string> clauses_;
};

bool IsWeekend(const ExplanationStep& step) {
  return step.kind == Kind::kSkipped && step.day_kind == DayKind::kWeekend;
}

std::string TextOf(const OrderClock& clock, const std::vector<ExplanationStep>& steps) {
  std::vector<const ExplanationStep*> weekends;
  for (const ExplanationStep& step : steps) {
    if (IsWeekend(step)) weekends.push_back(&step);
  }
  Writer writer(clock);
  for (const ExplanationStep& step : steps) {
    if (!IsWeekend(step))
      writer.Add(step);
    else if (&step == weekends.front())
      writer.AddWeekends(weekends);
  }
  writer.AddDue();
  return writer.Text();
}

}  // namespace

Explanation Explain(const OrderClock& clock, const std::vector<LedgerEntry>& ledger,
                    const calendar::Calendar& calendar) {
  Explanation explanation{.steps = StepsOf(clock, ledger, calendar), .text = {}};
  explanation.text = TextOf(clock, explanation.steps);
  return explanation;
}

}  // namespace hotline::escalation
