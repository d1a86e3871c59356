// Why a clock is due when it is: as steps, and in Chinese for people. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "platform/calendar/calendar.h"
#include "services/escalation/domain/order_clock.h"

namespace hotline::escalation {

// The numbers of the proto's enum. Unset fields do not apply.
struct ExplanationStep {
  enum class Kind {
    kStart = 1,    // `time`, `reason`, `amount`: the whole budget
    kDayOfStart,   // `from`: does not count
    kSkipped,      // `from` to `to`, `day_kind`, `name`: days off
    kWorked,       // `from` to `to`, `day_kind`, `name`: days that count against the week's rule
    kPause,        // `time` to `until`, `reason`; also from a stop to when the work was sent back
    kExtension,    // `time`, `reason`, `amount`
    kPolicy,       // `time`, `amount`: the whole budget
    kCalendar,     // `time`
    kRoll,         // The last day, `from`, is off: `to`
    kProvisional,  // `from`: the first day of a year whose notice is not out
    kStop,         // `time`, `reason`
  };
  Kind kind = Kind::kStart;
  std::optional<absl::Time> time;
  std::optional<absl::Time> until;  // Unset while the clock is still paused.
  std::optional<calendar::Day> from;
  std::optional<calendar::Day> to;  // Inclusive.
  calendar::DayKind day_kind = calendar::DayKind::kWorkday;
  std::string name;    // Of the holiday or special day.
  std::string reason;  // The order's event: "dispatched".
  int64_t amount = 0;  // In the budget's unit.
  std::optional<absl::Time> due_before;
  std::optional<absl::Time> due_after;
  std::string basis;  // The law's article or the notice; Chinese.
};

struct Explanation {
  std::vector<ExplanationStep> steps;  // By time; what the due time rests on comes last.
  std::string text;
};

// `ledger` is the clock's, oldest first; `calendar` is the court's, of the clock's version.
Explanation Explain(const OrderClock& clock, const std::vector<LedgerEntry>& ledger,
                    const calendar::Calendar& calendar);

}  // namespace hotline::escalation
